using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>The outcome of a card, and of its edit, that Telegram refuses.</summary>
public sealed class RefusedCardTests : IAsyncLifetime
{
    private const string Rows =
        """
        select concat_ws('|', kind, ticket_id, attempts, set_aside_at is not null, held_back_at is not null, last_error)
          from outbox order by id
        """;

    private OutboxFixture _outbox = null!;
    private long _update = 1;

    public async Task InitializeAsync() => _outbox = await OutboxFixture.CreateAsync();

    public async Task DisposeAsync() => await _outbox.DisposeAsync();

    [Theory]
    [InlineData(400, "Bad Request: TOPIC_CLOSED")]
    [InlineData(400, "Bad Request: words that nobody has heard yet")]
    [InlineData(404, "Not Found")]
    public async Task A_card_that_is_refused_in_words_that_are_not_about_it_waits_and_comes_with_the_others_in_order(int code, string words)
    {
        await _outbox.CreateTicketsAsync(3);
        var refusal = Refuse("sendMessage", code, words);

        for (var time = 0; time < 6; time++)
            await DeliverDueAsync();
        Assert.Equal([$"card|1|6|f|f|{words}", "card|2|0|f|f", "card|3|0|f|f"], await _outbox.Database.ReadAsync(Rows));
        Assert.Equal(
            [$"outbox waiting|trouble|3|{words}"],
            await _outbox.Database.ReadAsync(
                "select concat_ws('|', matter, state, rows, last_error) from health where state <> 'ok' and matter <> 'bot'"));
        refusal.Release();
        await DeliverDueAsync();

        Assert.Equal([1, 2, 3], _outbox.Cards());
        Assert.Empty(await _outbox.Database.ReadAsync(Rows));
    }

    [Theory]
    [InlineData("Bad Request: can't parse entities: Unsupported start tag")]
    [InlineData("Bad Request: BUTTON_DATA_INVALID")]
    public async Task A_card_whose_text_or_keyboard_is_refused_is_set_aside_at_once_and_the_next_one_comes(string words)
    {
        await _outbox.CreateTicketsAsync(2);
        Refuse("sendMessage", 400, words, times: 1);

        await DeliverDueAsync();

        Assert.Equal([2], _outbox.Cards());
        Assert.Equal([$"card|1|1|t|f|{words}"], await _outbox.Database.ReadAsync(Rows));
    }

    [Fact]
    public async Task A_card_that_the_chat_refuses_while_it_takes_others_holds_them_up_no_longer_and_comes_when_it_passes()
    {
        await _outbox.CreateTicketsAsync(3);
        var refused = RefuseCard(1);

        for (var time = 0; time < 3; time++)
            await DeliverDueAsync();
        Assert.Equal([2, 3], _outbox.Cards());
        Assert.Equal(["card|1|3|f|t|Bad Request: NEW_WORDS"], await _outbox.Database.ReadAsync(Rows));
        await _outbox.CreateTicketsAsync(1);
        await _outbox.Delivery.DeliverAsync(_outbox.Managers.ChatId, default);
        await DeliverDueAsync();
        Assert.Equal([2, 3, 4], _outbox.Cards());
        refused.Release();
        await DeliverDueAsync();

        Assert.Equal([2, 3, 4, 1], _outbox.Cards());
        Assert.Empty(await _outbox.Database.ReadAsync(Rows));
    }

    [Fact]
    public async Task Several_cards_that_only_they_are_refused_hold_nobody_up_in_the_end()
    {
        await _outbox.CreateTicketsAsync(5);
        RefuseCard(1);
        RefuseCard(2);
        RefuseCard(3);

        for (var time = 0; time < 12; time++)
            await DeliverDueAsync();
        await _outbox.CreateTicketsAsync(1);
        for (var time = 0; time < 3; time++)
            await DeliverDueAsync();

        Assert.Equal([4, 5, 6], _outbox.Cards());
        Assert.Equal(
            ["1", "2", "3"], await _outbox.Database.ReadAsync("select ticket_id from outbox where held_back_at is not null order by id"));
    }

    [Fact]
    public async Task A_card_that_is_held_back_is_woken_by_its_lively_chat_once_a_minute_at_most()
    {
        await _outbox.CreateTicketsAsync(1);
        const string due = "select next_attempt_at <= now() from outbox";
        await _outbox.Database.ExecuteAsync(
            "update outbox set attempts = 3, next_attempt_at = now() + interval '5 minutes', held_back_at = now()");

        await _outbox.Store.WakeAsync(_outbox.Managers.ChatId, default);
        var soon = await _outbox.Database.ReadAsync(due);
        await _outbox.Database.ExecuteAsync("update outbox set held_back_at = now() - interval '2 minutes'");
        await _outbox.Store.WakeAsync(_outbox.Managers.ChatId, default);

        Assert.Equal(["False", "True"], [.. soon, .. await _outbox.Database.ReadAsync(due)]);
    }

