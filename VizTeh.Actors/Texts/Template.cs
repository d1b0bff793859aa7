using System.Text;
using System.Text.RegularExpressions;

namespace VizTeh.Actors.Texts;

/// <summary>A text with placeholders, parsed once.</summary>
internal sealed partial class Template
{
    private readonly Piece[] _pieces;

    private Template(IEnumerable<Piece> pieces) => _pieces = [.. Joined(pieces)];

    /// <summary>The names of the placeholders.</summary>
    public IEnumerable<string> Names => _pieces.Where(piece => piece.IsPlaceholder).Select(piece => piece.Text);

    /// <summary>The text, if it has no placeholder; else null.</summary>
    public string? Whole => _pieces switch
    {
        [] => "",
        [{ IsPlaceholder: false, Text: var text }] => text,
        _ => null,
    };

    /// <param name="IsPlaceholder">Whether the text is the name of one.</param>
    private readonly record struct Piece(string Text, bool IsPlaceholder);

    public static Template Parse(string text)
    {
        var pieces = new List<Piece>();
        var at = 0;
        foreach (Match match in Placeholder().Matches(text))
        {
            pieces.Add(new(text[at..match.Index], IsPlaceholder: false));
            pieces.Add(new(match.Groups["name"].Value, IsPlaceholder: true));
            at = match.Index + match.Length;
        }

        pieces.Add(new(text[at..], IsPlaceholder: false));
        return new Template(pieces);
    }

    /// <summary>The text with the values that are known; the other placeholders stay. A value is not read for placeholders.</summary>
    /// <param name="valueOf">Null for a name without a value.</param>
    public Template With(Func<string, string?> valueOf) => new(_pieces.Select(piece =>
        piece.IsPlaceholder && valueOf(piece.Text) is { } value ? new(value, IsPlaceholder: false) : piece));

    public string Render(ReadOnlySpan<(string Name, string Value)> values)
    {
        var text = new StringBuilder();
        foreach (var piece in _pieces)
            text.Append(piece.IsPlaceholder ? ValueOf(piece.Text, values) : piece.Text);
        return text.ToString();
    }

    private static string ValueOf(string name, ReadOnlySpan<(string Name, string Value)> values)
    {
        foreach (var (known, value) in values)
        {
            if (known == name)
                return value;
        }

        throw new ArgumentException($"no value for {{{name}}}", nameof(values));
    }

    private static IEnumerable<Piece> Joined(IEnumerable<Piece> pieces)
    {
        var text = "";
        foreach (var piece in pieces)
        {
            if (!piece.IsPlaceholder)
            {
                text += piece.Text;
                continue;
            }

            if (text.Length > 0)
                yield return new(text, IsPlaceholder: false);
            text = "";
            yield return piece;
        }

        if (text.Length > 0)
            yield return new(text, IsPlaceholder: false);
    }

    // Any other brace is an ordinary character.
    [GeneratedRegex(@"\{(?<name>[^{}\s]{1,40})\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
