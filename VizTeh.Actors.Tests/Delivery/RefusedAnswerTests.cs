using VizTeh.Actors.Chats;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>A manager whose answer cannot reach the client is told the reason, and the client's phone.</summary>
public sealed class RefusedAnswerTests : AnswerFixture
{
    private const string Undelivered = "select undelivered from ticket_messages order by id";

    [Fact]
    public async Task Of_a_client_who_blocked_the_bot_the_manager_is_told_in_reply_to_each_answer()
    {
        await PrepareAsync();
        Outbox.Client.Block();
        var first = await AnswerAsync("Да");
        var second = await AnswerAsync("Завтра");

        await DeliverAllAsync();

        var reports = Outbox.Shown().Skip(1).ToList();
        Assert.All(reports, report => Assert.Equal(
            $"Ответ по заявке №{Id} не доставлен: клиент заблокировал бота.\nТелефон клиента: +79161234567", report.Text));
        Assert.Equal([first, second], reports.Select(report => report.ReplyTo));
        Assert.Equal(["blocked", "blocked"], await Outbox.Database.ReadAsync(Undelivered));
        Assert.Null(first.Reaction);
        Assert.Empty(await Outbox.Database.ReadAsync(Owed));
    }

    [Fact]
    public async Task An_album_for_a_client_who_blocked_the_bot_is_reported_once()
    {
        await PrepareAsync();
        Outbox.Client.Block();
        await AnswerAsync("Два вида", File(MessageKind.Photo), "a");
        await AnswerAsync("", File(MessageKind.Photo), "a");

        await DeliverAllAsync();

        Assert.Equal(2, Outbox.Shown().Count);
        Assert.Equal(["blocked", "blocked"], await Outbox.Database.ReadAsync(Undelivered));
    }

    [Fact]
    public async Task Of_a_client_whose_account_is_gone_the_manager_is_told()
    {
        await PrepareAsync();
        Outbox.Refuse(Outbox.Client, 400, "Bad Request: chat not found");
        await AnswerAsync("Да");

        await DeliverAllAsync();

        Assert.StartsWith(
            $"Ответ по заявке №{Id} не доставлен: у клиента больше нет этого чата с ботом.", Outbox.Shown()[^1].Text,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "Forbidden: user is deactivated")]
    [InlineData(403, "Forbidden: bot can't initiate conversation with a user")]
    public async Task A_client_whose_account_is_gone_has_not_blocked_the_bot(int code, string words)
    {
        await PrepareAsync();
        Outbox.Refuse(Outbox.Client, code, words);
        await AnswerAsync("Да");

        await DeliverAllAsync();

        Assert.Equal(["gone"], await Outbox.Database.ReadAsync(Undelivered));
    }

    [Theory]
    [InlineData(MessageKind.Voice, "Bad Request: VOICE_MESSAGES_FORBIDDEN", "голосовое")]
    [InlineData(MessageKind.VideoNote, "Bad Request: user restricted receiving of video messages", "видеосообщение")]
    public async Task Of_a_client_who_takes_no_voice_the_manager_is_told_at_once(MessageKind kind, string words, string file)
    {
        await PrepareAsync();
        Outbox.Telegram.Faults.Inject(
            Fault.Refused(400, words) with { Method = $"send{kind}", ChatId = Outbox.Client.ChatId, Times = null });
        var written = await AnswerAsync("", File(kind));

        await DeliverAllAsync();

        var report = Outbox.Shown()[^1];
        Assert.Equal(
            $"К ответу по заявке №{Id}: клиент не принимает голосовые и видеосообщения, {file} не доставлено. Напишите ему текстом.\n"
            + "Телефон клиента: +79161234567", report.Text);
        Assert.Same(written, report.ReplyTo);
        Assert.Equal(["voice"], await Outbox.Database.ReadAsync(Undelivered));
        Assert.Empty(await Outbox.Database.ReadAsync(Owed));
    }

