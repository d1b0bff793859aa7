namespace VizTeh.Actors.Tickets;

/// <summary>A ticket with the last change of its status, as a query reads it.</summary>
internal sealed record TicketRow
{
    /// <summary>
    /// What is selected, from <see cref="Tables"/>. Every column names its table: an adopted table may have any others of its own.
    /// </summary>
    public const string Columns =
        """
        ticket.id::bigint as id, ticket.user_id::bigint as userid, ticket.username as username, ticket.name as name, ticket.org as org,
        ticket.city as city, ticket.direction as direction, ticket.description as description, ticket.phone as phone,
        ticket.status as status, ticket.close_at as closeat, ticket.submission_id as submissionid,
        ticket.account_name as accountname,
        changed.status as changedto, changed.actor_id as actorid,
        changed.actor_name as actorname, changed.update_id as updateid, changed.at as changedat
        """;

    /// <summary>With a condition on <c>ticket.id</c> to follow.</summary>
    public const string Tables =
        """
        tickets ticket
          left join lateral (
               select past.status, past.actor_id, past.actor_name, past.update_id, past.at from ticket_history past
                where past.ticket_id = ticket.id and past.actor_id is not null
                order by past.id desc limit 1) changed on true
        """;

    public long Id { get; init; }

    public long UserId { get; init; }

    public string? Username { get; init; }

    public string? Name { get; init; }

    public string? Org { get; init; }

    public string? City { get; init; }

    public string? Direction { get; init; }

    public string? Description { get; init; }

    public string? Phone { get; init; }

    public string? Status { get; init; }

    public DateTime? CloseAt { get; init; }

    public Guid? SubmissionId { get; init; }

    public string? AccountName { get; init; }

    public string? ChangedTo { get; init; }

    public long? ActorId { get; init; }

    public string? ActorName { get; init; }

    public long? UpdateId { get; init; }

    public DateTime? ChangedAt { get; init; }

    public TicketState ToState() => new(
        new Ticket(Id, UserId, Username, Name, Org, City, Direction, Description, Phone, TicketStatuses.FromColumn(Status), CloseAt,
            SubmissionId, AccountName),
        ChangedAt is { } at ? new StatusChange(TicketStatuses.FromColumn(ChangedTo), ActorId, ActorName, UpdateId, at) : null);
}
