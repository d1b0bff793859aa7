using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace VizTeh.Actors.Sandbox.BotApi.Text;

/// <summary>Telegram's processing of a text: parses its formatting, cleans it, trims it, counts it.</summary>
internal static partial class TextRules
{
    /// <summary>Code points after parsing (Bot API, sendMessage).</summary>
    public const int MessageLimit = 4096;

    /// <summary>Code points after parsing (Bot API, sendPhoto).</summary>
    public const int CaptionLimit = 1024;

    private const int RawByteLimit = 1 << 15;

    /// <summary>A bot's text, by `parse_mode` or else by explicit entities. The caller refuses blank and overlong texts.</summary>
    public static FormattedText Parse(string text, string parseMode, string entities, Func<long, bool> isPerson)
    {
        if (Encoding.UTF8.GetByteCount(text) > RawByteLimit)
            throw Refuse.BadRequest("Text is too long");
        parseMode = parseMode.ToLowerInvariant();
        if (text.Length > 0 && parseMode is not ("" or "none"))
        {
            if (parseMode is "markdown" or "markdownv2")
                throw new RefusalException(new Refusal(501, $"Not Implemented: this emulated server does not parse {parseMode}"));
            if (parseMode != "html")
                throw Refuse.BadRequest("Unsupported parse_mode");
            var (plain, parsed) = HtmlEntities.Parse(text);
            return Clean(plain, ResolveLinks(parsed, isPerson));
        }

        return Clean(text, ResolveLinks(EntityParameter.Read(entities), isPerson));
    }

    /// <summary>A person's text as a bot gets it: cleaned, with entities for commands, mentions and addresses.</summary>
    public static FormattedText FromPerson(string text)
    {
        var cleaned = Clean(ReplaceLoneSurrogates(text), []);
        var recognised = RecognisedPart().Matches(cleaned.Plain)
            .Select(match => (match.Groups["command"].Success ? "bot_command" : match.Groups["mention"].Success ? "mention" : "url",
                match.Groups["command"].Success ? match.Groups["command"]
                    : match.Groups["mention"].Success ? match.Groups["mention"] : match.Groups["url"]))
            .Select(part => new TextEntity(part.Item1, part.Item2.Index, part.Item2.Length));
        return cleaned with { Entities = [.. recognised] };
    }

    public static int CodePoints(string text) => text.EnumerateRunes().Count();

    /// <summary>Whether a text has no visible character: Telegram calls such a text empty.</summary>
    public static bool IsBlank(string text) =>
        text.All(symbol => symbol is ' ' or '\n' or '\u00a0' or '\ufeff' or (>= '\u200b' and <= '\u200f'));

    private static FormattedText Clean(string text, List<TextEntity> entities)
    {
        var cleaned = new StringBuilder(text.Length);
        var moved = new int[text.Length + 1];
        for (var index = 0; index < text.Length; index++)
        {
            moved[index] = cleaned.Length;
            var symbol = text[index];
            if (char.IsSurrogate(symbol))
            {
                if (!char.IsSurrogatePair(text, index))
                    throw Refuse.NotUtf8();
                cleaned.Append(symbol).Append(text[++index]);
                moved[index] = cleaned.Length - 1;
            }
            else if (symbol is '\r' or (>= '\u2028' and <= '\u202e') or '\u0333' or '\u033f' or '\u030a')
            {
                // Dropped by Telegram: returns, direction overrides, lines through the text.
            }
            else
            {
                cleaned.Append(symbol < ' ' && symbol != '\n' ? ' ' : symbol);
            }
        }

        moved[text.Length] = cleaned.Length;
        return Trim(cleaned.ToString(), [.. entities.Select(entity => Move(entity, moved, text.Length))]);
    }

    private static TextEntity Move(TextEntity entity, int[] moved, int length)
    {
        var from = moved[Math.Clamp(entity.Offset, 0, length)];
        return entity with { Offset = from, Length = moved[Math.Clamp(entity.End, 0, length)] - from };
    }

