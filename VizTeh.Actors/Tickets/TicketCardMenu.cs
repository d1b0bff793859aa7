using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tickets;

/// <summary>The buttons of a card that lead to a menu, and those of the menus. Pure.</summary>
internal static class TicketCardMenu
{
    private const int PerRow = 2;

    /// <summary>The button that closes an open ticket, or opens a closed one.</summary>
    public static InlineButton StatusButton(Ticket ticket, FirmTexts texts, CardMenus menus)
    {
        var check = TicketButton.CheckOf(ticket.SubmissionId);
        return (ticket.Status, menus.Outcomes) switch
        {
            (TicketStatus.Closed, _) => TicketButton.For(texts, ticket.Id, TicketStatus.Open, check),
            (_, []) => TicketButton.For(texts, ticket.Id, TicketStatus.Closed, check),
            _ => CardMenuButton.ToOutcomes(texts, ticket.Id, check),
        };
    }

    /// <returns>Null where the card has its own buttons: the ticket is closed, or the firm has no such menu any more.</returns>
    public static IReadOnlyList<IReadOnlyList<InlineButton>>? Rows(Ticket ticket, FirmTexts texts, CardMenus menus)
    {
        if (ticket.Status == TicketStatus.Closed)
            return null;
        var check = TicketButton.CheckOf(ticket.SubmissionId);
        return menus switch
        {
            { Open.Kind: CardMenuKind.Outcomes, Outcomes: { Count: > 0 } outcomes } =>
            [
                .. outcomes.Select(outcome => CardMenuButton.ToCloseAs(outcome, ticket.Id, check)).Chunk(PerRow),
                [CardMenuButton.ToOwnButtons(texts, ticket.Id, check)],
            ],
            { Open: { } menu, Snooze: true } => TicketCardSnooze.Menu(ticket, texts, menu),
            _ => null,
        };
    }
}
