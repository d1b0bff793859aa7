using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Journal;
using Npgsql;

namespace VizTeh.Actors.Database;

/// <summary>
/// The journal, on the table of Akka.Persistence.Sql. Events that arrive while a statement runs share the next one, in one round trip and
/// under one plan for any number of them; a recovery is a statement for the highest number and, if there are events, one for them. The rows
/// are those of the package's own journal, so that either implementation reads what the other wrote.
/// </summary>
/// <remarks>Named in hocon.conf as <c>akka.persistence.journal.sql.class</c>. Tags are not supported, since the program has none.</remarks>
public sealed class PostgresJournal : AsyncWriteJournal
{
    // The row with the highest sequence number stays, marked as deleted: the conversation's numbers go on from there.
    private const string DeleteUpTo =
        """
        with last as materialized (
            select max(sequence_number) as number from akka.journal where persistence_id = $1 and sequence_number <= $2
        ), gone as (
            delete from akka.journal where persistence_id = $1 and sequence_number < (select number from last)
        )
        update akka.journal set deleted = true where persistence_id = $1 and sequence_number = (select number from last)
        """;

    // Identifies the process that wrote a row.
    private readonly string _writerUuid = Guid.NewGuid().ToString("N");
    private readonly ExtendedActorSystem _system = (ExtendedActorSystem)Context.System;
    private readonly NpgsqlDataSource _database;
    private readonly JournalReader _reader;
    private readonly JournalWriter _writer;
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>
    /// Turns off Akka's replay filter, which drops events of the earlier of two writers by a heuristic. It is not needed: the database
    /// accepts a write only after all stored events, so the events of any number of processes are one history.
    /// </summary>
    internal static Config Config { get; } = ConfigurationFactory.ParseString("akka.persistence.journal.sql.replay-filter.mode = off");

    /// <param name="config">The plugin's section: <c>buffer-size</c>, the limit of waiting writes.</param>
    public PostgresJournal(Config config)
    {
        _database = PersistenceConnection.Of(Context.System);
        _reader = new JournalReader(_database);
        _writer = new JournalWriter(_database, config.GetInt("buffer-size"));
    }

    /// <returns>
    /// For each write null if it was stored, else its error; null altogether when all were stored. The task fails when no write is known to
    /// be stored.
    /// </returns>
    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(
        IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var rows = new List<JournalRow>();
        var refusals = messages.Select(write => Add(write, rows)).ToList();
        await _writer.WriteAsync(rows);
        return refusals.TrueForAll(refusal => refusal is null) ? null! : refusals.Select(refusal => refusal!).ToImmutableList();
    }

    /// <param name="fromSequenceNr">Akka's hint where the search may begin; the index makes it needless.</param>
    public override async Task<long> ReadHighestSequenceNrAsync(
        string persistenceId, long fromSequenceNr, CancellationToken cancellationToken)
    {
        // A restarted actor must not reuse the sequence numbers of a write that its former incarnation has in progress.
        await _writer.FinishAsync(persistenceId, cancellationToken);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        return await _reader.ReadHighestAsync(persistenceId, ends.Token);
    }

    /// <remarks>An event that cannot be read ends the replay after the events before it.</remarks>
    public override async Task ReplayMessagesAsync(
        IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max,
        Action<IPersistentRepresentation> recoveryCallback)
    {
        if (max <= 0)
            return;
        var replayed = 0L;
        await foreach (var row in _reader.ReadAsync(persistenceId, fromSequenceNr, toSequenceNr, _stopping.Token))
        {
            recoveryCallback(ToRepresentation(row));
            if (++replayed == max)
                return;
        }
    }

    protected override async Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr, CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        await using var connection = await _database.OpenConnectionAsync(ends.Token);
        await using var command = new NpgsqlCommand(DeleteUpTo, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = persistenceId },
                new NpgsqlParameter<long> { TypedValue = toSequenceNr },
            },
        };
        await command.ExecuteNonQueryAsync(ends.Token);
    }

    protected override void PostStop()
    {
        _stopping.Cancel();
        _writer.Stop();
        base.PostStop();
    }

    /// <summary>Adds all rows of a write or none; returns the error of an invalid write.</summary>
    private Exception? Add(AtomicWrite write, List<JournalRow> rows)
    {
        try
        {
            rows.AddRange([.. ((IEnumerable<IPersistentRepresentation>)write.Payload).Select(ToRow)]);
            return null;
        }
        catch (Exception refusal)
        {
            return refusal;
        }
    }

    private JournalRow ToRow(IPersistentRepresentation representation)
    {
        var payload = representation.Payload;
        if (payload is Tagged)
            throw new NotSupportedException($"tags of {representation.PersistenceId} cannot be stored");
        return new JournalRow(
            representation.Timestamp == 0 ? TimeProvider.System.GetUtcNow().UtcTicks : representation.Timestamp,
            representation.PersistenceId, representation.SequenceNr, StoredPayload.Of(payload, _system), _writerUuid);
    }

    private Persistent ToRepresentation(JournalRow row) => new(
        row.Payload.Read(_system), row.SequenceNumber, row.PersistenceId, row.Payload.Manifest, isDeleted: false, ActorRefs.NoSender,
        row.WriterUuid, row.Created);
}
