using System.Diagnostics;
using Npgsql;

namespace VizTeh.Actors.Sandbox.Nodes;

/// <summary>Reads in table <c>nodes</c> who is a member.</summary>
public sealed class MembersWatch(NpgsqlDataSource database, NodeFleet fleet)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    // The clock of the database is the machine's own; both times are taken a moment after what they stand for.
    private static readonly TimeSpan Inexactness = TimeSpan.FromSeconds(1);

    /// <summary>Waits until the present process of every node is a member, and nobody else is.</summary>
    /// <exception cref="TimeoutException">They are not; the message says what the table has instead.</exception>
    public async Task WaitForAllAsync(TimeSpan deadline, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var rows = await ReadAsync(cancellationToken);
            if (AreAll(rows))
                return;
            if (Stopwatch.GetElapsedTime(began) > deadline)
                throw new TimeoutException($"Not all nodes were members within {deadline}. Table nodes: {string.Join("; ", rows)}");
            await Task.Delay(LookInterval, TimeProvider.System, cancellationToken);
        }
    }

    private bool AreAll(List<Row> rows)
    {
        var members = rows.Where(row => row is { State: "member", IsFresh: true }).ToLookup(row => row.Address);
        return members.Count == fleet.Nodes.Count && fleet.Nodes.All(node =>
            members[node.Address].ToArray() is [var member] && member.StartedAt >= node.StartedAt - Inexactness);
    }

    private async Task<List<Row>> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadTableAsync(cancellationToken);
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return [];
        }
    }

    private async Task<List<Row>> ReadTableAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "select address, state, started_at, seen_at > clock_timestamp() - interval '2 s' from nodes order by started_at");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<Row>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(new Row(reader.GetString(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetBoolean(3)));
        return rows;
    }

    private sealed record Row(string Address, string State, DateTimeOffset StartedAt, bool IsFresh);
}
