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
