using System.Collections.Immutable;
using Npgsql;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.Clients;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>Compares, at the end of a run, the typed answers with the rows, and the rows with the cards.</summary>
internal sealed class Audit(NpgsqlDataSource database)
{
    private sealed record Row(long Id, long UserId, ImmutableArray<string> Values, bool IsClosed);

    public List<string> Lost { get; } = [];

    public List<string> Doubled { get; } = [];

    public List<string> Differing { get; } = [];

    public List<string> WrongStatus { get; } = [];

    public List<string> CardsMissing { get; } = [];

    public List<string> CardsUntrue { get; } = [];

    public int StaleCopies { get; private set; }

    /// <summary>Cards beyond the first for a ticket in a chat: chat and time.</summary>
    public List<Repeat> ExtraCards { get; } = [];

    public async Task RunAsync(
        IReadOnlyList<FormClient> clients, IReadOnlyDictionary<long, bool> closedAsWished, IReadOnlyList<ChatParticipant> cardChats,
        CancellationToken cancellationToken)
    {
        var rows = await ReadTicketsAsync(cancellationToken);
        var known = await ReadCardsAsync(cancellationToken);
        CompareRows(clients, rows);
        foreach (var row in rows)
        {
            if (closedAsWished.TryGetValue(row.Id, out var closed) && closed != row.IsClosed)
                WrongStatus.Add($"ticket {row.Id} is {(row.IsClosed ? "closed" : "open")}, but the last press asked for the opposite");
        }

        foreach (var chat in cardChats)
        {
            var cards = chat.Messages
                .Select(message => (Message: message, Card: TicketManager.CardIn(message)))
                .Where(shown => shown.Card is not null)
                .ToLookup(shown => shown.Card!.Value.Ticket, shown => shown.Message);
            foreach (var row in rows)
                CompareCards(row, chat, [.. cards[row.Id]], known);
        }
    }

    private void CompareRows(IReadOnlyList<FormClient> clients, IReadOnlyList<Row> rows)
    {
        var byUser = rows.ToLookup(row => row.UserId);
        foreach (var client in clients)
        {
            // The description identifies the form and every try of it.
            var left = byUser[client.Seat.ChatId].ToList();
            foreach (var form in client.Sent)
            {
                var typed = Speech.Questions.Select(question => form[question]).ToImmutableArray();
                var what = $"user {client.Seat.ChatId}, form {form.Number}: {string.Join(" | ", typed)}";
                var same = left.Where(row => row.Values.SequenceEqual(typed)).ToList();
                left.RemoveAll(same.Contains);
                if (same.Count > 1)
                    Doubled.Add($"{what}: rows {string.Join(", ", same.Select(row => row.Id))}");
                if (same.Count == 0)
                    Lost.Add(what);
                else if (form.TicketId is { } told && told != same[0].Id)
                    Differing.Add($"{what}: told №{told}, but it is row {same[0].Id}");
            }

            Differing.AddRange(left.Select(row => $"row {row.Id} of user {row.UserId}: {string.Join(" | ", row.Values)}"));
        }
    }

    private void CompareCards(
        Row row, ChatParticipant chat, ImmutableArray<ChatMessage> cards, HashSet<(long Ticket, long Chat, long Message)> known)
    {
        if (cards.Length == 0)
        {
            CardsMissing.Add($"ticket {row.Id} in chat {chat.ChatId}");
            return;
        }

        ExtraCards.AddRange(cards.Zip(cards.Skip(1), (taken, again) =>
            new Repeat(chat.ChatId, again.Date, $"card of ticket {row.Id}, taken at {taken.Date:mm:ss.fff}", taken.Date)));
        if (!cards.Any(card => known.Contains((row.Id, chat.ChatId, card.Id))))
            CardsUntrue.Add($"ticket {row.Id} in chat {chat.ChatId}: the bot knows none of its cards");
        foreach (var card in cards.Where(card => !IsTrue(card, row)))
        {
            if (known.Contains((row.Id, chat.ChatId, card.Id)))
                CardsUntrue.Add($"ticket {row.Id}, {(row.IsClosed ? "closed" : "open")}, in chat {chat.ChatId}: {card}");
            else
                StaleCopies++;
        }
    }

    private static bool IsTrue(ChatMessage card, Row row)
    {
        var closes = TicketManager.CardIn(card) is { Closes: true };
        var isStruck = card.Formatted("strikethrough").Any();
        return closes != row.IsClosed && isStruck == row.IsClosed && row.Values.All(value => Shows(card.Text, value));
    }

    // A number is displayed in groups, separated by non-breaking spaces.
    private static bool Shows(string text, string value) => value.StartsWith('+')
        ? string.Concat(text.Where(sign => sign is not ('\u00A0' or '-'))).Contains(value, StringComparison.Ordinal)
        : text.Contains(value, StringComparison.Ordinal);

    private async Task<List<Row>> ReadTicketsAsync(CancellationToken cancellationToken)
    {
        var answers = string.Join(", ", FormScript.Questions.Select(question => question.Column));
        await using var command = database.CreateCommand(
            $"select id::bigint, user_id::bigint, {answers}, status = 'closed' from tickets order by id");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<Row>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new Row(
                reader.GetInt64(0), reader.GetInt64(1), [.. Enumerable.Range(2, Speech.Questions.Length).Select(reader.GetString)],
                reader.GetBoolean(2 + Speech.Questions.Length)));
        }

        return rows;
    }

    private async Task<HashSet<(long Ticket, long Chat, long Message)>> ReadCardsAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select ticket_id::bigint, chat_id::bigint, message_id::bigint from ticket_cards");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var cards = new HashSet<(long, long, long)>();
        while (await reader.ReadAsync(cancellationToken))
            cards.Add((reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)));
        return cards;
    }
}
