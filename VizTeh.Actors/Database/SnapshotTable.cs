using Npgsql;
using NpgsqlTypes;

namespace VizTeh.Actors.Database;

/// <param name="Created">In ticks, UTC.</param>
internal sealed record SnapshotRow(string PersistenceId, long SequenceNumber, long Created, StoredPayload Payload);

/// <summary>The snapshots that are meant: those of one persistence id within these bounds, all included.</summary>
/// <param name="FirstCreated">In ticks, UTC, as <paramref name="LastCreated"/>.</param>
internal sealed record SnapshotRange(string PersistenceId, long First, long Last, long FirstCreated, long LastCreated);

/// <summary>Reads and writes <c>akka.snapshot</c>, one statement for each request.</summary>
/// <param name="database">A connection is used for each statement.</param>
internal sealed class SnapshotTable(NpgsqlDataSource database)
{
    private const string InRange = "persistence_id = $1 and sequence_number between $2 and $3 and created between $4 and $5";

    private const string Newest =
        $"""
        select sequence_number, created, snapshot, manifest, serializer_id from akka.snapshot where {InRange}
         order by sequence_number desc limit 1
        """;

    private const string Store =
        """
        insert into akka.snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (persistence_id, sequence_number) do update
          set created = excluded.created, snapshot = excluded.snapshot, manifest = excluded.manifest,
              serializer_id = excluded.serializer_id
        """;

    private const string Delete = $"delete from akka.snapshot where {InRange}";

    /// <summary>The snapshot of the highest sequence number in the range; null for none.</summary>
    /// <exception cref="InvalidDataException">The row does not say how it is to be read.</exception>
    public async Task<SnapshotRow?> FindNewestAsync(SnapshotRange range, CancellationToken cancellationToken)
    {
        await using var command = CommandOn(Newest, range);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        var number = reader.GetInt64(0);
        // As in the journal: nullable for earlier plugins only.
        if (reader.IsDBNull(2) || reader.IsDBNull(3) || reader.IsDBNull(4))
            throw new InvalidDataException($"snapshot {number} of {range.PersistenceId} has no contents, manifest or serializer");
        return new SnapshotRow(
            range.PersistenceId, number, reader.GetInt64(1),
            new StoredPayload(reader.GetFieldValue<byte[]>(2), reader.GetString(3), reader.GetInt32(4)));
    }

    /// <summary>Stores a snapshot, in place of one of the same sequence number.</summary>
    public async Task StoreAsync(SnapshotRow row, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Store);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = row.PersistenceId });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = row.SequenceNumber });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = row.Created });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = row.Payload.Bytes, NpgsqlDbType = NpgsqlDbType.Bytea });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = row.Payload.Manifest });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = row.Payload.Serializer });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task DeleteAsync(SnapshotRange range, CancellationToken cancellationToken)
    {
        await using var command = CommandOn(Delete, range);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private NpgsqlCommand CommandOn(string sql, SnapshotRange range)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = range.PersistenceId });
        foreach (var bound in (long[])[range.First, range.Last, range.FirstCreated, range.LastCreated])
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = bound });
        return command;
    }
}
