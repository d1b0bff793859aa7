using System.Text.Json;
using System.Text.Json.Serialization;

namespace VizTeh.Actors.Inbox;

/// <summary>
/// The message to which another one replies, with the used fields only. Never fails: a field that cannot be read is left out.
/// </summary>
[JsonConverter(typeof(Converter))]
internal sealed record QuotedMessageDto(bool IsFromBot, string? Text)
{
    internal sealed class Converter : JsonConverter<QuotedMessageDto>
    {
        public override QuotedMessageDto? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                return null;
            }

            var (isFromBot, text) = (false, (string?)null);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (IsNamed(ref reader, "text"u8) && reader.TokenType == JsonTokenType.String)
                    text = reader.GetString();
                else if (IsNamed(ref reader, "from"u8) && reader.TokenType == JsonTokenType.StartObject)
                    isFromBot = IsBot(ref reader);
                else
                    SkipMember(ref reader);
            }

            return new QuotedMessageDto(isFromBot, text);
        }

        public override void Write(Utf8JsonWriter writer, QuotedMessageDto value, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        private static bool IsBot(ref Utf8JsonReader reader)
        {
            var isBot = false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (IsNamed(ref reader, "is_bot"u8))
                    isBot = reader.TokenType == JsonTokenType.True;
                SkipMember(ref reader);
            }

            return isBot;
        }

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
