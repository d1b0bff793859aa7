using System.Runtime.CompilerServices;
using Npgsql;

namespace VizTeh.Actors.Database;

/// <summary>Reads <c>akka.journal</c>: what a recovery needs, one statement for each question.</summary>
/// <param name="database">A connection is used for each statement.</param>
internal sealed class JournalReader(NpgsqlDataSource database)
{
    // Deleted rows count: the one that stays after a deletion keeps the number that the next event follows.
    private const string Highest = "select max(sequence_number) from akka.journal where persistence_id = $1";

    // Without a limit in the text: its plan would depend on PostgreSQL's guess of the number.
    private const string Events =
        """
        select created, sequence_number, message, manifest, identifier, writer_uuid from akka.journal
         where persistence_id = $1 and sequence_number between $2 and $3 and not deleted
         order by sequence_number
        """;

    /// <summary>The highest sequence number that was ever stored, 0 for none.</summary>
    public async Task<long> ReadHighestAsync(string persistenceId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Highest);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = persistenceId });
        return await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0;
    }

    /// <summary>The events that are not deleted, by number, both bounds included; read one by one, however many they are.</summary>
    /// <exception cref="InvalidDataException">A row does not say how it is to be read.</exception>
    public async IAsyncEnumerable<JournalRow> ReadAsync(
        string persistenceId, long from, long to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Events);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = persistenceId });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = to });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            yield return ToRow(persistenceId, reader);
    }

    private static JournalRow ToRow(string persistenceId, NpgsqlDataReader reader)
    {
        var number = reader.GetInt64(1);
        // The columns are nullable as in the tables of earlier Akka plugins, whose rows name a type instead. The program never wrote such
        // rows, and does not create a type that stored data name.
        if (reader.IsDBNull(3) || reader.IsDBNull(4))
            throw new InvalidDataException($"event {number} of {persistenceId} has no manifest or no serializer");
        return new JournalRow(
            reader.GetInt64(0), persistenceId, number,
            new StoredPayload(reader.GetFieldValue<byte[]>(2), reader.GetString(3), reader.GetInt32(4)),
            reader.IsDBNull(5) ? "" : reader.GetString(5));
    }
}
