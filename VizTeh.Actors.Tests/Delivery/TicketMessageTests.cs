using Npgsql;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Delivery;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using static VizTeh.Actors.Tests.Delivery.OutboxFixture;
using Attachment = VizTeh.Actors.Messages.Attachment;
using MessageKind = VizTeh.Actors.Sandbox.BotApi.Chats.MessageKind;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>What a client writes to a ticket comes to the managers as a reply to its card, in order, and to no other chat.</summary>
public sealed class TicketMessageTests : IAsyncLifetime
{
    private OutboxFixture _outbox = null!;
    private CreateTicket _ticket = null!;
    private long _id;
    private long _updates;

    public async Task InitializeAsync()
    {
        _outbox = await CreateAsync();
        _ticket = TicketSamples.New();
        _id = (await new TicketStore(_outbox.Database.DataSource).CreateAsync([_ticket], [_outbox.Managers.ChatId], default))
            [_ticket.SubmissionId];
    }

    public async Task DisposeAsync() => await _outbox.DisposeAsync();

    [Fact]
    public async Task Words_that_wait_together_with_the_card_come_after_it_in_order_as_replies_to_it()
    {
        await WriteAsync("Этаж третий");
        await WriteAsync("Вход со двора");

        await _outbox.DeliverDueAsync(_outbox.Managers);

        Assert.Equal([$"🟢 №{_id}", Heading, Heading], Said(_outbox.Managers));
        var card = _outbox.Shown()[0];
        Assert.All(_outbox.Shown().Skip(1), shown => Assert.Same(card, shown.ReplyTo));
        Assert.Equal([$"{Heading}\nЭтаж третий", $"{Heading}\nВход со двора"], _outbox.Shown().Skip(1).Select(shown => shown.Text));
        Assert.Empty(await _outbox.Database.ReadAsync(Rows));
        Assert.Equal(["1"], await _outbox.Database.ReadAsync("select count(*) from ticket_cards"));
    }

