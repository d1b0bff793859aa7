using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tickets;

/// <summary>
/// The buttons of a card by which managers take a ticket into work, encoded in their data. A take-over names the owner that the card
/// shows, so that two managers who press at once do not take the ticket from each other.
/// </summary>
public static class ClaimButton
{
    private const string Claim = "claim";
    private const string TakeOver = "take";
    private const string Release = "release";

    // Bot API: an id has at most 52 significant bits. A group's is negative.
    private const int LongestOwner = 14;

    /// <param name="check">The check of the button's ticket; null for none.</param>
    /// <param name="owner">Of a take-over: the owner that the card shows.</param>
    public static InlineButton For(FirmTexts texts, long ticketId, ClaimAction action, string? check = null, long? owner = null) =>
        action switch
        {
            ClaimAction.Claim => new(texts[ClaimPhrases.Claim], TicketButton.DataOf(Claim, ticketId, check)),
            ClaimAction.TakeOver => new(
                texts[ClaimPhrases.TakeOver], $"{TicketButton.DataOf(TakeOver, ticketId, check ?? "")}:{Written(owner ?? 0)}"),
            _ => new(texts[ClaimPhrases.Release], TicketButton.DataOf(Release, ticketId, check)),
        };

    /// <param name="action">The part of the data that stands before the ticket's number.</param>
    /// <param name="end">The parts that stand after it.</param>
    /// <returns>Null for the data of any other button.</returns>
    public static (ClaimAction Action, string? Check, long? From)? Read(string action, IReadOnlyList<string> end) => (action, end) switch
    {
        (Claim, []) => (ClaimAction.Claim, null, null),
        (Claim, [var check]) when TicketButton.IsCheck(check) => (ClaimAction.Claim, check, null),
        (Release, []) => (ClaimAction.Release, null, null),
        (Release, [var check]) when TicketButton.IsCheck(check) => (ClaimAction.Release, check, null),
        (TakeOver, ["", var owner]) when ReadOwner(owner) is { } from => (ClaimAction.TakeOver, null, from),
        (TakeOver, [var check, var owner]) when TicketButton.IsCheck(check) && ReadOwner(owner) is { } from =>
            (ClaimAction.TakeOver, check, from),
        _ => null,
    };

    private static string Written(long owner) => owner < 0
        ? string.Create(CultureInfo.InvariantCulture, $"-{-owner:x}")
        : owner.ToString("x", CultureInfo.InvariantCulture);

    private static long? ReadOwner(string written)
    {
        var isNegative = written.StartsWith('-');
        return written.Length is > 0 and <= LongestOwner
            && long.TryParse(
                isNegative ? written.AsSpan(1) : written, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id)
            ? isNegative ? -id : id
            : null;
    }
}
