using System.Text.Json.Serialization;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Serialization.Earlier;

/// <summary>A ticket's answers when they were an object with a member for each of the six questions in code.</summary>
internal sealed record AnswersV2(
    [property: JsonPropertyName("Name")] string? Name, [property: JsonPropertyName("Organization")] string? Organization,
    [property: JsonPropertyName("City")] string? City, [property: JsonPropertyName("Direction")] string? Direction,
    [property: JsonPropertyName("Description")] string? Description, [property: JsonPropertyName("Phone")] string? Phone)
{
    public SentAnswers ToCurrent() => SixAnswers.Of(Name, Organization, City, Direction, Description, Phone);

    // A log must not hold what a client wrote.
    public override string ToString() => nameof(AnswersV2);
}

internal sealed record CreateTicketV2(
    Guid SubmissionId, long UserId, string? Username, AnswersV2 Answers, DateTimeOffset SubmittedAt, string? AccountName) : IEarlierShape
{
    public object ToCurrent() =>
        new CreateTicket(SubmissionId, UserId, Username, Answers.ToCurrent(), SubmittedAt, AccountName);

    // A log must not hold what a client wrote.
    public override string ToString() => $"{nameof(CreateTicketV2)} {SubmissionId}";
}

internal sealed record TicketV2(
    long Id, long UserId, string? Username, AnswersV2 Answers, TicketStatus Status, DateTimeOffset? ClosedAt, Guid? SubmissionId,
    string? AccountName)
{
    public Ticket ToCurrent() =>
        new(Id, UserId, Username, Answers.ToCurrent(), Status, ClosedAt, SubmissionId, AccountName);

    // A log must not hold what a client wrote.
    public override string ToString() => $"{nameof(TicketV2)} {Id}";
}

internal sealed record TicketStateV2(TicketV2 Ticket, StatusChange? LastChange)
{
    public TicketState ToCurrent() => new(Ticket.ToCurrent(), LastChange);
}

internal sealed record TicketStatusChangedV2(TicketStateV2 State) : IEarlierShape
{
    public object ToCurrent() => new TicketStatusChanged(State.ToCurrent());
}

internal sealed record TicketStatusUnchangedV2(TicketStateV2 State) : IEarlierShape
{
    public object ToCurrent() => new TicketStatusUnchanged(State.ToCurrent());
}

internal sealed record TicketCardUnknownV2(TicketStateV2 State) : IEarlierShape
{
    public object ToCurrent() => new TicketCardUnknown(State.ToCurrent());
}
