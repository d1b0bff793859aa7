using System.Text.Json;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Inbox;

/// <summary>The message whose button was pressed, with the used fields only. A field of another type counts as absent.</summary>
internal sealed record PressedMessageDto(
    long? MessageId, ChatDto? Chat, long? MessageThreadId, JsonElement? IsTopicMessage, string? Text, JsonElement? Entities,
    JsonElement? ReplyMarkup)
{
    /// <inheritdoc cref="MessageDto.TopicId"/>
    public int? TopicId => MessageDto.TopicOf(MessageThreadId, IsTopicMessage);

    public PressedMessage ToPressed() => new(FirstButton()) { Words = FirstCode() };

    // Offsets are in UTF-16 units (Bot API, MessageEntity).
    private string? FirstCode() =>
        Text is { } text && Entities is { ValueKind: JsonValueKind.Array } entities
        && entities.EnumerateArray().FirstOrDefault(
            entity => Member(entity, "type") is { ValueKind: JsonValueKind.String } type && type.ValueEquals("code")) is var code
        && Number(code, "offset") is >= 0 and var offset && Number(code, "length") is > 0 and var length && length <= text.Length - offset
            ? text.Substring(offset, length)
            : null;

    private string? FirstButton() =>
        Member(ReplyMarkup, "inline_keyboard") is { ValueKind: JsonValueKind.Array } rows
            ? rows.EnumerateArray()
                .Where(row => row.ValueKind == JsonValueKind.Array)
                .SelectMany(row => row.EnumerateArray())
                .Select(button => Member(button, "callback_data"))
                .FirstOrDefault(data => data is { ValueKind: JsonValueKind.String })?.GetString()
            : null;

    private static int? Number(JsonElement of, string name) =>
        Member(of, name) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt32(out var number) ? number : null;

    private static JsonElement? Member(JsonElement? of, string name) =>
        of is { ValueKind: JsonValueKind.Object } from && from.TryGetProperty(name, out var member) ? member : null;
}
