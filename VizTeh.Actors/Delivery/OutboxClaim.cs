using Dapper;
using Npgsql;
using VizTeh.Actors.Chats;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Delivery;

/// <summary>The right to send to a chat, with the chat's next rows and the state of their tickets at that moment.</summary>
public sealed class OutboxClaim : IAsyncDisposable
{
    // Well below the time after which PostgreSQL ends an idle transaction (DatabaseSession.IdleTransactionLimit).
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(10);

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private bool _isOver;

    internal OutboxClaim(NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<OutboxEntry> entries, bool hasMore)
    {
        (_connection, _transaction, Entries, HasMore) = (connection, transaction, entries, hasMore);
    }

    /// <summary>At least one entry, in the order of sending.</summary>
    public IReadOnlyList<OutboxEntry> Entries { get; }

    /// <summary>The entry whose row is locked.</summary>
    public OutboxEntry Head => Entries[0];

    /// <summary>Whether the chat had further rows at the time of the claim.</summary>
    public bool HasMore { get; }

    /// <summary>
    /// Awaits a call of Telegram, and executes a statement from time to time meanwhile: PostgreSQL would end an idle transaction and
    /// release the lock, since the process might be gone.
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

    /// <summary>Deletes the head's rows, in one transaction with the statements that replace them.</summary>
    /// <param name="instead">Run in order; afterwards each holds the number of rows that it changed.</param>
    public async Task DropAsync(IReadOnlyList<NpgsqlBatchCommand> instead, CancellationToken cancellationToken)
    {
        await ExecuteAsync(_connection, _transaction, [.. instead, Delete(Head.RowIds)], cancellationToken);
        await CommitAsync(cancellationToken);
    }

    /// <summary>Runs statements that change what is owed by the head's rows, which stay.</summary>
    public async Task ReplaceAsync(IReadOnlyList<NpgsqlBatchCommand> statements, CancellationToken cancellationToken)
    {
        await ExecuteAsync(_connection, _transaction, statements, cancellationToken);
        await CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Stores the migration of the chat, and moves its waiting rows to the new chat. A head that edits a message of the old chat is dropped
    /// with its stored message id: nobody can edit that message any more.
    /// </summary>
    public async Task MigrateAsync(ChatMigration migration, CancellationToken cancellationToken)
    {
        await ManagerChatStore.RecordAsync(migration, _connection, _transaction, cancellationToken);
        if (Head.Kind.ForgetMessage(Head) is { } forgetting)
            await DropAsync(forgetting, cancellationToken);
        else
            await CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Records a refusal of the head and schedules its next attempt; with <paramref name="setAside"/> the row is never tried again.
    /// </summary>
    public async Task RecordRefusalAsync(
        SendOutcome.Refused refused, TimeSpan wait, bool setAside, CancellationToken cancellationToken)
    {
        await NoteRefusalAsync(refused, cancellationToken);
        await RecordAsync(refused.Description, wait, setAside, mayBeSent: false, cancellationToken);
    }

    /// <summary>
    /// Records that the head may have been sent, and schedules its next attempt. Each repeat may be a duplicate, so only time, or a start
    /// of the program, ends the wait.
    /// </summary>
    public Task RecordUnconfirmedAsync(string error, TimeSpan wait, CancellationToken cancellationToken) =>
        RecordAsync(error, wait, setAside: false, mayBeSent: true, cancellationToken);

    /// <summary>Has the head wait without a refusal. Meanwhile it is not in its chat's queue.</summary>
    public async Task DeferAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        await _connection.ExecuteAsync(new CommandDefinition(
            """
            update outbox set next_attempt_at = clock_timestamp() + @wait, held_back_at = clock_timestamp() where id = any(@rowIds)
            """,
            new { wait, rowIds = Head.RowIds.ToArray() }, _transaction, cancellationToken: cancellationToken));
        await CommitAsync(cancellationToken);
    }

    private async Task RecordAsync(string error, TimeSpan wait, bool setAside, bool mayBeSent, CancellationToken cancellationToken)
    {
        await _connection.ExecuteAsync(new CommandDefinition(
            """
            update outbox
               set attempts = attempts + 1, last_error = @error, next_attempt_at = clock_timestamp() + @wait, may_be_sent = @mayBeSent,
                   set_aside_at = case when @setAside then clock_timestamp() end,
                   -- What only had to wait for its time is in the queue from its first refusal on.
                   held_back_at = case when held_back_at is not null and attempts > 0 then clock_timestamp() end
             where id = any(@rowIds)
            """,
            new { error, wait, setAside, mayBeSent, rowIds = Head.RowIds.ToArray() }, _transaction, cancellationToken: cancellationToken));
        await CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Records a refusal of the head although the chat accepted another entry: from now on the head no longer blocks the queue. The other
    /// entry is settled in the same transaction.
    /// </summary>
    public async Task HoldBackAsync(
        SendOutcome.Refused refused, TimeSpan wait, SentEntry taken, CancellationToken cancellationToken)
    {
        await CompleteAsync(_connection, _transaction, [taken], cancellationToken);
        await NoteRefusalAsync(refused, cancellationToken);
        await _connection.ExecuteAsync(new CommandDefinition(
            """
            update outbox
               set attempts = attempts + 1, last_error = @error, next_attempt_at = clock_timestamp() + @wait,
                   held_back_at = clock_timestamp()
             where id = any(@rowIds)
            """,
            new { error = refused.Description, wait, rowIds = Head.RowIds.ToArray() }, _transaction,
            cancellationToken: cancellationToken));
        await CommitAsync(cancellationToken);
    }

    private async Task NoteRefusalAsync(SendOutcome.Refused refused, CancellationToken cancellationToken)
    {
        if (Head.Kind.RecordRefusal(Head, refused) is { Count: > 0 } statements)
            await ExecuteAsync(_connection, _transaction, statements, cancellationToken);
    }

    /// <summary>Releases the lock on the chat; uncommitted changes are rolled back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    /// <summary>Returns false when the claim's own connection is lost.</summary>
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

    // Locks are taken in one order by whoever needs several: the outbox's row that is sent, then tickets, then what was said about them
    // (ticket_messages), then the rest. A manager's answer locks the ticket and then changes what was said; so the kinds that lock tickets
    // are settled before those that lock what was said.
    internal static Task CompleteAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyCollection<SentEntry> sent,
        CancellationToken cancellationToken) =>
        ExecuteAsync(
            connection, transaction,
            [
                .. sent.GroupBy(one => one.Entry.Kind).OrderByDescending(kind => kind.Key.LocksTickets)
                    .SelectMany(kind => kind.Key.Record([.. kind])),
                Delete(sent.Where(one => !one.Entry.KeepsRow).SelectMany(one => one.Entry.RowIds)),
            ],
            cancellationToken);

    private static async Task ExecuteAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IEnumerable<NpgsqlBatchCommand> commands,
        CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var command in commands)
            batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlBatchCommand Delete(IEnumerable<long> rowIds) => new("delete from outbox where id = any($1)")
    {
        Parameters = { new NpgsqlParameter<long[]> { TypedValue = [.. rowIds] } },
    };

    // A lost lock does not cancel the call: Telegram may have the message already.
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

    private async Task CommitAsync(CancellationToken cancellationToken)
    {
        await _transaction.CommitAsync(cancellationToken);
        _isOver = true;
    }
}
