using System.Globalization;
using Npgsql;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>
/// Compares, at the end of a run, what managers answered with what is stored, and that with what the clients have: each answer once in
/// effect, in order, and in no other client's chat.
/// </summary>
internal sealed class AnswersAudit
{
    private const string Stored =
        """
        select said.ticket_id, ticket.user_id::bigint, said.text
          from ticket_messages said join tickets ticket on ticket.id = said.ticket_id
         where said.author = 'manager' and ticket.erased_at is null order by said.id
        """;

    private const string Heading = "Ответ по заявке №";

    private readonly List<(GivenAnswer Answer, long UserId)> _stored = [];

    public List<string> Missing { get; } = [];

    public List<string> Untrue { get; } = [];

    /// <summary>Answers that a client has more than once.</summary>
    public List<Repeat> Extra { get; } = [];

    public static bool IsAnswer(ChatMessage message) => message.FromBot && message.Text.StartsWith(Heading, StringComparison.Ordinal);

    public static async Task<AnswersAudit> ReadAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var audit = new AnswersAudit();
        await using var command = database.CreateCommand(Stored);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            audit._stored.Add((new GivenAnswer(reader.GetInt64(0), reader.GetString(2)), reader.GetInt64(1)));
        return audit;
    }

    /// <summary>Whether all that the manager answered is stored, for the tickets to which it was answered, in order and once.</summary>
    /// <param name="erasures">What was answered to an erased ticket is erased with it.</param>
    public void Compare(TicketManager manager, ErasureAudit erasures)
    {
        var given = manager.Given.Where(answer => !erasures.IsErased(answer.Ticket)).ToHashSet();
        GivenAnswer[] kept = [.. _stored.Select(stored => stored.Answer).Where(given.Contains)];
        Missing.AddRange(given.Except(kept).Select(answer => $"the answer «{answer.Words}» to ticket {answer.Ticket}"));
        if (!kept.SequenceEqual(manager.Given.Where(kept.Contains)))
            Untrue.Add($"answers are stored twice or in another order: {string.Join(", ", kept.Select(answer => answer.Words))}");
    }

    /// <summary>Whether the client has all answers to the own tickets, those to one ticket in order, and no other.</summary>
    public void Compare(ChatParticipant client)
    {
        string[] meant = [.. _stored.Where(stored => stored.UserId == client.ChatId).Select(stored => TextOf(stored.Answer))];
        ChatMessage[] shown = [.. client.Messages.Where(IsAnswer)];
        var byText = shown.ToLookup(message => message.Text);
        Missing.AddRange(meant.Where(text => !byText[text].Any())
            .Select(text => $"in chat {client.ChatId}: {text.ReplaceLineEndings(" ")}"));
        Untrue.AddRange(shown.Where(message => !meant.Contains(message.Text))
            .Select(message => $"an answer to another's ticket in chat {client.ChatId}: {message}"));
        // Answers of several managers to several tickets are stored side by side; those to one ticket are in order.
        var come = byText.Select(same => same.Key).Where(meant.Contains).ToLookup(TicketNumber.In);
        Untrue.AddRange(meant.Where(text => byText[text].Any()).GroupBy(TicketNumber.In)
            .Where(ofTicket => !ofTicket.SequenceEqual(come[ofTicket.Key]))
            .Select(ofTicket => $"answers to ticket {ofTicket.Key} came in another order in chat {client.ChatId}"));
        Extra.AddRange(byText.SelectMany(same => same.Zip(same.Skip(1), (taken, again) =>
            new Repeat(client.ChatId, again.Date, again.ToString(), taken.Date))));
    }

    /// <summary>Whether the client has answers to the own tickets only, of which nothing may be stored any more.</summary>
    /// <param name="tickets">All that were ever the client's.</param>
    public void Compare(ChatParticipant client, IReadOnlySet<long> tickets) =>
        Untrue.AddRange(client.Messages.Where(IsAnswer)
            .Where(message => !tickets.Contains(TicketNumber.In(message.Text)))
            .Select(message => $"an answer to another's ticket in chat {client.ChatId}: {message}"));

    private static string TextOf(GivenAnswer answer) =>
        string.Create(CultureInfo.InvariantCulture, $"{Heading}{answer.Ticket}\n\n{answer.Words}");
}
