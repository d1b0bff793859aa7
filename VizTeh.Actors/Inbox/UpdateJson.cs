using System.Text.Json;
using System.Text.Json.Serialization;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Inbox;

/// <summary>The fields of an update that the bot uses. Any of them may be missing.</summary>
internal sealed record UpdateDto(
    MessageDto? Message, MessageDto? EditedMessage, CallbackQueryDto? CallbackQuery, ChatMemberUpdatedDto? MyChatMember);

/// <summary>The bot's membership of a chat changed; in a private chat, the person blocked the bot or unblocked it.</summary>
internal sealed record ChatMemberUpdatedDto(ChatDto? Chat, UserDto? From, ChatMemberDto? NewChatMember);

internal sealed record ChatMemberDto(string? Status);

internal sealed record UserDto(long? Id, bool? IsBot, string? FirstName, string? LastName, string? Username);

internal sealed record ChatDto(long? Id, string? Type)
{
    /// <summary>The name of a group; a private chat has its person's instead.</summary>
    public string? Title { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }


    // A private chat has the id of its person, and persons' ids are positive.
    public bool IsPrivate => Type is null ? Id > 0 : Type == "private";
}

internal sealed record ContactDto(string? PhoneNumber, long? UserId);

internal sealed record PhotoSizeDto(string? FileId, string? FileUniqueId, long? Width, long? Height)
{
    public double Area => (double)(Width ?? 0) * (Height ?? 0);
}

internal sealed record CallbackQueryDto(string? Id, UserDto? From, PressedMessageDto? Message, string? Data);

internal sealed record MessageDto(
    long? MessageId, long? Date, UserDto? From, ChatDto? Chat,
    [property: JsonConverter(typeof(UpdateJson.StrictTextConverter))] string? Text,
    string? Caption, ContactDto? Contact, PhotoSizeDto?[]? Photo,
    JsonElement? Sticker,
    [property: JsonConverter(typeof(ObjectConverter<FileDto>))] FileDto? Voice,
    [property: JsonConverter(typeof(ObjectConverter<FileDto>))] FileDto? VideoNote,
    [property: JsonConverter(typeof(ObjectConverter<FileDto>))] FileDto? Video,
    [property: JsonConverter(typeof(ObjectConverter<FileDto>))] FileDto? Animation,
    [property: JsonConverter(typeof(ObjectConverter<FileDto>))] FileDto? Document,
    [property: JsonConverter(typeof(ObjectConverter<FileDto>))] FileDto? Audio,
    [property: JsonConverter(typeof(ObjectConverter<LocationDto>))] LocationDto? Location,
    [property: JsonConverter(typeof(ObjectConverter<VenueDto>))] VenueDto? Venue,
    string? MediaGroupId, long? MigrateToChatId, long? MigrateFromChatId,
    ChatDto? SenderChat, long? MessageThreadId, JsonElement? IsTopicMessage, QuotedMessageDto? ReplyToMessage, long? EditDate,
    JsonElement? Entities, JsonElement? CaptionEntities)
{
    /// <summary>
    /// The forum topic of the message; null in General and outside of forums. A thread of replies also has an id, but is no topic: Telegram
    /// refuses a message to it.
    /// </summary>
    public int? TopicId => TopicOf(MessageThreadId, IsTopicMessage);

    public static int? TopicOf(long? threadId, JsonElement? isTopicMessage) =>
        isTopicMessage?.ValueKind == JsonValueKind.True && threadId is > 0 and <= int.MaxValue and { } id ? (int)id : null;

    /// <summary>The message's position in its chat; null when id or date is missing.</summary>
    public MessageStamp? Stamp => MessageId is > 0 and { } id && Date is > 0 and { } sentAt ? new MessageStamp(id, sentAt) : null;

    /// <summary>The <c>file_id</c> of the largest size; null when there is no photo.</summary>
    public string? LargestPhoto => LargestSize?.FileId;

    /// <summary>The largest size of a photo that has an id; null when there is none.</summary>
    public PhotoSizeDto? LargestSize => Photo?.OfType<PhotoSizeDto>().Where(size => size.FileId is not null).MaxBy(size => size.Area);

    /// <summary>Whether the message has content that only a person sends.</summary>
    public bool HasContent =>
        Text is not null || Caption is not null || Contact is not null || Audio is not null || Venue is not null
        || Kind != UnsupportedKind.Other;

    private UnsupportedKind Kind => this switch
    {
        { Photo: not null } => UnsupportedKind.Photo,
        { Sticker: not null } => UnsupportedKind.Sticker,
        { Voice: not null } => UnsupportedKind.Voice,
        { Video: not null } or { VideoNote: not null } => UnsupportedKind.Video,
        { Document: not null } or { Animation: not null } => UnsupportedKind.Document,
        { Location: not null } => UnsupportedKind.Location,
        _ => UnsupportedKind.Other,
    };

    public ClientInput ToClientInput(long senderId) => this switch
    {
        { Text: { } text } => new ClientInput.Text(text),
        { Contact.PhoneNumber: { } number } => new ClientInput.Contact(number, IsOwn: Contact.UserId == senderId),
        _ when MessageAttachment.Of(this) is { } attachment =>
            new ClientInput.File(attachment) { Caption = Caption, AlbumId = MediaGroupId },
        _ => new ClientInput.Unsupported(Kind) { Caption = Caption },
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectRequiredConstructorParameters = false,
    // Unused fields are skipped without recursion, at any depth.
    MaxDepth = int.MaxValue,
    Converters = [typeof(NumberConverter), typeof(TextConverter)])]
