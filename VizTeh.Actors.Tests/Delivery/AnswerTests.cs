using VizTeh.Actors.Outbox;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>A manager's answer comes to the ticket's client with the ticket's number, in order and once.</summary>
public sealed class AnswerTests : AnswerFixture
{
    [Fact]
    public async Task Two_quick_answers_come_in_order_with_the_number_and_the_manager_sees_that_they_came()
    {
        await PrepareAsync();
        var first = await AnswerAsync("Замерщик будет в <четверг> & в пятницу");
        var second = await AnswerAsync("В десять");

        await DeliverAllAsync();

        Assert.Equal(
            [$"{Heading}\n\nЗамерщик будет в <четверг> & в пятницу", $"{Heading}\n\nВ десять"], Sent.Select(message => message.Text));
        Assert.Equal(("👍", "👍"), (first.Reaction, second.Reaction));
        Assert.Empty(await Outbox.Database.ReadAsync(Owed));
        Assert.Equal(
            ["manager|Пётр|t|t", "manager|Пётр|t|t"],
            await Outbox.Database.ReadAsync(
                "select concat_ws('|', author, author_name, delivered_at is not null, undelivered is null) from ticket_messages"));
        Assert.Equal(
            Sent.Select(message => $"{message.ChatId}|{message.Id}|{Id}|text|0"),
            await Outbox.Database.ReadAsync(
                "select concat_ws('|', chat_id, message_id, ticket_id, shows, edits) from answer_copies order by message_id"));
    }

    [Fact]
    public async Task A_repeated_update_stores_and_sends_nothing_twice()
    {
        await PrepareAsync();
        var answer = new ManagerAnswer(7, Card.ChatId, 70, 9, null, "Да", DateTimeOffset.UnixEpoch);
        for (var time = 0; time < 2; time++)
            await Answers.AddAsync(answer, new AnsweredPost(Card.ChatId, Card.Id), TicketRoutes.None, default);

        await DeliverToClientAsync();
        await Answers.AddAsync(answer, new AnsweredPost(Card.ChatId, Card.Id), TicketRoutes.None, default);
        await DeliverToClientAsync();

        Assert.Single(Sent);
    }

    [Theory]
    [InlineData(MessageKind.Photo)]
    [InlineData(MessageKind.Document)]
    [InlineData(MessageKind.Video)]
    [InlineData(MessageKind.Audio)]
    [InlineData(MessageKind.Voice)]
    [InlineData(MessageKind.Animation)]
    public async Task A_file_comes_with_the_number_and_the_words_under_it(MessageKind kind)
    {
        await PrepareAsync();
        await AnswerAsync("Вот так", File(kind));
        await AnswerAsync("", File(kind));

        await DeliverToClientAsync();

        Assert.Equal([(kind, $"{Heading}\n\nВот так"), (kind, Heading)], Sent.Select(message => (message.Kind, message.Text)));
    }

    [Theory]
    [InlineData(MessageKind.VideoNote)]
    [InlineData(MessageKind.Location)]
    [InlineData(MessageKind.Venue)]
    public async Task What_has_no_words_under_it_comes_after_a_message_with_the_number(MessageKind kind)
    {
        await PrepareAsync();
        var written = await AnswerAsync("", File(kind));

        await DeliverAllAsync();

        Assert.Equal([(MessageKind.Text, Heading), (kind, "")], Sent.Select(message => (message.Kind, message.Text)));
        Assert.Equal("👍", written.Reaction);
        Assert.Equal(["2"], await Outbox.Database.ReadAsync("select count(*) from answer_copies"));
    }

    [Fact]
    public async Task Words_that_fill_a_message_come_whole_after_the_number_and_a_long_caption_before_its_file()
    {
        await PrepareAsync();
        var (text, caption) = (new string('я', 4096), new string('ы', 1024));
        await AnswerAsync(text);
        await AnswerAsync(caption, File(MessageKind.Photo));

        await DeliverToClientAsync();

        Assert.Equal([Heading, text, $"{Heading}\n\n{caption}", ""], Sent.Select(message => message.Text));
        Assert.Equal(MessageKind.Photo, Sent[3].Kind);
    }

