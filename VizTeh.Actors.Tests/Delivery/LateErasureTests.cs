using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.PersonalData;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using MessageKind = VizTeh.Actors.Sandbox.BotApi.Chats.MessageKind;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>What is being sent about a ticket while its client's data is erased.</summary>
public sealed class LateErasureTests : TicketFilesFixture
{
    [Fact]
    public async Task A_card_that_was_sent_before_is_edited_after_and_what_waits_is_not_sent()
    {
        await CreateAsync(Files(MessageKind.Photo));
        await AddAsync("Этаж третий");
        var settle = await Outbox.SendUnsettledAsync(Outbox.Managers, Recipient.Managers);

        await EraseAsync();
        await settle();
        await DeliverAsync();

        var card = Assert.Single(Outbox.Shown());
        Assert.Equal($"✅ №{Id} · Знаки\nДанные удалены по просьбе клиента", string.Join('\n', card.Text.Split('\n').Take(2)));
        Assert.Empty(card.InlineButtons);
        Assert.Empty(await Outbox.Database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task Words_and_files_that_were_sent_before_are_deleted_after()
    {
        await CreateAsync();
        await DeliverAsync();
        await AddAsync("Этаж третий", Files(MessageKind.Photo, MessageKind.Photo));
        await DeliverOneAsync();
        var settle = await Outbox.SendUnsettledAsync(Outbox.Managers, Recipient.Managers);
        Assert.Equal(4, Outbox.Shown().Count);

        await EraseAsync();
        await settle();
        await DeliverAsync();

        Assert.StartsWith($"✅ №{Id}", Assert.Single(Outbox.Shown()).Text, StringComparison.Ordinal);
        Assert.Empty(await Outbox.Database.ReadAsync(Waiting));
        Assert.Empty(await Outbox.Database.ReadAsync("select message_id from ticket_posts"));
    }

    [Fact]
    public async Task An_erasure_that_is_repeated_owes_nothing_again()
    {
        await CreateAsync();
        await AddAsync("Этаж третий");
        await DeliverAsync();
        await EraseAsync();
        var owed = await Outbox.Database.ReadAsync(Waiting);

        await EraseAsync();

        Assert.Equal(owed, await Outbox.Database.ReadAsync(Waiting));
        Assert.Equal(2, owed.Count);
    }

    [Fact]
    public async Task A_report_with_the_clients_phone_that_was_sent_before_is_deleted_after()
    {
        await CreateAsync();
        await DeliverAsync();
        var card = Outbox.Shown()[0];
        await new AnswerStore(Outbox.Database.DataSource).AddAsync(
            new ManagerAnswer(7, card.ChatId, card.Id, 9, "Пётр", "Да", DateTimeOffset.UnixEpoch),
            new AnsweredPost(card.ChatId, card.Id), TicketRoutes.None, default);
        await Outbox.Database.ExecuteAsync(
            $"""
            update ticket_messages set undelivered = 'blocked';
            insert into outbox (chat_id, kind, ticket_id, ticket_message_id)
            select {card.ChatId}, 'answer_report', ticket_id, id from ticket_messages
            """);
        var settle = await Outbox.SendUnsettledAsync(Outbox.Managers, Recipient.Managers);
        Assert.Contains("Телефон клиента", Outbox.Shown()[1].Text, StringComparison.Ordinal);

        await EraseAsync();
        await settle();
        await DeliverAsync();

        Assert.Equal(card.Id, Assert.Single(Outbox.Shown()).Id);
        Assert.Empty(await Outbox.Database.ReadAsync("select message_id from ticket_posts"));
    }

    [Fact]
    public async Task A_prompt_for_an_answer_that_was_sent_before_is_deleted_after()
    {
        await CreateAsync();
        await DeliverAsync();
        await Outbox.Database.OweAsync("prompt", Outbox.Managers.ChatId, new OwedMessage.AnswerPrompt(Id, new Message("Напишите ответ")));
        var settle = await Outbox.SendUnsettledAsync(Outbox.Managers, Recipient.Managers);

        await EraseAsync();
        await settle();
        await DeliverAsync();

        Assert.StartsWith($"✅ №{Id}", Assert.Single(Outbox.Shown()).Text, StringComparison.Ordinal);
        Assert.Empty(await Outbox.Database.ReadAsync("select message_id from ticket_posts"));
    }

    [Fact]
    public async Task Of_managers_updates_that_were_set_aside_those_that_show_the_tickets_messages_are_erased()
    {
        await CreateAsync();
        await AddAsync("Этаж третий");
        await DeliverAsync();
        var (card, words) = (Outbox.Shown()[0], Outbox.Shown()[1]);
        string[] gone =
        [
            $$"""{"update_id":1,"callback_query":{"from":{"id":9},"message":{{Quoted(card.Id)}},"data":"x"} }""",
            $$"""{"update_id":2,"message":{"message_id":90,"from":{"id":9},"reply_to_message":{{Quoted(words.Id)}},"text":"да"} }""",
            $$"""{"update_id":3,"message":{"message_id":91,"from":{"id":9},"pinned_message":{{Quoted(card.Id)}} } }""",
        ];
        var stays = $$"""{"update_id":4,"message":{"message_id":92,"from":{"id":9},"reply_to_message":{{Quoted(7_000)}} } }""";
        foreach (var payload in gone.Append(stays))
        {
            await Outbox.Database.ExecuteAsync(
                $"""
                insert into inbox (update_id, payload, set_aside_at, last_error) values
                  (null, '{payload}', now(), 'why'), (null, to_json('{payload}'::text), now(), 'why'),
                  (null, to_json('{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(payload))}'::text), now(), 'why')
                """);
        }

        await Outbox.Database.ExecuteAsync($"insert into inbox (update_id, payload) values (1, '{gone[0]}')");

        await EraseAsync();

        Assert.Equal(["3 f", "1 t"], await Outbox.Database.ReadAsync(
            """
            select concat_ws(' ', count(*), is_waiting) from (select set_aside_at is null as is_waiting from inbox) waiting
             group by is_waiting order by is_waiting
            """));

        string Quoted(long id) =>
            $$"""{"message_id":{{id}},"chat":{"id":{{Outbox.Managers.ChatId}},"type":"group"},"text":"Анна, +7 916 123-45-67"}""";
    }

    [Theory]
    [InlineData("Bad Request: message can't be edited", 1)]
    [InlineData("Bad Request: message to edit not found", 0)]
    public async Task A_card_that_can_no_longer_be_edited_is_named_to_the_managers_once_unless_it_is_gone(string words, int notices)
    {
        await CreateAsync();
        await DeliverAsync();
        Outbox.Telegram.Faults.Inject(Fault.Refused(400, words) with { Method = "editMessageText", Times = null });

        await EraseAsync();
        await DeliverAsync();

        Assert.Equal(notices, Outbox.Shown().Count(message => message.Text.Contains(
            $"Сообщения о заявке №{Id}, которые ещё видны в этом чате", StringComparison.Ordinal)));
        Assert.Empty(await Outbox.Database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task A_message_that_can_neither_be_deleted_nor_edited_is_named_to_the_managers_together_with_the_card()
    {
        await CreateAsync();
        await AddAsync("Этаж третий");
        await AddAsync("И подъезд второй");
        await DeliverAsync();
        Outbox.Telegram.Faults.Inject(
            Fault.Refused(400, "Bad Request: message can't be edited") with { Method = "editMessageText", Times = null });
        Outbox.Telegram.Faults.Inject(
            Fault.Refused(400, "Bad Request: message can't be deleted") with { Method = "deleteMessage", Times = null });

        await EraseAsync();
        await DeliverAsync();

        Assert.Single(Outbox.Shown(), message => message.Text.Contains("Данные клиента удалены", StringComparison.Ordinal));
        Assert.Empty(await Outbox.Database.ReadAsync(Waiting));
    }

    private Task EraseAsync() => new ErasureStore(Outbox.Database.DataSource).EraseTablesAsync(42, 1, default);
}
