using System.Globalization;

namespace VizTeh.Actors.Clients;

/// <summary>
/// A button under the question which ticket kept messages belong to, as its callback data encodes it: <c>add:{token}:{ticket}</c> or
/// <c>add:{token}:new</c>. The token names the messages, so that a press after they were added is told apart.
/// </summary>
/// <param name="Ticket">Null begins a new form.</param>
internal sealed record OfferButton(long Token, long? Ticket)
{
    private const string Prefix = "add";
    private const string New = "new";

    public string ToData() => string.Create(
        CultureInfo.InvariantCulture, $"{Prefix}:{Token}:{Ticket?.ToString(CultureInfo.InvariantCulture) ?? New}");

    /// <summary>Reads the data of a press; null for data of another button.</summary>
    public static OfferButton? Parse(string? data) => data?.Split(':') switch
    {
        [Prefix, var token, New] when Number(token) is { } first => new(first, null),
        [Prefix, var token, var ticket] when Number(token) is { } first && Number(ticket) is { } id => new(first, id),
        _ => null,
    };

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
