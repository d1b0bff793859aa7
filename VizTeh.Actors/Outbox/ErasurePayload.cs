using System.Text.Json;
using System.Text.Json.Serialization;

namespace VizTeh.Actors.Outbox;

/// <summary>
/// The JSON in column <c>outbox.payload</c> of what is owed after an erasure: ids only. The names are permanent, since rows of an earlier
/// version are read. New members are optional.
/// </summary>
/// <param name="MessageIds">For files that managers have to delete; null otherwise.</param>
/// <param name="HasFile">For a message to be deleted: whether it is a file.</param>
/// <param name="ChatId">For what the bot cannot erase: the chat that shows it; null otherwise.</param>
internal sealed record ErasurePayload(IReadOnlyList<long>? MessageIds = null, bool HasFile = false, long? ChatId = null)
{
    private static readonly ErasurePayloadJson Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
    });

    public string Write() => JsonSerializer.Serialize(this, Json.ErasurePayload);

    /// <exception cref="JsonException">The JSON is of a later version, or damaged.</exception>
    public static ErasurePayload Read(string? json) => json is null
        ? new ErasurePayload()
        : JsonSerializer.Deserialize(json, Json.ErasurePayload) ?? throw new JsonException("no payload", "$", null, null);
}

[JsonSerializable(typeof(ErasurePayload))]
internal sealed partial class ErasurePayloadJson : JsonSerializerContext;