    [Fact]
    public async Task An_answer_to_a_ticket_without_a_client_in_telegram_is_reported_at_once()
    {
        await PrepareAsync();
        await Outbox.Database.ExecuteAsync("update tickets set user_id = 0");
        var written = await AnswerAsync("Да");

        await DeliverAsync();

        var report = Outbox.Shown()[^1];
        Assert.StartsWith(
            $"Ответ по заявке №{Id} не доставлен: с её клиентом нет связи в Telegram.", report.Text, StringComparison.Ordinal);
        Assert.Same(written, report.ReplyTo);
        Assert.Equal(["no-client"], await Outbox.Database.ReadAsync(Undelivered));
    }

    [Fact]
    public async Task An_answer_that_telegram_keeps_refusing_is_given_up_and_reported()
    {
        await PrepareAsync();
        Outbox.Refuse(Outbox.Client, 400, "Bad Request: something new");
        await AnswerAsync("Да");

        for (var time = 0; time < 10; time++)
            await DeliverToClientAsync();
        await DeliverAsync();

        Assert.StartsWith(
            $"Ответ по заявке №{Id} не доставлен: Telegram его не принял.", Outbox.Shown()[^1].Text, StringComparison.Ordinal);
        Assert.Empty(await Outbox.Database.ReadAsync(Owed));
    }

    [Fact]
    public async Task Words_under_a_refused_file_come_without_it()
    {
        await PrepareAsync();
        var file = File(MessageKind.Photo);
        var written = await AnswerAsync("Вот так", file);
        Outbox.Telegram.ForgetFile(file.FileId);

        await DeliverAllAsync();

        Assert.Equal([$"{Heading}\n\nВот так"], Sent.Select(message => message.Text));
        Assert.StartsWith(
            $"К ответу по заявке №{Id}: Telegram не передал клиенту вложение: фото.", Outbox.Shown()[^1].Text, StringComparison.Ordinal);
        Assert.Same(written, Outbox.Shown()[^1].ReplyTo);
    }

    [Fact]
    public async Task Words_that_came_before_a_refused_file_count_as_an_answer_that_the_client_has()
    {
        await PrepareAsync();
        var (file, words) = (File(MessageKind.Photo), new string('ы', 1024));
        var written = await AnswerAsync(words, file);
        Outbox.Telegram.ForgetFile(file.FileId);

        await DeliverAllAsync();

        Assert.Equal([$"{Heading}\n\n{words}"], Sent.Select(message => message.Text));
        Assert.Equal(
            ["content|t"],
            await Outbox.Database.ReadAsync("select concat_ws('|', undelivered, delivered_at is not null) from ticket_messages"));
        Assert.Equal("👍", written.Reaction);
        var report = Assert.Single(Outbox.Shown().Skip(1));
        Assert.StartsWith(
            $"К ответу по заявке №{Id}: Telegram не передал клиенту вложение: фото.", report.Text, StringComparison.Ordinal);
        Assert.Same(written, report.ReplyTo);
        Assert.Empty(await Outbox.Database.ReadAsync(Owed));
    }

    [Theory]
    [InlineData(MessageKind.VideoNote)]
    [InlineData(MessageKind.Location)]
    [InlineData(MessageKind.Venue)]
    public async Task Of_a_refused_file_without_words_the_line_that_came_before_it_is_deleted(MessageKind kind)
    {
        await PrepareAsync();
        Outbox.Telegram.Faults.Inject(Fault.Refused(400, "Bad Request: MEDIA_INVALID") with { Method = $"send{kind}", Times = null });
        await AnswerAsync("", File(kind));
        await AnswerAsync("Ждём вас");

        await DeliverAllAsync();

        Assert.Equal([$"{Heading}\n\nЖдём вас"], Sent.Select(message => message.Text));
        Assert.StartsWith(
            $"К ответу по заявке №{Id}: Telegram не передал клиенту вложение: ", Outbox.Shown()[^1].Text, StringComparison.Ordinal);
        Assert.Equal(["text"], await Outbox.Database.ReadAsync("select shows from answer_copies"));
        Assert.Equal(
            ["content|f", "t"],
            await Outbox.Database.ReadAsync(
                "select concat_ws('|', undelivered, delivered_at is not null) from ticket_messages order by id"));
        Assert.Empty(await Outbox.Database.ReadAsync(Owed));
    }

