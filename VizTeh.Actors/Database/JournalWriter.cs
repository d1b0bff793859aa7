using System.Collections.Concurrent;
using System.Threading.Channels;
using Npgsql;

namespace VizTeh.Actors.Database;

/// <param name="Created">In ticks, UTC.</param>
/// <param name="WriterUuid">The id of the journal that wrote the row.</param>
internal sealed record JournalRow(long Created, string PersistenceId, long SequenceNumber, StoredPayload Payload, string WriterUuid);

/// <summary>
/// Writes rows into <c>akka.journal</c>, one statement after another. Writes that arrive while a statement runs share the next one, and its
/// commit.
/// </summary>
internal sealed class JournalWriter
{
    // Bounds a statement to about a megabyte: an event is a few kilobytes.
    private const int MostRows = 500;

    // Seconds. Well below the time-out of the journal's circuit breaker, so that a write fails with its own reason and the next one begins.
    private const int Deadline = 5;

    private const string Insert =
        """
        insert into akka.journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
        select created, false, persistence_id, sequence_number, message, manifest, identifier, writer_uuid
          from unnest($1::bigint[], $2::text[], $3::bigint[], $4::bytea[], $5::text[], $6::int[], $7::text[]) with ordinality
            as batch (created, persistence_id, sequence_number, message, manifest, identifier, writer_uuid, position)
         order by position
        """;

    private readonly NpgsqlDataSource _database;
    private readonly Channel<Write> _waiting;
    private readonly ConcurrentDictionary<string, Task> _underWay = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <param name="database">At most one connection is used at a time.</param>
    /// <param name="mostWaiting">The limit of waiting writes; above it a further one fails at once.</param>
    public JournalWriter(NpgsqlDataSource database, int mostWaiting)
    {
        _database = database;
        _waiting = Channel.CreateBounded<Write>(new BoundedChannelOptions(mostWaiting) { SingleReader = true });
        _ = Task.Run(WriteAllAsync);
    }

    /// <summary>Stores the rows of one actor, all or none of them. Writes are stored in the order of the calls.</summary>
    /// <param name="rows">All with the same persistence id.</param>
    public Task WriteAsync(IReadOnlyList<JournalRow> rows)
    {
        if (rows.Count == 0)
            return Task.CompletedTask;
        var write = new Write(rows);
        _underWay[write.PersistenceId] = write.Done.Task;
        if (!_waiting.Writer.TryWrite(write))
            Finish(write, new InvalidOperationException("the journal accepts no further write: too many are waiting, or it has stopped"));
        return write.Done.Task;
    }

    /// <summary>Waits until no write of this actor is in progress, whether it succeeds or not.</summary>
    /// <exception cref="OperationCanceledException">A write is still in progress.</exception>
    public async Task FinishAsync(string persistenceId, CancellationToken cancellationToken)
    {
        if (!_underWay.TryGetValue(persistenceId, out var task))
            return;
        await task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Cancels the running statement, and fails the waiting writes.</summary>
    public void Stop()
    {
        _waiting.Writer.TryComplete();
        _stopping.Cancel();
    }

    private async Task WriteAllAsync()
    {
        var batch = new List<Write>();
        // The channel is read to its end: writes that still wait at the stop have to be failed too.
        while (await _waiting.Reader.WaitToReadAsync())
        {
            for (var rows = 0; rows < MostRows && _waiting.Reader.TryRead(out var write); rows += write.Rows.Count)
                batch.Add(write);
            await WriteAsync(batch);
            batch.Clear();
        }
    }

    private async Task WriteAsync(IReadOnlyList<Write> batch)
    {
        var failure = await TryInsertAsync([.. batch.SelectMany(write => write.Rows)]);
        if (failure is not null && batch.Count > 1 && !DatabaseErrors.IsTransient(failure))
        {
            await WriteOneByOneAsync(batch);
            return;
        }

        foreach (var write in batch)
            Finish(write, failure);
    }

    // One write of the batch is at fault; retried one by one, the others are stored. If the database becomes unreachable meanwhile, the
    // rest fails without further attempts.
    private async Task WriteOneByOneAsync(IReadOnlyList<Write> batch)
    {
        Exception? trouble = null;
        foreach (var write in batch)
        {
            var failure = trouble ?? await TryInsertAsync([.. write.Rows]);
            if (failure is not null && DatabaseErrors.IsTransient(failure))
                trouble = failure;
            Finish(write, failure);
        }
    }

    /// <returns>Why the rows are not stored, or may not be; null when all are stored.</returns>
    private async Task<Exception?> TryInsertAsync(JournalRow[] rows)
    {
        try
        {
            await InsertAsync(rows);
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    private async Task InsertAsync(JournalRow[] rows)
    {
        await using var connection = await _database.OpenConnectionAsync(_stopping.Token);
        await using var command = new NpgsqlCommand(Insert, connection)
        {
            CommandTimeout = Deadline,
            Parameters =
            {
                Column(row => row.Created), Column(row => row.PersistenceId), Column(row => row.SequenceNumber),
                Column(row => row.Payload.Bytes), Column(row => row.Payload.Manifest), Column(row => row.Payload.Serializer),
                Column(row => row.WriterUuid),
            },
        };
        await command.ExecuteNonQueryAsync(_stopping.Token);

        NpgsqlParameter<T[]> Column<T>(Func<JournalRow, T> value) => new() { TypedValue = Array.ConvertAll(rows, row => value(row)) };
    }

    private void Finish(Write write, Exception? failure)
    {
        _underWay.TryRemove(new KeyValuePair<string, Task>(write.PersistenceId, write.Done.Task));
        if (failure is null)
            write.Done.SetResult();
        else
            write.Done.SetException(failure);
    }

    private sealed record Write(IReadOnlyList<JournalRow> Rows)
    {
        public TaskCompletionSource Done { get; } = new();

        public string PersistenceId => Rows[0].PersistenceId;
    }
}
