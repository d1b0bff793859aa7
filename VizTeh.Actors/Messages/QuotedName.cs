using System.Buffers;

namespace VizTeh.Actors.Messages;

/// <summary>A firm's name as it stands in a sentence.</summary>
public static class QuotedName
{
    private static readonly SearchValues<char> QuotationMarks = SearchValues.Create("«»\"“”„");

    /// <summary>The name in quotation marks; a name that has its own, such as ООО «Ромашка», gets no second pair.</summary>
    public static string Of(string name) => name.AsSpan().ContainsAny(QuotationMarks) ? name : $"«{name}»";

    /// <inheritdoc cref="Of"/>
    public static string ToHtml(string name) => Html.Escape(Of(name));
}
