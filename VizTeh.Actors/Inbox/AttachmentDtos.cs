using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace VizTeh.Actors.Inbox;

/// <summary>A file of a message, of any kind but a photo.</summary>
internal sealed record FileDto
{
    public string? FileId { get; init; }

    public string? FileUniqueId { get; init; }

    public string? FileName { get; init; }
}

/// <summary>A point on the map.</summary>
internal sealed record LocationDto
{
    [JsonConverter(typeof(DegreesConverter))]
    public double? Latitude { get; init; }

    [JsonConverter(typeof(DegreesConverter))]
    public double? Longitude { get; init; }
}

/// <summary>A point on the map with a name and an address.</summary>
internal sealed record VenueDto
{
    [JsonConverter(typeof(ObjectConverter<LocationDto>))]
    public LocationDto? Location { get; init; }

    public string? Title { get; init; }

    public string? Address { get; init; }
}

/// <summary>Reads an object; anything else as one without members, so that it does not cost the whole update.</summary>
internal sealed class ObjectConverter<T> : JsonConverter<T>
    where T : class, new()
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // By the metadata of the type, which does not lead back here: the converter is that of a member.
        if (reader.TokenType == JsonTokenType.StartObject)
            return JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T))) ?? new T();
        reader.Skip();
        return new T();
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => throw new NotSupportedException();
}

/// <summary>Reads a number; anything else as null, and so a number that is not finite.</summary>
internal sealed class DegreesConverter : JsonConverter<double?>
{
    public override double? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number)
            return reader.TryGetDouble(out var degrees) && double.IsFinite(degrees) ? degrees : null;
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, double? value, JsonSerializerOptions options) => throw new NotSupportedException();
}
