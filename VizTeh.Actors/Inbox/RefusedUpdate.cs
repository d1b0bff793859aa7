using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VizTeh.Actors.Inbox;

/// <summary>Ways to store an update that PostgreSQL refuses in its original form. Pure.</summary>
internal static class RefusedUpdate
{
    private static readonly JsonSerializerOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The forms to try, the best first: the update's text as one JSON string; then in Base64 without its id. The second one no longer
    /// depends on the update's content, so a table that refuses it refuses every update.
    /// </summary>
    /// <param name="error">PostgreSQL's reason; no personal data.</param>
    public static IReadOnlyList<InboxRow> WaysToKeep(InboxRow row, string error)
    {
        var name = row.UpdateId == InboxRow.NoId ? "" : $"update {row.UpdateId}: ";
        return
        [
            row with { Json = JsonSerializer.Serialize(row.Json, Legible), Refusal = row.Refusal ?? error },
            new InboxRow(InboxRow.NoId, JsonSerializer.Serialize(Convert.ToBase64String(Encoding.UTF8.GetBytes(row.Json))))
            {
                Refusal = name + error,
            },
        ];
    }

    /// <summary>The update in a payload that is a JSON string; any other payload unchanged.</summary>
    public static string Unquoted(string payload) => payload.StartsWith('"') ? JsonSerializer.Deserialize<string>(payload)! : payload;
}
