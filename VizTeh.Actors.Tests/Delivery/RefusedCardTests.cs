using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Delivery;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Support;
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

    private readonly FakeTimeProvider _clock = new();
    private TestDatabase _database = null!;
    private BotApiServer _telegram = null!;
    private ChatParticipant _managers = null!;
    private TelegramSender _sender = null!;
    private OutboxStore _store = null!;
    private OutboxDelivery _delivery = null!;
    private long _update = 1;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateMigratedAsync();
        _telegram = await BotApiServer.StartAsync();
        var manager = _telegram.AddPerson("Мария");
        var group = _telegram.AddGroup("Менеджеры", manager);
        _managers = group.Seat(manager);
        var settings = TestSettings.For(_telegram, _database.Details, group.Id);
        _sender = new TelegramSender(TelegramClient.Create(settings), null, TimeProvider.System, NullLogger<TelegramSender>.Instance);
        _store = TestOutbox.StoreOf(_database);
        _delivery = new OutboxDelivery(
            _store, _sender, new ManagerChats([group.Id], NullLogger<ManagerChats>.Instance),
            new ChatReachability(_clock, NullLogger<ChatReachability>.Instance), _clock, NullLogger<OutboxDelivery>.Instance);
    }

    public async Task DisposeAsync()
    {
        _sender.Dispose();
        await _telegram.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData(400, "Bad Request: TOPIC_CLOSED")]
    [InlineData(400, "Bad Request: words that nobody has heard yet")]
    [InlineData(404, "Not Found")]
    public async Task A_card_that_is_refused_in_words_that_are_not_about_it_waits_and_comes_with_the_others_in_order(int code, string words)
    {
        await CreateTicketsAsync(3);
        var refusal = Refuse("sendMessage", code, words);

        for (var time = 0; time < 6; time++)
            await DeliverDueAsync();
        Assert.Equal([$"card|1|6|f|f|{words}", "card|2|0|f|f", "card|3|0|f|f"], await _database.ReadAsync(Rows));
        Assert.Equal(
            [$"outbox waiting|trouble|3|{words}"],
            await _database.ReadAsync("select concat_ws('|', matter, state, rows, last_error) from health where state <> 'ok'"));
        refusal.Release();
        await DeliverDueAsync();

        Assert.Equal([1, 2, 3], Cards());
        Assert.Empty(await _database.ReadAsync(Rows));
    }

    [Theory]
    [InlineData("Bad Request: can't parse entities: Unsupported start tag")]
    [InlineData("Bad Request: BUTTON_DATA_INVALID")]
    public async Task A_card_whose_text_or_keyboard_is_refused_is_set_aside_at_once_and_the_next_one_comes(string words)
    {
        await CreateTicketsAsync(2);
        Refuse("sendMessage", 400, words, times: 1);

        await DeliverDueAsync();

        Assert.Equal([2], Cards());
        Assert.Equal([$"card|1|1|t|f|{words}"], await _database.ReadAsync(Rows));
    }

    [Fact]
    public async Task A_card_that_the_chat_refuses_while_it_takes_others_holds_them_up_no_longer_and_comes_when_it_passes()
    {
        await CreateTicketsAsync(3);
        var refused = RefuseCard(1);

        for (var time = 0; time < 3; time++)
            await DeliverDueAsync();
        Assert.Equal([2, 3], Cards());
        Assert.Equal(["card|1|3|f|t|Bad Request: NEW_WORDS"], await _database.ReadAsync(Rows));
        await CreateTicketsAsync(1);
        await _delivery.DeliverAsync(_managers.ChatId, default);
        await DeliverDueAsync();
        Assert.Equal([2, 3, 4], Cards());
        refused.Release();
        await DeliverDueAsync();

        Assert.Equal([2, 3, 4, 1], Cards());
        Assert.Empty(await _database.ReadAsync(Rows));
    }

    [Fact]
    public async Task Several_cards_that_only_they_are_refused_hold_nobody_up_in_the_end()
    {
        await CreateTicketsAsync(5);
        RefuseCard(1);
        RefuseCard(2);
        RefuseCard(3);

        for (var time = 0; time < 12; time++)
            await DeliverDueAsync();
        await CreateTicketsAsync(1);
        for (var time = 0; time < 3; time++)
            await DeliverDueAsync();

        Assert.Equal([4, 5, 6], Cards());
        Assert.Equal(["1", "2", "3"], await _database.ReadAsync("select ticket_id from outbox where held_back_at is not null order by id"));
    }

    [Fact]
    public async Task A_card_that_is_held_back_is_woken_by_its_lively_chat_once_a_minute_at_most()
    {
        await CreateTicketsAsync(1);
        const string due = "select next_attempt_at <= now() from outbox";
        await _database.ExecuteAsync(
            "update outbox set attempts = 3, next_attempt_at = now() + interval '5 minutes', held_back_at = now()");

        await _store.WakeAsync(_managers.ChatId, default);
        var soon = await _database.ReadAsync(due);
        await _database.ExecuteAsync("update outbox set held_back_at = now() - interval '2 minutes'");
        await _store.WakeAsync(_managers.ChatId, default);

        Assert.Equal(["False", "True"], [.. soon, .. await _database.ReadAsync(due)]);
    }

    [Theory]
    [InlineData("Bad Request: CHAT_RESTRICTED")]
    [InlineData("Bad Request: not enough rights")]
    public async Task An_edit_that_the_chat_refuses_is_kept_and_made_when_it_passes(string words)
    {
        await CreateTicketsAsync(1);
        await DeliverDueAsync();
        await CloseAsync(1);
        var refusal = Refuse("editMessageText", 400, words);

        await DeliverDueAsync();
        Assert.Equal([$"card_edit|1|1|f|f|{words}"], await _database.ReadAsync(Rows));
        refusal.Release();
        await DeliverDueAsync();

        Assert.NotNull(Assert.Single(Shown()).Button("Открыть заявку"));
        Assert.Empty(await _database.ReadAsync(Rows));
    }

    [Theory]
    [InlineData("Bad Request: message can't be edited")]
    [InlineData("Bad Request: MESSAGE_ID_INVALID")]
    [InlineData("Bad Request: message to edit not found")]
    public async Task A_card_that_can_never_be_edited_again_comes_anew_and_is_the_one_that_is_known(string words)
    {
        await CreateTicketsAsync(1);
        await DeliverDueAsync();
        await CloseAsync(1);
        Refuse("editMessageText", 400, words, times: 1);

        await DeliverDueAsync();

        var cards = Shown();
        Assert.Equal(2, cards.Count);
        Assert.NotNull(cards[1].Button("Открыть заявку"));
        Assert.Equal([$"{cards[1].Id}"], await _database.ReadAsync("select message_id from ticket_cards"));
        Assert.Empty(await _database.ReadAsync(Rows));
    }

    [Fact]
    public async Task Of_two_cards_of_a_ticket_in_a_chat_one_that_is_gone_is_not_sent_anew()
    {
        await CreateTicketsAsync(1);
        await DeliverDueAsync();
        await _database.ExecuteAsync(
            $"""
            insert into ticket_cards (ticket_id, chat_id, message_id) values (1, {_managers.ChatId}, 4040);
            insert into outbox (chat_id, kind, ticket_id, message_id) values ({_managers.ChatId}, 'card_edit', 1, 4040)
            """);

        await DeliverDueAsync();

        Assert.Single(Shown());
        Assert.Empty(await _database.ReadAsync(Rows));
        Assert.Single(await _database.ReadAsync("select message_id from ticket_cards"));
    }

    [Fact]
    public async Task An_edit_whose_text_is_refused_is_set_aside_for_a_person_to_see()
    {
        await CreateTicketsAsync(1);
        await DeliverDueAsync();
        await CloseAsync(1);
        Refuse("editMessageText", 400, "Bad Request: MESSAGE_TOO_LONG", times: 1);

        await DeliverDueAsync();

        Assert.Equal(["card_edit|1|1|t|f|Bad Request: MESSAGE_TOO_LONG"], await _database.ReadAsync(Rows));
    }

    // Delivers as the outbox does, with every wait already over.
    private async Task DeliverDueAsync()
    {
        await _store.WakeAsync(null, default);
        while ((await _delivery.DeliverAsync(_managers.ChatId, default)).Wait == TimeSpan.Zero)
        {
        }
    }

    private InjectedFault Refuse(string method, int code, string words, int? times = null) =>
        _telegram.Faults.Inject(Fault.Refused(code, words) with { Method = method, Times = times });

    private InjectedFault RefuseCard(long ticket) =>
        _telegram.Faults.Inject(Fault.Refused(400, "Bad Request: NEW_WORDS") with { Text = $"№{ticket}<", Times = null });

    private async Task CreateTicketsAsync(int count)
    {
        var store = new TicketStore(_database.DataSource);
        await store.CreateAsync([.. Enumerable.Range(0, count).Select(_ => TicketSamples.New())], [_managers.ChatId], default);
    }

    private Task CloseAsync(long id) => new TicketStore(_database.DataSource).ChangeStatusAsync(
        new ChangeTicketStatus(id, TicketStatus.Closed, 9, "Пётр", _update++, _managers.ChatId, null), default);

    private List<ChatMessage> Shown() => [.. _managers.Messages.Where(message => message.FromBot)];

    private List<long> Cards() => [.. Shown().Select(ClientDialogue.NumberIn)];
}