    [Fact]
    public async Task An_album_comes_as_an_album_each_part_once_with_its_words_and_one_reaction()
    {
        await PrepareAsync();
        var first = await AnswerAsync("Два вида", File(MessageKind.Photo), "a");
        var second = await AnswerAsync("сбоку", File(MessageKind.Video), "a");
        await AnswerAsync("Ещё вопрос?");

        await DeliverAllAsync();

        Assert.Equal([$"{Heading}\n\nДва вида", "сбоку", $"{Heading}\n\nЕщё вопрос?"], Sent.Select(message => message.Text));
        Assert.NotNull(Sent[0].AlbumId);
        Assert.Equal(Sent[0].AlbumId, Sent[1].AlbumId);
        Assert.Equal("👍", first.Reaction);
        Assert.Null(second.Reaction);
        Assert.Equal(
            ["caption", "caption-alone", "text"],
            await Outbox.Database.ReadAsync("select shows from answer_copies order by message_id"));
    }

    [Fact]
    public async Task A_part_of_an_album_that_comes_later_is_sent_too()
    {
        await PrepareAsync();
        await AnswerAsync("Два вида", File(MessageKind.Photo), "a");
        await DeliverToClientAsync();
        await AnswerAsync("", File(MessageKind.Photo), "a");

        await DeliverToClientAsync();

        Assert.Equal([$"{Heading}\n\nДва вида", Heading], Sent.Select(message => message.Text));
    }

    [Fact]
    public async Task Ten_files_of_which_telegram_refuses_one_come_but_for_that_one_which_the_manager_is_told()
    {
        await PrepareAsync();
        var refused = File(MessageKind.Document) with { Name = "план.pdf" };
        for (var part = 1; part <= 10; part++)
            await AnswerAsync(part == 4 ? "четвёртый" : "", part == 4 ? refused : File(MessageKind.Document), "a");
        Outbox.Telegram.ForgetFile(refused.FileId);

        await DeliverAllAsync();

        Assert.Equal(9, Sent.Count(message => message.Kind == MessageKind.Document));
        Assert.Equal(
            [Heading, Heading, Heading, $"{Heading}\n\nчетвёртый", Heading, Heading, Heading, Heading, Heading, Heading],
            Sent.Select(message => message.Text));
        var report = Outbox.Shown()[^1];
        Assert.Equal(
            $"К ответу по заявке №{Id}: Telegram не передал клиенту вложение: документ «план.pdf».\nТелефон клиента: +79161234567",
            report.Text);
        Assert.Equal("четвёртый", report.ReplyTo!.Text);
        Assert.Empty(await Outbox.Database.ReadAsync(Owed));
    }

    [Fact]
    public async Task An_album_whose_first_file_is_refused_is_marked_at_the_first_part_that_came()
    {
        await PrepareAsync();
        var refused = File(MessageKind.Photo);
        var first = await AnswerAsync("", refused, "a");
        var second = await AnswerAsync("", File(MessageKind.Photo), "a");
        var third = await AnswerAsync("", File(MessageKind.Photo), "a");
        Outbox.Telegram.ForgetFile(refused.FileId);

        await DeliverAllAsync();

        Assert.Equal(2, Sent.Count);
        Assert.Equal((null, "👍", null), (first.Reaction, second.Reaction, third.Reaction));
        Assert.Same(first, Outbox.Shown()[^1].ReplyTo);
        Assert.Empty(await Outbox.Database.ReadAsync(Owed));
    }

    [Fact]
    public async Task A_process_that_dies_between_sending_and_noting_it_repeats_the_answer_once()
    {
        await PrepareAsync();
        var written = await AnswerAsync("Да");
        await AnswerAsync("Завтра");

        await Outbox.SendAndDieAsync(Outbox.Client, Recipient.Client);
        await DeliverAllAsync();

        Assert.Equal(["Да", "Да", "Завтра"], Sent.Select(message => message.Text.Split('\n')[^1]));
        Assert.Equal("👍", written.Reaction);
    }

    [Fact]
    public async Task An_answer_of_which_telegram_did_not_say_as_which_message_it_took_it_is_not_repeated()
    {
        await PrepareAsync();
        await AnswerAsync("Да");
        Outbox.Telegram.Faults.Inject(Fault.ExecuteThenTruncate() with { Method = "sendMessage", ChatId = Outbox.Client.ChatId });

        await DeliverToClientAsync();

        Assert.Single(Sent);
    }

