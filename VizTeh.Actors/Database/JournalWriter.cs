using System.Collections.Concurrent;
using System.Threading.Channels;
using Npgsql;

namespace VizTeh.Actors.Database;

/// <param name="Created">Ticks, UTC.</param>
/// <param name="Serializer">The identifier of what wrote <paramref name="Message"/>.</param>
/// <param name="WriterUuid">The journal that wrote the row.</param>
internal sealed record JournalRow(
    long Created, string PersistenceId, long SequenceNumber, byte[] Message, string Manifest, int Serializer, string WriterUuid);

/// <summary>
/// Writes rows into <c>akka.journal</c>, one statement after another: what comes meanwhile goes into the next one together, and shares
/// its commit.
/// </summary>
internal sealed class JournalWriter
{
    // A statement of about a megabyte at most, since an event is of a few kilobytes.
    private const int MostRows = 500;

    // Seconds. Well below the timeout of the journal's circuit breaker, so that a write fails with its reason and the next one begins.
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

    /// <param name="database">One connection is taken at a time.</param>
    /// <param name="mostWaiting">Above this many writes that wait, a further one fails at once.</param>
    public JournalWriter(NpgsqlDataSource database, int mostWaiting)
    {
        _database = database;
        _waiting = Channel.CreateBounded<Write>(new BoundedChannelOptions(mostWaiting) { SingleReader = true });
        _ = Task.Run(WriteAllAsync);
    }

    /// <summary>Stores the rows of one actor, all or none of them; in the order of the calls.</summary>
    /// <param name="rows">All of the same persistence id.</param>
    public Task WriteAsync(IReadOnlyList<JournalRow> rows)
    {
        if (rows.Count == 0)
            return Task.CompletedTask;
        var write = new Write(rows);
        _underWay[write.PersistenceId] = write.Done.Task;
        if (!_waiting.Writer.TryWrite(write))
            Finish(write, new InvalidOperationException("the journal takes no more: too many writes wait, or it has stopped"));
        return write.Done.Task;
    }

    /// <summary>Waits until nothing of this actor is under way, whether it succeeds or not.</summary>
    /// <exception cref="OperationCanceledException">Something is under way still.</exception>
    public async Task FinishAsync(string persistenceId, CancellationToken cancellationToken)
    {
        if (!_underWay.TryGetValue(persistenceId, out var task))
            return;
        await task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Cuts off what is under way, and fails what waits.</summary>
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

    // One of them is at fault: by themselves, the others are stored. A database that goes away meanwhile is not asked for each of them.
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

    /// <returns>Why nothing of it was stored, or is not known to be; null when all of it was.</returns>
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
                Column(row => row.Created), Column(row => row.PersistenceId), Column(row => row.SequenceNumber), Column(row => row.Message),
                Column(row => row.Manifest), Column(row => row.Serializer), Column(row => row.WriterUuid),
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
