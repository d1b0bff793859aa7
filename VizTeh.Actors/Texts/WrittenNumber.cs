using System.Globalization;
using System.Text;

namespace VizTeh.Actors.Texts;

/// <summary>A number as people write it: «1 500», «1500 шт», «12,5».</summary>
internal static class WrittenNumber
{
    private const int MostDigits = 18;

    /// <returns>Null when it is no number. In its plain form: without spaces, with a point before the fraction.</returns>
    public static decimal? Read(string typed)
    {
        var text = AnswerText.SingleLine(typed);
        var digits = new StringBuilder();
        var at = 0;
        for (; at < text.Length; at++)
        {
            var sign = text[at];
            if (char.IsAsciiDigit(sign))
                digits.Append(sign);
            else if (sign is ',' or '.' && digits.Length > 0 && !digits.ToString().Contains('.') && IsDigitAt(text, at + 1))
                digits.Append('.');
            else if (sign is '-' or '−' && digits.Length == 0 && IsDigitAt(text, at + 1))
                digits.Append('-');
            // Between groups of digits only.
            else if (sign is not (' ' or '\u00A0' or '\'') || !IsDigitAt(text, at + 1) || digits.Length == 0)
                break;
        }

        // A unit may follow: words, but no second number.
        var rest = text.AsSpan(at);
        if (digits.Length is 0 or > MostDigits || rest.IndexOfAnyInRange('0', '9') >= 0 || (rest.Length > 0 && char.IsPunctuation(rest[0])))
            return null;
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return decimal.TryParse(digits.ToString(), Plain, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }

    private static bool IsDigitAt(string text, int at) => at < text.Length && char.IsAsciiDigit(text[at]);
}
