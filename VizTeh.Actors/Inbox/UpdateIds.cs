using System.Globalization;
using System.Text.Json;

namespace VizTeh.Actors.Inbox;

/// <summary>Finds the id in a raw update, whatever else the update holds.</summary>
internal static class UpdateIds
{
    // Telegram's own ids stay below 2,000,000,000, and it ignores a greater offset (tddb, TQueue::EventId::MAX_ID).
    private const long Largest = int.MaxValue;

    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>Null when the update has no id that could be Telegram's.</summary>
    public static long? Find(ReadOnlySpan<byte> update)
    {
        try
        {
            var reader = new Utf8JsonReader(update, AnyDepth);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isId = reader.ValueTextEquals("update_id"u8);
                reader.Read();
                if (isId)
                    return IdIn(ref reader) is >= 1 and <= Largest and var id ? id : null;
                reader.Skip();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Invalid JSON or UTF-8 before the id.
        }

        return null;
    }

    private static long? IdIn(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetInt64(out var id) => id,
        JsonTokenType.String when long.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) => id,
        _ => null,
    };
}
