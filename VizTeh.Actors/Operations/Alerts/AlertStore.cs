using System.Text.Json;
using Dapper;
using Npgsql;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Operations.Alerts;

/// <summary>
/// Reads what alerts are about, and table <c>alerts</c>: what was sent, so that neither a restart nor a second process repeats it.
/// </summary>
internal sealed class AlertStore(NpgsqlDataSource database)
{
    // An alert tells of the longest wait and of a number of chats; more than so many would add nothing.
    private const int MostLate = 100;

    // A message for a client that the client's chat refuses is that client's matter (a blocked bot, say), and given up in time. One that
    // was never tried is not due before its time has come; one that was refused has been due since, whatever its next try is.
    private static readonly string Late =
        $"""
        select min(waiting.id) as id, waiting.chat_id,
               max(extract(epoch from now() - case when waiting.attempts = 0 then greatest(waiting.created_at, waiting.next_attempt_at)
                                                   else waiting.created_at end)) as seconds,
               count(*) as messages
          from outbox waiting
         where waiting.set_aside_at is null and (waiting.expires_at is null or waiting.expires_at > now())
           and waiting.created_at < now() - @outbox::interval
           and case when waiting.recipient = 'client' then waiting.attempts = 0 and waiting.next_attempt_at < now() - @outbox::interval
                    else waiting.attempts > 0 or waiting.next_attempt_at < now() - @outbox::interval end
         group by waiting.chat_id, waiting.held_back_at is not null
         order by 1 limit {MostLate}
        """;

    private static readonly string Look =
        $"""
        with late_rows as materialized ({Late}), aside as materialized (
          select (select count(*) from inbox where set_aside_at is not null) as updates,
                 (select count(*) from outbox where set_aside_at is not null) as messages,
                 greatest((select max(set_aside_at) from inbox where set_aside_at is not null),
                          (select max(set_aside_at) from outbox where set_aside_at is not null)) as newest)
        select aside.updates as updatesaside, aside.messages as messagesaside,
               coalesce((extract(epoch from aside.newest) * 1000000)::bigint, 0) as newestaside,
               array(select id from late_rows order by id) as lateids,
               array(select chat_id from late_rows order by id) as latechats,
               array(select seconds::float8 from late_rows order by id) as lateseconds,
               array(select messages from late_rows order by id) as latemessages,
               (select coalesce(jsonb_agg(jsonb_build_object(
                          'kind', kind, 'mark', mark, 'said', extract(epoch from now() - said_at),
                          'began', extract(epoch from now() - began_at))), '[]')::text from alerts) as said,
               array({UnseenTickets.Find}) as unseen
          from aside
        """;

    /// <summary>One statement.</summary>
    /// <param name="wantsTickets">Whether tickets that reached no managers' chat are looked for.</param>
    public async Task<QueueLook> LookAsync(AlertThresholds thresholds, bool wantsTickets, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleAsync<LookRow>(new CommandDefinition(
            Look, new { outbox = thresholds.Outbox, card = wantsTickets ? thresholds.Card : null }, cancellationToken: cancellationToken));
        return row.ToLook();
    }

    /// <summary>
    /// Takes an alert, or the news of its end, for this process: nobody else sends it for the time of the lease. A process that dies before
    /// it has recorded the result leaves it to the next one when the lease is over.
    /// </summary>
    /// <returns>False when another process has it, or had it sent within <paramref name="repeat"/>.</returns>
    public async Task<bool> TryClaimAsync(
        AlertKind kind, AlertStep step, TimeSpan repeat, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var sql = step == AlertStep.SayOver
            ? """
              update alerts set claimed_until = now() + @lease
               where kind = @kind and began_at is not null and (claimed_until is null or claimed_until < now())
              """
            : """
              insert into alerts (kind, claimed_until) values (@kind, now() + @lease)
              on conflict (kind) do update set claimed_until = now() + @lease
               where (alerts.claimed_until is null or alerts.claimed_until < now())
                 and (alerts.said_at is null or alerts.said_at <= now() - @repeat)
              """;
        return await connection.ExecuteAsync(new CommandDefinition(
            sql, new { kind = AlertKinds.NameOf(kind), lease, repeat }, cancellationToken: cancellationToken)) > 0;
    }

    /// <summary>Gives claims of this process back: nobody could be reached, or the process stops.</summary>
    public async Task ReleaseAsync(IEnumerable<AlertKind> kinds, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "update alerts set claimed_until = null where kind = any(@kinds)", new { kinds = kinds.Select(AlertKinds.NameOf).ToArray() },
            cancellationToken: cancellationToken));
    }

    /// <summary>Stores what was sent, and ends the claim.</summary>
    public async Task RecordAsync(SaidAlert said, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into alerts (kind, said_at, began_at, mark)
            values (@kind, now() - @SaidAgo::interval, now() - @BeganAgo::interval, @Mark)
            on conflict (kind) do update set said_at = excluded.said_at, began_at = excluded.began_at, claimed_until = null,
                                             mark = greatest(alerts.mark, excluded.mark)
            """,
            new { kind = AlertKinds.NameOf(said.Kind), said.SaidAgo, said.BeganAgo, said.Mark }, cancellationToken: cancellationToken));
    }

    private sealed record LookRow
    {
        public long UpdatesAside { get; init; }

        public long MessagesAside { get; init; }

        public long NewestAside { get; init; }

        public long[] LateIds { get; init; } = [];

        public long[] LateChats { get; init; } = [];

        public double[] LateSeconds { get; init; } = [];

        public long[] LateMessages { get; init; } = [];

        public string Said { get; init; } = "[]";

        public long[] Unseen { get; init; } = [];

        public QueueLook ToLook() => new(
            UpdatesAside, MessagesAside, NewestAside,
            [.. LateIds.Select((id, at) => new LateRow(id, LateChats[at], TimeSpan.FromSeconds(LateSeconds[at]), LateMessages[at]))],
            [.. SaidAlerts()], Unseen);

        private List<SaidAlert> SaidAlerts()
        {
            using var rows = JsonDocument.Parse(Said);
            var said = new List<SaidAlert>();
            foreach (var row in rows.RootElement.EnumerateArray())
            {
                // A later version may have more kinds.
                if (AlertKinds.Named(row.GetProperty("kind").GetString()!) is { } kind)
                    said.Add(new SaidAlert(kind, Ago(row, "said"), Ago(row, "began"), row.GetProperty("mark").GetInt64()));
            }

            return said;
        }

        private static TimeSpan? Ago(JsonElement row, string name) => row.GetProperty(name) is { ValueKind: JsonValueKind.Number } seconds
            ? TimeSpan.FromSeconds(seconds.GetDouble())
            : null;
    }
}
