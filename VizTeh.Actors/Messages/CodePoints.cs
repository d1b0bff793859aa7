namespace VizTeh.Actors.Messages;

/// <summary>Unicode code points, the unit in which Telegram's and the form's text limits are counted.</summary>
public static class CodePoints
{
    public static int CountIn(string text) => text.EnumerateRunes().Count();

    /// <summary>The beginning of a text, at most so many UTF-16 units long. A surrogate pair is never split.</summary>
    public static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
