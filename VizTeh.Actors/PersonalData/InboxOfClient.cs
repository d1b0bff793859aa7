using System.Text;
using System.Text.Json;

namespace VizTeh.Actors.PersonalData;

/// <summary>
/// Finds a client's updates in table <c>inbox</c>. The client is the sender of whatever kind of update it is. A row that PostgreSQL refused
/// in its original form holds the update's text as one JSON string, or in Base64. Pure, apart from the SQL.
/// </summary>
internal static class InboxOfClient
{
    /// <summary>
    /// The condition on the alias <c>inbox_row</c> for an update that is stored as it came; the parameter of the client's id follows.
    /// </summary>
    public const string IsOfClient =
        """
        case when json_typeof(inbox_row.payload) = 'object' then exists (
                  select from json_each(inbox_row.payload) part
                   where case when json_typeof(part.value) = 'object' then part.value #>> '{from,id}' = @client else false end)
             else false end
        """;

    /// <summary>The condition for an update that is stored as a string.</summary>
    public const string IsText = "json_typeof(inbox_row.payload) = 'string'";

    /// <summary>Whether an update that is stored as a string is of the client.</summary>
    /// <param name="stored">The string.</param>
    public static bool IsOf(string stored, long userId)
    {
        var text = TextOf(stored);
        try
        {
            using var update = JsonDocument.Parse(text);
            return update.RootElement.ValueKind == JsonValueKind.Object && update.RootElement.EnumerateObject().Any(part =>
                part.Value.ValueKind == JsonValueKind.Object && part.Value.TryGetProperty("from", out var from)
                && from.ValueKind == JsonValueKind.Object && from.TryGetProperty("id", out var id)
                && id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out var number) && number == userId);
        }
        catch (JsonException)
        {
            // No JSON at all: the text says who sent it, or nobody can.
            return text.Contains(
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"\"from\":{{\"id\":{userId},"),
                StringComparison.Ordinal);
        }
    }

    /// <summary>The update's text, of an update that is stored as a string.</summary>
    public static string TextOf(string stored) => stored.StartsWith('{') ? stored : FromBase64(stored);

    private static string FromBase64(string stored)
    {
        var bytes = new byte[stored.Length];
        return Convert.TryFromBase64String(stored, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : stored;
    }
}