[JsonSerializable(typeof(UpdateDto))]
[JsonSerializable(typeof(FileDto))]
[JsonSerializable(typeof(LocationDto))]
[JsonSerializable(typeof(VenueDto))]
internal sealed partial class UpdateJson : JsonSerializerContext
{
    /// <exception cref="JsonException">The text is no JSON, or does not have the shape of the Bot API's Update.</exception>
    public static UpdateDto Read(byte[] utf8)
    {
        try
        {
            return Parse(utf8);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Half of a surrogate pair cannot be read as text, wherever it is.
            if (Surrogates.Mend(utf8) is { } mended)
                return Parse(mended);
            if (exception is JsonException)
                throw;
            throw new JsonException("an update with a text that cannot be decoded");
        }
    }

    private static UpdateDto Parse(byte[] utf8) =>
        JsonSerializer.Deserialize(utf8, Default.UpdateDto) ?? throw new JsonException("an update that is null");

    /// <summary>Reads an integer, or a string of one; anything else as null.</summary>
    internal sealed class NumberConverter : JsonConverter<long?>
    {
        public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.Number when reader.TryGetInt64(out var number):
                    return number;
                case JsonTokenType.String when long.TryParse(
                    reader.GetString(), System.Globalization.NumberStyles.AllowLeadingSign,
                    System.Globalization.CultureInfo.InvariantCulture, out var number):
                    return number;
                default:
                    reader.Skip();
                    return null;
            }
        }

        public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options) => throw new NotSupportedException();
    }

    /// <summary>Reads a string; anything else as null.</summary>
    internal sealed class TextConverter : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String)
                return TextOf(ref reader);
            reader.Skip();
            return null;
        }

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => throw new NotSupportedException();
    }

    /// <summary>Reads a string; anything else is an error. For fields whose absence would change the meaning of the update.</summary>
    internal sealed class StrictTextConverter : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String ? TextOf(ref reader) : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => throw new NotSupportedException();
    }

    // PostgreSQL's text cannot hold U+0000.
    private static string TextOf(ref Utf8JsonReader reader) => reader.GetString()!.Replace("\0", "", StringComparison.Ordinal);

    /// <summary>Escaped halves of surrogate pairs, which are valid in JSON but not in text.</summary>
    private static class Surrogates
    {
        private const int EscapeLength = 6;

        /// <summary>The JSON with U+FFFD in the place of each half; null when there is none.</summary>
        public static byte[]? Mend(ReadOnlySpan<byte> json)
        {
            var mended = json.ToArray();
            var isMended = false;
            for (var at = 0; json[at..].IndexOf((byte)'\\') is >= 0 and var step && at + step + 1 < json.Length;)
            {
                at += step;
                var unit = UnitAt(json, at);
                if (unit is { } high && UnitAt(json, at + EscapeLength) is { } low && char.IsSurrogatePair(high, low))
                {
                    at += 2 * EscapeLength;
                    continue;
                }

                if (unit is { } half && char.IsSurrogate(half))
                {
                    "\\ufffd"u8.CopyTo(mended.AsSpan(at));
                    isMended = true;
                }

                at += unit is null ? 2 : EscapeLength;
            }

            return isMended ? mended : null;
        }

        private static char? UnitAt(ReadOnlySpan<byte> json, int at) =>
            at + EscapeLength <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
                && ushort.TryParse(
                    json.Slice(at + 2, 4), System.Globalization.NumberStyles.AllowHexSpecifier,
                    System.Globalization.CultureInfo.InvariantCulture, out var unit)
                ? (char)unit
                : null;
    }
}
