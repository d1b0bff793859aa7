using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using VizTeh.Actors.Conversations;

namespace VizTeh.Actors.Serialization;

/// <summary>
/// Writes and reads enum values by their exact names. The library's own converter also accepts undefined numbers and several names at once.
/// </summary>
internal sealed class EnumNames : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert))!;

    private sealed class Of<T> : JsonConverter<T>
        where T : struct, Enum
    {
        private static readonly FrozenDictionary<string, T> Values = Enum.GetValues<T>().ToFrozenDictionary(value => value.ToString());

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Values.TryGetValue(reader.GetString()!, out var value)
                ? value
                : throw Unknown(ref reader);

        private static JsonException Unknown(ref Utf8JsonReader reader)
        {
            var error = $"not a name of {typeof(T).Name} that this version of the program knows";
            return new JsonException(error, reader.TokenType == JsonTokenType.String ? new LaterVersionException(error) : null);
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Enum.GetName(value) ?? throw new JsonException($"{value} is no name of {typeof(T).Name}"));
    }
}
