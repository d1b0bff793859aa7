using System.Collections.Immutable;
using System.Globalization;
using Npgsql;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>Compares, at the end of a run, the typed answers with the rows, and the rows with the cards.</summary>
internal sealed class Audit(NpgsqlDataSource database)
{
    public List<string> Lost { get; } = [];

    public List<string> Doubled { get; } = [];

    public List<string> Differing { get; } = [];

    public List<string> WrongStatus { get; } = [];

    public List<string> CardsMissing { get; } = [];

    public List<string> CardsUntrue { get; } = [];

    public List<string> RemindersMissing { get; } = [];

    public List<string> RemindersUntrue { get; } = [];

    /// <summary>Reminders of tickets that were sent.</summary>
    public long Reminders { get; private set; }

    /// <summary>What is found of clients who had their data erased.</summary>
    public List<string> LeftAfterErasure { get; } = [];

    public int StaleCopies { get; private set; }

    /// <summary>Answers on tickets to questions that the form had lost, or asked as another kind, when they were sent.</summary>
    public int RemovedAnswers { get; private set; }

    /// <summary>Cards beyond the first for a ticket in a chat: where and when they came.</summary>
    public List<Repeat> ExtraCards { get; } = [];

    /// <summary>Copies of managers' answers beyond the first, in clients' chats.</summary>
    public List<Repeat> ExtraAnswers { get; } = [];

    public async Task RunAsync(
        IReadOnlyList<FormClient> clients, IReadOnlyList<ErasingClient> erasing, IReadOnlyList<TicketManager> managers,
        IReadOnlyDictionary<long, bool> closedAsWished, IReadOnlyList<ChatParticipant> cardChats, CancellationToken cancellationToken)
    {
        var rows = await TicketRow.ReadAllAsync(database, cancellationToken);
        var known = await ReadCardsAsync(cancellationToken);
        var said = await ReadMessagesAsync(cancellationToken);
        var wordings = await ReadWordingsAsync(cancellationToken);
        var files = await FilesAudit.ReadAsync(database, cancellationToken);
        CompareRows(clients, rows, said, files);
        RemovedAnswers = rows.Sum(row => row.Answers.Count(answer => answer.Removed));
        foreach (var row in rows)
        {
            if (closedAsWished.TryGetValue(row.Id, out var closed) && closed != row.IsClosed)
                WrongStatus.Add($"ticket {row.Id} is {(row.IsClosed ? "closed" : "open")}, but the last press asked for the opposite");
        }

        var claims = await ClaimAudit.ReadAsync(database, cancellationToken);
        WrongStatus.AddRange(claims.Wrong);
        WrongStatus.AddRange(await OutcomeAudit.FindWrongAsync(database, cancellationToken));
        foreach (var chat in cardChats)
        {
            files.Compare(chat);
            var cards = chat.Messages
                .Select(message => (Message: message, Card: TicketManager.CardIn(message)))
                .Where(shown => shown.Card is not null)
                .ToLookup(shown => shown.Card!.Value.Ticket, shown => shown.Message);
            foreach (var row in rows)
                CompareCards(row, chat, [.. cards[row.Id]], known, claims);
            foreach (var wording in wordings)
                CompareShown(wording, chat);
        }

        var erasures = await ErasureAudit.ReadAsync(database, cancellationToken);
        var erasedFiles = erasing.SelectMany(client => client.Files).ToHashSet();
        foreach (var chat in cardChats)
            erasures.Compare(chat, known, erasedFiles);
        var reminders = await SnoozeAudit.ReadAsync(database, cancellationToken);
        reminders.Compare(cardChats, erasures);
        Reminders = reminders.Sent;
        RemindersMissing.AddRange(reminders.Missing);
        RemindersUntrue.AddRange(reminders.Untrue);
        ExtraCards.AddRange(reminders.Extra);
        ExtraCards.AddRange(erasures.Copies);
        LeftAfterErasure.AddRange(erasures.Left);
        var answers = await AnswersAudit.ReadAsync(database, cancellationToken);
        foreach (var manager in managers)
            answers.Compare(manager, erasures);
        foreach (var client in clients)
            answers.Compare(client.Seat);
        foreach (var client in erasing)
            answers.Compare(client.Seat, client.Tickets);
        Lost.AddRange(answers.Missing);
        Differing.AddRange(answers.Untrue);
        ExtraAnswers.AddRange(answers.Extra);
        CardsMissing.AddRange(files.Missing);
        CardsUntrue.AddRange(files.Untrue);
        ExtraCards.AddRange(files.Extra);
    }

