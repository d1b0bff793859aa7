using VizTeh.Actors.Delivery;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

/// <summary>A ticket has one owner, however many managers press at once and however often a press is redelivered.</summary>
public sealed class TicketClaimStoreTests : IAsyncLifetime
{
    private const long ManagerChat = 900;
    private const long Petr = 9;
    private const long Maria = 10;

    private const string Owner = "select concat_ws('|', status, owner_id, owner_name, claimed_at is not null) from tickets";
    private const string History =
        "select concat_ws('|', status, action, actor_id, update_id, former_owner_id, former_owner_name) from ticket_history order by id";

    private TestDatabase _database = null!;
    private TicketStore _tickets = null!;
    private CreateTicket _ticket = null!;
    private long _id;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateMigratedAsync();
        _tickets = new TicketStore(_database.DataSource);
        _ticket = TicketSamples.New();
        _id = (await _tickets.CreateAsync([_ticket], [], default))[_ticket.SubmissionId];
        await _database.ExecuteAsync(
            $"insert into ticket_cards (ticket_id, chat_id, message_id) values ({_id}, 900, 70), ({_id}, -5, 71)");
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Of_managers_who_press_at_once_one_gets_the_ticket_and_the_others_hear_who_has_it()
    {
        var results = await Task.WhenAll(
            Enumerable.Range(1, 10).Select(number => ClaimAsync(ClaimAction.Claim, actor: number, update: number)));

        var winner = Assert.Single(results, result => result.Outcome == ClaimOutcome.Taken).State.Ticket.Owner!;
        Assert.Equal(9, results.Count(result => result.Outcome == ClaimOutcome.Held));
        Assert.All(results, result => Assert.Equal(winner, result.State.Ticket.Owner));
        Assert.Equal([$"{winner.Id}"], await _database.ReadAsync("select owner_id from tickets"));
        Assert.Equal(["1"], await _database.ReadAsync("select count(*) from ticket_history where action = 'claim'"));
    }

    [Fact]
    public async Task Of_managers_who_take_over_at_once_one_gets_the_ticket_and_the_others_do_not_take_it_from_that_one()
    {
        await ClaimAsync(ClaimAction.Claim, Petr, update: 100);

        var results = await Task.WhenAll(Enumerable.Range(20, 10).Select(
            number => ClaimAsync(ClaimAction.TakeOver, actor: number, update: number, from: Petr)));

        var winner = Assert.Single(results, result => result.Outcome == ClaimOutcome.TakenOver);
        var owner = winner.State.Ticket.Owner!;
        Assert.Equal((Petr, "Имя 9"), (winner.Former!.Id, winner.Former.Name));
        Assert.Equal(9, results.Count(result => result.Outcome == ClaimOutcome.Held));
        Assert.Equal(
            ["open|status", $"open|claim|{Petr}|100", $"open|take-over|{owner.Id}|{owner.Id}|9|Имя 9"],
            await _database.ReadAsync(History));
    }

    [Fact]
    public async Task A_claim_and_a_close_at_once_are_done_one_after_the_other()
    {
        var (claim, close) = (
            ClaimAsync(ClaimAction.Claim, Petr, update: 5), _tickets.ChangeStatusAsync(Close(Maria, update: 6), default));

        Assert.True((await close)!.Value.Changed);
        Assert.Equal(
            (await claim).Outcome == ClaimOutcome.Taken ? ["closed|9|Имя 9|t"] : ["closed|f"], await _database.ReadAsync(Owner));
    }

    [Fact]
    public async Task All_cards_of_the_ticket_are_edited_when_its_owner_changes_and_only_the_pressed_one_when_not()
    {
        await ClaimAsync(ClaimAction.Claim, Petr, update: 5);
        Assert.Equal(["card_edit|-5|71", "card_edit|900|70"], await WaitingAsync());
        await _database.ExecuteAsync("delete from outbox");

        foreach (var update in new[] { 6, 7 })
            Assert.Equal(ClaimOutcome.Held, (await ClaimAsync(ClaimAction.Claim, Maria, update)).Outcome);

        Assert.Equal(["card_edit|900|70"], await WaitingAsync());
    }

    [Fact]
    public async Task A_press_that_telegram_hands_over_again_says_what_it_did_and_does_nothing_whatever_happened_since()
    {
        await ClaimAsync(ClaimAction.Claim, Petr, update: 5);
        await ClaimAsync(ClaimAction.TakeOver, Maria, update: 6, from: Petr);
        await ClaimAsync(ClaimAction.Release, Maria, update: 7);

        Assert.Equal(ClaimOutcome.Taken, (await ClaimAsync(ClaimAction.Claim, Petr, update: 5)).Outcome);
        var takeOver = await ClaimAsync(ClaimAction.TakeOver, Maria, update: 6, from: Petr);
        Assert.Equal((ClaimOutcome.TakenOver, "Имя 9"), (takeOver.Outcome, takeOver.Former!.Name));
        Assert.Equal(ClaimOutcome.Released, (await ClaimAsync(ClaimAction.Release, Maria, update: 7)).Outcome);

        Assert.Equal(["open|f"], await _database.ReadAsync(Owner));
        Assert.Equal(
            ["open|status", "open|claim|9|5", "open|take-over|10|6|9|Имя 9", "open|release|10|7|10|Имя 10"],
            await _database.ReadAsync(History));
    }

