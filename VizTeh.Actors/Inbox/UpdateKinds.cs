using System.Text;
using System.Text.Json;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Telemetry;

namespace VizTeh.Actors.Inbox;

/// <summary>Finds the kind of a raw update: the name of its member beside the id (Bot API, Update).</summary>
internal static class UpdateKinds
{
    // Both members begin within the first few dozen characters of what Telegram sends.
    private const int MostCharacters = 256;

    /// <returns>A kind that the bot asks for; <see cref="MetricLabels.Other"/> for any other, and for an update in another order.</returns>
    public static string Of(string json)
    {
        var beginning = Encoding.UTF8.GetBytes(json[..Math.Min(json.Length, MostCharacters)]);
        var reader = new Utf8JsonReader(beginning, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = 64 }));
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return MetricLabels.Other;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                foreach (var kind in TelegramUpdates.Kinds)
                {
                    if (reader.ValueTextEquals(kind))
                        return kind;
                }

                if (!reader.Read() || !reader.TrySkip())
                    return MetricLabels.Other;
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // It is set aside by whoever reads it.
        }

        return MetricLabels.Other;
    }
}