    private void CompareRows(IReadOnlyList<FormClient> clients, IReadOnlyList<TicketRow> rows, ILookup<long, string> said, FilesAudit files)
    {
        var byUser = rows.ToLookup(row => row.UserId);
        foreach (var client in clients)
        {
            // The name names the form, and every try of it.
            var left = byUser[client.Seat.ChatId].ToList();
            foreach (var form in client.Sent)
            {
                var what = $"user {client.Seat.ChatId}, form {form.Number}: {Listed(form.Sent.Select(typed => typed.Value))}";
                var same = left.Where(row => Keeps(row, form)).ToList();
                left.RemoveAll(same.Contains);
                if (same.Count > 1)
                    Doubled.Add($"{what}: rows {string.Join(", ", same.Select(row => row.Id))}");
                if (same.Count == 0)
                    Lost.Add(what);
                else if (form.TicketId is { } told && told != same[0].Id)
                    Differing.Add($"{what}: told №{told}, but it is row {same[0].Id}");
                if (same.Count > 0)
                {
                    CompareAdditions(what, form, [.. said[same[0].Id]]);
                    CompareFiles(what, form, files.Of(same[0].Id));
                }
            }

            Differing.AddRange(left.Select(row => $"row {row.Id} of user {row.UserId}: {Listed(row.Answers.Select(kept => kept.Value))}"));
        }

        Differing.AddRange(rows.Where(row => !row.ColumnsRepeatAnswers).Select(row =>
            $"row {row.Id} of user {row.UserId}: its columns have {Listed(row.Columns.Values)}, "
            + $"its answers {Listed(row.Answers.Select(kept => kept.Value))}"));
    }

    // Those of the answers come first.
    private void CompareFiles(string what, TypedForm form, ImmutableArray<string> stored)
    {
        string[] sent = [.. form.Files, .. form.AddedFiles];
        Lost.AddRange(sent.Except(stored).Select(file => $"{what}: file {file}, which was added to it"));
        Doubled.AddRange(stored.GroupBy(file => file).Where(same => same.Count() > 1).Select(same => $"{what}: file {same.Key}"));
        if (!stored.Where(sent.Contains).SequenceEqual(sent.Where(stored.Contains)))
            Differing.Add($"{what}: its files are in another order");
    }

    private void CompareAdditions(string what, TypedForm form, ImmutableArray<string> stored)
    {
        Lost.AddRange(form.Added.Except(stored).Select(words => $"{what}: «{words}», which was added to it"));
        Doubled.AddRange(stored.GroupBy(words => words).Where(same => same.Count() > 1).Select(same => $"{what}: «{same.Key}»"));
        Differing.AddRange(stored.Where(words => !form.MayBeAdded.Contains(words))
            .Select(words => $"{what}: «{words}», which was not written to it"));
        if (!stored.Where(form.Added.Contains).SequenceEqual(form.Added.Where(stored.Contains)))
            Differing.Add($"{what}: what was added to it is in another order");
    }

    // Whether an answer was removed from the form is up to the form that the bot went by when it was sent.
    private static bool Keeps(TicketRow row, TypedForm form) =>
        row.Answers.Select(kept => (kept.Id, kept.Label, kept.Value)).Order()
            .SequenceEqual(form.Sent.Select(typed => (typed.Question.Id, typed.Question.Label, typed.Value)).Order());

    private static string Listed(IEnumerable<string> values) => string.Join(" | ", values);

