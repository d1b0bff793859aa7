using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Forms;

/// <summary>A phone number as a person wrote it, found in a text.</summary>
/// <param name="Text">The number from its first digit or plus to its last digit, with ASCII digits and without invisible marks.</param>
/// <param name="Extension">The digits of the extension after it («доб. 12», #12); null when there is none.</param>
internal sealed partial record WrittenPhone(string Text, string? Extension)
{
    // More digits are several numbers, separated by white space only.
    private const int MostDigitsOfOne = 15;

    private static readonly char[] Separators = ['-', ' ', '.', '(', ')'];

    public string Digits { get; } = string.Concat(Text.Where(char.IsAsciiDigit));

    public bool HasPlus => Text.Contains('+');

    /// <summary>Whether the number begins with this digit and a separator: «8 495», «8(495)», «+7-495».</summary>
    public bool FirstDigitIs(char digit) =>
        Text.AsSpan().TrimStart("+( ") is [var first, var next, ..] && first == digit && !char.IsAsciiDigit(next);

    /// <summary>All numbers of a text, in order; none when it holds fewer than five digits in a row.</summary>
    public static IReadOnlyList<WrittenPhone> FindAll(string typed)
    {
        var found = new List<WrittenPhone>();
        foreach (Match match in Written().Matches(Plain(typed)))
            found.AddRange(Split(match.Groups["number"].Value, match.Groups["extension"] is { Success: true } group ? group.Value : null));
        return found;
    }

    /// <summary>Whether a text consists of digits and separators only.</summary>
    public static bool IsNothingButDigits(string typed) =>
        Plain(typed) is var plain && plain.Any(char.IsAsciiDigit) && plain.All(sign => char.IsAsciiDigit(sign) || "+-(). ".Contains(sign));

    // «8 916 123-45-67 8 916 765-43-21» is split at the white space at which the first part has the length of a number.
    private static IEnumerable<WrittenPhone> Split(string text, string? extension)
    {
        var words = text.Split(' ');
        for (var count = 1; text.Count(char.IsAsciiDigit) > MostDigitsOfOne && count < words.Length; count++)
        {
            var first = string.Join(' ', words.Take(count));
            if (first.Count(char.IsAsciiDigit) is not (10 or 11 or 12))
                continue;
            return Split(string.Join(' ', words.Skip(count)).TrimStart(Separators), extension)
                .Prepend(new WrittenPhone(first.TrimEnd(Separators), null));
        }

        return [new WrittenPhone(text, extension)];
    }

    // Digits and pluses become ASCII, other white space and dashes the plain ones; invisible characters are removed.
    private static string Plain(string typed)
    {
        var plain = new StringBuilder(typed.Length);
        foreach (var rune in AnswerText.SingleLine(typed).EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.DecimalDigitNumber:
                    plain.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
                    break;
                // Direction marks and soft hyphens come with a copied number; the other categories make a keycap emoji of a digit.
                case UnicodeCategory.Format or UnicodeCategory.EnclosingMark or UnicodeCategory.NonSpacingMark:
                    break;
                case UnicodeCategory.DashPunctuation:
                    plain.Append('-');
                    break;
                default:
                    plain.Append(rune.Value switch
                    {
                        '＋' => "+",
                        0x2212 => "-",
                        '（' => "(",
                        '）' => ")",
                        '＃' => "#",
                        _ => rune.ToString(),
                    });
                    break;
            }
        }

        return plain.ToString();
    }

    [GeneratedRegex(
        """
        (?<number> (?: \(? \+ \(? | (?<!\d) \(? ) \d (?: [-\s.()]* \d ){4,59} )
        (?: [\s,;()]*
            (?: доб(?:авочный)? | доп(?:олнительный)? | внутр(?:енний)? | вн | ext(?:ension)? | x | х | \# | \* )
            [\s.:=№]* (?<extension> \d{1,7} ) (?!\d) )?
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Written();
}
