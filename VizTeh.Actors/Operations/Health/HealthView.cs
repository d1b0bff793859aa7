using System.Collections.Frozen;
using Npgsql;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Inbox;
using VizTeh.Actors.PersonalData;
using VizTeh.Actors.Tickets;

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

    // Not among them is what leaves the work as it is: another entry of PROXY in use, the photo that is left out, a log that nobody reads,
    // alerts that do not arrive, a second program that stands by, a node that is gone while others work, a ticket that is not erased in
    // time.
    private static readonly FrozenSet<string> Essential = new[]
    {
        Bot, LastPoll, PollHealth.Matter, InboxWaiting, InboxSetAside, OutboxWaiting, OutboxWaitingForClients, OutboxSetAside,
        RecoveryCheck.Matter, ClientReplies.ReplyRefused, TicketActor.TicketRefused, TicketActor.MessageRefused,
        TicketActor.ConsentRefused, PersonalDataActor.Refused,
    }.ToFrozenSet();

    /// <summary>Whether trouble with a matter leaves somebody without an answer or a card, so that the bot is not ready.</summary>
    public static bool IsEssential(string matter) => Essential.Contains(matter);

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
