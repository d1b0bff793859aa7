using PhoneNumbers;

namespace VizTeh.Actors.Messages;

/// <summary>Formats stored phone numbers for people.</summary>
public static class PhoneText
{
    /// <summary>The separator between a stored number and its extension (RFC 3966, section 5.3).</summary>
    public const string ExtensionMark = ";ext=";

    /// <summary>
    /// The code of Telegram's anonymous numbers: 888 and eight digits, or 8888 and three. They have no telephone line behind them.
    /// </summary>
    public const string AnonymousCode = "888";

    private const string ExtensionWord = " доб. ";
    private const char NoBreakSpace = '\u00A0';

    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    /// <summary>
    /// Each number in international form, with non-breaking spaces: «+7 495 123-45-67 доб. 12». A number that is not stored as E.164 (an
    /// earlier bot's, or one of no known country) is shown unchanged.
    /// </summary>
    public static string Display(string stored) => string.Join(", ", stored.Split(", ").Select(DisplayOne));

    /// <summary>Each number without spaces, which Telegram's apps make a link to call it: «+74951234567 доб. 12».</summary>
    public static string ToCall(string stored) => stored.Replace(ExtensionMark, ExtensionWord, StringComparison.Ordinal);

    /// <summary>The first number without its extension.</summary>
    public static string First(string stored) => stored.Split(", ")[0].Split(ExtensionMark)[0].Trim();

    /// <summary>Whether each number is one of Telegram's anonymous ones.</summary>
    public static bool IsAnonymous(string stored) =>
        stored.Split(", ").All(number => number.StartsWith("+" + AnonymousCode, StringComparison.Ordinal));

    private static string DisplayOne(string stored)
    {
        var (number, extension) = stored.Split(ExtensionMark, 2) is [var before, var after] ? (before, after) : (stored, null);
        if (number is not ['+', ..] || !number.AsSpan(1).ContainsOnlyDigits())
            return stored;
        try
        {
            var shown = Numbers.Format(Numbers.Parse(number, null), PhoneNumberFormat.INTERNATIONAL);
            return (extension is null ? shown : $"{shown}{ExtensionWord}{extension}").Replace(' ', NoBreakSpace);
        }
        catch (NumberParseException)
        {
            return stored;
        }
    }

    private static bool ContainsOnlyDigits(this ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
