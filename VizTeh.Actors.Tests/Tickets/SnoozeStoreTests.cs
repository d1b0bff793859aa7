using VizTeh.Actors.Delivery;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.PersonalData;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

/// <summary>A manager asks to be reminded of a ticket, once, whatever else is done to the ticket meanwhile.</summary>
public sealed class SnoozeStoreTests : SnoozeFixture
{
    [Fact]
    public async Task A_press_sets_the_reminder_ends_the_menu_of_its_copy_and_edits_all_cards()
    {
        var snoozed = await SnoozeAsync(update: 5);

        Assert.Equal(SnoozeOutcome.Snoozed, snoozed.Outcome);
        Assert.InRange(snoozed.Until!.Value, Clock.GetUtcNow().AddHours(1), Clock.GetUtcNow().AddHours(1).AddMinutes(1));
        Assert.Equal(snoozed.Until, snoozed.State.Ticket.SnoozedUntil);
        Assert.Equal(["open|t|t|f"], await Database.ReadAsync(Snooze));
        Assert.Equal(["card_edit|-5|71", "card_edit|9|70"], await Database.ReadAsync(Waiting));
        Assert.Equal(["0"], await Database.ReadAsync("select count(menu) from ticket_cards"));
    }

    [Fact]
    public async Task A_pressed_message_is_a_card_and_no_reminder_whatever_an_earlier_message_of_its_id_was()
    {
        await Database.ExecuteAsync(
            $"""
            insert into ticket_posts (chat_id, message_id, ticket_id, has_file, shows)
            values ({Petr}, 70, {Id}, false, 'reminder'), ({Petr}, 71, {Id}, false, 'reminder')
            """);

        await SnoozeAsync(update: 5);

        Assert.Equal(["71"], await Database.ReadAsync("select message_id from ticket_posts"));
    }

    [Fact]
    public async Task A_press_that_telegram_hands_over_again_says_what_it_did_and_does_nothing_whatever_happened_since()
    {
        var first = await SnoozeAsync(update: 5);
        await SnoozeAsync(update: 6, new SnoozeChoice(SnoozeKind.Never));
        Clock.Advance(TimeSpan.FromMinutes(10));

        var again = await SnoozeAsync(update: 5);

        Assert.Equal((SnoozeOutcome.Snoozed, first.Until), (again.Outcome, again.Until));
        Assert.Equal(SnoozeOutcome.Ended, (await SnoozeAsync(update: 6, new SnoozeChoice(SnoozeKind.Never))).Outcome);
        Assert.Equal(["open|f|f|f"], await Database.ReadAsync(Snooze));
        Assert.Equal(["status", "snooze", "snooze-end"], await Database.ReadAsync(Actions));
    }

    [Fact]
    public async Task A_moment_that_is_over_changes_nothing_and_leaves_the_menu_for_another_choice()
    {
        var past = await SnoozeAsync(update: 5, new SnoozeChoice(SnoozeKind.At, Clock.GetUtcNow().DateTime.AddDays(-1)));

        Assert.Equal(SnoozeOutcome.Past, past.Outcome);
        Assert.Equal(["status"], await Database.ReadAsync(Actions));
        Assert.Equal(["snooze"], await Database.ReadAsync("select menu from ticket_cards where menu is not null"));
    }

    [Fact]
    public async Task A_press_on_what_may_be_the_card_of_another_ticket_shows_the_tickets_own_card_and_one_of_no_ticket_nothing()
    {
        Assert.IsType<TicketCardUnknown>(await Store().SnoozeAsync(Request(5) with { CardCheck = "0a1b2c3d" }, default));
        Assert.IsType<TicketNotFound>(await Store().SnoozeAsync(Request(5) with { TicketId = 404 }, default));
        Assert.Equal(["open|f|f|f"], await Database.ReadAsync(Snooze));
    }