    [Fact]
    public async Task A_chat_without_reactions_hears_nothing_of_a_delivered_answer()
    {
        await PrepareAsync();
        Outbox.Group.AllowReactions(false);
        var written = await AnswerAsync("Да");

        await DeliverAllAsync();

        Assert.Single(Sent);
        Assert.Null(written.Reaction);
        Assert.Single(Outbox.Shown());
        Assert.Empty(await Outbox.Database.ReadAsync(Owed));
    }

    [Fact]
    public async Task A_limit_on_reactions_holds_up_no_card()
    {
        await PrepareAsync();
        var written = await AnswerAsync("Да");
        await DeliverToClientAsync();
        Outbox.Telegram.Faults.Inject(
            Fault.TooManyRequests(60) with { Method = "setMessageReaction", ChatId = Outbox.Managers.ChatId, Times = null });
        var other = await Outbox.CreateTicketAsync();

        await DeliverAsync();

        Assert.Equal([Id, other], Outbox.Cards());
        Assert.Null(written.Reaction);
        Assert.Empty(await Outbox.Database.ReadAsync(Owed));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reply_to_a_reminder_is_no_answer_but_may_be_a_note(bool isNote)
    {
        await PrepareAsync();
        await Outbox.Database.ExecuteAsync(
            $"""
            insert into ticket_posts (chat_id, message_id, ticket_id, has_file, shows)
            values ({Card.ChatId}, 900, {Id}, false, 'reminder')
            """);

        var target = await Answers.AddAsync(
            new ManagerAnswer(7, Card.ChatId, 70, 9, null, "Ок, после обеда", DateTimeOffset.UnixEpoch) { IsNote = isNote },
            new AnsweredPost(Card.ChatId, 900), TicketRoutes.None, default);
        await DeliverAllAsync();

        Assert.Equal(new AnswerTarget(Id, IsErased: false, IsReminder: true), target);
        Assert.Empty(Sent);
        Assert.Equal(isNote ? ["note"] : [], await Outbox.Database.ReadAsync("select author from ticket_messages"));
    }

    [Fact]
    public async Task A_known_card_whose_button_has_the_check_of_another_ticket_is_about_none()
    {
        await PrepareAsync();

        Assert.Equal(new AnswerTarget(Id, IsErased: false), await FoundAsync(TicketButton.CheckOf(Ticket.SubmissionId)));
        Assert.Equal(new AnswerTarget(Id, IsErased: false), await FoundAsync(check: null));
        Assert.Null(await FoundAsync("0a1b2c3d"));

        Task<AnswerTarget?> FoundAsync(string? check) =>
            Answers.FindTicketAsync(new AnsweredPost(Card.ChatId, Card.Id, (Id, check)), default);
    }

    [Fact]
    public async Task A_closed_ticket_stays_closed_and_its_client_gets_the_answer()
    {
        await PrepareAsync();
        await Outbox.Database.ExecuteAsync("update tickets set status = 'closed', close_at = now()");
        await AnswerAsync("Готово");

        await DeliverToClientAsync();

        Assert.Single(Sent);
        Assert.Equal(["closed"], await Outbox.Database.ReadAsync("select status from tickets"));
    }

    [Fact]
    public async Task What_a_manager_is_told_in_reply_comes_once_however_often_the_update_is_redelivered()
    {
        await PrepareAsync();
        var written = Outbox.Managers.SendText("?", replyTo: Card);
        var reply = OutboxFixture.ToManagers("Это клиенту не отправлено") with { ReplyTo = written.Id };

        await Answers.OweReplyAsync(7, Outbox.Managers.ChatId, reply, default);
        await Answers.OweReplyAsync(7, Outbox.Managers.ChatId, reply, default);
        await DeliverAsync();
        await Answers.OweReplyAsync(7, Outbox.Managers.ChatId, reply, default);
        await DeliverAsync();

        var told = Assert.Single(Outbox.Shown(), message => message.Text == "Это клиенту не отправлено");
        Assert.Same(written, told.ReplyTo);
    }

    [Fact]
    public async Task A_note_never_leaves_and_is_marked_otherwise_than_an_answer()
    {
        await PrepareAsync();
        var written = await AnswerAsync("Клиент просил скидку", note: true);

        await DeliverAllAsync();

        Assert.Empty(Sent);
        Assert.Equal("✍", written.Reaction);
        Assert.Equal(
            ["note|Клиент просил скидку|t"],
            await Outbox.Database.ReadAsync("select concat_ws('|', author, text, delivered_at is null) from ticket_messages"));
    }
}