    private static FormattedText Trim(string text, List<TextEntity> entities)
    {
        var trimmed = text.TrimEnd(' ', '\n');
        var firstEntity = entities.Count > 0 ? entities.Min(entity => entity.Offset) : trimmed.Length;
        var left = 0;
        while (left < trimmed.Length && left < firstEntity && trimmed[left] is ' ' or '\n')
            left++;
        var kept = entities
            .Select(entity => entity with { Offset = entity.Offset - left, Length = Math.Min(entity.End, trimmed.Length) - entity.Offset })
            .Where(entity => entity.Length > 0)
            .OrderBy(entity => entity.Offset).ThenByDescending(entity => entity.Length)
            .ToImmutableArray();
        return new FormattedText(trimmed[left..], kept);
    }

    /// <summary>Telegram silently drops a link that it cannot follow; the text stays.</summary>
    private static List<TextEntity> ResolveLinks(List<TextEntity> entities, Func<long, bool> isPerson)
    {
        var resolved = new List<TextEntity>(entities.Count);
        foreach (var entity in entities)
        {
            if (entity.Type == "text_link")
            {
                if (MentionLink().Match(entity.Argument ?? "") is { Success: true } mention)
                {
                    if (long.TryParse(mention.Groups[1].ValueSpan, out var id) && isPerson(id))
                        resolved.Add(new TextEntity("text_mention", entity.Offset, entity.Length, UserId: id));
                }
                else if (FollowableAddress(entity.Argument) is { } address)
                {
                    resolved.Add(entity with { Argument = address });
                }
            }
            else
            {
                resolved.Add(entity.Type == "code" ? entity with { Argument = null } : entity);
            }
        }

        return resolved;
    }

    private static string? FollowableAddress(string? address)
    {
        if (string.IsNullOrWhiteSpace(address))
            return null;
        var full = address.Contains("://", StringComparison.Ordinal) ? address : "http://" + address;
        if (!Uri.TryCreate(full, UriKind.Absolute, out var uri))
            return null;
        if (uri.Scheme is "tg" or "ton")
            return full;
        return uri.Scheme is "http" or "https" && uri.Host.Contains('.', StringComparison.Ordinal) ? uri.AbsoluteUri : null;
    }

    private static string ReplaceLoneSurrogates(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));

    [GeneratedRegex(
        @"(?<=^|\s)(?<command>/[A-Za-z0-9_]{1,64}(@[A-Za-z0-9_]{3,32})?)(?![A-Za-z0-9_/])" +
        @"|(?<![\w@])(?<mention>@[A-Za-z0-9_]{4,32})\b|(?<url>https?://[^\s]+)",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RecognisedPart();

    [GeneratedRegex(@"^tg://user\?id=([0-9]{1,18})$", RegexOptions.None, 1000)]
    private static partial Regex MentionLink();
}

/// <summary>Formatting by the `entities` parameters instead of markup.</summary>
internal static class EntityParameter
{
    private static readonly HashSet<string> Honoured =
    [
        "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre", "text_link",
        "custom_emoji",
    ];

    public static List<TextEntity> Read(string json)
    {
        var entities = new List<TextEntity>();
        if (json.Length == 0)
            return entities;
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            // Telegram ignores entities that are not JSON.
            return entities;
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Array)
                return entities;
            foreach (var item in document.RootElement.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.Object)
                    throw CannotParse("Expected an Object");
                var type = Text(item, "type") ?? throw CannotParse("Can't find field \"type\"");
                var offset = Number(item, "offset");
                var length = Number(item, "length");
                var argument = Text(item, "url") ?? Text(item, "language") ?? Text(item, "custom_emoji_id");
                if (Honoured.Contains(type) && offset >= 0 && length > 0)
                    entities.Add(new TextEntity(type, offset, length, argument));
            }
        }

        return entities;
    }

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? StrictText.Of(value) : null;

    private static int Number(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : throw CannotParse($"Can't find field \"{name}\"");

    private static RefusalException CannotParse(string what) => Refuse.BadRequest("Can't parse MessageEntity: " + what);
}
