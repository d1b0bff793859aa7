using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Database;
using VizTeh.Actors.Delivery;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Operations.Alerts;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Reports;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using Attachment = VizTeh.Actors.Messages.Attachment;
using Sent = VizTeh.Actors.Sandbox.BotApi.Chats.MessageKind;

namespace VizTeh.Actors.Tests.Database;

/// <summary>
/// No statement scans a whole table, dead rows included, whatever statistics PostgreSQL had when it planned the statement: so a burst has
/// no lasting cost.
/// </summary>
public sealed class QueryPlanTests
{
    private const string Guarded =
        "inbox, recent_updates, outbox, outbox_keys, ticket_cards, ticket_history, ticket_messages, ticket_posts, answer_copies, tickets, "
        + "ticket_numbers, ticket_waits, ticket_mails, form_reminders, readings, akka.journal, akka.snapshot";

    private const string Fill =
        """
        insert into tickets (user_id, status, created_at, submission_id)
        select n, 'open', now(), gen_random_uuid() from generate_series(1, 3000) n;
        insert into ticket_history (ticket_id, status) select id, 'open' from tickets;
        insert into ticket_cards (ticket_id, chat_id, message_id) select id, -1, id from tickets;
        insert into ticket_waits (ticket_id, user_id, since, started_at, due_at)
        select id, user_id, now(), now(), now() + interval '1 day' from tickets;
        insert into ticket_messages (ticket_id, author, user_id, update_id, text, sent_at)
        select id, 'client', id, id, '?', now() from tickets;
        insert into ticket_posts (chat_id, message_id, ticket_id, ticket_message_id, has_file)
        select -2, id, ticket_id, id, false from ticket_messages;
        insert into answer_copies (chat_id, message_id, ticket_id, ticket_message_id, shows, edits)
        select -3, id, ticket_id, id, 'text', 0 from ticket_messages;
        insert into ticket_mails (ticket_id, next_attempt_at) select id, now() from tickets;
        insert into outbox (chat_id, kind, ticket_id, next_attempt_at) select -1, 'card', id, now() + interval '1 day' from tickets;
        insert into outbox_keys (key) select 'filled-' || n from generate_series(1, 3000) n;
        insert into form_reminders (user_id, form_id, touched_at, due_at)
        select -n, gen_random_uuid(), now(), now() + interval '1 day' from generate_series(1, 3000) n;
        insert into inbox (update_id, payload)
        select -n, '{"text": "text text text text text text text text"}' from generate_series(1, 3000) n;
        insert into recent_updates (update_id) select -n from generate_series(1, 3000) n;
        insert into readings (command, manager_id, manager_name, update_id) select 'find', 1, '?', -n from generate_series(1, 3000) n;
        insert into akka.journal (created, deleted, persistence_id, sequence_number, message)
        select 1, false, 'filled-' || n % 500, n, 'some event' from generate_series(1, 3000) n;
        insert into akka.snapshot (persistence_id, sequence_number, created, snapshot)
        select 'filled-' || n, 1, 1, 'some state' from generate_series(1, 3000) n
        """;

    // The contents of the tables, now or before, and PostgreSQL's statistics of them.
    private static readonly (string Name, string[] Sql)[] States =
    [
        ("made anew", [$"truncate {Guarded} cascade"]),
        ("emptied by autovacuum", [$"truncate {Guarded} cascade", $"vacuum analyze {Guarded}"]),
        (
            "full of room that dead rows left",
            [
                Fill,
                """
                delete from outbox; delete from ticket_cards; delete from ticket_posts; delete from answer_copies;
                delete from ticket_history; delete from ticket_mails;
                delete from ticket_messages; delete from ticket_waits; delete from tickets; delete from inbox;
                delete from recent_updates; delete from outbox_keys; delete from form_reminders;
                delete from readings; delete from akka.journal; delete from akka.snapshot
                """,
                $"vacuum (analyze, truncate false) {Guarded}",
            ]),
        ("full", [$"truncate {Guarded} cascade", Fill, $"vacuum analyze {Guarded}"]),
    ];

    // Statements that read all waiting rows: at the start, or because they are meant to.
    private static readonly string[] MayReadAll =
    [
        "order by seq", "update outbox set next_attempt_at", "update outbox set set_aside_at = null", "with ours as",
        "tickets.status <> 'closed'", "with late_rows as",
    ];

