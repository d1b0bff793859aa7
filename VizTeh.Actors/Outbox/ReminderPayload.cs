using System.Text.Json;
using System.Text.Json.Serialization;

namespace VizTeh.Actors.Outbox;

/// <summary>
/// The JSON in column <c>outbox.payload</c> of a reminder: the manager who asked for it. The names are permanent, since rows of an earlier
/// version are read. New members are optional.
/// </summary>
internal sealed record ReminderPayload(long By, string? Name = null)
{
    private static readonly ReminderPayloadJson Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
    });

    public OwedMessage.Reminder Of(long ticketId, long historyId) => new(ticketId, historyId, By, Name);

    public string Write() => JsonSerializer.Serialize(this, Json.ReminderPayload);

    /// <exception cref="JsonException">The JSON is of a later version, or damaged.</exception>
    public static ReminderPayload Read(string json) =>
        JsonSerializer.Deserialize(json, Json.ReminderPayload) ?? throw new JsonException("no payload", "$", null, null);
}

[JsonSerializable(typeof(ReminderPayload))]
internal sealed partial class ReminderPayloadJson : JsonSerializerContext;
