using Dapper;

namespace VizTeh.Actors.Tickets;

/// <summary>How new tickets come into table <c>tickets</c>.</summary>
internal static class NewTickets
{
    private static readonly string Columns =
        $"submission_id, user_id, username, {string.Join(", ", SixAnswers.Columns)}, answers, source, status, created_at, account_name, "
        + "consent_version, consent_text_hash, consent_at, consent_message_id";

    private static readonly string Values =
        $"batch.submission_id, batch.user_id, batch.username, {string.Join(", ", SixAnswers.Columns.Select(column => $"batch.{column}"))}, "
        + "batch.answers::jsonb, batch.source, 'open', batch.submitted_at, batch.account_name, "
        + "batch.consent_version, batch.consent_text_hash, batch.consent_at, batch.consent_message_id";

    // batch.position numbers the rows in the order given.
    private static readonly string Rows =
        $"""
        unnest(@submissionIds::uuid[], @userIds::bigint[], @usernames::text[],
               {string.Concat(SixAnswers.Columns.Select(column => $"@answers_{column}::text[], "))}
               @answers::text[], @sources::text[], @submitted::timestamptz[], @accountNames::text[],
               @consentVersions::text[], @consentTextHashes::text[], @consentTimes::timestamptz[], @consentMessages::bigint[])
               with ordinality as batch (submission_id, user_id, username, {string.Join(", ", SixAnswers.Columns)},
                                         answers, source, submitted_at, account_name,
                                         consent_version, consent_text_hash, consent_at, consent_message_id, position)
        """;

    /// <summary>
    /// The first parts of a statement, after which others may follow: it creates the tickets that do not exist yet, numbered in the order
    /// given and without gaps, and begins their history. <c>created</c> holds <c>submission_id</c>, <c>id</c>,
    /// <c>direction</c>, <c>user_id</c> and <c>created_at</c> of each.
    /// </summary>
    /// <remarks>
    /// The row of <c>ticket_numbers</c> is locked until the transaction ends: other creators of tickets wait, and go on from the
    /// number that was stored. But the statement sees the tickets as they were when it began. A submission or a number that another
    /// program has stored since then breaks a unique key, which is why there is no <c>on conflict do nothing</c>: nothing of the
    /// statement was done, no number is used up, and after <see cref="TakeTurn"/> it sees them.
    /// </remarks>
    public static readonly string Creation =
        $"""
        with fresh as materialized (
            select batch.* from {Rows}
             where (select true from tickets existing where existing.submission_id = batch.submission_id limit 1) is null
        ), numbering as (
            insert into ticket_numbers as numbers (last_number)
            select (select coalesce(max(existing.id), 0) from tickets existing) + count(*) from fresh having count(*) > 0
            on conflict (only_row) do update
               set last_number = greatest(excluded.last_number, numbers.last_number + (select count(*) from fresh))
            returning numbers.last_number - (select count(*) from fresh) as last_before
        ), created as (
            insert into tickets (id, {Columns}) overriding system value
            select numbering.last_before + row_number() over (order by batch.position), {Values}
              from fresh batch, numbering
             order by batch.position
            returning tickets.submission_id, tickets.id, tickets.direction, tickets.user_id, tickets.created_at
        ), history as (
            insert into ticket_history (ticket_id, status) select created.id, 'open' from created order by created.id
        )
        """;

    /// <summary>Locks the row of the numbers, so that only one transaction at a time creates tickets.</summary>
    public const string TakeTurn = "select from ticket_numbers where only_row for update";

    public static DynamicParameters Parameters(IReadOnlyCollection<CreateTicket> tickets)
    {
        var parameters = new DynamicParameters(new
        {
            submissionIds = Column(ticket => ticket.SubmissionId),
            userIds = Column(ticket => ticket.UserId),
            usernames = Column(ticket => ticket.Username),
            answers = Column(ticket => AnswersColumn.Write(ticket.Answers)),
            sources = Column(ticket => ticket.Source),
            submitted = Column(ticket => ticket.SubmittedAt),
            accountNames = Column(ticket => ticket.AccountName),
            consentVersions = Column(ticket => ticket.Consent?.Version),
            consentTextHashes = Column(ticket => ticket.Consent?.TextHash),
            consentTimes = Column(ticket => ticket.Consent?.At),
            consentMessages = Column(ticket => ticket.Consent?.MessageId),
        });
        foreach (var (column, id) in SixAnswers.Columns.Zip(SixAnswers.Ids))
            parameters.Add($"answers_{column}", Column(ticket => ticket.Answers[id]?.Value ?? ""));
        return parameters;

        T[] Column<T>(Func<CreateTicket, T> value) => [.. tickets.Select(value)];
    }
}
