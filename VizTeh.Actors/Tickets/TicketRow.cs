namespace VizTeh.Actors.Tickets;

/// <summary>A ticket with the last change of its status, as a query reads it.</summary>
internal sealed record TicketRow
{
    /// <summary>What is selected, from <see cref="Tables"/>.</summary>
    public const string Columns =
        """
        ticket.id::bigint as id, ticket.user_id::bigint as userid, username, name, org, city, direction, description, phone,
        ticket.status, close_at as closeat, changed.status as changedto, actor_id as actorid, actor_name as actorname,
        update_id as updateid, at as changedat
        """;

    /// <summary>With a condition on <c>ticket.id</c> to follow.</summary>
    public const string Tables =
        """
        tickets ticket
          left join lateral (
               select status, actor_id, actor_name, update_id, at from ticket_history
                where ticket_id = ticket.id and actor_id is not null
                order by id desc limit 1) changed on true
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

    public string? ChangedTo { get; init; }

    public long? ActorId { get; init; }

    public string? ActorName { get; init; }

    public long? UpdateId { get; init; }

    public DateTime? ChangedAt { get; init; }

    public TicketState ToState() => new(
        new Ticket(Id, UserId, Username, Name, Org, City, Direction, Description, Phone, TicketStatuses.FromColumn(Status), CloseAt),
        ChangedAt is { } at ? new StatusChange(TicketStatuses.FromColumn(ChangedTo), ActorId, ActorName, UpdateId, at) : null);
}