    [Fact]
    public async Task Words_and_a_card_that_are_settled_together_lock_the_ticket_before_the_words_as_a_managers_answer_does()
    {
        await _outbox.DeliverDueAsync(_outbox.Managers);
        await WriteAsync("Этаж третий");
        await _outbox.Database.ExecuteAsync(
            $"""
            delete from outbox where kind = 'card_edit';
            insert into outbox (chat_id, kind, ticket_id) values ({_outbox.Managers.ChatId}, 'card', {_id})
            """);
        await using var claim = await _outbox.Store.ClaimAsync(_outbox.Managers.ChatId, Recipient.Managers, default);
        Assert.Equal(["ticket_message", "card"], claim!.Entries.Select(entry => entry.Row.Owed.ToColumns().Kind));
        await using var connection = await _outbox.Database.DataSource.OpenConnectionAsync();
        await using var answering = await connection.BeginTransactionAsync();
        await ExecuteAsync("select from tickets for no key update");

        var settling = _outbox.Store.CompleteAsync(
            claim, [.. claim.Entries.Select((entry, index) => new SentEntry(entry, 900 + index))], default);
        await Eventually.BecomesAsync(
            () => _outbox.Database.ReadAsync(
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"),
            rows => rows is ["1"], "the settling waits for the ticket");
        await ExecuteAsync("select from ticket_messages for update nowait");
        await answering.CommitAsync();

        await settling;
        Assert.Empty(await _outbox.Database.ReadAsync(Rows));

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, answering);
            await command.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public async Task Words_to_a_closed_ticket_whose_card_was_sent_anew_reply_to_the_newest_card()
    {
        await _outbox.DeliverDueAsync(_outbox.Managers);
        await _outbox.Database.ExecuteAsync(
            $"insert into outbox (chat_id, kind, ticket_id) values ({_outbox.Managers.ChatId}, 'card', {_id})");
        await _outbox.DeliverDueAsync(_outbox.Managers);
        var newest = _outbox.Shown()[^1];

        await WriteAsync("Этаж третий");
        await _outbox.DeliverDueAsync(_outbox.Managers);

        Assert.Same(newest, _outbox.Shown()[^1].ReplyTo);
    }

    [Fact]
    public async Task Words_under_a_card_that_is_no_longer_in_the_chat_come_all_the_same()
    {
        await _outbox.DeliverDueAsync(_outbox.Managers);
        await _outbox.Database.ExecuteAsync("update ticket_cards set message_id = 999999");

        await WriteAsync("Этаж третий");
        await _outbox.DeliverDueAsync(_outbox.Managers);

        Assert.Null(Assert.Single(_outbox.Shown(), shown => shown.Text == $"{Heading}\nЭтаж третий").ReplyTo);
        Assert.StartsWith($"🟢 №{_id} ", _outbox.Shown()[^1].Text, StringComparison.Ordinal);
        Assert.Empty(await _outbox.Database.ReadAsync(Rows));
    }

    [Fact]
    public async Task Words_that_a_chat_refuses_wait_for_it_behind_the_card_and_are_not_given_up()
    {
        await WriteAsync("Этаж третий");
        _outbox.Group.RemoveBot();
        for (var time = 0; time < 12; time++)
            await _outbox.DeliverDueAsync(_outbox.Managers);
        Assert.Equal(2, (await _outbox.Database.ReadAsync(Rows)).Count);

        _outbox.Group.AddBot();
        await _outbox.DeliverDueAsync(_outbox.Managers);

        Assert.Equal([$"🟢 №{_id}", Heading], Said(_outbox.Managers));
    }

    [Fact]
    public async Task A_process_that_dies_between_sending_and_noting_it_shows_the_words_twice_and_never_loses_them()
    {
        await _outbox.DeliverDueAsync(_outbox.Managers);
        await WriteAsync("Этаж третий");

        await _outbox.SendAndDieAsync(_outbox.Managers, Recipient.Managers);
        await _outbox.DeliverDueAsync(_outbox.Managers);

        Assert.Equal([$"🟢 №{_id}", Heading, Heading], Said(_outbox.Managers));
    }

    [Fact]
    public async Task Words_of_which_telegram_did_not_say_as_which_message_it_took_them_are_not_repeated()
    {
        await _outbox.DeliverDueAsync(_outbox.Managers);
        await WriteAsync("Этаж третий");
        _outbox.Telegram.Faults.Inject(Fault.ExecuteThenTruncate() with { Method = "sendMessage" });

        await _outbox.DeliverDueAsync(_outbox.Managers);

        Assert.Equal([$"🟢 №{_id}", Heading], Said(_outbox.Managers));
    }

    [Fact]
    public async Task Words_are_sent_to_no_chat_that_is_not_the_managers()
    {
        await WriteAsync("Этаж третий");
        await _outbox.Database.ExecuteAsync($"update outbox set chat_id = {_outbox.Client.ChatId}");

        await _outbox.DeliverDueAsync(_outbox.Client);

        Assert.Empty(Said(_outbox.Client));
    }

    [Fact]
    public async Task Words_that_waited_for_a_former_chat_go_to_each_chat_in_force_once_with_the_card_before_them()
    {
        await WriteAsync("Этаж третий");
        await WriteAsync("Вход со двора");
        await _outbox.Database.ExecuteAsync(
            """
            delete from outbox where kind = 'card'; insert into ticket_cards (ticket_id, chat_id, message_id) values (1, -7, 70);
            -- A third chat was owed the first of them already, and has it.
            insert into outbox_keys (key) values ('ticket-message/1/-7')
            """);

        var reclaimed = await ReclaimAsync(-7, -8);
        var again = await ReclaimAsync(-7, -8);

        Assert.Equal(new ReclaimedRows(0, 0, 0) { Messages = 2 }, reclaimed);
        Assert.Equal(0, again!.Messages);
        Assert.Equal(
            ["-8|card", "-8|ticket_message|1", "-8|ticket_message|2", "-7|ticket_message|2"], await _outbox.Database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task Words_that_reached_no_chat_are_not_lost_when_the_former_chat_is_in_force_again()
    {
        await WriteAsync("Этаж третий");

        await ReclaimAsync(-8);
        await ReclaimAsync(_outbox.Managers.ChatId);
        await _outbox.DeliverDueAsync(_outbox.Managers);

        Assert.Equal([$"🟢 №{_id}", Heading], Said(_outbox.Managers));
        Assert.Empty(await _outbox.Database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task Words_and_card_that_wait_for_a_group_move_with_it_to_its_supergroup_in_order()
    {
        await WriteAsync("Этаж третий");

        await new ManagerChatStore(_outbox.Database.DataSource).RecordAsync(new ChatMigration(_outbox.Managers.ChatId, -100_7), default);

        Assert.Equal(["-1007|card", "-1007|ticket_message|1"], await _outbox.Database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task Words_that_the_supergroup_was_owed_too_are_not_doubled_by_the_move()
    {
        await new TicketMessageStore(_outbox.Database.DataSource).AddAsync(
            Message("Этаж третий"), [_outbox.Managers.ChatId, -100_7], default);

        await new ManagerChatStore(_outbox.Database.DataSource).RecordAsync(new ChatMigration(_outbox.Managers.ChatId, -100_7), default);

        Assert.Equal(["-1007|card", "-1007|ticket_message|1"], await _outbox.Database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task Words_that_fill_a_message_come_whole_after_the_line_above_them_in_order_and_with_their_files()
    {
        await _outbox.DeliverDueAsync(_outbox.Managers);
        var words = string.Concat(Enumerable.Repeat("&ы😀", 1365)) + "ы";
        var photo = new Attachment(AttachmentKind.Photo, _outbox.Telegram.AddFile(MessageKind.Photo), "u");
        await WriteAsync(words, photo);
        await WriteAsync("Вход со двора");

        await _outbox.DeliverDueAsync(_outbox.Managers);

        var (card, shown) = (_outbox.Shown()[0], _outbox.Shown().Skip(1).ToList());
        Assert.Equal([Heading, words, "", $"{Heading}\nВход со двора"], shown.Select(message => message.Text));
        Assert.Equal(MessageKind.Photo, shown[2].Kind);
        Assert.All(shown, message => Assert.Same(card, message.ReplyTo));
        Assert.Equal(["1|1", "1|1", "1|1", "1|2"], await _outbox.Database.ReadAsync(
            "select ticket_id || '|' || ticket_message_id from ticket_posts order by message_id"));
        Assert.Empty(await _outbox.Database.ReadAsync(Rows));
    }

    [Fact]
    public async Task A_process_that_dies_between_the_line_and_the_words_that_fill_a_message_shows_one_of_them_twice_at_most()
    {
        await _outbox.DeliverDueAsync(_outbox.Managers);
        var words = new string('ы', 4096);
        await WriteAsync(words);

        await _outbox.Delivery.DeliverAsync(_outbox.Managers.ChatId, default);
        await _outbox.SendAndDieAsync(_outbox.Managers, Recipient.Managers);
        await _outbox.DeliverDueAsync(_outbox.Managers);

        Assert.Equal([Heading, words, words], _outbox.Shown().Skip(1).Select(shown => shown.Text));
    }

    [Fact]
    public async Task A_managers_answer_that_fills_a_message_comes_whole_to_the_other_managers_chats()
    {
        await _outbox.DeliverDueAsync(_outbox.Managers);
        var words = new string('ы', 4096);
        await new AnswerStore(_outbox.Database.DataSource).AddAsync(
            new ManagerAnswer(70, -7, 70, 9, "Пётр", words, DateTimeOffset.UnixEpoch),
            new AnsweredPost(_outbox.Managers.ChatId, _outbox.Shown()[0].Id), TicketRoutes.ToAll([_outbox.Managers.ChatId]), default);

        await _outbox.DeliverDueAsync(_outbox.Managers);

        Assert.Equal([$"Пётр отвечает по заявке №{_id}", words], _outbox.Shown().Skip(1).Select(shown => shown.Text));
    }

    [Fact]
    public async Task Words_whose_line_stayed_in_a_group_get_it_again_in_its_supergroup()
    {
        await _outbox.DeliverDueAsync(_outbox.Managers);
        await WriteAsync(new string('ы', 4096));
        await _outbox.Delivery.DeliverAsync(_outbox.Managers.ChatId, default);
        const string left = "select kind || '|' || coalesce(payload #>> '{}', 'all') from outbox where kind = 'ticket_message'";
        Assert.Equal(["ticket_message|content"], await _outbox.Database.ReadAsync(left));

        await new ManagerChatStore(_outbox.Database.DataSource).RecordAsync(new ChatMigration(_outbox.Managers.ChatId, -100_7), default);

        Assert.Equal(["ticket_message|all"], await _outbox.Database.ReadAsync(left));
    }

    private const string Waiting = "select concat_ws('|', chat_id, kind, ticket_message_id) from outbox order by chat_id, id";

    private string Heading => $"Клиент добавил к заявке №{_id}";

    private Task<ReclaimedRows?> ReclaimAsync(params long[] chats) => new ManagerChatStore(_outbox.Database.DataSource).ReclaimAsync(
        chats, chats.ToDictionary(chat => chat), default);

    private Task<bool> WriteAsync(string words, params Attachment[] files) => new TicketMessageStore(_outbox.Database.DataSource).AddAsync(
        Message(words) with { Files = files }, [_outbox.Managers.ChatId], default);

    private AddTicketMessage Message(string words) =>
        new(_id, _ticket.SubmissionId, 42, ++_updates, words, DateTimeOffset.UnixEpoch);
}
