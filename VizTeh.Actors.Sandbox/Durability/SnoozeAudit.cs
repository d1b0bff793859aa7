using System.Globalization;
using Npgsql;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>
/// Compares, at the end of a run, the reminders that managers have asked for with those that came: each once in effect, unless its wait was
/// ended before.
/// </summary>
internal sealed class SnoozeAudit
{
    // Each reminder that was sent has the request before it, with nothing between the two that ends the wait.
    private const string Histories =
        """
        select story.ticket_id::bigint, count(*) filter (where story.action = 'reminded') as reminded,
               count(*) filter (where story.action = 'snooze' and story.next is distinct from 'reminded') as ended,
               count(*) filter (where story.action = 'reminded' and story.last is distinct from 'snooze') as unasked
          from (select past.ticket_id, past.action,
                       lead(past.action) over (partition by past.ticket_id order by past.id) as next,
                       lag(past.action) over (partition by past.ticket_id order by past.id) as last
                  from ticket_history past
                 where past.action in ('snooze', 'snooze-end', 'reminded') or (past.action = 'status' and past.status = 'closed')) story
          join tickets ticket on ticket.id = story.ticket_id and ticket.erased_at is null
         group by story.ticket_id
        """;

    private readonly Dictionary<long, (long Reminded, long Ended)> _asked = [];
    private readonly HashSet<(long Chat, long Message)> _recorded = [];

    /// <summary>The reminders that were sent, by the history.</summary>
    public long Sent { get; private set; }

    public List<string> Missing { get; } = [];

    public List<string> Untrue { get; } = [];

    /// <summary>Reminders that came once more: each has to have its death or its fault.</summary>
    public List<Repeat> Extra { get; } = [];

    public static async Task<SnoozeAudit> ReadAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var audit = new SnoozeAudit();
        await using (var command = database.CreateCommand(Histories))
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                var (ticket, reminded) = (reader.GetInt64(0), reader.GetInt64(1));
                audit._asked.Add(ticket, (reminded, reader.GetInt64(2)));
                audit.Sent += reminded;
                if (reader.GetInt64(3) > 0)
                    audit.Untrue.Add($"ticket {ticket}: its history has a reminder that nobody waited for");
            }
        }

        await using (var command = database.CreateCommand("select chat_id, message_id from ticket_posts where ticket_message_id is null"))
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                audit._recorded.Add((reader.GetInt64(0), reader.GetInt64(1)));
        }

        return audit;
    }

    /// <param name="chats">All managers' chats: a reminder comes to one of them.</param>
    /// <param name="erasures">What was said about an erased ticket is deleted with it.</param>
    public void Compare(IReadOnlyList<ChatParticipant> chats, ErasureAudit erasures)
    {
        var shown = chats.SelectMany(chat => chat.Messages.Where(IsReminder)).ToLookup(message => TicketNumber.In(message.Text));
        foreach (var ticket in shown.Where(ticket => !_asked.ContainsKey(ticket.Key) && !erasures.IsErased(ticket.Key)))
            Untrue.Add($"ticket {ticket.Key} was reminded of, and nobody had asked for it");
        foreach (var (ticket, (reminded, ended)) in _asked)
            Compare(ticket, [.. shown[ticket]], reminded, ended);
    }

    private void Compare(long ticket, ChatMessage[] shown, long reminded, long ended)
    {
        ChatMessage[] unrecorded = [.. shown.Where(message => !_recorded.Contains((message.ChatId, message.Id)))];
        var recorded = shown.Length - unrecorded.Length;
        if (shown.Length < reminded)
        {
            Missing.Add(string.Create(
                CultureInfo.InvariantCulture, $"a reminder of ticket {ticket}: {reminded} sent, {shown.Length} came"));
        }

        // A wait may be ended while its reminder is being sent.
        if (recorded > reminded + ended)
        {
            Untrue.Add(string.Create(
                CultureInfo.InvariantCulture, $"ticket {ticket}: {recorded} reminders came of {reminded + ended} that were asked for"));
        }

        // Of a message whose id Telegram did not say, nothing is recorded either.
        Extra.AddRange(unrecorded.Skip((int)Math.Max(0, reminded - recorded)).Select(message => new Repeat(
            message.ChatId, DateTimeOffset.MaxValue, $"reminder of ticket {ticket}, not recorded: {message}", message.Date)));
        Untrue.AddRange(shown
            .Where(message => message.ReplyTo is not { } card || TicketManager.CardIn(card)?.Ticket != ticket)
            .Select(message => $"a reminder of ticket {ticket} in chat {message.ChatId} is no reply to its card: {message}"));
    }

    private static bool IsReminder(ChatMessage message) =>
        message.FromBot && message.Text.Contains("пора вернуться к заявке №", StringComparison.Ordinal);
}
