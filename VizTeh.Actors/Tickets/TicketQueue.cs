namespace VizTeh.Actors.Tickets;

/// <summary>A page of a list of tickets.</summary>
/// <param name="Page">The page that it is, from zero.</param>
/// <param name="Pages">At least one.</param>
/// <param name="Count">How many tickets all pages have.</param>
public sealed record TicketQueuePage(IReadOnlyList<QueuedTicket> Tickets, int Page, int Pages, int Count);

/// <summary>An open ticket among those that wait.</summary>
/// <param name="IsWaiting">Whether its client waits for an answer.</param>
/// <param name="WaitingSince">Null when the client does not wait, and when the moment is unknown.</param>
public sealed record QueuedTicket(Ticket Ticket, bool IsWaiting, DateTimeOffset? WaitingSince)
{
    // A log must not hold what a client wrote.
    public override string ToString() => $"{nameof(QueuedTicket)} {Ticket.Id}";
}
