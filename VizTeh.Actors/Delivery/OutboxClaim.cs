using Dapper;
using Npgsql;
using VizTeh.Actors.Chats;

namespace VizTeh.Actors.Delivery;

/// <summary>The right to send to a chat, and what is next for it, with the state of the tickets at that moment.</summary>
public sealed class OutboxClaim : IAsyncDisposable
{
    // Well below the time for which PostgreSQL lets a transaction wait (DatabaseSession.IdleTransactionLimit).
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(10);

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private bool _isOver;

    internal OutboxClaim(NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<OutboxEntry> entries, bool hasMore)
    {
        (_connection, _transaction, Entries, HasMore) = (connection, transaction, entries, hasMore);
    }

    /// <summary>In the order in which they are to be sent; at least one.</summary>
    public IReadOnlyList<OutboxEntry> Entries { get; }

    /// <summary>The one that is locked.</summary>
    public OutboxEntry Head => Entries[0];

    /// <summary>Whether the chat had rows behind these; some may have come since.</summary>
    public bool HasMore { get; }

    /// <summary>
    /// Waits for a call of Telegram, and shows PostgreSQL meanwhile that the claim is still held: it takes the lock from a process that is
    /// silent for long, for that one may have vanished.
    /// </summary>
    internal async Task<T> HoldWhileAsync<T>(Task<T> call, TimeProvider clock)
    {
        while (!call.IsCompleted && !_isOver)
        {
            await ((Task)call).WaitAsync(SignOfLife, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!call.IsCompleted)
                await ShowLifeAsync();
        }

        return await call;
    }

