using Dapper;
using Npgsql;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Delivery;

/// <summary>A chat of which the next row may be tried.</summary>
/// <param name="NextIsFor">Whom that row is for.</param>
public sealed record DueChat(long ChatId, Recipient NextIsFor);

/// <summary>Table <c>outbox</c>: the messages that committed changes owe, and the right to send them.</summary>
public sealed class OutboxStore(NpgsqlDataSource database, MessageKinds kinds)
{
    // Bounds what a claim reads, and what a crash can repeat. Part of the text, so that the planner knows how few they are: taken for a
    // tenth of the table, they would be worth compiling the statement for (PostgreSQL's JIT), which takes longer than the rest.
    private const string MostEntries = "16";

    // Bounds one look. Those that are not named wait for others anyway.
    private const string MostDueChats = "64";

    // Whether a row stands in its chat's queue: one that is held back does only when its turn to be tried again has come.
    private const string InQueue = "set_aside_at is null and (held_back_at is null or next_attempt_at <= now())";

    // The gate before every send: what is for managers goes to their chats only, whatever was ordered by whom and when.
    private const string MayGoThere = "(@isManagers or recipient = 'client')";

    // Only the first row is locked. The rows behind it are read without a lock, since they are sent only by the process that holds the
    // lock on the first. The ticket is seen as of
    // the same moment as the edits that wait for it: edits of the same message are one, drawn once, after all of them.
    private static readonly string Claim =
        $"""
        with head as materialized (
            select id from outbox
             where id = (select min(id) from outbox where chat_id = @chatId and {InQueue} and {MayGoThere})
               and next_attempt_at <= now()
               for update skip locked
        ), run as materialized (
            select waiting.*
              from head
             cross join lateral (
                   select id, chat_id, kind, ticket_id, message_id, topic_id, recipient, payload, attempts, held_back_at, expires_at
                     from outbox
                    where chat_id = @chatId and {InQueue} and {MayGoThere} and id >= head.id
                    order by id limit {MostEntries}) waiting
        )
        select run.id, run.chat_id as chatid, run.kind, run.ticket_id as ticketid, run.message_id as messageid, run.topic_id as topicid,
               run.recipient, run.payload::text as payload, run.attempts, run.held_back_at is not null as isheldback,
               coalesce(run.expires_at <= now(), false) as isexpired,
               case when run.message_id is null then array[run.id] else array(
                    select id from outbox
                     where chat_id = @chatId and set_aside_at is null and message_id = run.message_id) end as rowids,
               (select count(*) from ticket_history past where past.ticket_id = run.ticket_id) as changes,
               exists (select from outbox
                        where chat_id = @chatId and {InQueue} and {MayGoThere} and id > (select max(id) from run)) as hasmore,
               changed_ticket.*
          from run
          left join lateral (
               select {TicketRow.Columns} from {TicketRow.Tables} where ticket.id = run.ticket_id limit 1) changed_ticket on true
         order by run.id
        """;

    /// <summary>
    /// The chats whose next row may be tried now. Now is what the database calls so, whose clock said when that would be: the clock of
    /// this process may be another. However many chats wait, the first few are named, and of the managers' chats all.
    /// </summary>
    /// <param name="managersChats">Where cards go.</param>
    /// <param name="resting">Chats that are not to be served now: they take nobody's place among the first few.</param>
    public async Task<IReadOnlyList<DueChat>> LoadDueChatsAsync(
        IReadOnlyCollection<long> managersChats, IReadOnlyCollection<long> resting, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var chats = await connection.QueryAsync<(long ChatId, string NextIsFor)>(new CommandDefinition(
            // From chat to chat along the index: however many rows wait, only the first of each chat is read.
            $"""
            with recursive first as (
                (select chat_id, next_attempt_at, recipient from outbox where {InQueue} order by chat_id, id limit 1)
                union all
                select next.chat_id, next.next_attempt_at, next.recipient
                  from first,
                       lateral (select chat_id, next_attempt_at, recipient from outbox
                                 where {InQueue} and chat_id > first.chat_id order by chat_id, id limit 1) next
            )
            select known.id, next.recipient
              from unnest(@managersChats::bigint[]) as known (id)
             cross join lateral (select next_attempt_at, recipient from outbox
                                  where {InQueue} and chat_id = known.id order by chat_id, id limit 1) next
             where next.next_attempt_at <= now()
            union all
            select due.chat_id, due.recipient
              from (select chat_id, recipient from first
                     where next_attempt_at <= now() and chat_id <> all(@others::bigint[]) limit {MostDueChats}) due
            """,
            new { managersChats = managersChats.ToArray(), others = managersChats.Concat(resting).ToArray() },
            cancellationToken: cancellationToken));
        return [.. chats.Select(chat => new DueChat(chat.ChatId, Recipients.FromColumn(chat.NextIsFor)))];
    }

