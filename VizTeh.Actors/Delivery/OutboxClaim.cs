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

    /// <summary>Gives up the head: one transaction with what is stored instead.</summary>
    /// <param name="instead">Run in order; each says afterwards how many rows it changed.</param>
    public async Task DropAsync(IReadOnlyList<NpgsqlBatchCommand> instead, CancellationToken cancellationToken)
    {
        await ExecuteAsync(_connection, _transaction, [.. instead, Delete(Head.RowIds)], cancellationToken);
        await CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Remembers that the chat has become another one, to which what waits goes. A head that edits a message in the old one is dropped
    /// with what is known of that message: nobody can change it any more.
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
    /// Notes a refusal of the head and lets it wait; <paramref name="setAside"/> takes it out of the chat's way for good.
    /// </summary>
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

    internal static Task CompleteAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyCollection<SentEntry> sent,
        CancellationToken cancellationToken) =>
        ExecuteAsync(
            connection, transaction,
            [
                .. sent.GroupBy(one => one.Entry.Kind).SelectMany(kind => kind.Key.Record([.. kind])),
                Delete(sent.SelectMany(one => one.Entry.RowIds)),
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

    private async Task CommitAsync(CancellationToken cancellationToken)
    {
        await _transaction.CommitAsync(cancellationToken);
        _isOver = true;
    }
}
