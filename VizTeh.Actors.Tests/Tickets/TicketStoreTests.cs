using VizTeh.Actors.Delivery;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

public sealed class TicketStoreTests : IAsyncLifetime
{
    private const long ManagerChat = 900;

    private TestDatabase _database = null!;
    private TicketStore _tickets = null!;
    private OutboxStore _outbox = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateMigratedAsync();
        _tickets = new TicketStore(_database.DataSource);
        _outbox = TestOutbox.StoreOf(_database);
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task However_often_and_at_once_a_submission_asks_there_is_one_ticket_with_one_card_a_chat()
    {
        var create = TicketSamples.New();

        var ids = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => CreateAsync(create, ManagerChat, -100)));

        Assert.Single(ids.Distinct());
        Assert.Equal(["1"], await _database.ReadAsync("select count(*) from tickets"));
        Assert.Equal(["-100", "900"], await _database.ReadAsync("select chat_id from outbox order by chat_id"));
        Assert.Equal(["open"], await _database.ReadAsync("select status from ticket_history"));
    }

    [Fact]
    public async Task Of_one_transaction_each_ticket_has_its_card_where_its_direction_is_routed_and_any_other_in_all_default_chats()
    {
        var routes = new TicketRoutes(
            [ManagerChat, -100], [new TicketRoute("Знаки", -7, 12), new TicketRoute("Стелы", ManagerChat)],
            new Dictionary<long, long> { [ManagerChat] = ManagerChat, [-100] = -100, [-7] = -7 });
        CreateTicket[] tickets =
        [
            TicketSamples.New(), TicketSamples.New().With("direction", "Услуги"), TicketSamples.New().With("direction", "Стелы"),
            TicketSamples.New() with { Answers = SentAnswers.None },
        ];

        await _tickets.CreateAsync(tickets, routes, default);

        Assert.Equal(
            ["1|-7|12", "2|-100", "2|900", "3|900", "4|-100", "4|900"],
            await _database.ReadAsync("select concat_ws('|', ticket_id, chat_id, topic_id) from outbox order by ticket_id, chat_id"));
    }

    [Fact]
    public async Task A_ticket_keeps_every_answer_in_order_with_its_label_and_has_the_columns_of_the_earlier_bot_besides()
    {
        var answers = new SentAnswers(
            [
                new("day", "День \"икс\"", QuestionKind.Date, "2026-12-05"),
                new("city", "Откуда вы", QuestionKind.Text, "Омск 🙂"),
                new("service", "Услуги", QuestionKind.Choices, "Стрижка\nУкладка"),
                new("phone", "Номер", QuestionKind.Phone, "+79990000000") { IsVerified = true },
            ],
            [new("budget", "Бюджет", QuestionKind.Number, "100")]);
        var at = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        await CreateAsync(TicketSamples.New() with { Answers = answers, SubmittedAt = at }, ManagerChat);

        Assert.Equal(
            [
                "day|День \"икс\"|Date|2026-12-05||", "city|Откуда вы|Text|Омск 🙂||", "service|Услуги|Choices|Стрижка\nУкладка||",
                "phone|Номер|Phone|+79990000000||true", "budget|Бюджет|Number|100|true|",
            ],
            await _database.ReadAsync(
                """
                select concat_ws('|', a->>'id', a->>'label', a->>'kind', a->>'value', coalesce(a->>'removed', ''),
                                 coalesce(a->>'verified', ''))
                  from tickets, jsonb_array_elements(answers) with ordinality as each (a, place) order by place
                """));
        Assert.Equal(
            ["|Омск 🙂||+79990000000"],
            await _database.ReadAsync("select name || org || '|' || city || '|' || direction || description || '|' || phone from tickets"));
        var ticket = await OnCardAsync();
        Assert.Equal(answers, ticket.Answers);
        Assert.Equal(at, ticket.CreatedAt);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("'null'")]
    [InlineData("'[]'")]
    [InlineData("'[null]'")]
    [InlineData("'\"of an earlier bot\"'")]
    [InlineData("'{\"id\": 1}'")]
    [InlineData("""'[{"id":"a","label":"b"}]'""")]
    public async Task A_row_without_answers_that_this_program_wrote_is_shown_by_the_columns_that_it_has(string answers)
    {
        await _database.ExecuteAsync(
            $"""
            insert into tickets (user_id, name, org, city, phone, answers) values (42, 'Анна', ' ', 'Тверь', '8 912', {answers});
            insert into outbox (chat_id, kind, ticket_id) select {ManagerChat}, 'card', id from tickets
            """);

        Answer[] shown =
        [
            new("name", "Имя", QuestionKind.Text, "Анна"), new("city", "Город", QuestionKind.Text, "Тверь"),
            new("phone", "Телефон", QuestionKind.Phone, "8 912"),
        ];
        Assert.Equal(new SentAnswers([.. shown], []), (await OnCardAsync()).Answers);
    }

    [Fact]
    public async Task An_answer_of_a_kind_that_a_later_version_has_is_shown_as_it_is_stored()
    {
        await _database.ExecuteAsync(
            $$"""
            insert into tickets (user_id, answers) values (
              42,
              '[{"id":"plan","label":"План","kind":"Tower","value":"plan.pdf","size":12}, {"id":"a","label":"b","kind":"4","value":"c"}]');
            insert into outbox (chat_id, kind, ticket_id) select {{ManagerChat}}, 'card', id from tickets
            """);

        Answer[] shown = [new("plan", "План", QuestionKind.Text, "plan.pdf"), new("a", "b", QuestionKind.Text, "c")];
        Assert.Equal(new SentAnswers([.. shown], []), (await OnCardAsync()).Answers);
    }

    [Fact]
    public async Task Managers_who_press_at_once_change_the_status_once()
    {
        var id = await CreateAsync(TicketSamples.New(), ManagerChat);

        var results = await Task.WhenAll(
            Enumerable.Range(1, 10).Select(number => _tickets.ChangeStatusAsync(Close(id, actor: number), default)));

        var winner = Assert.Single(results, result => result!.Value.Changed)!.Value.State.LastChange!;
        Assert.All(results, result => Assert.Equal(winner, result!.Value.State.LastChange));
        Assert.Equal([$"{winner.ActorId}"], await _database.ReadAsync("select manager_id from tickets"));
    }

    [Fact]
    public async Task The_last_change_of_a_ticket_is_found_by_an_index_before_the_table_has_any_statistics()
    {
        await _database.ExecuteAsync(
            """
            alter table tickets set (autovacuum_enabled = false);
            alter table ticket_history set (autovacuum_enabled = false);
            insert into tickets (user_id) select 1 from generate_series(1, 20000);
            insert into ticket_history (ticket_id, status) select id, 'open' from tickets
            """);

        var plan = string.Join('\n', await _database.ReadAsync(
            $"explain select {TicketRow.Columns} from {TicketRow.Tables} where ticket.id in (select generate_series(1, 16))"));

        Assert.Contains("using ticket_history_status_idx on ticket_history", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_that_does_not_exist_is_not_found() =>
        Assert.Null(await _tickets.ChangeStatusAsync(Close(404), default));

    [Fact]
    public async Task A_card_on_its_way_while_its_ticket_changes_gets_an_edit()
    {
        var id = await CreateAsync(TicketSamples.New(), ManagerChat);
        await using var claim = await _outbox.ClaimAsync(ManagerChat, Recipient.Managers, default);

        await _tickets.ChangeStatusAsync(Close(id, card: null), default);
        await SettleAsync(claim!, 70);

        Assert.Equal(["card_edit|900|70"], await WaitingAsync());
        await using var edit = await _outbox.ClaimAsync(ManagerChat, Recipient.Managers, default);
        Assert.Equal(TicketStatus.Closed, edit!.Head.Ticket!.Ticket.Status);
    }

    [Fact]
    public async Task A_press_on_a_card_that_telegram_has_shown_but_nobody_has_noted_yet_is_edited_once()
    {
        var create = TicketSamples.New();
        var id = await CreateAsync(create, ManagerChat);
        await using var claim = await _outbox.ClaimAsync(ManagerChat, Recipient.Managers, default);

        await _tickets.ChangeStatusAsync(Close(id, card: 70) with { CardCheck = TicketButton.CheckOf(create.SubmissionId) }, default);
        await SettleAsync(claim!, 70);

        Assert.Equal(["card_edit|900|70"], await WaitingAsync());
    }

    [Fact]
    public async Task Several_edits_of_one_card_are_sent_as_one_and_one_that_comes_meanwhile_is_not_lost()
    {
        var id = await SendCardAsync(messageId: 70);
        await _tickets.ChangeStatusAsync(Close(id, update: 1), default);
        await _tickets.ChangeStatusAsync(Close(id, update: 2) with { Status = TicketStatus.Open }, default);
        Assert.Equal(2, (await WaitingAsync()).Count);

        await using var claim = await _outbox.ClaimAsync(ManagerChat, Recipient.Managers, default);
        Assert.Equal(TicketStatus.Open, claim!.Head.Ticket!.Ticket.Status);
        await _tickets.ChangeStatusAsync(Close(id, update: 3), default);
        await SettleAsync(claim, null);

        Assert.Equal(["card_edit|900|70"], await WaitingAsync());
    }

    [Fact]
    public async Task What_one_process_is_sending_no_other_takes_and_a_dead_one_lets_go()
    {
        await CreateAsync(TicketSamples.New(), ManagerChat);
        await CreateAsync(TicketSamples.New(), ManagerChat);

        var held = await _outbox.ClaimAsync(ManagerChat, Recipient.Managers, default);
        Assert.Null(await _outbox.ClaimAsync(ManagerChat, Recipient.Managers, default));
        await held!.DisposeAsync();
        await using var again = await _outbox.ClaimAsync(ManagerChat, Recipient.Managers, default);

        Assert.Equal(held.Head.Row, again!.Head.Row);
    }

    [Fact]
    public async Task What_telegram_accepted_is_settled_even_when_the_claims_connection_is_lost()
    {
        await CreateAsync(TicketSamples.New(), ManagerChat);
        await using var claim = await _outbox.ClaimAsync(ManagerChat, Recipient.Managers, default);
        await _database.ExecuteAsync(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'");

        await SettleAsync(claim!, 70);

        Assert.Empty(await WaitingAsync());
        Assert.Equal(["70"], await _database.ReadAsync("select message_id from ticket_cards"));
    }

    [Fact]
    public async Task Of_cards_that_are_settled_together_only_the_one_whose_ticket_changed_meanwhile_gets_an_edit()
    {
        foreach (var client in Enumerable.Range(1, 3))
            await CreateAsync(TicketSamples.New() with { UserId = client }, ManagerChat);
        await using var claim = await _outbox.ClaimAsync(ManagerChat, Recipient.Managers, default);

        await _tickets.ChangeStatusAsync(Close(claim!.Entries[1].Ticket!.Ticket.Id), default);
        await _outbox.CompleteAsync(claim, [.. claim.Entries.Select((entry, index) => new SentEntry(entry, 70 + index))], default);

        Assert.Equal(["70", "71", "72"], await _database.ReadAsync("select message_id from ticket_cards order by ticket_id"));
        Assert.Equal(["card_edit|900|71"], await WaitingAsync());
    }

    [Fact]
    public async Task However_many_rows_wait_a_claim_takes_the_first_few_in_order_and_what_is_not_settled_stays()
    {
        foreach (var client in Enumerable.Range(1, 40))
            await CreateAsync(TicketSamples.New() with { UserId = client }, ManagerChat);
        await using var claim = await _outbox.ClaimAsync(ManagerChat, Recipient.Managers, default);

        await _outbox.CompleteAsync(claim!, [new SentEntry(claim!.Entries[0], 70), new SentEntry(claim.Entries[1], 71)], default);

        Assert.InRange(claim.Entries.Count, 2, 20);
        Assert.True(claim.HasMore);
        Assert.Equal(claim.Entries.Select(entry => entry.Row.Id).Order(), claim.Entries.Select(entry => entry.Row.Id));
        Assert.Equal(38, (await WaitingAsync()).Count);
        await using var next = await _outbox.ClaimAsync(ManagerChat, Recipient.Managers, default);
        Assert.Equal(claim.Entries[2].Row, next!.Head.Row);
    }

    [Fact]
    public async Task Edits_of_one_card_are_one_entry_wherever_they_stand_in_the_queue()
    {
        var id = await SendCardAsync(messageId: 70);
        await _tickets.ChangeStatusAsync(Close(id, update: 1), default);
        await CreateAsync(TicketSamples.New() with { UserId = 43 }, ManagerChat);
        await _tickets.ChangeStatusAsync(Close(id, update: 2) with { Status = TicketStatus.Open }, default);

        await using var claim = await _outbox.ClaimAsync(ManagerChat, Recipient.Managers, default);
        Assert.Equal([new OwedMessage.CardEdit(id, 70), new OwedMessage.Card(id + 1)], claim!.Entries.Select(entry => entry.Row.Owed));
        await _outbox.CompleteAsync(claim, [new SentEntry(claim.Head, null)], default);

        Assert.Equal(["card|900"], await WaitingAsync());
    }

    [Fact]
    public async Task A_message_that_carries_another_tickets_button_now_is_that_tickets_card()
    {
        var first = await SendCardAsync(messageId: 70);
        var create = TicketSamples.New() with { UserId = 43 };
        var second = await CreateAsync(create);

        await _tickets.ChangeStatusAsync(Close(second, card: 70) with { CardCheck = TicketButton.CheckOf(create.SubmissionId) }, default);

        Assert.NotEqual(first, second);
        Assert.Equal([$"{second}"], await _database.ReadAsync("select ticket_id from ticket_cards"));
        Assert.Equal(["card_edit|900|70"], await WaitingAsync());
    }

    [Fact]
    public async Task A_press_that_telegram_hands_over_again_after_the_opposite_one_changes_nothing()
    {
        var id = await CreateAsync(TicketSamples.New(), ManagerChat);
        await _tickets.ChangeStatusAsync(Close(id, update: 5), default);
        await _tickets.ChangeStatusAsync(Close(id, update: 6) with { Status = TicketStatus.Open }, default);

        var again = await _tickets.ChangeStatusAsync(Close(id, update: 5), default);

        Assert.False(again!.Value.Changed);
        Assert.Equal(["open"], await _database.ReadAsync("select status from tickets"));
    }

    [Fact]
    public async Task A_press_from_a_message_that_is_no_known_card_of_the_ticket_changes_nothing_and_shows_the_tickets_card_once()
    {
        var id = await SendCardAsync(messageId: 70);

        foreach (var update in new[] { 5, 6 })
        {
            var answer = await _tickets.ChangeStatusAsync(Close(id, update: update, card: 40), default);
            Assert.False(answer!.Value.IsCardKnown);
        }

        Assert.Equal(["open"], await _database.ReadAsync("select status from tickets"));
        Assert.Equal(["70"], await _database.ReadAsync("select message_id from ticket_cards"));
        Assert.Equal(["card_edit|900|70"], await WaitingAsync());
    }

    [Fact]
    public async Task A_press_from_an_unknown_message_in_a_chat_without_the_tickets_card_brings_the_card_there()
    {
        var id = await CreateAsync(TicketSamples.New());

        await _tickets.ChangeStatusAsync(Close(id, update: 5, card: 40), default);
        await _tickets.ChangeStatusAsync(Close(id, update: 6, card: 40), default);

        Assert.Equal(["card|900"], await WaitingAsync());
    }

    [Fact]
    public async Task A_card_of_an_earlier_version_whose_button_has_no_check_works_when_its_message_is_known()
    {
        var id = await SendCardAsync(messageId: 70);

        Assert.True((await _tickets.ChangeStatusAsync(Close(id, card: 70), default))!.Value.Changed);
    }

    [Fact]
    public async Task A_button_of_a_lost_ticket_with_the_same_number_is_not_that_of_the_present_one_even_on_a_known_message()
    {
        var id = await SendCardAsync(messageId: 70);

        var answer = await _tickets.ChangeStatusAsync(Close(id, card: 70) with { CardCheck = "0a1b2c3d" }, default);

        Assert.Equal((false, false), (answer!.Value.Changed, answer.Value.IsCardKnown));
    }

    private async Task<long> CreateAsync(CreateTicket ticket, params long[] cardChats) =>
        (await _tickets.CreateAsync([ticket], cardChats, default))[ticket.SubmissionId];

    private async Task<Ticket> OnCardAsync()
    {
        await using var claim = await _outbox.ClaimAsync(ManagerChat, Recipient.Managers, default);
        return claim!.Head.Ticket!.Ticket;
    }

    private async Task<long> SendCardAsync(long messageId)
    {
        var id = await CreateAsync(TicketSamples.New(), ManagerChat);
        await using var claim = await _outbox.ClaimAsync(ManagerChat, Recipient.Managers, default);
        await SettleAsync(claim!, messageId);
        return id;
    }

    private Task SettleAsync(OutboxClaim claim, long? messageId) =>
        _outbox.CompleteAsync(claim, [new SentEntry(claim.Head, messageId)], default);

    private Task<IReadOnlyList<string>> WaitingAsync() =>
        _database.ReadAsync("select concat_ws('|', kind, chat_id, message_id) from outbox order by id");

    private static ChangeTicketStatus Close(long id, long actor = 9, long update = 5, long? card = null) =>
        new(id, TicketStatus.Closed, actor, "Пётр", update, ManagerChat, card);
}