    /// <summary>
    /// Reads the rows that are next for a chat, and locks the first of them: that is the right to send to the chat, until the claim
    /// is disposed of; a process that dies lets go at once. Null when nothing is due or another process holds it.
    /// </summary>
    /// <param name="chatOf">Whose chat it is: what is for managers is claimed for theirs only.</param>
    public async Task<OutboxClaim?> ClaimAsync(long chatId, Recipient chatOf, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var rows = (await connection.QueryAsync<ClaimedRow, TicketRow, (ClaimedRow Row, TicketRow? Ticket)>(new CommandDefinition(
                Claim, new { chatId, isManagers = chatOf == Recipient.Managers }, transaction, cancellationToken: cancellationToken),
                (row, ticket) => (row, ticket))).AsList();
            if (rows.Count > 0)
                return new OutboxClaim(connection, transaction, EntriesOf(rows), rows[0].Row.HasMore);
            await connection.DisposeAsync();
            return null;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Lets refused rows be tried now instead of after their wait. One that may have been sent, and one that is held back and was refused
    /// within the last minute, wait on, unless all are woken: the chat is in reach without them, and may be a lively one.
    /// </summary>
    /// <param name="chatId">Null for all chats.</param>
    public async Task WakeAsync(long? chatId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update outbox set next_attempt_at = '-infinity'
             where set_aside_at is null and next_attempt_at > now()
               and (@chatId::bigint is null
                    or (chat_id = @chatId and not may_be_sent and (held_back_at is null or held_back_at < now() - interval '1 minute')))
            """,
            new { chatId }, cancellationToken: cancellationToken));
    }

    /// <summary>
    /// Settles what was sent, in one transaction: the rows go, and each kind's own is stored. Safe to repeat.
    /// </summary>
    /// <param name="claim">Its own transaction is used when it still lives, else a new one.</param>
    /// <param name="sent">Entries of the claim.</param>
    public async Task CompleteAsync(OutboxClaim claim, IReadOnlyCollection<SentEntry> sent, CancellationToken cancellationToken)
    {
        if (await claim.TryCompleteAsync(sent, cancellationToken))
            return;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await OutboxClaim.CompleteAsync(connection, transaction, sent, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    // An edit goes with the first one of the same message.
    private List<OutboxEntry> EntriesOf(IEnumerable<(ClaimedRow Row, TicketRow? Ticket)> rows)
    {
        var edited = new HashSet<long>();
        return [.. from claimed in rows
                   let row = claimed.Row
                   where row.MessageId is not { } messageId || edited.Add(messageId)
                   let owed = OwedMessage.Of(row.ToColumns())
                   select new OutboxEntry(
                       new OutboxRow(row.Id, row.ChatId, owed, row.Attempts, row.IsHeldBack, row.IsExpired), kinds.Of(owed),
                       claimed.Ticket?.ToState(), row.RowIds, row.Changes)];
    }

    private sealed record ClaimedRow
    {
        public long Id { get; init; }

        public long ChatId { get; init; }

        public required string Kind { get; init; }

        public long? TicketId { get; init; }

        public long? MessageId { get; init; }

        public int? TopicId { get; init; }

        public required string Recipient { get; init; }

        public string? Payload { get; init; }

        public int Attempts { get; init; }

        public bool IsHeldBack { get; init; }

        public bool IsExpired { get; init; }

        public required long[] RowIds { get; init; }

        public long Changes { get; init; }

        public bool HasMore { get; init; }

        public OwedColumns ToColumns() => new(Kind, TicketId, MessageId, TopicId, Recipient, Payload);
    }
}
