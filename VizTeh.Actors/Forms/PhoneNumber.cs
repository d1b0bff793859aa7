using PhoneNumbers;
using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Forms;

/// <summary>What a phone number was read as.</summary>
public abstract record PhoneReading
{
    private PhoneReading()
    {
    }

    /// <param name="Number">
    /// As it is stored: E.164, with the extension as RFC 3966 writes it (<c>+74951234567;ext=12</c>), several numbers separated by a comma
    /// and a space; a number without a plus that is of no country that is known, as it was typed.
    /// </param>
    public sealed record Valid(string Number) : PhoneReading
    {
        public override string ToString() => nameof(Valid);
    }

    /// <summary>No number is in it, or it is too long to be one as it was typed.</summary>
    public sealed record NotANumber : PhoneReading;

    /// <summary>Not 10 to 15 digits.</summary>
    public sealed record WrongLength(int Digits) : PhoneReading;

    /// <summary>+7 followed by other than ten digits: numbers of that code have no other length.</summary>
    public sealed record NotTenAfterSeven : PhoneReading;

    /// <summary>A digit is missing, or is one too many, for the country that the number names.</summary>
    public sealed record NotOfItsCountrysLength : PhoneReading;
}

/// <summary>
/// Reads phone numbers, by libphonenumber's tables. A number with a plus is taken at its word. One without is Russian or Kazakh when it has
/// the form of such a number, then Belarusian, then of the country whose code it begins with. A possible number that the tables do not
/// list as given out is taken all the same: they are always a little behind.
/// </summary>
public static class PhoneNumber
{
    // At least a Russian number without its code; at most what E.164 allows.
    private const int MinDigits = 10;
    private const int MaxDigits = 15;

    // The shortest numbers that accounts have: Saint Helena's, and Telegram's anonymous ones.
    private const int FewestDigits = 7;

    // Two are often given, a third sometimes.
    private const int MostNumbers = 3;

    /// <summary>The most code points that a number as written may have: 15 digits with a separator before and after each fit.</summary>
    public const int MaxLength = 40;

    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    /// <summary>
    /// Reads what a client typed: a number, perhaps with an extension, a word before it, a name or more numbers behind it.
    /// </summary>
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
        // Beside a number of a known country, other digits are a house, a contract or an hour.
        string[] known = [.. numbers.Where(number => number.StartsWith('+')).Take(MostNumbers)];
        return (known, numbers) switch
        {
            ({ Length: > 0 }, _) => new PhoneReading.Valid(string.Join(", ", known)),
            (_, [var asWritten, ..]) => new PhoneReading.Valid(asWritten),
            _ => readings[0],
        };
    }

    /// <summary>Reads the number of a shared contact: always international, with the plus often left out.</summary>
    public static PhoneReading ReadContact(string shared)
    {
        if (WrittenPhone.FindAll(shared) is not [var written, ..])
            return new PhoneReading.NotANumber();
        var digits = written.Digits;
        if (digits.Length is < FewestDigits or > MaxDigits)
            return new PhoneReading.WrongLength(digits.Length);
        // No country's code begins with 89: a phone book kept a mobile number's domestic 8.
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
        // The plus was put before the domestic 8: no country has the code 8, and none one that begins with 89.
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
        // Telegram's anonymous numbers, of which the tables know nothing.
        if (digits.StartsWith("888", StringComparison.Ordinal))
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
            case 11 when digits[0] is '7' or '8':
                return Russian(digits[1..]);
            // The 7 or 8 of a Russian number was written, and one of its ten digits was not.
            case 10 when digits[0] is '7' or '8' && (written.FirstDigitIs(digits[0]) || GivenOut($"7{digits}") is null):
                return new PhoneReading.NotOfItsCountrysLength();
            case 10 when GivenOut($"7{digits}") is { } russian:
                return russian;
            // The prefixes of calls abroad, of Russia and of most others.
            case var _ when AfterPrefix(digits, "810") is { } abroad:
                return abroad;
            case var _ when AfterPrefix(digits, "00") is { } abroad:
                return abroad;
            default:
                return GivenOut(digits) ?? AsWritten(written);
        }
    }

    private static PhoneReading.Valid? AfterPrefix(string digits, string prefix) =>
        digits.StartsWith(prefix, StringComparison.Ordinal) ? GivenOut(digits[prefix.Length..]) : null;

    // By the tables, that is: of a length and with a code that its country has. «7 8 495 …» loses the 8, which is dialled at home only.
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
