using System.Text.Json;
using System.Text.Json.Serialization;

namespace VizTeh.Actors.Outbox;

/// <summary>
/// The JSON in column <c>outbox.payload</c> of a reminder that a ticket's client waits. The names are permanent, since rows of an earlier
/// version are read, and SQL reads wait and round. New members are optional.
/// </summary>
internal sealed record WaitReminderPayload(long Wait, int Round, DateTimeOffset Since, DateTimeOffset Started)
{
    private static readonly WaitReminderPayloadJson Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
    });

    public OwedMessage.WaitReminder Of(long ticketId) => new(ticketId, Wait, Round, Since, Started);

    public string Write() => JsonSerializer.Serialize(this, Json.WaitReminderPayload);

    /// <exception cref="JsonException">The JSON is of a later version, or damaged.</exception>
    public static WaitReminderPayload Read(string json) =>
        JsonSerializer.Deserialize(json, Json.WaitReminderPayload) ?? throw new JsonException("no payload", "$", null, null);
}

[JsonSerializable(typeof(WaitReminderPayload))]
internal sealed partial class WaitReminderPayloadJson : JsonSerializerContext;
