using VizTeh.Actors.Outbox;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

/// <summary>What a press puts on one copy of a card lasts until it is put away there, or the ticket is closed anywhere.</summary>
public sealed class CardMenuStoreTests : IAsyncLifetime
{
    private const long ManagerChat = 900;
    private const string Menus = "select concat_ws('|', chat_id, message_id, menu) from ticket_cards order by chat_id";
    private const string Waiting = "select concat_ws('|', kind, chat_id, message_id) from outbox order by id";
    private static readonly CardMenu Outcomes = new(CardMenuKind.Outcomes);

    private TestDatabase _database = null!;
    private TicketStore _tickets = null!;
    private CardMenuStore _menus = null!;
    private CreateTicket _ticket = null!;
    private long _id;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateMigratedAsync();
        _tickets = new TicketStore(_database.DataSource);
        _menus = new CardMenuStore(
            _database.DataSource,
            new SnoozeStore(_database.DataSource, TestSettings.WithoutServers(ShippedForm.Company), TimeProvider.System));
        _ticket = TicketSamples.New();
        _id = (await _tickets.CreateAsync([_ticket], [], default))[_ticket.SubmissionId];
        await _database.ExecuteAsync(
            $"insert into ticket_cards (ticket_id, chat_id, message_id) values ({_id}, {ManagerChat}, 70), ({_id}, -5, 71)");
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_menu_is_shown_on_the_pressed_copy_alone_and_put_away_there()
    {
        Assert.IsType<CardMenuShown>(await ShowAsync(Outcomes));
        Assert.Equal(["-5|71", "900|70|outcomes"], await _database.ReadAsync(Menus));
        Assert.IsType<CardMenuShown>(await ShowAsync(null));

        Assert.Equal(["-5|71", "900|70"], await _database.ReadAsync(Menus));
        Assert.Equal(["card_edit|900|70", "card_edit|900|70"], await _database.ReadAsync(Waiting));
        Assert.Equal(["1"], await _database.ReadAsync("select count(*) from ticket_history"));
    }

    [Fact]
    public async Task A_later_edit_of_the_copy_draws_its_menu_again()
    {
        await ShowAsync(Outcomes);
        await _database.ExecuteAsync(
            $"delete from outbox; insert into outbox (chat_id, kind, ticket_id, message_id) values (900, 'card_edit', {_id}, 70)");
        var store = TestOutbox.StoreOf(_database);

        await using var claim = await store.ClaimAsync(ManagerChat, Recipient.Managers, default);

        Assert.Equal(Outcomes, Assert.Single(claim!.Entries).Menu);
    }

    [Fact]
    public async Task Closing_the_ticket_on_another_copy_ends_the_menu_and_so_does_its_withdrawal()
    {
        await ShowAsync(Outcomes);
        await _tickets.ChangeStatusAsync(Change(TicketStatus.Closed, update: 5, "Заказ"), default);
        Assert.Equal(["-5|71", "900|70"], await _database.ReadAsync(Menus));
        await _tickets.ChangeStatusAsync(Change(TicketStatus.Open, update: 6), default);
        await ShowAsync(Outcomes);

        await new OwnTicketStore(_database.DataSource).AnswerAsync(
            new WithdrawTicket(_ticket.UserId, 7, _id, TicketButton.CheckOf(_ticket.SubmissionId), "клиент"), default);

        Assert.Equal(["-5|71", "900|70"], await _database.ReadAsync(Menus));
    }

    [Fact]
    public async Task A_press_for_the_menu_of_a_closed_ticket_tells_the_outcome_and_draws_the_copy_anew()
    {
        await _tickets.ChangeStatusAsync(Change(TicketStatus.Closed, update: 5, "Заказ"), default);
        await _database.ExecuteAsync("delete from outbox");

        var same = Assert.IsType<TicketStatusUnchanged>(await ShowAsync(Outcomes));

        Assert.Equal("Заказ", same.State.Ticket.ChosenOutcome);
        Assert.Equal(["-5|71", "900|70"], await _database.ReadAsync(Menus));
        Assert.Equal(["card_edit|900|70"], await _database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task A_press_on_what_may_be_the_card_of_another_ticket_shows_the_tickets_own_card_and_one_of_no_ticket_nothing()
    {
        Assert.IsType<TicketCardUnknown>(await _menus.HandleAsync(Request(Outcomes) with { CardCheck = "0a1b2c3d" }, default));
        Assert.Equal(["-5|71", "900|70"], await _database.ReadAsync(Menus));
        Assert.Equal(["card_edit|900|70"], await _database.ReadAsync(Waiting));

        Assert.IsType<TicketNotFound>(await _menus.HandleAsync(Request(Outcomes) with { TicketId = 404 }, default));
    }

    [Fact]
    public async Task A_press_on_a_copy_that_the_bot_did_not_know_yet_makes_it_a_card_with_the_menu()
    {
        Assert.IsType<CardMenuShown>(await _menus.HandleAsync(Request(Outcomes) with { CardMessageId = 99 }, default));
        Assert.IsType<CardMenuShown>(await _menus.HandleAsync(Request(Outcomes) with { CardMessageId = null }, default));

        Assert.Equal(["card_edit|900|99"], await _database.ReadAsync(Waiting));
        Assert.Contains("900|99|outcomes", await _database.ReadAsync(Menus));
    }

    [Fact]
    public async Task A_menu_and_a_close_at_once_never_leave_a_menu_on_a_closed_ticket()
    {
        for (var round = 1; round <= 10; round++)
        {
            await Task.WhenAll(
                ShowAsync(Outcomes), _tickets.ChangeStatusAsync(Change(TicketStatus.Closed, update: 2 * round, "Заказ"), default));
            Assert.Equal(["-5|71", "900|70"], await _database.ReadAsync(Menus));
            await _tickets.ChangeStatusAsync(Change(TicketStatus.Open, update: (2 * round) + 1), default);
        }
    }

    [Fact]
    public async Task The_outcome_stands_on_the_ticket_and_in_its_history_and_reopening_takes_it_off_the_ticket()
    {
        await _tickets.ChangeStatusAsync(Change(TicketStatus.Closed, update: 5, "Заказ"), default);
        Assert.Equal(["closed|Заказ"], await _database.ReadAsync("select concat_ws('|', status, outcome) from tickets"));
        // A second choice, from a card that was not drawn anew yet.
        var late = await _tickets.ChangeStatusAsync(Change(TicketStatus.Closed, update: 6, "Спам"), default);
        Assert.Equal((false, "Заказ"), (late!.Value.Changed, late.Value.State.Ticket.ChosenOutcome));
        await _tickets.ChangeStatusAsync(Change(TicketStatus.Open, update: 7), default);
        await _tickets.ChangeStatusAsync(Change(TicketStatus.Closed, update: 8), default);

        Assert.Equal(["closed"], await _database.ReadAsync("select concat_ws('|', status, outcome) from tickets"));
        Assert.Equal(
            ["open", "closed|Заказ", "open", "closed"],
            await _database.ReadAsync("select concat_ws('|', status, outcome) from ticket_history order by id"));
    }

    private Task<object> ShowAsync(CardMenu? menu) => _menus.HandleAsync(Request(menu), default);

    private ShowCardMenu Request(CardMenu? menu) =>
        new(_id, menu, ManagerChat, 70, TicketButton.CheckOf(_ticket.SubmissionId));

    private ChangeTicketStatus Change(TicketStatus status, long update, string? outcome = null) =>
        new(_id, status, 9, "Пётр", update, ManagerChat, CardMessageId: null) { Outcome = outcome };
}
