using System.Diagnostics;
using System.Globalization;
using Npgsql;
using VizTeh.Actors.Sandbox.BotApi.Server;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>What is left to do at the end of a run, or was not done as it should have been.</summary>
internal sealed class Leftovers(NpgsqlDataSource database)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    // Every ticket of such a run was filled under a consent; an erasure takes it off.
    private const string WithoutConsent =
        """
        select 'ticket ' || ticket.id || ' without the consent of its client' from tickets ticket
         where ticket.erased_at is null
           and (ticket.consent_message_id is null or not exists (select from clients where clients.user_id = ticket.user_id))
        """;

    /// <summary>Waits until nothing is under way any more.</summary>
    /// <returns>What still is at the time limit.</returns>
    public async Task<List<string>> ComeToRestAsync(BotApiServer telegram, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var left = new List<string>();
            if (telegram.Updates.PendingCount is > 0 and var pending)
                left.Add($"{pending} updates that are not confirmed to Telegram");
            left.AddRange(await ReadAsync(
                "select concat_ws(' ', 'inbox: update', update_id, last_error) from inbox where set_aside_at is null",
                cancellationToken));
            left.AddRange(await ReadAsync(
                "select concat_ws(' ', 'outbox:', kind, 'of ticket', ticket_id, last_error) from outbox", cancellationToken));
            left.AddRange(await ReadAsync(
                "select 'a reminder of ticket ' || id || ', which is due' from tickets where snoozed_until <= now() and status <> 'closed'",
                cancellationToken));
            if (left.Count == 0 || Stopwatch.GetElapsedTime(began) > deadline)
                return left;
            await Task.Delay(LookInterval, TimeProvider.System, cancellationToken);
        }
    }

    /// <returns>Readable updates that were set aside, and unreadable ones that were not.</returns>
    public async Task<List<string>> SetAsideAsync(IReadOnlyList<long> unreadable, CancellationToken cancellationToken)
    {
        var setAside = (await ReadAsync("select update_id::text from inbox where set_aside_at is not null", cancellationToken))
            .Select(id => long.Parse(id, CultureInfo.InvariantCulture)).ToHashSet();
        return
        [
            .. setAside.Except(unreadable).Select(id => $"update {id} was set aside, though nothing is wrong with it"),
            .. unreadable.Except(setAside).Select(id => $"update {id} cannot be read, but is not set aside"),
        ];
    }

    /// <returns>Tickets of a run in which consent is asked for that have none.</returns>
    public Task<List<string>> WithoutConsentAsync(CancellationToken cancellationToken) => ReadAsync(WithoutConsent, cancellationToken);

    private async Task<List<string>> ReadAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var lines = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            lines.Add(reader.GetString(0));
        return lines;
    }
}
