using Npgsql;

namespace VizTeh.Actors.Operations.Health;

/// <summary>A matter of the view <c>health</c>, summed up over chats and clients, so that nothing personal is in it.</summary>
/// <param name="Rows">How many.</param>
/// <param name="For">Since the oldest of them; null when there is none.</param>
internal sealed record HealthMatter(string Matter, bool IsTrouble, long Rows, TimeSpan? For);

/// <summary>The view <c>health</c>, the one definition of what is wrong in the database.</summary>
internal static class HealthView
{
    /// <summary>A process runs.</summary>
    public const string Bot = "bot";

    public const string LastPoll = "last poll";
    public const string InboxWaiting = "inbox waiting";
    public const string InboxSetAside = "inbox set aside";
    public const string OutboxWaiting = "outbox waiting";
    public const string OutboxWaitingForClients = "outbox waiting for clients";
    public const string OutboxSetAside = "outbox set aside";

    public static async Task<IReadOnlyList<HealthMatter>> ReadAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            select matter, bool_or(state <> 'ok'), sum(rows)::bigint, extract(epoch from now() - min(since))::float8
              from health group by matter order by matter
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var matters = new List<HealthMatter>();
        while (await reader.ReadAsync(cancellationToken))
        {
            matters.Add(new HealthMatter(
                reader.GetString(0), reader.GetBoolean(1), reader.GetInt64(2),
                await reader.IsDBNullAsync(3, cancellationToken) ? null : TimeSpan.FromSeconds(Math.Max(0, reader.GetDouble(3)))));
        }

        return matters;
    }
}
