using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Journal;
using Akka.Persistence.Sql.Journal;
using Npgsql;
using AkkaSerialization = Akka.Serialization.Serialization;

namespace VizTeh.Actors.Database;

/// <summary>
/// The journal of Akka.Persistence.Sql, which recovers as it always does, with a writing half of its own: the events that come while a
/// statement is under way go into the next one together, in one round trip and one plan for any number of them. The rows are the same,
/// so that either can read what the other wrote.
/// </summary>
/// <remarks>Named in hocon.conf as <c>akka.persistence.journal.sql.class</c>; tags are not supported, for the program has none.</remarks>
public sealed class PostgresJournal : SqlWriteJournal
{
    // The row with the highest number stays, marked: the numbers of a conversation go on from there.
    private const string DeleteUpTo =
        """
        with last as materialized (
            select max(sequence_number) as number from akka.journal where persistence_id = $1 and sequence_number <= $2
        ), gone as (
            delete from akka.journal where persistence_id = $1 and sequence_number < (select number from last)
        )
        update akka.journal set deleted = true where persistence_id = $1 and sequence_number = (select number from last)
        """;

    // Tells in the table which process wrote a row.
    private readonly string _writerUuid = Guid.NewGuid().ToString("N");
    private readonly ExtendedActorSystem _system = (ExtendedActorSystem)Context.System;
    private readonly NpgsqlDataSource _database;
    private readonly JournalWriter _writer;
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>
    /// Akka's guess at events of two processes, which leaves out those of the one that wrote first, is off: the database lets a process
    /// write only after all that was stored before, so that the events of any number of processes are one history.
    /// </summary>
    internal static Config Config { get; } = ConfigurationFactory.ParseString("akka.persistence.journal.sql.replay-filter.mode = off");

    /// <param name="config">The plugin's section: <c>buffer-size</c>, the most writes that may wait.</param>
    public PostgresJournal(Config config)
        : base(config)
    {
        _database = Context.System.Settings.Setup.Get<JournalConnections>().Value.Connections;
        _writer = new JournalWriter(_database, config.GetInt("buffer-size"));
    }

    /// <returns>
    /// Null for each write that was stored, what is wrong for each that cannot be; null altogether when all were stored. It fails when
    /// none of them is known to be stored.
    /// </returns>
    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(
        IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var rows = new List<JournalRow>();
        var refusals = messages.Select(write => Add(write, rows)).ToList();
        await _writer.WriteAsync(rows);
        return refusals.TrueForAll(refusal => refusal is null) ? null! : refusals.Select(refusal => refusal!).ToImmutableList();
    }

    public override async Task<long> ReadHighestSequenceNrAsync(
        string persistenceId, long fromSequenceNr, CancellationToken cancellationToken)
    {
        // An actor that starts anew while a write of its former self is under way must not take the same numbers again.
        await _writer.FinishAsync(persistenceId, cancellationToken);
        return await base.ReadHighestSequenceNrAsync(persistenceId, fromSequenceNr, cancellationToken);
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

    /// <summary>Adds all rows of a write or none; says what is wrong with it.</summary>
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
        var serializer = _system.Serialization.FindSerializerFor(payload);
        var message = AkkaSerialization.WithTransport(_system, (serializer, payload), state => state.serializer.ToBinary(state.payload));
        return new JournalRow(
            representation.Timestamp == 0 ? TimeProvider.System.GetUtcNow().UtcTicks : representation.Timestamp,
            representation.PersistenceId,
            representation.SequenceNr, message, AkkaSerialization.ManifestFor(serializer, payload), serializer.Identifier, _writerUuid);
    }
}