    [Fact]
    public async Task Closing_keeps_the_owner_and_reopening_leaves_the_ticket_to_nobody()
    {
        await ClaimAsync(ClaimAction.Claim, Petr, update: 5);
        await _tickets.ChangeStatusAsync(Close(Maria, update: 6), default);
        Assert.Equal(["closed|9|Имя 9|t"], await _database.ReadAsync(Owner));
        Assert.Equal(ClaimOutcome.Closed, (await ClaimAsync(ClaimAction.TakeOver, Maria, update: 7, from: Petr)).Outcome);

        await _tickets.ChangeStatusAsync(Close(Maria, update: 8) with { Status = TicketStatus.Open }, default);

        Assert.Equal(["open|f"], await _database.ReadAsync(Owner));
        Assert.Equal(ClaimOutcome.Taken, (await ClaimAsync(ClaimAction.Claim, Maria, update: 9)).Outcome);
    }

    [Fact]
    public async Task A_client_who_opens_the_ticket_again_leaves_it_to_nobody()
    {
        await ClaimAsync(ClaimAction.Claim, Petr, update: 5);
        await _tickets.ChangeStatusAsync(Close(Petr, update: 6), default);

        await new TicketMessageStore(_database.DataSource).AddAsync(
            new AddTicketMessage(_id, _ticket.SubmissionId, _ticket.UserId, 7, "Ещё вопрос", DateTimeOffset.UnixEpoch)
            {
                ReopenedBy = "клиент",
            },
            [], default);

        Assert.Equal(["open|f"], await _database.ReadAsync(Owner));
    }

    [Fact]
    public async Task A_claim_is_no_change_of_the_status_and_a_repeated_close_before_it_is_still_told_as_such()
    {
        await _tickets.ChangeStatusAsync(Close(Petr, update: 5), default);
        await _tickets.ChangeStatusAsync(Close(Petr, update: 6) with { Status = TicketStatus.Open }, default);

        var claimed = await ClaimAsync(ClaimAction.Claim, Maria, update: 7);

        Assert.Equal((Petr, 6L), (claimed.State.LastChange!.ActorId, claimed.State.LastChange.UpdateId));
        var again = await _tickets.ChangeStatusAsync(Close(Petr, update: 6) with { Status = TicketStatus.Open }, default);
        Assert.Equal((false, 6L), (again!.Value.Changed, again.Value.State.LastChange!.UpdateId));
    }

    [Fact]
    public async Task A_card_on_its_way_while_its_ticket_is_taken_gets_an_edit()
    {
        var outbox = TestOutbox.StoreOf(_database);
        await _database.ExecuteAsync(
            $"delete from ticket_cards; insert into outbox (chat_id, kind, ticket_id) values (900, 'card', {_id})");
        await using var claim = await outbox.ClaimAsync(ManagerChat, Recipient.Managers, default);

        await ClaimAsync(ClaimAction.Claim, Petr, update: 5, card: null);
        await outbox.CompleteAsync(claim!, [new SentEntry(claim!.Head, 70)], default);

        Assert.Equal(["card_edit|900|70"], await WaitingAsync());
    }

    [Fact]
    public async Task A_press_on_what_may_be_the_card_of_another_ticket_changes_nothing_and_shows_the_tickets_own_card()
    {
        var store = Store(ClaimSettings.Shipped);
        var request = Request(ClaimAction.Claim, Petr, update: 5) with { CardCheck = "0a1b2c3d" };

        var (state, handled) = Assert.NotNull(await store.ClaimAsync(request, default));

        Assert.Null(handled);
        Assert.Null(state.Ticket.Owner);
        Assert.Equal(["card_edit|900|70"], await WaitingAsync());
        Assert.Null(await store.ClaimAsync(request with { TicketId = 404 }, default));
    }

    [Fact]
    public async Task While_claims_are_off_a_press_redraws_its_card_and_changes_nothing()
    {
        var (_, handled) = Assert.NotNull(
            await Store(ClaimSettings.Off).ClaimAsync(Request(ClaimAction.Claim, Petr, update: 5), default));

        Assert.Equal(ClaimOutcome.Off, handled!.Outcome);
        Assert.Equal(["open|f"], await _database.ReadAsync(Owner));
        Assert.Equal(["card_edit|900|70"], await WaitingAsync());
    }

    [Fact]
    public async Task A_ticket_of_an_earlier_bot_can_be_taken_from_its_known_card()
    {
        await _database.ExecuteAsync("update tickets set submission_id = null, answers = null");

        var taken = Assert.NotNull(await Store(ClaimSettings.Shipped).ClaimAsync(
            Request(ClaimAction.Claim, Petr, update: 5) with { CardCheck = null }, default)).Handled;

        Assert.Equal(ClaimOutcome.Taken, taken!.Outcome);
    }

    private async Task<TicketClaimHandled> ClaimAsync(ClaimAction action, long actor, long update, long? from = null, long? card = 70)
    {
        var claimed = await Store(ClaimSettings.Shipped).ClaimAsync(
            Request(action, actor, update) with { From = from, CardMessageId = card }, default);
        return Assert.IsType<TicketClaimHandled>(claimed?.Handled);
    }

    private TicketClaimStore Store(ClaimSettings claim)
    {
        var settings = TestSettings.WithoutServers(ShippedForm.Company with { Claim = claim, Notices = NoticeSettings.Off });
        return new TicketClaimStore(_database.DataSource, settings, new ClientNotices(settings));
    }

    private ClaimTicket Request(ClaimAction action, long actor, long update) => new(
        _id, action, actor, $"Имя {actor}", update, ManagerChat, 70, CardCheck: TicketButton.CheckOf(_ticket.SubmissionId));

    private ChangeTicketStatus Close(long actor, long update) =>
        new(_id, TicketStatus.Closed, actor, "Пётр", update, ManagerChat, CardMessageId: null);

    private Task<IReadOnlyList<string>> WaitingAsync() =>
        _database.ReadAsync("select concat_ws('|', kind, chat_id, message_id) from outbox order by chat_id, message_id");
}
