using System.Text.Json;
using System.Text.Json.Serialization;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Inbox;

/// <summary>
/// The message to which another one replies, with the used fields only. Never fails: a field that cannot be read is left out.
/// </summary>
/// <param name="Text">The text or the caption.</param>
[JsonConverter(typeof(Converter))]
internal sealed record QuotedMessageDto(bool IsFromBot, string? Text)
{
    public long? MessageId { get; init; }

    /// <summary>The account that wrote it.</summary>
    public long? AuthorId { get; init; }

    /// <summary>The data of its first button of a ticket; null when it has none.</summary>
    public string? TicketButtonData { get; init; }

    /// <summary>The <c>file_id</c> of the largest size; null when there is no photo.</summary>
    public string? LargestPhoto { get; init; }

    internal sealed class Converter : JsonConverter<QuotedMessageDto>
    {
        public override QuotedMessageDto? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                return null;
            }

            var quoted = new QuotedMessageDto(IsFromBot: false, Text: null);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if ((IsNamed(ref reader, "text"u8) || IsNamed(ref reader, "caption"u8)) && reader.TokenType == JsonTokenType.String)
                    quoted = quoted with { Text = reader.GetString() };
                else if (IsNamed(ref reader, "message_id"u8) && reader.TokenType == JsonTokenType.Number)
                    quoted = quoted with { MessageId = NumberIn(ref reader) };
                else if (IsNamed(ref reader, "from"u8) && reader.TokenType == JsonTokenType.StartObject)
                    quoted = WithAuthor(quoted, ref reader);
                else if (IsNamed(ref reader, "reply_markup"u8) && reader.TokenType == JsonTokenType.StartObject)
                    quoted = quoted with { TicketButtonData = TicketButtonIn(ref reader) };
                else if (IsNamed(ref reader, "photo"u8) && reader.TokenType == JsonTokenType.StartArray)
                    quoted = quoted with { LargestPhoto = LargestPhotoIn(ref reader) };
                else
                    SkipMember(ref reader);
            }

            return quoted;
        }

        public override void Write(Utf8JsonWriter writer, QuotedMessageDto value, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        private static QuotedMessageDto WithAuthor(QuotedMessageDto quoted, ref Utf8JsonReader reader)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (IsNamed(ref reader, "is_bot"u8))
                    quoted = quoted with { IsFromBot = reader.TokenType == JsonTokenType.True };
                else if (IsNamed(ref reader, "id"u8) && reader.TokenType == JsonTokenType.Number)
                    quoted = quoted with { AuthorId = NumberIn(ref reader) };
                SkipMember(ref reader);
            }

            return quoted;
        }

        // Leaves the reader at the end of the object. A button stands three levels below.
        private static string? TicketButtonIn(ref Utf8JsonReader reader)
        {
            string? found = null;
            var depth = reader.CurrentDepth;
            while (reader.Read() && reader.CurrentDepth > depth)
            {
                if (IsNamed(ref reader, "callback_data"u8) && reader.TokenType == JsonTokenType.String
                    && found is null && reader.GetString() is { } data && TicketButton.Is(data))
                {
                    found = data;
                }
            }

            return found;
        }

        // Leaves the reader at the end of the array.
        private static string? LargestPhotoIn(ref Utf8JsonReader reader)
        {
            var (largest, mostArea) = ((string?)null, -1.0);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType != JsonTokenType.StartObject)
                {
                    reader.Skip();
                    continue;
                }

                var (id, width, height) = ((string?)null, 0L, 0L);
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    if (IsNamed(ref reader, "file_id"u8) && reader.TokenType == JsonTokenType.String)
                        id = reader.GetString();
                    else if (IsNamed(ref reader, "width"u8) && reader.TokenType == JsonTokenType.Number)
                        width = NumberIn(ref reader) ?? 0;
                    else if (IsNamed(ref reader, "height"u8) && reader.TokenType == JsonTokenType.Number)
                        height = NumberIn(ref reader) ?? 0;
                    else
                        SkipMember(ref reader);
                }

                if (id is { Length: > 0 } && (double)width * height > mostArea)
                    (largest, mostArea) = (id, (double)width * height);
            }

            return largest;
        }

        private static long? NumberIn(ref Utf8JsonReader reader) => reader.TryGetInt64(out var number) ? number : null;

        // Moves to the value if the name matches.
        private static bool IsNamed(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals(name))
                return false;
            reader.Read();
            return true;
        }

        // Moves from a name past its value, or past a value that has begun.
        private static void SkipMember(ref Utf8JsonReader reader)
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
                reader.Read();
            reader.Skip();
        }
    }
}
