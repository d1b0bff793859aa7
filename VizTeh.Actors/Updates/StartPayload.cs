namespace VizTeh.Actors.Updates;

/// <summary>
/// The payload of a link to the bot, <c>t.me/bot?start=payload</c>, which the app sends as <c>/start payload</c> (Bot API, deep linking).
/// Anybody may write it by hand.
/// </summary>
internal static class StartPayload
{
    public const int Longest = 64;

    /// <summary>Whether a link can have it: 1 to <see cref="Longest"/> of A-Z, a-z, 0-9, _ and -.</summary>
    public static bool IsValid(string text) =>
        text.Length is > 0 and <= Longest && text.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '_' or '-');
}
