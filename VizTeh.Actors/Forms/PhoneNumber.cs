using PhoneNumbers;
using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Forms;

/// <summary>The result of reading a phone number.</summary>
public abstract record PhoneReading
{
    private PhoneReading()
    {
    }

    /// <param name="Number">
    /// The stored form: E.164, with an extension as in RFC 3966 (<c>+74951234567;ext=12</c>), several numbers separated by a comma and a
    /// space. A number without a plus and of no known country is stored as it was typed.
    /// </param>
    public sealed record Valid(string Number) : PhoneReading
    {
        public override string ToString() => nameof(Valid);
    }

    /// <summary>The text holds no number, or is too long to be one.</summary>
    public sealed record NotANumber : PhoneReading;

    /// <summary>The number has fewer than 10 or more than 15 digits.</summary>
    public sealed record WrongLength(int Digits) : PhoneReading;

    /// <summary>+7 is not followed by ten digits, the only length of numbers with that code.</summary>
    public sealed record NotTenAfterSeven : PhoneReading;

    /// <summary>The number has a digit too few or too many for its country.</summary>
    public sealed record NotOfItsCountrysLength : PhoneReading;
}

/// <summary>
/// Reads phone numbers, with libphonenumber's tables. A plus is taken to mean an international number. A number without one is tried as
/// Russian or Kazakh, then as Belarusian, then by the country code it begins with. A number of a possible length that the tables do not
/// list as assigned is accepted too: the tables are always a little behind.
/// </summary>
public static class PhoneNumber
{
    // The minimum is a Russian number without its code, the maximum that of E.164.
    private const int MinDigits = 10;
    private const int MaxDigits = 15;

    // The shortest numbers of Telegram accounts: Saint Helena's, and Telegram's anonymous ones.
    private const int FewestDigits = 7;

    // Two numbers are common, a third is rare.
    private const int MostNumbers = 3;

    /// <summary>The limit in code points of a number as typed: room for 15 digits with a separator before and after each.</summary>
    public const int MaxLength = 40;

    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    /// <summary>Reads typed text: a number, perhaps with an extension, a word before it, a name or further numbers after it.</summary>
    public static PhoneReading ReadTyped(string typed)
    {
        var readings = WrittenPhone.FindAll(typed).Select(Read).ToArray();
        if (readings.Length == 0)
        {
            return WrittenPhone.IsNothingButDigits(typed)
                ? new PhoneReading.WrongLength(typed.Count(char.IsDigit))
                : new PhoneReading.NotANumber();
        }

        string[] numbers = [.. readings.OfType<PhoneReading.Valid>().Select(valid => valid.Number).Distinct()];
        // Beside a number of a known country, other digits belong to a house, a contract or a time.
        string[] known = [.. numbers.Where(number => number.StartsWith('+')).Take(MostNumbers)];
        return (known, numbers) switch
        {
            ({ Length: > 0 }, _) => new PhoneReading.Valid(string.Join(", ", known)),
            (_, [var asWritten, ..]) => new PhoneReading.Valid(asWritten),
            _ => readings[0],
        };
    }

    /// <summary>Reads the number of a shared contact, which is always international, though often without a plus.</summary>
    public static PhoneReading ReadContact(string shared)
    {
        if (WrittenPhone.FindAll(shared) is not [var written, ..])
            return new PhoneReading.NotANumber();
        var digits = written.Digits;
        if (digits.Length is < FewestDigits or > MaxDigits)
            return new PhoneReading.WrongLength(digits.Length);
        // No country code begins with 89: these are mobile numbers that a phone book kept with the domestic 8.
        return digits is ['8', '9', ..] && digits.Length == 11
            ? new PhoneReading.Valid($"+7{digits[1..]}")
            : new PhoneReading.Valid($"+{digits}");
    }

    private static PhoneReading Read(WrittenPhone written) => Read(written, written.Digits) switch
    {
        PhoneReading.Valid valid when written.Extension is { } extension =>
            new PhoneReading.Valid(valid.Number + PhoneText.ExtensionMark + extension),
        var reading => reading,
    };

