using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Manager;

/// <summary>Those texts for managers that take values of a ticket: notes on presses, plain text.</summary>
internal static class ManagerText
{
    public static string Changed(this FirmTexts texts, TicketState state) => state.Ticket switch
    {
        { ChosenOutcome: { } outcome, Id: var id } => texts.With(
            OutcomePhrases.ToastClosedAs, ("number", Number(id)), ("outcome", outcome)),
        { Status: TicketStatus.Closed, Id: var id } => texts.OfTicket(ManagerPhrases.ToastClosed, id),
        { Id: var id } => texts.OfTicket(ManagerPhrases.ToastReopened, id),
    };

    public static string Unchanged(this FirmTexts texts, TicketState state, TimeZoneInfo zone)
    {
        var ticket = state.Ticket;
        if (ticket.ErasedAt is not null)
            return texts.OfTicket(ManagerPhrases.ToastErased, ticket.Id);
        var isClosed = ticket.Status == TicketStatus.Closed;
        var change = state.LastChange is { } last && last.Status == ticket.Status ? last : null;
        if ((change?.At ?? ticket.ClosedAt) is not { } at)
            return texts.OfTicket(isClosed ? ManagerPhrases.ToastAlreadyClosed : ManagerPhrases.ToastAlreadyOpen, ticket.Id);
        if (ticket.ChosenOutcome is { } outcome)
        {
            return texts.With(
                OutcomePhrases.AlreadyClosedAs, ("number", Number(ticket.Id)), ("by", TicketCard.By(change, at, zone)),
                ("outcome", outcome));
        }

        return texts.With(
            isClosed ? ManagerPhrases.ToastAlreadyClosedBy : ManagerPhrases.ToastAlreadyOpenBy,
            ("number", Number(ticket.Id)), ("by", TicketCard.By(change, at, zone)));
    }

    /// <summary>
    /// Asks the manager to use the ticket's own card: the pressed message may belong to another ticket, so nothing was changed.
    /// </summary>
    public static string CardUnknown(this FirmTexts texts, TicketState state)
    {
        string?[] parts = [state.Ticket.Answers["name"]?.Words, state.Ticket.Answers["city"]?.Words];
        var who = string.Join(", ", parts.Where(part => !string.IsNullOrWhiteSpace(part)).Select(Short));
        var number = $"№{Number(state.Ticket.Id)}";
        return texts.With(ManagerPhrases.ToastOtherCard, ("ticket", who.Length > 0 ? $"{number} ({who})" : number));

        static string Short(string? part) => part!.Length <= 15 ? part : CodePoints.Cut(part, 14) + "…";
    }

    public static string NotFound(this FirmTexts texts, long ticketId) => texts.OfTicket(ManagerPhrases.ToastNotFound, ticketId);

    private static string Number(long ticketId) => ticketId.ToString(CultureInfo.InvariantCulture);
}
