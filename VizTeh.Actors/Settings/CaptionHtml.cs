using System.Collections.Frozen;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace VizTeh.Actors.Settings;

/// <summary>Validates text in Telegram's HTML subset at start, so that Telegram does not refuse it later (Bot API, "HTML style").</summary>
internal static partial class CaptionHtml
{
    private static readonly FrozenSet<string> Tags = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "a", "code", "pre", "blockquote", "span", "tg-spoiler", "tg-emoji");

    /// <summary>The text without its tags, as a person sees it.</summary>
    /// <exception cref="FormatException">Telegram would refuse the text; the message is part of a sentence.</exception>
    public static string ToPlainText(string html)
    {
        var plain = new StringBuilder();
        var open = new Stack<string>();
        var position = 0;
        foreach (Match tag in Tag().Matches(html))
        {
            plain.Append(html, position, tag.Index - position);
            position = tag.Index + tag.Length;
            var name = tag.Groups["name"].Value;
            if (!tag.Groups["end"].Success)
                throw new FormatException($"a < that begins no tag, near \"{Near(html, tag.Index)}\"; write &lt; for the character");
            if (!Tags.Contains(name))
                throw new FormatException($"Telegram knows no tag <{name}>");
            if (!tag.Groups["close"].Success)
                open.Push(name);
            else if (!open.TryPop(out var last) || !last.Equals(name, StringComparison.OrdinalIgnoreCase))
                throw new FormatException($"</{name}> closes no <{name}>");
        }

        if (open.TryPop(out var left))
            throw new FormatException($"<{left}> is not closed");
        plain.Append(html, position, html.Length - position);
        // Telegram leaves named entities that it does not know unchanged; here they are decoded, so the length may be counted a little low.
        return WebUtility.HtmlDecode(plain.ToString());
    }

    private static string Near(string html, int index) => html.Substring(index, Math.Min(20, html.Length - index)).ReplaceLineEndings(" ");

    [GeneratedRegex("""<((?<close>/)?(?<name>[A-Za-z][A-Za-z0-9-]*)(\s[^<>]*)?(?<end>>))?""", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