    // The statements that must be found, since one that was not prepared would not be checked.
    private static readonly string[] Expected =
    [
        "delete from inbox", "select update_id from inbox", "insert into inbox", "from inbox where set_aside_at is null",
        "delete from recent_updates", "insert into tickets", "insert into ticket_numbers", "update tickets", "insert into ticket_history",
        "insert into ticket_cards", "insert into ticket_messages", "insert into ticket_posts", "insert into answer_copies",
        "set menu = null", "tickets.snoozed_until is not null", "'reminded'", "waiting.kind = 'reminder'",
        "insert into ticket_waits", "update ticket_waits", "delete from ticket_waits", "from ticket_waits wait",
        "other.user_id", "said.id < ",
        "'answer_edit'", "'reaction'", "'answer_report'", "'addition_edit'", "given_up", "newer.corrects",
        "from answer_copies copy where copy.chat_id",
        "'ticket_message'", "'ticket_files'", "payload = $2::jsonb",
        "'card_edit'", "with recursive",
        "for update skip locked", "delete from outbox where id = any",
        "update outbox",
        "ticket.created_at >=", "ticket.close_at >=", "from abandoned_forms", "order by ticket.created_at",
        "insert into form_reminders", "update form_reminders", "delete from form_reminders",
        "select count(*)::int from tickets", "offset",
        "open_ticket", "answered on true", "search_words", "with matching as materialized", "found.status", "from ticket_history past",
        "for key share", "for no key update",
        "with late_rows as", "insert into ticket_mails", "update ticket_mails", "insert into alerts", "update alerts",
        "insert into outbox_keys", "insert into readings",
        "insert into akka.journal", "update akka.journal set deleted", "max(", "akka.snapshot",
    ];

    [Fact]
    public async Task Every_statement_finds_its_rows_by_an_index_whatever_the_tables_held_when_it_was_planned()
    {
        BotUnderTest? running = null;
        await using var bot = running = await BotUnderTest.CreateAsync(
            settings: (settings, _) => settings with
            {
                Company = settings.Company with { WaitingSteps = [new WaitingStep(TimeSpan.FromMinutes(30))] },
            },
            services: services => services.AddSingleton(_ => ConnectionsOf(running!)), start: false);
        await bot.StartAsync();
        await UseAsync(bot);
        var connections = bot.Services.GetRequiredService<DatabaseConnections>();
        await using var tables = await PreparedStatements.TakeAsync(connections.Tables);
        await using var journal = await PreparedStatements.TakeAsync(connections.Journal);
        string[] texts = [.. tables.Texts, .. journal.Texts];
        Assert.All(Expected, part => Assert.Contains(texts, text => text.Contains(part, StringComparison.OrdinalIgnoreCase)));

        var faults = new List<string>();
        foreach (var (name, sql) in States)
        {
            foreach (var statement in sql)
                await bot.Database.ExecuteAsync(statement);
            faults.AddRange([.. await tables.FaultsAsync(Guarded, MayReadAll), .. await journal.FaultsAsync(Guarded, MayReadAll)]);
            Assert.True(faults.Count == 0, $"the tables {name}:\n{string.Join("\n\n", faults)}");
        }
    }

