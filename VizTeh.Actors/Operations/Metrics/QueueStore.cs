using Dapper;
using Npgsql;
using VizTeh.Actors.Telemetry;

namespace VizTeh.Actors.Operations.Metrics;

/// <summary>Reads the depths and ages of the queues, whichever process works on them.</summary>
internal sealed class QueueStore(NpgsqlDataSource database)
{
    // A message that was never tried is not due before its time has come; one that was refused has been due since it was owed.
    private const string Look =
        """
        select (select count(*) from inbox where set_aside_at is null) as inbox,
               coalesce((select extract(epoch from now() - waiting.received_at) from inbox waiting where waiting.set_aside_at is null
                          order by waiting.seq limit 1), 0)::float8 as inboxseconds,
               (select count(*) from outbox where set_aside_at is null) as outbox,
               coalesce((select max(extract(epoch from now() - case when owed.attempts = 0
                                                                    then greatest(owed.created_at, owed.next_attempt_at)
                                                                    else owed.created_at end))
                           from outbox owed where owed.set_aside_at is null), 0)::float8 as outboxseconds
        """;

    /// <summary>One statement.</summary>
    public async Task<QueueDepths> LookAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleAsync<LookRow>(new CommandDefinition(Look, cancellationToken: cancellationToken));
        return new QueueDepths(row.Inbox, AgeOf(row.InboxSeconds), row.Outbox, AgeOf(row.OutboxSeconds));
    }

    // A transaction that began before the row was stored sees it with a negative age.
    private static TimeSpan AgeOf(double seconds) => TimeSpan.FromSeconds(Math.Max(0, seconds));

    private sealed record LookRow
    {
        public long Inbox { get; init; }

        public double InboxSeconds { get; init; }

        public long Outbox { get; init; }

        public double OutboxSeconds { get; init; }
    }
}
