using System.Security.Cryptography;
using System.Text;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tickets;

/// <summary>What a button of a card asks for that needs another press first, or has been chosen by one.</summary>
public abstract record CardRequest
{
    private CardRequest()
    {
    }

    /// <summary>Other buttons on the pressed copy.</summary>
    /// <param name="Menu">Null for the card's own ones.</param>
    public sealed record Show(CardMenu? Menu) : CardRequest;

    /// <summary>To close the ticket with an outcome.</summary>
    /// <param name="Tag">The outcome, by <see cref="CardMenuButton.TagOf"/>.</param>
    public sealed record CloseAs(string Tag) : CardRequest;

    /// <summary>To be reminded of the ticket.</summary>
    public sealed record Snooze(SnoozeChoice Choice) : CardRequest;
}

/// <summary>
/// The buttons of a card's menus, encoded in their data. An outcome is named by a hash of its label, since a label does not fit, and its
/// place in the list would mean another outcome after the list was changed.
/// </summary>
public static class CardMenuButton
{
    private const string Outcomes = "outcomes";
    private const string Outcome = "outcome";
    private const string Back = "card";

    private const int TagLength = 8;

    /// <summary>The button that closes a ticket by way of the outcomes.</summary>
    /// <param name="check">The check of the button's ticket; null for none.</param>
    public static InlineButton ToOutcomes(FirmTexts texts, long ticketId, string? check) =>
        new(texts[CardPhrases.Close], TicketButton.DataOf(Outcomes, ticketId, check));

    /// <inheritdoc cref="ToOutcomes"/>
    public static InlineButton ToCloseAs(string outcome, long ticketId, string? check) =>
        new(outcome, $"{TicketButton.DataOf(Outcome, ticketId, check ?? "")}:{TagOf(outcome)}");

    /// <inheritdoc cref="ToOutcomes"/>
    public static InlineButton ToOwnButtons(FirmTexts texts, long ticketId, string? check) =>
        new(texts[OutcomePhrases.Back], TicketButton.DataOf(Back, ticketId, check));

    /// <summary>Eight digits that tell labels apart.</summary>
    public static string TagOf(string outcome) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(outcome)).AsSpan(0, TagLength / 2));

    /// <param name="action">The part of the data that stands before the ticket's number.</param>
    /// <param name="end">The parts that stand after it.</param>
    /// <returns>Null for the data of any other button.</returns>
    public static (CardRequest Asked, string? Check)? Read(string action, IReadOnlyList<string> end)
    {
        // A ticket of an earlier bot has no check: nothing stands in its place, or an empty text.
        var check = end is [] or ["", _] ? null : end[0];
        if (check is not null && !TicketButton.IsCheck(check))
            return null;
        return (action, end) switch
        {
            (Outcomes, [] or [_]) => (new CardRequest.Show(new CardMenu(CardMenuKind.Outcomes)), check),
            (Back, [] or [_]) => (new CardRequest.Show(null), check),
            (Outcome, [_, { Length: TagLength } tag]) when tag.All(char.IsAsciiHexDigitLower) => (new CardRequest.CloseAs(tag), check),
            _ => SnoozeButton.Read(action, end) is { } asked ? (asked, check) : null,
        };
    }
}
