namespace VizTeh.Actors.Messages;

/// <summary>Unicode code points, the unit in which Telegram's and the form's text limits are counted.</summary>
public static class CodePoints
{
    public static int CountIn(string text) => text.EnumerateRunes().Count();
}