    private void CompareCards(
        TicketRow row, ChatParticipant chat, ImmutableArray<ChatMessage> cards, HashSet<(long Ticket, long Chat, long Message)> known,
        ClaimAudit claims)
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
        foreach (var card in cards.Where(card => !IsTrue(card, row) || !claims.IsTrue(card, row.Id)))
        {
            if (known.Contains((row.Id, chat.ChatId, card.Id)))
                CardsUntrue.Add($"ticket {row.Id}, {(row.IsClosed ? "closed" : "open")}, in chat {chat.ChatId}: {card}");
            else
                StaleCopies++;
        }
    }

    // What was edited before it was shown is shown like any other words.
    private void CompareShown(Wording wording, ChatParticipant chat)
    {
        var (ticketId, words) = (wording.Ticket, wording.Words);
        string[] headings = wording.IsCorrected ? ["Клиент добавил к заявке", "Клиент исправил сообщение к заявке"]
            : ["Клиент добавил к заявке"];
        string[] texts = [.. headings.Select(heading => string.Create(CultureInfo.InvariantCulture, $"{heading} №{ticketId}\n{words}"))];
        ChatMessage[] shown = [.. chat.Messages.Where(message => message.FromBot && texts.Contains(message.Text))];
        if (shown.Length == 0)
            CardsMissing.Add($"what the client wrote to ticket {ticketId} in chat {chat.ChatId}");
        ExtraCards.AddRange(shown.Zip(shown.Skip(1), (taken, again) =>
            new Repeat(chat.ChatId, again.Date, $"message to ticket {ticketId}, taken at {taken.Date:mm:ss.fff}", taken.Date)));
        CardsUntrue.AddRange(shown
            .Where(message => message.ReplyTo is not { } card || TicketManager.CardIn(card)?.Ticket != ticketId)
            .Select(message => $"a message to ticket {ticketId} in chat {chat.ChatId} is no reply to its card: {message}"));
    }

    private static bool IsTrue(ChatMessage card, TicketRow row)
    {
        var isOpen = TicketManager.CardIn(card) is { IsOpen: true };
        var heading = string.Create(CultureInfo.InvariantCulture, $"{(row.IsClosed ? "✅" : "🟢")} №{row.Id}");
        return isOpen != row.IsClosed && card.Text.StartsWith(heading, StringComparison.Ordinal)
            && card.Text.Contains("Закрыта ", StringComparison.Ordinal) == row.IsClosed
            && (row.Outcome is null
                ? !card.Text.Contains("Закрыта (", StringComparison.Ordinal)
                : card.Text.Contains($"Закрыта ({row.Outcome})", StringComparison.Ordinal))
            && card.Text.Contains("\n⏰ ", StringComparison.Ordinal) == row.IsSnoozed
            && row.Answers.All(answer => Shows(card.Text, ShownOf(answer)))
            && row.Answers.Any(answer => answer.Removed) == card.Text.Contains("Ранее указано", StringComparison.Ordinal);
    }

    private static string ShownOf(KeptAnswer answer) => answer.Kind switch
    {
        "Choices" => answer.Value.Replace("\n", ", ", StringComparison.Ordinal),
        "Date" => string.Join('.', answer.Value.Split('-').Reverse()),
        _ => answer.Value,
    };

    // A number is displayed in groups, separated by non-breaking spaces.
    private static bool Shows(string text, string value) => value.StartsWith('+')
        ? string.Concat(text.Where(sign => sign is not ('\u00A0' or '-'))).Contains(value, StringComparison.Ordinal)
        : text.Contains(value, StringComparison.Ordinal);

    private async Task<ILookup<long, string>> ReadMessagesAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "select ticket_id, text from ticket_messages where text <> '' and author = 'client' order by id");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var messages = new List<(long Ticket, string Words)>();
        while (await reader.ReadAsync(cancellationToken))
            messages.Add((reader.GetInt64(0), reader.GetString(1)));
        return messages.ToLookup(message => message.Ticket, message => message.Words);
    }

    private async Task<IReadOnlyList<Wording>> ReadWordingsAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            select said.ticket_id, coalesce(newest.text, said.text), newest.text is not null
              from ticket_messages said
              left join lateral (
                   select newer.text from ticket_messages newer where newer.corrects = said.id
                    order by newer.id desc limit 1) newest on true
             where said.text <> '' and said.author = 'client' and said.corrects is null
             order by said.id
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var wordings = new List<Wording>();
        while (await reader.ReadAsync(cancellationToken))
            wordings.Add(new Wording(reader.GetInt64(0), reader.GetString(1), reader.GetBoolean(2)));
        return wordings;
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

    /// <summary>What a client wrote to a ticket, in the words that it has now.</summary>
    private sealed record Wording(long Ticket, string Words, bool IsCorrected);
}