    [Fact]
    public async Task A_bot_that_starts_on_tables_that_autovacuum_has_emptied_never_reads_one_from_end_to_end()
    {
        await using var bot = await BotUnderTest.CreateAsync(start: false);
        await bot.Database.ExecuteAsync($"vacuum analyze {Guarded}");

        await bot.StartAsync();
        for (var order = 0; order < 7; order++)
            await OrderAndCloseAsync(bot, bot.NewClient());
        await bot.StopAsync();
        await bot.StartAsync();
        await OrderAndCloseAsync(bot, bot.NewClient());
        await bot.StopAsync();

        // A session reports its counts at the latest when it ends.
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync(
                "select pid from pg_stat_activity where datname = current_database() and application_name = 'VizTeh.Actors'"),
            sessions => sessions.Count == 0, "all sessions of the bot have ended");
        Assert.Empty(await bot.Database.ReadAsync(
            $"""
            select relid::regclass || ': ' || seq_tup_read || ' rows in ' || seq_scan || ' scans' from pg_stat_user_tables
             where seq_tup_read > 0 and relid = any(regexp_split_to_array('{Guarded}', ', ')::regclass[])
            """));
    }

    // The program's own connections, except that a statement is prepared at its first use.
    private static DatabaseConnections ConnectionsOf(BotUnderTest bot)
    {
        return new DatabaseConnections(Pool(), Pool());

        NpgsqlDataSource Pool()
        {
            var target = bot.Settings.Database.ToConnectionString();
            (target.AutoPrepareMinUsages, target.MaxAutoPrepare) = (1, 500);
            return DatabaseSession.ToPool(target, () => { });
        }
    }

    private static async Task<long> OrderAndCloseAsync(BotUnderTest bot, ChatParticipant client)
    {
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await bot.Manager.Chat.NextAsync($"№{id}");
        await bot.Manager.Chat.Press(card, "Закрыть заявку").AnswerAsync(TimeSpan.FromSeconds(30));
        await bot.Manager.Chat.WaitForEditAsync(card, message => message.Button("Открыть заявку") is not null);
        return id;
    }

    private static async Task UseAsync(BotUnderTest bot)
    {
        var client = bot.NewClient();
        await OrderAndCloseAsync(bot, client);
        await ComesToRestAsync(bot);
        // The second form's snapshot replaces that of the first.
        var id = await OrderAndCloseAsync(bot, client);
        await ComesToRestAsync(bot);
        client.SendText("Позвоните после шести");
        var offer = await client.NextAsync("Открыть её снова?");
        client.Press(offer, $"Открыть №{id} снова");
        await client.NextAsync("добавили сообщение");
        await bot.Manager.Chat.NextAsync("Позвоните после шести");

        await SendFilesAsync(bot, client);
        await AnswerAsync(bot, client, id);
        await SnoozeAsync(bot, client, id);
        await WaitAsync(bot, client, id);
        await ShowAndWithdrawAsync(bot, client, id);
        await ListAsync(bot, id);

        // Rare statements.
        var outbox = bot.Services.GetRequiredService<OutboxStore>();
        await outbox.WakeAsync(null, default);
        await outbox.WakeAsync(-2, default);
        await OweAsync(bot, client);
        await LookAtFormAsync(bot, client);
        await AlertAsync(bot, id);
        var period = new ReportPeriod(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 31));
        await bot.Services.GetRequiredService<StatisticsStore>().ReadAsync(period, default);
        await bot.Services.GetRequiredService<ExportStore>().WriteAsync(period, ExportFormat.Csv, default);
        await bot.Services.GetRequiredService<ManagerChatStore>().RecordAsync(new ChatMigration(-2, -3), default);
        await bot.Services.GetRequiredService<TicketStore>().ChangeStatusAsync(
            new ChangeTicketStatus(id, TicketStatus.Open, bot.Manager.Id, "Пётр", -1, bot.Manager.Id, null), default);
    }

    private static async Task AlertAsync(BotUnderTest bot, long id)
    {
        var tables = bot.Services.GetRequiredService<DatabaseConnections>().Tables;
        var (alerts, tickets) = (new AlertStore(tables), new UnseenTickets(tables));
        await alerts.LookAsync(AlertThresholds.Shipped, wantsTickets: true, default);
        foreach (var step in (AlertStep[])[AlertStep.Say, AlertStep.SayOver])
            await alerts.TryClaimAsync(AlertKind.Outbox, step, TimeSpan.Zero, TimeSpan.Zero, default);
        await alerts.ReleaseAsync([AlertKind.Outbox], default);
        await alerts.RecordAsync(new SaidAlert(AlertKind.Outbox, TimeSpan.Zero, null, 0), default);
        await tickets.ClaimAsync(id, TimeSpan.Zero, default);
        await tickets.PostponeAsync(id, default);
        await tickets.ReleaseAsync(id, default);
        await tickets.SettleAsync(id, default);
    }

    private static async Task LookAtFormAsync(BotUnderTest bot, ChatParticipant client)
    {
        var reminders = new FormReminderStore(bot.Services.GetRequiredService<DatabaseConnections>().Tables);
        var term = long.Parse((await bot.Database.ReadAsync("select term::text from poller"))[0], CultureInfo.InvariantCulture);
        await reminders.NoteAsync(
            [new OpenForm(client.ChatId, Guid.NewGuid(), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch)], default);
        var due = Assert.Single((await reminders.ClaimAsync(DateTimeOffset.UnixEpoch, term, default)).Forms);
        await reminders.LookAgainAsync(due, DateTimeOffset.UnixEpoch, isReminded: true, default);
        await reminders.ForgetAsync(due with { LeaseEnd = DateTimeOffset.UnixEpoch }, default);
    }

    private static async Task SnoozeAsync(BotUnderTest bot, ChatParticipant client, long id)
    {
        var manager = bot.Manager.Chat;
        var card = manager.Messages.Last(
            message => message.Text.Contains($"№{id} ", StringComparison.Ordinal) && message.Button("Напомнить") is not null);
        await manager.Press(card, "Напомнить").AnswerAsync(TimeSpan.FromSeconds(30));
        await manager.WaitForEditAsync(card, message => message.Button("через 1 ч") is not null);
        var choice = card.Button("через 1 ч")!.Data!;
        await manager.Press(card, "через 1 ч").AnswerAsync(TimeSpan.FromSeconds(30));
        client.SendText("Ещё раз спрошу");
        var offer = await client.NextAsync("К какой заявке это добавить?");
        client.Press(offer, offer.InlineButtons.SelectMany(row => row).First(
            button => button.Label.StartsWith($"№{id}", StringComparison.Ordinal)).Label);
        await manager.WaitForEditAsync(card, message => message.InlineButtons.Any(
            row => row.Any(button => button.Label.StartsWith("⏰ Снова", StringComparison.Ordinal))));
        await manager.PressData(card, choice).AnswerAsync(TimeSpan.FromSeconds(30));
        await bot.Database.ExecuteAsync("update tickets set snoozed_until = now() where snoozed_until is not null");
        await bot.Services.GetRequiredService<DueSnoozes>().OweAsync(default);
        await manager.NextAsync("пора вернуться");
    }

    private static async Task WaitAsync(BotUnderTest bot, ChatParticipant client, long id)
    {
        var due = bot.Services.GetRequiredService<DueReminders>();
        await bot.Services.GetRequiredService<TicketMessageStore>().AddAsync(
            new AddTicketMessage(
                id, Guid.Parse((await bot.Database.ReadAsync($"select submission_id::text from tickets where id = {id}"))[0]),
                client.ChatId, -8, "Алло?", DateTimeOffset.UnixEpoch),
            [bot.Manager.Id], default);
        await bot.Manager.Chat.NextAsync("Алло?");
        // One that has ended, one that is moved, and the one that is told.
        await bot.Database.ExecuteAsync("update ticket_waits set due_at = now(), is_over = ticket_id <> " + id);
        await due.OweAsync(default);
        await bot.Manager.Chat.NextAsync("ждёт ответа");
        await bot.Database.ExecuteAsync(
            $"""
            delete from ticket_cards where ticket_id = {id}; update ticket_waits set due_at = now(), is_over = false;
            insert into outbox (chat_id, kind, ticket_id, next_attempt_at, held_back_at)
            values ({bot.Manager.Id}, 'card', {id}, now() + interval '1 hour', now())
            """);
        await due.OweAsync(default);
        await bot.Database.ExecuteAsync("update outbox set next_attempt_at = '-infinity', held_back_at = null");
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select kind from outbox"), rows => rows.Count == 0, "the card has been sent anew");
    }

    private static async Task ShowAndWithdrawAsync(BotUnderTest bot, ChatParticipant client, long id)
    {
        client.SendText("/my");
        var shown = await client.NextAsync("Мои заявки");
        var buttons = shown.InlineButtons.SelectMany(row => row);
        client.Press(shown, buttons.First(button => button.Label.StartsWith($"№{id} ", StringComparison.Ordinal)).Label);
        await client.WaitForEditAsync(shown, message => message.Button("Отозвать") is not null);
        client.Press(shown, "Отозвать");
        await client.WaitForEditAsync(shown, message => message.Button("Не отзывать") is not null);
        client.Press(shown, "Отозвать");
        await client.NextAsync($"Заявка №{id} отозвана");
    }

    private static async Task ListAsync(BotUnderTest bot, long id)
    {
        var manager = bot.Manager.Chat;
        manager.SendText("/open");
        await manager.NextAsync("Открытые заявки");
        manager.SendText("/mine");
        await manager.NextAsync("В работе у вас ничего нет");
        foreach (var words in new[] { $"{id}", "анна", "закрытые", "@anna в работе" })
        {
            manager.SendText($"/find {words}");
            await manager.NextAsync($"Поиск: {words}");
        }

        manager.SendText($"/history {id}");
        await manager.NextAsync($"Заявка №{id} · ");
        manager.SendText($"/ticket {id}");
        await manager.NextAsync($"№{id} ");
    }

    private static async Task AnswerAsync(BotUnderTest bot, ChatParticipant client, long id)
    {
        var manager = bot.Manager.Chat;
        var card = manager.Messages.Last(
            message => message.Text.Contains($"№{id} ", StringComparison.Ordinal) && message.Button("Ответить") is not null);
        var written = manager.SendText("Позвоним", replyTo: card);
        var answer = await client.NextAsync("Позвоним");
        manager.EditText(written, "Позвоним в семь");
        await client.WaitForEditAsync(answer, message => message.Text.Contains("в семь", StringComparison.Ordinal));
        manager.EditText(written, "// Позвоним");
        await manager.NextAsync("заметкой не получится");
        manager.EditText(manager.SendText("// ждёт", replyTo: card), "ждёт");
        await manager.NextAsync("осталось заметкой");
        var waiting = client.SendText("Жду", replyTo: answer);
        await client.NextAsync("Добавили к заявке");
        var shown = await manager.NextAsync("Жду");
        client.EditText(waiting, "Жду звонка");
        await manager.WaitForEditAsync(shown, message => message.Text.Contains("звонка", StringComparison.Ordinal));
        // There is no room for so many words.
        client.EditText(waiting, new string('ы', 4096));
        await manager.NextAsync("ыыы");
        await manager.Press(card, "Ответить").AnswerAsync(TimeSpan.FromSeconds(30));
        var prompt = await manager.NextAsync("напишите ответ");
        client.Block();
        manager.SendText("Алло?", replyTo: prompt);
        await manager.NextAsync("не доставлен");
        client.Unblock();
    }

    private static async Task SendFilesAsync(BotUnderTest bot, ChatParticipant client)
    {
        Attachment[] files =
        [
            new(AttachmentKind.Voice, bot.Telegram.AddFile(Sent.Voice)), new(AttachmentKind.Photo, bot.Telegram.AddFile()),
        ];
        var ticket = TicketSamples.New() with
        {
            UserId = client.ChatId,
            Answers = SentAnswers.None with { Given = [new Answer("files", "Файлы", QuestionKind.Files, "") { Files = files }] },
        };
        var ids = await bot.Services.GetRequiredService<TicketStore>().CreateAsync([ticket], [bot.Manager.Id], default);
        await bot.Services.GetRequiredService<TicketMessageStore>().AddAsync(
            new AddTicketMessage(ids[ticket.SubmissionId], ticket.SubmissionId, client.ChatId, -7, "", DateTimeOffset.UnixEpoch)
            {
                Files = files,
            },
            [bot.Manager.Id], default);
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select kind from outbox"), rows => rows.Count == 0, "all files have been sent");
    }

    private static async Task OweAsync(BotUnderTest bot, ChatParticipant client)
    {
        await using (var connection = await bot.Services.GetRequiredService<DatabaseConnections>().Tables.OpenConnectionAsync())
        {
            await using (var transaction = await connection.BeginTransactionAsync())
            {
                var notice = new OwedMessage.Notice(Recipient.Client, new Message("Готово"));
                await OutboxRows.OweAsync("ready", client.ChatId, notice, connection, transaction, default);
                await transaction.CommitAsync();
            }
        }

        await client.NextAsync("Готово");
    }

    // What remains of an idle conversation: a snapshot, and the row with the highest number.
    private static Task ComesToRestAsync(BotUnderTest bot) => Eventually.BecomesAsync(
        () => bot.Database.ReadAsync(
            "select count(*) || ' ' || bool_and(deleted)::text || ' ' || (select count(*) from akka.snapshot) from akka.journal"),
        rest => rest is ["1 true 1"], "one row, marked as deleted, and one snapshot");
}