    /// <summary>Drops the head, an edit that can never be made; <paramref name="forgetCard"/> when the message itself is gone.</summary>
    public async Task DropAsync(bool forgetCard, CancellationToken cancellationToken)
    {
        if (forgetCard)
        {
            await _connection.ExecuteAsync(new CommandDefinition(
                "delete from ticket_cards where chat_id = @ChatId and message_id = @MessageId",
                Head.Row, _transaction, cancellationToken: cancellationToken));
        }

        await CompleteAsync(_connection, _transaction, [new SentEntry(Head, null)], cancellationToken);
        await CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Gives up the head, an edit of a message that can never be edited again, and orders the ticket's card anew for the chat, unless it
    /// has another or waits for one. The message is forgotten: one transaction.
    /// </summary>
    /// <returns>Whether a card was ordered.</returns>
    public async Task<bool> SendAnewAsync(CancellationToken cancellationToken)
    {
        var ordered = await _connection.ExecuteAsync(new CommandDefinition(
            """
            insert into outbox (chat_id, kind, ticket_id)
            select @ChatId, 'card', @TicketId
             where not exists (select from outbox there
                                where there.chat_id = @ChatId and there.ticket_id = @TicketId and there.kind = 'card')
               and not exists (select from ticket_cards there
                                where there.chat_id = @ChatId and there.ticket_id = @TicketId and there.message_id <> @MessageId)
            """,
            Head.Row, _transaction, cancellationToken: cancellationToken));
        await DropAsync(forgetCard: true, cancellationToken);
        return ordered > 0;
    }

    /// <summary>
    /// Remembers that the chat has become another one, to which its cards go. A head that edits a message in the old one is dropped with
    /// what is known of that message: nobody can change it any more.
    /// </summary>
    public async Task MigrateAsync(ChatMigration migration, CancellationToken cancellationToken)
    {
        await ManagerChatStore.RecordAsync(migration, _connection, _transaction, cancellationToken);
        if (Head.IsEdit)
            await DropAsync(forgetCard: true, cancellationToken);
        else
            await CommitAsync(cancellationToken);
    }

    /// <summary>Notes a refusal of the head and lets it wait; <paramref name="setAside"/> takes it out of the chat's way for good.</summary>
    public Task RecordFailureAsync(string error, TimeSpan wait, bool setAside, CancellationToken cancellationToken) =>
        RecordAsync(error, wait, setAside, mayBeSent: false, cancellationToken);

    /// <summary>
    /// Notes that the head may have been sent, and lets it wait: each repeat may be a copy, so that nothing but time, or a start of the
    /// program, ends the wait.
    /// </summary>
    public Task RecordUnconfirmedAsync(string error, TimeSpan wait, CancellationToken cancellationToken) =>
        RecordAsync(error, wait, setAside: false, mayBeSent: true, cancellationToken);

    private async Task RecordAsync(string error, TimeSpan wait, bool setAside, bool mayBeSent, CancellationToken cancellationToken)
    {
        await _connection.ExecuteAsync(new CommandDefinition(
            """
            update outbox
               set attempts = attempts + 1, last_error = @error, next_attempt_at = clock_timestamp() + @wait, may_be_sent = @mayBeSent,
                   set_aside_at = case when @setAside then clock_timestamp() end,
                   held_back_at = case when held_back_at is not null then clock_timestamp() end
             where id = any(@rowIds)
            """,
            new { error, wait, setAside, mayBeSent, rowIds = Head.RowIds.ToArray() }, _transaction, cancellationToken: cancellationToken));
        await CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Notes a refusal of the head while the chat took another entry: from now on the head waits beside the queue, not at its front. One
    /// transaction with the settling of that other entry.
    /// </summary>
    public async Task HoldBackAsync(string error, TimeSpan wait, SentEntry taken, CancellationToken cancellationToken)
    {
        await CompleteAsync(_connection, _transaction, [taken], cancellationToken);
        await _connection.ExecuteAsync(new CommandDefinition(
            """
            update outbox
               set attempts = attempts + 1, last_error = @error, next_attempt_at = clock_timestamp() + @wait,
                   held_back_at = clock_timestamp()
             where id = any(@rowIds)
            """,
            new { error, wait, rowIds = Head.RowIds.ToArray() }, _transaction, cancellationToken: cancellationToken));
        await CommitAsync(cancellationToken);
    }

    /// <summary>Lets go of the chat; what was not committed is undone.</summary>
    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    /// <summary>False when the claim's own connection is lost.</summary>
    internal async Task<bool> TryCompleteAsync(IReadOnlyCollection<SentEntry> sent, CancellationToken cancellationToken)
    {
        if (_isOver)
            return false;
        try
        {
            await CompleteAsync(_connection, _transaction, sent, cancellationToken);
            await CommitAsync(cancellationToken);
            return true;
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException or IOException)
        {
            _isOver = true;
            return false;
        }
    }

    internal static async Task CompleteAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyCollection<SentEntry> sent, CancellationToken cancellationToken)
    {
        await using var commands = new NpgsqlBatch(connection, transaction);
        SentEntry[] cards = [.. sent.Where(one => one.NewMessageId is not null)];
        if (cards.Length > 0)
        {
            // The locks order this against changes of status: either the change sees the card and orders an edit, or this sees the
            // change and does. So they are a statement of their own, before the one that looks.
            commands.BatchCommands.Add(new NpgsqlBatchCommand("select from tickets where tickets.id = any($1) order by tickets.id for share")
            {
                Parameters = { Array(cards.Select(card => card.Entry.Row.TicketId)) },
            });
            commands.BatchCommands.Add(new NpgsqlBatchCommand(
                """
                with sent as (
                    select * from unnest($1, $2, $3, $4) as card (ticket_id, chat_id, message_id, changes)
                ), known as (
                    insert into ticket_cards (ticket_id, chat_id, message_id)
                    select sent.ticket_id, sent.chat_id, sent.message_id from sent
                    on conflict (chat_id, message_id) do update set ticket_id = excluded.ticket_id
                    where ticket_cards.ticket_id <> excluded.ticket_id
                    returning ticket_cards.ticket_id, ticket_cards.chat_id, ticket_cards.message_id
                )
                insert into outbox (chat_id, kind, ticket_id, message_id)
                select known.chat_id, 'card_edit', known.ticket_id, known.message_id
                  from known
                  join sent on sent.chat_id = known.chat_id and sent.message_id = known.message_id
                 where (select count(*) from ticket_history past where past.ticket_id = sent.ticket_id) > sent.changes
                 order by known.message_id
                """)
            {
                Parameters =
                {
                    Array(cards.Select(card => card.Entry.Row.TicketId)),
                    Array(cards.Select(card => card.Entry.Row.ChatId)),
                    Array(cards.Select(card => card.NewMessageId!.Value)),
                    Array(cards.Select(card => card.Entry.Changes)),
                },
            });
        }

        commands.BatchCommands.Add(new NpgsqlBatchCommand("delete from outbox where id = any($1)")
        {
            Parameters = { Array(sent.SelectMany(one => one.Entry.RowIds)) },
        });
        await commands.ExecuteNonQueryAsync(cancellationToken);
    }

    // Without the lock the call goes on all the same: Telegram may have the message.
    private async Task ShowLifeAsync()
    {
        try
        {
            await _connection.ExecuteAsync("select 1", transaction: _transaction);
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException or IOException)
        {
            _isOver = true;
        }
    }

    private static NpgsqlParameter<long[]> Array(IEnumerable<long> values) => new() { TypedValue = [.. values] };

    private async Task CommitAsync(CancellationToken cancellationToken)
    {
        await _transaction.CommitAsync(cancellationToken);
        _isOver = true;
    }
}
