namespace VizTeh.Actors.Messages;

/// <summary>Telegram's HTML subset (Bot API, "HTML style").</summary>
public static class Html
{
    /// <summary>Plain text escaped for a message's HTML: the three characters that Telegram requires to be replaced.</summary>
    public static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    public static string Bold(string text) => $"<b>{Escape(text)}</b>";

    public static string Italic(string text) => $"<i>{Escape(text)}</i>";
}