    [Fact]
    public async Task Of_refused_words_that_fill_a_message_the_line_that_came_before_them_is_deleted()
    {
        await PrepareAsync();
        Outbox.Telegram.Faults.Inject(
            Fault.Refused(400, "Bad Request: can't parse entities") with { Method = "sendMessage", Text = "яяя", Times = null });
        await AnswerAsync(new string('я', 4096));

        await DeliverAllAsync();

        Assert.Empty(Sent);
        Assert.Equal(["content"], await Outbox.Database.ReadAsync(Undelivered));
        Assert.Empty(await Outbox.Database.ReadAsync(Owed));
    }

    [Fact]
    public async Task A_line_that_telegram_deletes_no_more_stays_and_holds_up_nothing()
    {
        await PrepareAsync();
        Outbox.Telegram.Faults.Inject(
            Fault.Refused(400, "Bad Request: MEDIA_INVALID") with { Method = "sendLocation", Times = null });
        Outbox.Telegram.Faults.Inject(
            Fault.Refused(400, "Bad Request: message can't be deleted") with { Method = "deleteMessage", Times = null });
        await AnswerAsync("", File(MessageKind.Location));
        await AnswerAsync("Ждём вас");

        await DeliverAllAsync();

        Assert.Equal([Heading, $"{Heading}\n\nЖдём вас"], Sent.Select(message => message.Text));
        Assert.Equal(2, Outbox.Shown().Count);
        Assert.Empty(await Outbox.Database.ReadAsync(Owed));
    }

    [Fact]
    public async Task A_reply_to_the_report_is_an_answer_too()
    {
        await PrepareAsync();
        Outbox.Client.Block();
        await AnswerAsync("Да");
        await DeliverAllAsync();
        var report = Outbox.Shown()[^1];

        Assert.Equal(new AnswerTarget(Id, IsErased: false), await Answers.FindTicketAsync(new(report.ChatId, report.Id), default));
    }

    [Fact]
    public async Task A_report_that_moves_with_its_group_is_no_reply_to_the_message_that_has_the_answers_number_there()
    {
        await PrepareAsync();
        Outbox.Client.Block();
        var written = await AnswerAsync("Да");
        await DeliverToClientAsync();
        var upgraded = Outbox.Group.UpgradeToSupergroup();
        var seat = upgraded.Seat(Outbox.Managers.Person);
        while (seat.SendText("Обед?").Id < written.Id)
        {
        }

        var migration = new ChatMigration(Outbox.Managers.ChatId, upgraded.Id);
        await new ManagerChatStore(Outbox.Database.DataSource).RecordAsync(migration, default);
        Outbox.Chats.Learn(migration);
        await Outbox.DeliverDueAsync(seat);

        var report = Assert.Single(seat.Messages, message => message.FromBot);
        Assert.StartsWith($"Ответ по заявке №{Id} не доставлен", report.Text, StringComparison.Ordinal);
        Assert.Null(report.ReplyTo);
    }

    [Fact]
    public async Task A_short_outage_of_telegram_costs_no_answer_and_no_report()
    {
        await PrepareAsync();
        Outbox.Telegram.Faults.Inject(Fault.Refused(500, "Internal Server Error") with { Method = "sendMessage", Times = 1 });
        await AnswerAsync("Да");

        await DeliverAllAsync();
        await DeliverAllAsync();

        Assert.Single(Sent);
        Assert.Single(Outbox.Shown());
    }
}
