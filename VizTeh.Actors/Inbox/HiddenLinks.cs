using System.Text;
using System.Text.Json;

namespace VizTeh.Actors.Inbox;

/// <summary>
/// The addresses of links that stand behind words (Bot API, MessageEntity of the type text_link), written out after these words: an answer
/// is passed on as plain text. Pure.
/// </summary>
internal static class HiddenLinks
{
    /// <param name="entities">As Telegram sent them: untrusted.</param>
    /// <param name="most">The length in UTF-16 units from which on the text is left as it is.</param>
    public static string WrittenOut(string text, JsonElement? entities, int most)
    {
        if (entities is not { ValueKind: JsonValueKind.Array } list)
            return text;
        var written = new StringBuilder(text);
        // From the end, so that the places before stay.
        foreach (var (end, url) in list.EnumerateArray().Select(LinkIn).OfType<(int End, string Url)>().OrderByDescending(link => link.End))
        {
            var isInText = end <= text.Length && !(end < text.Length && char.IsLowSurrogate(text[end]));
            if (isInText && !text[..end].EndsWith(url, StringComparison.Ordinal))
                written.Insert(end, $" ({url})");
        }

        return written.Length <= most ? written.ToString() : text;
    }

    // Offsets are in UTF-16 units.
    private static (int End, string Url)? LinkIn(JsonElement entity) =>
        entity.ValueKind == JsonValueKind.Object && Is(entity, "type", JsonValueKind.String, out var type)
        && type.ValueEquals("text_link") && Is(entity, "url", JsonValueKind.String, out var url)
        && Is(entity, "offset", JsonValueKind.Number, out var offset) && offset.TryGetInt32(out var start) && start >= 0
        && Is(entity, "length", JsonValueKind.Number, out var length) && length.TryGetInt32(out var count) && count is > 0 and <= 8192
            ? (start + count, url.GetString()!)
            : null;

    private static bool Is(JsonElement entity, string name, JsonValueKind kind, out JsonElement value) =>
        entity.TryGetProperty(name, out value) && value.ValueKind == kind;
}
