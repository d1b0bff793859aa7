using System.Globalization;
using System.Text;

namespace VizTeh.Actors.Forms;

/// <summary>What a phone number was read as.</summary>
public abstract record PhoneReading
{
    private PhoneReading()
    {
    }

    /// <param name="Number">+7 and ten digits, or another country's number as it was written.</param>
    public sealed record Valid(string Number) : PhoneReading
    {
        public override string ToString() => nameof(Valid);
    }

    /// <summary>Something else than digits, spaces, hyphens, dots, parentheses and one leading plus, or too many of these.</summary>
    public sealed record NotANumber : PhoneReading;

    /// <summary>Not 10 to 15 digits.</summary>
    public sealed record WrongLength(int Digits) : PhoneReading;

    /// <summary>+7 followed by other than ten digits: numbers of that code have no other length.</summary>
    public sealed record NotTenAfterSeven : PhoneReading;
}

/// <summary>
/// Reads phone numbers. A number without a plus and of the length of a Russian one is Russian; with a plus the code is taken at its
/// word, so that +4930123456 and +81 3 1234 5678 stay what they are.
/// </summary>
public static class PhoneNumber
{
    // At least a Russian number without its code; at most what E.164 allows.
    private const int MinDigits = 10;
    private const int MaxDigits = 15;

    /// <summary>The most code points that a number as written may have: 15 digits with a separator before and after each fit.</summary>
    public const int MaxLength = 40;

    /// <summary>Reads what a client typed.</summary>
    public static PhoneReading ReadTyped(string typed)
    {
        var (written, digits, hasPlus) = Scan(typed);
        if (written is null)
            return new PhoneReading.NotANumber();

        return (digits, hasPlus) switch
        {
            ({ Length: < MinDigits or > MaxDigits }, _) => new PhoneReading.WrongLength(digits.Length),
            (['7', ..] and { Length: 11 }, _) => Russian(digits),
            (['7', ..], true) => new PhoneReading.NotTenAfterSeven(),
            // No country's code begins with 89: the plus was put before a mobile number's domestic 8.
            (['8', '9', ..] and { Length: 11 }, true) => Russian(digits),
            (_, true) => AsWritten(written),
            (['8', ..] and { Length: 11 }, false) => Russian(digits),
            ({ Length: 10 }, false) => Russian(digits),
            _ => AsWritten(written),
        };
    }

    /// <summary>Reads the number of a shared contact: always international, with the plus often left out.</summary>
    public static PhoneReading ReadContact(string shared)
    {
        var (written, digits, _) = Scan(shared);
        return digits switch
        {
            _ when written is null => new PhoneReading.NotANumber(),
            { Length: < MinDigits or > MaxDigits } => new PhoneReading.WrongLength(digits.Length),
            ['8', '9', ..] and { Length: 11 } => Russian(digits),
            _ => new PhoneReading.Valid($"+{digits}"),
        };
    }

    private static PhoneReading.Valid Russian(string digits) => new($"+7{digits[^10..]}");

    private static PhoneReading AsWritten(string written) =>
        AnswerText.Length(written) <= MaxLength ? new PhoneReading.Valid(written) : new PhoneReading.NotANumber();

    // Written: with ASCII digits and without invisible marks; null when it holds what no phone number holds.
    private static (string? Written, string Digits, bool HasPlus) Scan(string typed)
    {
        var written = new StringBuilder();
        var digits = new StringBuilder();
        var hasPlus = false;
        foreach (var rune in AnswerText.SingleLine(typed).EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.DecimalDigitNumber:
                    var digit = (char)('0' + (int)Rune.GetNumericValue(rune));
                    digits.Append(digit);
                    written.Append(digit);
                    break;
                // Direction marks and soft hyphens come along with a copied number.
                case UnicodeCategory.Format:
                    break;
                case UnicodeCategory.DashPunctuation:
                    written.Append(rune.ToString());
                    break;
                case UnicodeCategory.MathSymbol when rune.Value is '+' or '＋' && !hasPlus && digits.Length == 0:
                    hasPlus = true;
                    written.Append('+');
                    break;
                case var _ when rune.Value is ' ' or '.' or '(' or ')' or '\u2212':
                    written.Append(rune.ToString());
                    break;
                default:
                    return (null, "", false);
            }
        }

        return (digits.Length == 0 ? null : written.ToString(), digits.ToString(), hasPlus);
    }
}