    [Theory]
    [InlineData("Bad Request: CHAT_RESTRICTED")]
    [InlineData("Bad Request: not enough rights")]
    public async Task An_edit_that_the_chat_refuses_is_kept_and_made_when_it_passes(string words)
    {
        await _outbox.CreateTicketsAsync(1);
        await DeliverDueAsync();
        await CloseAsync(1);
        var refusal = Refuse("editMessageText", 400, words);

        await DeliverDueAsync();
        Assert.Equal([$"card_edit|1|1|f|f|{words}"], await _outbox.Database.ReadAsync(Rows));
        refusal.Release();
        await DeliverDueAsync();

        Assert.NotNull(Assert.Single(_outbox.Shown()).Button("Открыть заявку"));
        Assert.Empty(await _outbox.Database.ReadAsync(Rows));
    }

    [Fact]
    public async Task An_edit_that_waited_a_little_and_is_refused_by_the_chat_is_reported_like_any_other()
    {
        await _outbox.CreateTicketsAsync(1);
        await DeliverDueAsync();
        var card = _outbox.Shown()[0].Id;
        await _outbox.Database.ExecuteAsync(
            $"""
            insert into outbox (chat_id, kind, ticket_id, message_id, next_attempt_at, held_back_at)
            values ({_outbox.Managers.ChatId}, 'card_edit', 1, {card}, now() - interval '1 second', now())
            """);
        Refuse("editMessageText", 400, "Bad Request: CHAT_RESTRICTED", times: 1);

        await _outbox.Delivery.DeliverAsync(_outbox.Managers.ChatId, default);

        Assert.Equal(["card_edit|1|1|f|f|Bad Request: CHAT_RESTRICTED"], await _outbox.Database.ReadAsync(Rows));
        Assert.Equal(1, _outbox.LogLines("CHAT_RESTRICTED"));
        await DeliverDueAsync();
        Assert.Empty(await _outbox.Database.ReadAsync(Rows));
    }

    [Theory]
    [InlineData("Bad Request: message can't be edited")]
    [InlineData("Bad Request: MESSAGE_ID_INVALID")]
    [InlineData("Bad Request: message to edit not found")]
    public async Task A_card_that_can_never_be_edited_again_comes_anew_and_is_the_one_that_is_known(string words)
    {
        await _outbox.CreateTicketsAsync(1);
        await DeliverDueAsync();
        await CloseAsync(1);
        Refuse("editMessageText", 400, words, times: 1);

        await DeliverDueAsync();

        var cards = _outbox.Shown();
        Assert.Equal(2, cards.Count);
        Assert.NotNull(cards[1].Button("Открыть заявку"));
        Assert.Equal([$"{cards[1].Id}"], await _outbox.Database.ReadAsync("select message_id from ticket_cards"));
        Assert.Empty(await _outbox.Database.ReadAsync(Rows));
    }

    [Fact]
    public async Task Of_two_cards_of_a_ticket_in_a_chat_one_that_is_gone_is_not_sent_anew()
    {
        await _outbox.CreateTicketsAsync(1);
        await DeliverDueAsync();
        await _outbox.Database.ExecuteAsync(
            $"""
            insert into ticket_cards (ticket_id, chat_id, message_id) values (1, {_outbox.Managers.ChatId}, 4040);
            insert into outbox (chat_id, kind, ticket_id, message_id) values ({_outbox.Managers.ChatId}, 'card_edit', 1, 4040)
            """);

        await DeliverDueAsync();

        Assert.Single(_outbox.Shown());
        Assert.Empty(await _outbox.Database.ReadAsync(Rows));
        Assert.Single(await _outbox.Database.ReadAsync("select message_id from ticket_cards"));
    }

    [Fact]
    public async Task An_edit_whose_text_is_refused_is_set_aside_for_a_person_to_see()
    {
        await _outbox.CreateTicketsAsync(1);
        await DeliverDueAsync();
        await CloseAsync(1);
        Refuse("editMessageText", 400, "Bad Request: MESSAGE_TOO_LONG", times: 1);

        await DeliverDueAsync();

        Assert.Equal(["card_edit|1|1|t|f|Bad Request: MESSAGE_TOO_LONG"], await _outbox.Database.ReadAsync(Rows));
    }

    private Task DeliverDueAsync() => _outbox.DeliverDueAsync(_outbox.Managers);

    private InjectedFault Refuse(string method, int code, string words, int? times = null) =>
        _outbox.Telegram.Faults.Inject(Fault.Refused(code, words) with { Method = method, Times = times });

    private InjectedFault RefuseCard(long ticket) =>
        _outbox.Telegram.Faults.Inject(Fault.Refused(400, "Bad Request: NEW_WORDS") with { Text = $"№{ticket} ·", Times = null });

    private Task CloseAsync(long id) => new TicketStore(_outbox.Database.DataSource).ChangeStatusAsync(
        new ChangeTicketStatus(id, TicketStatus.Closed, 9, "Пётр", _update++, _outbox.Managers.ChatId, null), default);
}
