namespace VizTeh.Actors.Tickets;

/// <summary>A ticket with its last status change, as a query returns it.</summary>
internal sealed record TicketRow
{
    /// <summary>
    /// The selected columns of <see cref="Tables"/>. Every column is qualified by its table: an adopted table may have further columns of
    /// any name.
    /// </summary>
    public static readonly string Columns =
        $"""
        ticket.id::bigint as id, ticket.user_id::bigint as userid, ticket.username as username,
        ticket.answers::text as answers,
        array[{string.Join(", ", SixAnswers.Columns.Select(column => $"ticket.{column}::text"))}] as sixcolumns,
        ticket.status as status, ticket.close_at as closeat, ticket.submission_id as submissionid,
        ticket.account_name as accountname, ticket.created_at as createdat, ticket.source as source,
        ticket.owner_id::bigint as ownerid, ticket.owner_name as ownername, ticket.claimed_at as claimedat,
        ticket.erased_at as erasedat, ticket.erased_for = 'term' as isexpired, ticket.snoozed_until as snoozeduntil,
        case when ticket.snooze_offer > now() then ticket.snooze_offer end as snoozeoffer,
        ticket.outcome as outcome,
        changed.status as changedto, changed.actor_id as actorid,
        changed.actor_name as actorname, changed.update_id as updateid, changed.at as changedat
        """;

    /// <summary>The joined tables; a condition on <c>ticket.id</c> has to follow.</summary>
    public const string Tables =
        """
        tickets ticket
          left join lateral (
               select past.status, past.actor_id, past.actor_name, past.update_id, past.at from ticket_history past
                where past.ticket_id = ticket.id and past.actor_id is not null and past.action = 'status'
                order by past.id desc limit 1) changed on true
        """;

    public long Id { get; init; }

    /// <summary>Zero in rows whose client's data was erased.</summary>
    public long UserId { get; init; }

    public string? Username { get; init; }

    /// <summary>As <see cref="AnswersColumn"/> writes them; null in rows of an earlier bot or version.</summary>
    public string? Answers { get; init; }

    /// <summary>In the order of <see cref="SixAnswers.Columns"/>.</summary>
    public string?[] SixColumns { get; init; } = [];

    public string? Status { get; init; }

    public DateTime? CloseAt { get; init; }

    public Guid? SubmissionId { get; init; }

    public string? AccountName { get; init; }

    public DateTime? CreatedAt { get; init; }

    public string? Source { get; init; }

    public long? OwnerId { get; init; }

    public string? OwnerName { get; init; }

    public DateTime? ClaimedAt { get; init; }

    public DateTime? ErasedAt { get; init; }

    public bool? IsExpired { get; init; }

    public DateTime? SnoozedUntil { get; init; }

    public DateTime? SnoozeOffer { get; init; }

    public string? Outcome { get; init; }

    public string? ChangedTo { get; init; }

    public long? ActorId { get; init; }

    public string? ActorName { get; init; }

    public long? UpdateId { get; init; }

    public DateTime? ChangedAt { get; init; }

    public TicketState ToState() => new(
        new Ticket(
            Id, UserId, Username, AnswersColumn.Read(Answers) ?? SixAnswers.Of(SixColumns),
            TicketStatuses.FromColumn(Status), CloseAt, SubmissionId, AccountName, CreatedAt)
        {
            Source = Source,
            Owner = OwnerId is { } owner && ClaimedAt is { } claimed ? new TicketOwner(owner, OwnerName, claimed) : null,
            ErasedAt = ErasedAt,
            IsExpired = IsExpired == true,
            SnoozedUntil = SnoozedUntil,
            SnoozeOffer = SnoozeOffer,
            Outcome = Outcome,
        },
        ChangedAt is { } at ? new StatusChange(TicketStatuses.FromColumn(ChangedTo), ActorId, ActorName, UpdateId, at) : null);
}
