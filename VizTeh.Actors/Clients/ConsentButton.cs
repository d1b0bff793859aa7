using System.Globalization;

namespace VizTeh.Actors.Clients;

/// <summary>
/// A button under the question for consent, as its callback data encodes it: <c>consent:{key}:yes</c> or <c>consent:{key}:no</c>. Under a
/// reminder of the question the message with the text follows, <c>consent:{key}:yes:{message}</c>.
/// </summary>
/// <param name="Key">Names the text and its version.</param>
/// <param name="MessageId">The message that shows the text; null when it is the one that has the button.</param>
internal sealed record ConsentButton(string Key, bool Agrees, long? MessageId = null)
{
    private const string Prefix = "consent";
    private const string Yes = "yes";
    private const string No = "no";

    public string ToData() => string.Create(
        CultureInfo.InvariantCulture, $"{Prefix}:{Key}:{(Agrees ? Yes : No)}{(MessageId is { } message ? $":{message}" : "")}");

    /// <summary>Reads the data of a press; null for data of another button.</summary>
    public static ConsentButton? Parse(string? data) => data?.Split(':') switch
    {
        [Prefix, var key, (Yes or No) and var answer] => new(key, answer == Yes),
        [Prefix, var key, (Yes or No) and var answer, var message]
            when long.TryParse(message, NumberStyles.None, CultureInfo.InvariantCulture, out var id) => new(key, answer == Yes, id),
        _ => null,
    };
}
