using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Serialization.Earlier;

// A ticket's answers were members of the ticket.
internal sealed record CreateTicketV1(
    Guid SubmissionId, long UserId, string? Username, string Name, string Organization, string City, string Direction,
    string Description, string Phone, DateTimeOffset SubmittedAt, string? AccountName) : IEarlierShape
{
    public object ToCurrent() => new CreateTicket(
        SubmissionId, UserId, Username, SixAnswers.Of(Name, Organization, City, Direction, Description, Phone), SubmittedAt, AccountName);

    // A log must not hold what a client wrote.
    public override string ToString() => $"{nameof(CreateTicketV1)} {SubmissionId}";
}

internal sealed record TicketV1(
    long Id, long UserId, string? Username, string? Name, string? Organization, string? City, string? Direction, string? Description,
    string? Phone, TicketStatus Status, DateTimeOffset? ClosedAt, Guid? SubmissionId, string? AccountName)
{
    public Ticket ToCurrent() => new(
        Id, UserId, Username, SixAnswers.Of(Name, Organization, City, Direction, Description, Phone), Status, ClosedAt, SubmissionId,
        AccountName);

    // A log must not hold what a client wrote.
    public override string ToString() => $"{nameof(TicketV1)} {Id}";
}

internal sealed record TicketStateV1(TicketV1 Ticket, StatusChange? LastChange)
{
    public TicketState ToCurrent() => new(Ticket.ToCurrent(), LastChange);
}

internal sealed record TicketStatusChangedV1(TicketStateV1 State) : IEarlierShape
{
    public object ToCurrent() => new TicketStatusChanged(State.ToCurrent());
}

internal sealed record TicketStatusUnchangedV1(TicketStateV1 State) : IEarlierShape
{
    public object ToCurrent() => new TicketStatusUnchanged(State.ToCurrent());
}

internal sealed record TicketCardUnknownV1(TicketStateV1 State) : IEarlierShape
{
    public object ToCurrent() => new TicketCardUnknown(State.ToCurrent());
}
