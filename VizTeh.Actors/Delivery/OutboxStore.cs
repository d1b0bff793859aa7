using Dapper;
using Npgsql;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Delivery;

/// <summary>Table <c>outbox</c>: the cards, and edits of cards, that a committed change of a ticket owes to the managers.</summary>
public sealed class OutboxStore(NpgsqlDataSource database)
{
    // Bounds what a claim reads, and what a crash can repeat. Part of the text, so that the planner knows how few they are: taken for a
    // tenth of the table, they would be worth compiling the statement for (PostgreSQL's JIT), which takes longer than the rest.
    private const string MostEntries = "16";

    // Whether a row stands in its chat's queue: one that is held back does only when its turn to be tried again has come.
    private const string InQueue = "set_aside_at is null and (held_back_at is null or next_attempt_at <= now())";

    // The rows that follow the first are read without a lock: whoever may not have the first has none of them. The ticket is seen as of
    // the same moment as the edits that wait for it: edits of the same message are one, drawn once, after all of them.
    private static readonly string Claim =
        $"""
        with head as materialized (
            select id from outbox
             where id = (select min(id) from outbox where chat_id = @chatId and {InQueue})
               and next_attempt_at <= now()
               for update skip locked
        ), run as materialized (
            select waiting.*
              from head
             cross join lateral (
                   select id, chat_id, ticket_id, message_id, attempts, held_back_at, topic_id from outbox
                    where chat_id = @chatId and {InQueue} and id >= head.id
                    order by id limit {MostEntries}) waiting
        )
        select run.id, run.chat_id as chatid, run.ticket_id as ticketid, run.message_id as messageid, run.attempts,
               run.held_back_at is not null as isheldback, run.topic_id as topicid,
               case when run.message_id is null then array[run.id] else array(
                    select id from outbox
                     where chat_id = @chatId and set_aside_at is null and message_id = run.message_id) end as rowids,
               (select count(*) from ticket_history past where past.ticket_id = run.ticket_id) as changes,
               exists (select from outbox where chat_id = @chatId and {InQueue} and id > (select max(id) from run)) as hasmore,
               changed_ticket.*
          from run
          left join lateral (select {TicketRow.Columns} from {TicketRow.Tables} where ticket.id = run.ticket_id limit 1) changed_ticket on true
         order by run.id
        """;

    /// <summary>
    /// The chats whose next row may be tried now. Now is what the database calls so, whose clock said when that would be: the clock of
    /// this process may be another.
    /// </summary>
    public async Task<IReadOnlyList<long>> LoadDueChatsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var chats = await connection.QueryAsync<long>(new CommandDefinition(
            // From chat to chat along the index: however many rows wait, only the first of each chat is read.
            $"""
            with recursive first as (
                (select chat_id, next_attempt_at from outbox where {InQueue} order by chat_id, id limit 1)
                union all
                select next.chat_id, next.next_attempt_at
                  from first,
                       lateral (select chat_id, next_attempt_at from outbox
                                 where {InQueue} and chat_id > first.chat_id order by chat_id, id limit 1) next
            )
            select chat_id from first where next_attempt_at <= now()
            """,
            cancellationToken: cancellationToken));
        return chats.AsList();
    }

    /// <summary>
    /// Reads the rows that are next for a chat, and locks the first of them: that is the right to send to the chat, until the claim
    /// is disposed of; a process that dies lets go at once. Null when nothing is due or another process holds it.
    /// </summary>
    public async Task<OutboxClaim?> ClaimAsync(long chatId, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var rows = (await connection.QueryAsync<ClaimedRow, TicketRow, (ClaimedRow Row, TicketRow? Ticket)>(new CommandDefinition(
                Claim, new { chatId }, transaction, cancellationToken: cancellationToken),
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
    /// Settles what was sent, in one transaction: the rows go, a new card's message becomes known, and a card whose ticket changed
    /// while it was on its way gets an edit. Safe to repeat.
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
    private static List<OutboxEntry> EntriesOf(IEnumerable<(ClaimedRow Row, TicketRow? Ticket)> rows)
    {
        var edited = new HashSet<long>();
        return [.. from claimed in rows
                   let row = claimed.Row
                   where row.MessageId is not { } messageId || edited.Add(messageId)
                   let ticket = claimed.Ticket
                       ?? throw new InvalidOperationException($"outbox row {row.Id} names ticket {row.TicketId}, which does not exist")
                   select new OutboxEntry(
                       new OutboxRow(row.Id, row.ChatId, row.TicketId, row.MessageId, row.Attempts, row.IsHeldBack, row.TopicId), ticket.ToState(),
                       row.RowIds, row.Changes)];
    }

    private sealed record ClaimedRow
    {
        public long Id { get; init; }

        public long ChatId { get; init; }

        public long TicketId { get; init; }

        public long? MessageId { get; init; }

        public int Attempts { get; init; }

        public bool IsHeldBack { get; init; }

        public int? TopicId { get; init; }

        public required long[] RowIds { get; init; }

        public long Changes { get; init; }

        public bool HasMore { get; init; }
    }
}