    private static PhoneReading Read(WrittenPhone written, string digits) => written.HasPlus switch
    {
        _ when digits.Length > MaxDigits => new PhoneReading.WrongLength(digits.Length),
        // A plus before the domestic 8: no country has the code 8, or one that begins with 89.
        true when digits.Length == 11 && (digits.StartsWith("89", StringComparison.Ordinal) || written.FirstDigitIs('8')) =>
            Russian(digits[1..]),
        true => WithCode(digits),
        false when digits.Length < FewestDigits => new PhoneReading.WrongLength(digits.Length),
        false when digits.Length < MinDigits => GivenOut(digits) ?? (PhoneReading)new PhoneReading.WrongLength(digits.Length),
        false => WithoutPlus(written, digits),
    };

    private static PhoneReading WithCode(string digits)
    {
        if (digits.Length < FewestDigits)
            return new PhoneReading.WrongLength(digits.Length);
        if (digits[0] == '7')
            return digits.Length == 11 ? E164(digits) : GivenOut(digits) ?? (PhoneReading)new PhoneReading.NotTenAfterSeven();
        // Telegram's anonymous numbers, which the tables do not contain.
        if (IsAnonymous(digits))
            return E164(digits);
        return TryParse($"+{digits}", null) switch
        {
            null when digits.Length < MinDigits => new PhoneReading.WrongLength(digits.Length),
            null => E164(digits),
            var number => Numbers.IsPossibleNumber(number) ? E164(digits) : new PhoneReading.NotOfItsCountrysLength(),
        };
    }

    private static PhoneReading WithoutPlus(WrittenPhone written, string digits)
    {
        switch (digits.Length)
        {
            // 8 029 123-45-67 is how a number is dialled within Belarus.
            case 11 when digits.StartsWith("80", StringComparison.Ordinal) && ValidIn("BY", digits) is { } belarusian:
                return belarusian;
            // Typed as Telegram shows it, without the plus. Russia has given out no number that is dialled 8 88….
            case 11 when IsAnonymous(digits) && !written.FirstDigitIs('8') && GivenOut($"7{digits[1..]}") is null:
                return E164(digits);
            case 11 when digits[0] is '7' or '8':
                return Russian(digits[1..]);
            // A Russian number with its 7 or 8 but only nine of its ten digits.
            case 10 when digits[0] is '7' or '8' && (written.FirstDigitIs(digits[0]) || GivenOut($"7{digits}") is null):
                return new PhoneReading.NotOfItsCountrysLength();
            case 10 when GivenOut($"7{digits}") is { } russian:
                return russian;
            // The international call prefixes: Russia's, and the most common others.
            case var _ when AfterPrefix(digits, "810") is { } abroad:
                return abroad;
            case var _ when AfterPrefix(digits, "00") is { } abroad:
                return abroad;
            default:
                return GivenOut(digits) ?? AsWritten(written);
        }
    }

    private static bool IsAnonymous(string digits) => digits.StartsWith(PhoneText.AnonymousCode, StringComparison.Ordinal);

    private static PhoneReading.Valid? AfterPrefix(string digits, string prefix) =>
        digits.StartsWith(prefix, StringComparison.Ordinal) ? GivenOut(digits[prefix.Length..]) : null;

    // Valid by the tables: the length and the area code exist in its country. «7 8 495 …» loses the 8, which is dialled within Russia only.
    private static PhoneReading.Valid? GivenOut(string digits) =>
        TryParse($"+{digits}", null) is { } number && Numbers.IsValidNumber(number)
            ? new PhoneReading.Valid(Numbers.Format(number, PhoneNumberFormat.E164))
            : null;

    private static PhoneReading.Valid? ValidIn(string region, string digits) =>
        TryParse(digits, region) is { } number && Numbers.IsValidNumberForRegion(number, region)
            ? new PhoneReading.Valid(Numbers.Format(number, PhoneNumberFormat.E164))
            : null;

    private static PhoneNumbers.PhoneNumber? TryParse(string number, string? region)
    {
        try
        {
            return Numbers.Parse(number, region);
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    private static PhoneReading.Valid Russian(string tenDigits) => new($"+7{tenDigits}");

    private static PhoneReading.Valid E164(string digits) => new($"+{digits}");

    private static PhoneReading AsWritten(WrittenPhone written) =>
        CodePoints.CountIn(written.Text) <= MaxLength ? new PhoneReading.Valid(written.Text) : new PhoneReading.NotANumber();
}
