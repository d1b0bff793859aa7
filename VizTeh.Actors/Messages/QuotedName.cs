using System.Buffers;

namespace VizTeh.Actors.Messages;

/// <summary>A firm's name as it stands in a sentence.</summary>
public static class QuotedName
{
    private static readonly SearchValues<char> QuotationMarks = SearchValues.Create("«»\"“”„");

    /// <summary>The name in quotation marks; a name that has its own, such as ООО «Ромашка», gets no second pair.</summary>
    public static string ToHtml(string name) =>
        name.AsSpan().ContainsAny(QuotationMarks) ? Html.Escape(name) : $"«{Html.Escape(name)}»";
}
