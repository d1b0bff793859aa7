using System.Buffers;
using System.Globalization;
using System.Text;
using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Texts;

/// <summary>Normalizes typed text for storing, comparing and showing. Nothing visible is removed and nothing is cut.</summary>
public static class AnswerText
{
    /// <summary>For an answer of one line: runs of white space and line breaks become single spaces.</summary>
    public static string SingleLine(string typed)
    {
        var line = new StringBuilder(typed.Length);
        foreach (var rune in Presentable(typed))
        {
            if (!Rune.IsWhiteSpace(rune))
                line.AppendRune(rune);
            else if (line.Length > 0 && line[^1] != ' ')
                line.Append(' ');
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>For an answer of many lines: line breaks stay, as \n, with at most one blank line in a row.</summary>
    public static string MultiLine(string typed)
    {
        var text = new StringBuilder(typed.Length);
        foreach (var rune in Presentable(typed.ReplaceLineEndings("\n")))
            text.AppendRune(rune.Value == '\n' || !Rune.IsWhiteSpace(rune) ? rune : new Rune(' '));

        var kept = new List<string>();
        foreach (var line in text.ToString().Split('\n').Select(line => line.TrimEnd(' ')))
        {
            if (line.Length > 0 || (kept.Count > 0 && kept[^1].Length > 0))
                kept.Add(line);
        }

        return string.Join('\n', kept).Trim();
    }

    /// <summary>Whether the text has no visible character.</summary>
    public static bool IsBlank(string text) => !Presentable(text).Any(AccountName.IsVisible);

    /// <summary>Whether two labels are equal apart from letter case, ё and е, and white space.</summary>
    public static bool SameLabel(string one, string other) => LabelKey(one) == LabelKey(other);

    /// <summary>The key by which <see cref="SameLabel"/> compares labels.</summary>
    internal static string LabelKey(string label) => SingleLine(label).ToUpperInvariant().Replace('Ё', 'Е');

    /// <summary>
    /// The words of a short text, for a comparison without regard to letter case, ё and е, punctuation, emoji and white space. Empty when
    /// the text has no word.
    /// </summary>
    internal static string WordKey(string text)
    {
        var words = new StringBuilder(text.Length);
        foreach (var rune in Presentable(text))
        {
            if (Rune.IsLetterOrDigit(rune))
                words.AppendRune(Rune.ToUpperInvariant(rune));
            // A combining accent belongs to the letter before it.
            else if (words.Length > 0 && words[^1] != ' ' && Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
                words.Append(' ');
        }

        return words.ToString().TrimEnd().Replace('Ё', 'Е');
    }

    private static void AppendRune(this StringBuilder text, Rune rune)
    {
        Span<char> units = stackalloc char[2];
        text.Append(units[..rune.EncodeToUtf16(units)]);
    }

    private static IEnumerable<Rune> Presentable(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var whole = Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length) == OperationStatus.Done;
            at += length;
            if (whole && !IsRemoved(rune))
                yield return rune;
        }
    }

    private static bool IsRemoved(Rune rune) => rune.Value switch
    {
        // Line breaks and tabs are control characters too, so white space is checked first.
        _ when Rune.IsWhiteSpace(rune) => false,
        _ when Rune.IsControl(rune) => true,
        // Embeddings, overrides and isolates change the direction of the text around them; zero-width spaces and byte order marks are
        // invisible.
        >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069 or 0x200B or 0x2060 or 0xFEFF => true,
        // Noncharacters are not for interchange (Unicode, section 23.7).
        >= 0xFDD0 and <= 0xFDEF => true,
        _ => (rune.Value & 0xFFFE) == 0xFFFE,
    };
}
