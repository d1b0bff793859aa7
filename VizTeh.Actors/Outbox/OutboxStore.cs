using Dapper;
using Npgsql;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Outbox;

/// <param name="Id">Rows of a chat are sent in the order of their ids.</param>
/// <param name="MessageId">The message to edit; null for a card that is yet to be sent.</param>
/// <param name="Attempts">How often it has been refused so far.</param>
public sealed record OutboxRow(long Id, long ChatId, long TicketId, long? MessageId, int Attempts);

/// <param name="ChatId">A chat for which something waits.</param>
/// <param name="NextAttemptAt">When its first row may be tried.</param>
public sealed record WaitingChat(long ChatId, DateTime NextAttemptAt);

/// <summary>The row at the head of a chat's queue, and what was read with it.</summary>
internal sealed record OutboxHead
{
    public long Id { get; init; }

    public long ChatId { get; init; }

    public long TicketId { get; init; }

    public long? MessageId { get; init; }

    public int Attempts { get; init; }

    /// <summary>Of itself, and of the edits of the same message that wait behind it.</summary>
    public required long[] RowIds { get; init; }

    /// <summary>How many rows the ticket's history has; it only ever gets more.</summary>
    public long Changes { get; init; }

    /// <summary>Whether rows beside <see cref="RowIds"/> wait for the chat.</summary>
    public bool HasMore { get; init; }

    public OutboxRow Row => new(Id, ChatId, TicketId, MessageId, Attempts);
}

/// <summary>Table <c>outbox</c>: the cards, and edits of cards, that a committed change of a ticket owes to the managers.</summary>
public sealed class OutboxStore(NpgsqlDataSource database)
{
    private const string Claim =
        $"""
        with head as (
            select id, chat_id, ticket_id, message_id, attempts
              from outbox
             where id = (select min(id) from outbox where chat_id = @chatId and set_aside_at is null)
               and next_attempt_at <= now()
               for update skip locked
        )
        select head.id, head.chat_id as chatid, head.ticket_id as ticketid, head.message_id as messageid, head.attempts,
               own.ids as rowids,
               (select count(*) from ticket_history where ticket_id = head.ticket_id) as changes,
               exists (select from outbox where chat_id = @chatId and set_aside_at is null and id <> all (own.ids)) as hasmore,
               changed_ticket.*
          from head
         cross join lateral (
               select case when head.message_id is null then array[head.id] else array(
                      select id from outbox
                       where chat_id = @chatId and set_aside_at is null and message_id = head.message_id) end as ids) own
          left join lateral (select {TicketRow.Columns} from {TicketRow.Tables} where ticket.id = head.ticket_id) changed_ticket on true
        """;

    public async Task<IReadOnlyList<WaitingChat>> LoadWaitingChatsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var chats = await connection.QueryAsync<WaitingChat>(new CommandDefinition(
            // From chat to chat along the index: however many rows wait, only the first of each chat is read.
            """
            with recursive first as (
                (select chat_id, next_attempt_at from outbox where set_aside_at is null order by chat_id, id limit 1)
                union all
                select next.chat_id, next.next_attempt_at
                  from first,
                       lateral (select chat_id, next_attempt_at from outbox
                                 where set_aside_at is null and chat_id > first.chat_id order by chat_id, id limit 1) next
            )
            select chat_id as chatid, next_attempt_at as nextattemptat from first
            """,
            cancellationToken: cancellationToken));
        return chats.AsList();
    }

    /// <summary>
    /// Locks the first row of a chat, and with it the right to send to that chat, until the claim is disposed of: a process that
    /// dies lets go at once. Null when nothing is due or another process holds it.
    /// </summary>
    public async Task<OutboxClaim?> ClaimAsync(long chatId, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken);
            // One statement, so that the ticket is seen as of the same moment as the edits that wait for it: edits of the same message
            // are one, drawn once, after all of them.
            var found = (await connection.QueryAsync<OutboxHead, TicketRow, (OutboxHead Head, TicketRow? Ticket)>(new CommandDefinition(
                Claim, new { chatId }, transaction, cancellationToken: cancellationToken), (head, ticket) => (head, ticket))).AsList();
            if (found.Count == 0)
            {
                await connection.DisposeAsync();
                return null;
            }

            var (head, ticket) = found[0];
            return ticket is not null
                ? new OutboxClaim(connection, transaction, head, ticket.ToState())
                : throw new InvalidOperationException($"outbox row {head.Id} names ticket {head.TicketId}, which does not exist");
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets refused rows be tried now instead of after their wait.</summary>
    /// <param name="chatId">Null for all chats.</param>
    public async Task WakeAsync(long? chatId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update outbox set next_attempt_at = now()
             where set_aside_at is null and next_attempt_at > now() and (@chatId::bigint is null or chat_id = @chatId)
            """,
            new { chatId }, cancellationToken: cancellationToken));
    }

    /// <summary>
    /// Gives the cards that wait for a chat to another one, but for those that it has. Edits stay: the messages are where they were.
    /// A row that is just being sent stays too; its refusal will bring it here again.
    /// </summary>
    internal static async Task MoveCardsAsync(
        long oldChatId, long newChatId, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        const string waiting =
            "with waiting as (select id, ticket_id from outbox where chat_id = @oldChatId and kind = 'card' for update skip locked)";
        await connection.ExecuteAsync(new CommandDefinition(
            $"""
            {waiting}
            delete from outbox using waiting
             where outbox.id = waiting.id
               and (exists (select from outbox there
                             where there.chat_id = @newChatId and there.kind = 'card' and there.ticket_id = waiting.ticket_id)
                    or exists (select from ticket_cards there where there.chat_id = @newChatId and there.ticket_id = waiting.ticket_id))
            """,
            new { oldChatId, newChatId }, transaction, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            $"""
            {waiting}
            update outbox
               set chat_id = @newChatId, attempts = 0, next_attempt_at = now(),
                   last_error = case when set_aside_at is not null then last_error end
              from waiting where outbox.id = waiting.id
            """,
            new { oldChatId, newChatId }, transaction, cancellationToken: cancellationToken));
    }

    /// <summary>
    /// Settles what was sent, in one transaction: the rows go, a new card's message becomes known, and a card whose ticket changed
    /// while it was on its way gets an edit. Safe to repeat.
    /// </summary>
    /// <param name="claim">Its own transaction is used when it still lives, else a new one.</param>
    /// <param name="sentMessageId">The message of a new card; null for an edit.</param>
    public async Task CompleteAsync(OutboxClaim claim, long? sentMessageId, CancellationToken cancellationToken)
    {
        if (await claim.TryCompleteAsync(sentMessageId, cancellationToken))
            return;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await OutboxClaim.CompleteAsync(connection, transaction, claim, sentMessageId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
