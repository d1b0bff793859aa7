namespace VizTeh.Actors.Messages;

/// <summary>Unicode code points, in which the limits of texts are counted: Telegram's, and the form's.</summary>
public static class CodePoints
{
    public static int CountIn(string text) => text.EnumerateRunes().Count();
}