    [Fact]
    public async Task Closing_and_withdrawing_and_erasing_the_ticket_end_the_reminder()
    {
        await SnoozeAsync(update: 5);
        await ChangeAsync(TicketStatus.Closed, update: 6);
        Assert.Equal(["closed|f|f|f"], await Database.ReadAsync(Snooze));
        Assert.Equal(SnoozeOutcome.Closed, (await SnoozeAsync(update: 7)).Outcome);

        await ChangeAsync(TicketStatus.Open, update: 8);
        await SnoozeAsync(update: 9);
        await new OwnTicketStore(Database.DataSource).AnswerAsync(
            new WithdrawTicket(Ticket.UserId, 10, Id, TicketButton.CheckOf(Ticket.SubmissionId), "клиент"), default);
        Assert.Equal(["closed|f|f|f"], await Database.ReadAsync(Snooze));

        await ChangeAsync(TicketStatus.Open, update: 11);
        await SnoozeAsync(update: 12);
        await DueIn(TimeSpan.FromHours(2)).OweAsync(default);
        await new ErasureStore(Database.DataSource).EraseTablesAsync(Ticket.UserId, confirmedBy: 13, default);
        Assert.Equal(["closed|f|f|f"], await Database.ReadAsync(Snooze));
        Assert.Empty(await Database.ReadAsync(Reminders));
    }

    [Fact]
    public async Task A_clients_message_ends_the_wait_and_the_same_moment_is_offered_again_once()
    {
        var until = (await SnoozeAsync(update: 5)).Until;
        await Database.ExecuteAsync("delete from outbox");
        for (var time = 0; time < 2; time++)
            await WriteAsync(update: 7);

        Assert.Equal(["open|f|f|t"], await Database.ReadAsync(Snooze));
        Assert.Equal(["status", "snooze", "snooze-end"], await Database.ReadAsync(Actions));
        Assert.Equal(["card_edit|-5|71", "card_edit|9|70"], await Database.ReadAsync(Waiting));
        var offered = (await SnoozeAsync(update: 8, new SnoozeChoice(SnoozeKind.At, until!.Value.UtcDateTime))).State.Ticket;
        Assert.Equal((until, (DateTimeOffset?)null), (offered.SnoozedUntil, offered.SnoozeOffer));
    }

    [Fact]
    public async Task A_press_without_effect_takes_the_menu_off_its_copy_though_an_edit_of_it_is_on_its_way()
    {
        await Database.ExecuteAsync(
            $"delete from outbox; insert into outbox (chat_id, kind, ticket_id, message_id) values ({Petr}, 'card_edit', {Id}, 70)");

        Assert.Equal(SnoozeOutcome.NoReminder, (await SnoozeAsync(update: 5, new SnoozeChoice(SnoozeKind.Never))).Outcome);

        Assert.Equal(["card_edit|9|70", "card_edit|9|70"], await Database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task A_moment_is_offered_again_only_while_it_is_to_come()
    {
        await Database.ExecuteAsync("update tickets set snooze_offer = now() + interval '1 hour'");
        Assert.NotNull((await SnoozeAsync(update: 5, new SnoozeChoice(SnoozeKind.Never))).State.Ticket.SnoozeOffer);
        await Database.ExecuteAsync("update tickets set snooze_offer = now() - interval '1 second'");
        Assert.Null((await SnoozeAsync(update: 6, new SnoozeChoice(SnoozeKind.Never))).State.Ticket.SnoozeOffer);
    }

    [Fact]
    public async Task Of_a_manager_who_was_the_client_too_an_erasure_leaves_no_name_as_the_owner()
    {
        await Database.ExecuteAsync(
            $"""
            update tickets set owner_id = {Ticket.UserId}, owner_name = 'Анна', claimed_at = now();
            insert into ticket_history (ticket_id, status, action, actor_id, actor_name, former_owner_id, former_owner_name)
            values ({Id}, 'open', 'take-over', 9, 'Пётр', {Ticket.UserId}, 'Анна')
            """);

        await new ErasureStore(Database.DataSource).EraseTablesAsync(Ticket.UserId, confirmedBy: 13, default);

        Assert.Equal(["0|Пётр"], await Database.ReadAsync(
            "select count(owner_id) + count(owner_name) || '|' || (select max(actor_name) from ticket_history) from tickets"));
        Assert.Equal(["0"], await Database.ReadAsync("select count(former_owner_name) from ticket_history"));
    }

    [Fact]
    public async Task A_card_on_its_way_while_the_reminder_is_set_gets_an_edit()
    {
        var outbox = TestOutbox.StoreOf(Database);
        await Database.ExecuteAsync(
            $"delete from ticket_cards; insert into outbox (chat_id, kind, ticket_id) values ({Petr}, 'card', {Id})");
        await using var claim = await outbox.ClaimAsync(Petr, Recipient.Managers, default);

        await Store().SnoozeAsync(Request(5) with { CardMessageId = null }, default);
        await outbox.CompleteAsync(claim!, [new SentEntry(claim!.Head, 70)], default);

        Assert.Equal(["card_edit|9|70"], await Database.ReadAsync(Waiting));
    }
}
