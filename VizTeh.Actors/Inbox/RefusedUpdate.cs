using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VizTeh.Actors.Inbox;

/// <summary>How an update is kept that PostgreSQL does not take as it is. Pure.</summary>
internal static class RefusedUpdate
{
    private static readonly JsonSerializerOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The ways to keep it, the best first: its words as one JSON string; and without its id, in Base64. The last differs in nothing from
    /// any other update, so that a table which refuses it refuses all.
    /// </summary>
    /// <param name="error">Why PostgreSQL refused it; no personal data.</param>
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

    /// <summary>The update in a payload that holds it as one string; any other payload as it is.</summary>
    public static string Unquoted(string payload) => payload.StartsWith('"') ? JsonSerializer.Deserialize<string>(payload)! : payload;
}
