using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Delivery;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.PersonalData;
using VizTeh.Actors.Schedule;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

/// <summary>A manager is reminded once, of a ticket that still waits for it, whatever else is done to the ticket meanwhile.</summary>
public sealed class SnoozeStoreTests : IAsyncLifetime
{
    private const long Group = -5;
    private const long Petr = 9;
    private const long Maria = 10;

    private const string Snooze =
        "select concat_ws('|', status, snoozed_until is not null, snooze_id is not null, snooze_offer is not null) from tickets";

    private const string Actions = "select action from ticket_history order by id";
    private const string Waiting = "select concat_ws('|', kind, chat_id, message_id) from outbox order by chat_id, message_id";
    private const string Reminders = "select concat_ws('|', chat_id, ticket_id) from outbox where kind = 'reminder' order by id";

    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
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
            $"""
            insert into ticket_cards (ticket_id, chat_id, message_id, menu)
            values ({_id}, {Petr}, 70, 'snooze'), ({_id}, {Group}, 71, null)
            """);
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_press_sets_the_reminder_ends_the_menu_of_its_copy_and_edits_all_cards()
    {
        var snoozed = await SnoozeAsync(update: 5);

        Assert.Equal(SnoozeOutcome.Snoozed, snoozed.Outcome);
        Assert.InRange(snoozed.Until!.Value, _clock.GetUtcNow().AddHours(1), _clock.GetUtcNow().AddHours(1).AddMinutes(1));
        Assert.Equal(snoozed.Until, snoozed.State.Ticket.SnoozedUntil);
        Assert.Equal(["open|t|t|f"], await _database.ReadAsync(Snooze));
        Assert.Equal(["card_edit|-5|71", "card_edit|9|70"], await _database.ReadAsync(Waiting));
        Assert.Equal(["0"], await _database.ReadAsync("select count(menu) from ticket_cards"));
    }

    [Fact]
    public async Task A_pressed_message_is_a_card_and_no_reminder_whatever_an_earlier_message_of_its_id_was()
    {
        await _database.ExecuteAsync(
            $"""
            insert into ticket_posts (chat_id, message_id, ticket_id, has_file, shows)
            values ({Petr}, 70, {_id}, false, 'reminder'), ({Petr}, 71, {_id}, false, 'reminder')
            """);

        await SnoozeAsync(update: 5);

        Assert.Equal(["71"], await _database.ReadAsync("select message_id from ticket_posts"));
    }

    [Fact]
    public async Task A_press_that_telegram_hands_over_again_says_what_it_did_and_does_nothing_whatever_happened_since()
    {
        var first = await SnoozeAsync(update: 5);
        await SnoozeAsync(update: 6, new SnoozeChoice(SnoozeKind.Never));
        _clock.Advance(TimeSpan.FromMinutes(10));

        var again = await SnoozeAsync(update: 5);

        Assert.Equal((SnoozeOutcome.Snoozed, first.Until), (again.Outcome, again.Until));
        Assert.Equal(SnoozeOutcome.Ended, (await SnoozeAsync(update: 6, new SnoozeChoice(SnoozeKind.Never))).Outcome);
        Assert.Equal(["open|f|f|f"], await _database.ReadAsync(Snooze));
        Assert.Equal(["status", "snooze", "snooze-end"], await _database.ReadAsync(Actions));
    }

    [Fact]
    public async Task A_moment_that_is_over_changes_nothing_and_leaves_the_menu_for_another_choice()
    {
        var past = await SnoozeAsync(update: 5, new SnoozeChoice(SnoozeKind.At, _clock.GetUtcNow().DateTime.AddDays(-1)));

        Assert.Equal(SnoozeOutcome.Past, past.Outcome);
        Assert.Equal(["status"], await _database.ReadAsync(Actions));
        Assert.Equal(["snooze"], await _database.ReadAsync("select menu from ticket_cards where menu is not null"));
    }

    [Fact]
    public async Task A_press_on_what_may_be_the_card_of_another_ticket_shows_the_tickets_own_card_and_one_of_no_ticket_nothing()
    {
        Assert.IsType<TicketCardUnknown>(await Store().SnoozeAsync(Request(5) with { CardCheck = "0a1b2c3d" }, default));
        Assert.IsType<TicketNotFound>(await Store().SnoozeAsync(Request(5) with { TicketId = 404 }, default));
        Assert.Equal(["open|f|f|f"], await _database.ReadAsync(Snooze));
    }

    [Fact]
    public async Task Closing_and_withdrawing_and_erasing_the_ticket_end_the_reminder()
    {
        await SnoozeAsync(update: 5);
        await ChangeAsync(TicketStatus.Closed, update: 6);
        Assert.Equal(["closed|f|f|f"], await _database.ReadAsync(Snooze));
        Assert.Equal(SnoozeOutcome.Closed, (await SnoozeAsync(update: 7)).Outcome);

        await ChangeAsync(TicketStatus.Open, update: 8);
        await SnoozeAsync(update: 9);
        await new OwnTicketStore(_database.DataSource).AnswerAsync(
            new WithdrawTicket(_ticket.UserId, 10, _id, TicketButton.CheckOf(_ticket.SubmissionId), "клиент"), default);
        Assert.Equal(["closed|f|f|f"], await _database.ReadAsync(Snooze));

        await ChangeAsync(TicketStatus.Open, update: 11);
        await SnoozeAsync(update: 12);
        await DueIn(TimeSpan.FromHours(2)).OweAsync(default);
        await new ErasureStore(_database.DataSource).EraseTablesAsync(_ticket.UserId, confirmedBy: 13, default);
        Assert.Equal(["closed|f|f|f"], await _database.ReadAsync(Snooze));
        Assert.Empty(await _database.ReadAsync(Reminders));
    }

    [Fact]
    public async Task A_clients_message_ends_the_wait_and_the_same_moment_is_offered_again_once()
    {
        var until = (await SnoozeAsync(update: 5)).Until;
        await _database.ExecuteAsync("delete from outbox");
        for (var time = 0; time < 2; time++)
            await WriteAsync(update: 7);

        Assert.Equal(["open|f|f|t"], await _database.ReadAsync(Snooze));
        Assert.Equal(["status", "snooze", "snooze-end"], await _database.ReadAsync(Actions));
        Assert.Equal(["card_edit|-5|71", "card_edit|9|70"], await _database.ReadAsync(Waiting));
        var offered = (await SnoozeAsync(update: 8, new SnoozeChoice(SnoozeKind.At, until!.Value.UtcDateTime))).State.Ticket;
        Assert.Equal((until, (DateTimeOffset?)null), (offered.SnoozedUntil, offered.SnoozeOffer));
    }

    [Fact]
    public async Task A_due_reminder_is_owed_once_however_many_processes_look_and_however_often()
    {
        await SnoozeAsync(update: 5);
        await DueIn(TimeSpan.FromMinutes(30)).OweAsync(default);
        Assert.Empty(await _database.ReadAsync(Reminders));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => DueIn(TimeSpan.FromHours(2)).OweAsync(default)));
        await DueIn(TimeSpan.FromHours(3)).OweAsync(default);

        Assert.Equal([$"9|{_id}"], await _database.ReadAsync(Reminders));
        Assert.Equal(["open|t|t|f"], await _database.ReadAsync(Snooze));
    }

    [Theory]
    [InlineData("in working time")]
    [InlineData("outside of it")]
    public async Task A_process_that_looked_before_another_one_had_owed_the_reminder_neither_owes_it_again_nor_moves_it(string when)
    {
        await SnoozeAsync(update: 5);
        var hours = when == "in working time" ? null : HoursOnlyOn(DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime).AddDays(3));
        // A look stops in the middle, with what it has seen of the outbox.
        await _database.ExecuteAsync(
            """
            alter table ticket_history rename to ticket_past;
            create view ticket_history as
            select past.* from ticket_past past where exists (select from pg_advisory_xact_lock_shared(7))
            """);
        await using var connection = await _database.DataSource.OpenConnectionAsync();
        await using var holding = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("select pg_advisory_xact_lock(7)", connection, holding))
            await hold.ExecuteNonQueryAsync();
        var looking = DueIn(TimeSpan.FromHours(2), hours: hours).OweAsync(default);
        await Eventually.BecomesAsync(
            () => _database.ReadAsync(
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"),
            rows => rows[0] == "1", "the look waits");
        await _database.ExecuteAsync(
            $$"""
            insert into outbox (chat_id, kind, ticket_id, payload, history_id)
            select {{Petr}}, 'reminder', ticket.id, '{"by":9}', ticket.snooze_id from tickets ticket
            """);
        await holding.CommitAsync();
        await looking;

        Assert.Equal([$"9|{_id}"], await _database.ReadAsync(Reminders));
        Assert.Equal(["status", "snooze"], await _database.ReadAsync(Actions));
    }

    [Fact]
    public async Task A_reminder_that_an_earlier_version_has_set_aside_is_owed_again()
    {
        await SnoozeAsync(update: 5);
        await DueIn(TimeSpan.FromHours(2)).OweAsync(default);
        await _database.ExecuteAsync("update outbox set set_aside_at = now(), last_error = '?' where kind = 'reminder'");

        await DueIn(TimeSpan.FromHours(3)).OweAsync(default);

        Assert.Equal([$"9|{_id}", $"-5|{_id}"], await _database.ReadAsync(Reminders));
    }

    [Fact]
    public async Task A_reminder_goes_to_the_owners_own_chat_if_it_has_the_card_else_to_that_of_the_press_and_else_to_another_one()
    {
        await SnoozeAsync(update: 5);
        Assert.Equal([$"9|{_id}"], await OwedToAsync([Group, Maria, Petr]));
        await _database.ExecuteAsync("update tickets set owner_id = 10, owner_name = 'Мария', claimed_at = now()");
        Assert.Equal([$"9|{_id}"], await OwedToAsync([Group, Maria, Petr]));
        await _database.ExecuteAsync($"insert into ticket_cards (ticket_id, chat_id, message_id) values ({_id}, {Maria}, 72)");
        Assert.Equal([$"10|{_id}"], await OwedToAsync([Group, Maria, Petr]));
        Assert.Equal([$"9|{_id}"], await OwedToAsync([Group, Petr]));
        Assert.Equal([$"-5|{_id}"], await OwedToAsync([-6, Group]));
        Assert.Equal([$"-6|{_id}"], await OwedToAsync([-6]));
        Assert.Equal(["card|-6"], await _database.ReadAsync("select concat_ws('|', kind, chat_id) from outbox order by id limit 1"));

        async Task<IReadOnlyList<string>> OwedToAsync(long[] chats)
        {
            await _database.ExecuteAsync("delete from outbox; delete from outbox_keys");
            await DueIn(TimeSpan.FromHours(2), chats).OweAsync(default);
            return await _database.ReadAsync(Reminders);
        }
    }

    [Fact]
    public async Task A_reminder_that_could_not_be_sent_to_the_owner_in_time_comes_to_the_chat_of_the_press()
    {
        await Store().SnoozeAsync(Request(5) with { CardChatId = Group, CardMessageId = 71 }, default);
        await DueIn(TimeSpan.FromHours(2)).OweAsync(default);
        Assert.Equal([$"9|{_id}"], await _database.ReadAsync(Reminders));
        await RefuseAsync(Petr);
        await ExpireAsync(Petr);

        await DueIn(TimeSpan.FromHours(3)).OweAsync(default);

        Assert.Equal([$"-5|{_id}"], await _database.ReadAsync(Reminders));
    }

    [Fact]
    public async Task A_reminder_that_expired_without_a_refusal_is_owed_to_its_owner_again_and_to_no_colleague()
    {
        await _database.ExecuteAsync($"update ticket_cards set chat_id = {Maria} where ticket_cards.chat_id = {Group}");
        await Store().SnoozeAsync(Request(5) with { ActorId = Maria, CardChatId = Maria, CardMessageId = 71 }, default);
        for (var hour = 2; hour < 5; hour++)
        {
            await DueIn(TimeSpan.FromHours(hour), [Petr, Maria]).OweAsync(default);

            Assert.Equal([$"10|{_id}"], await _database.ReadAsync(Reminders));
            Assert.Equal(71, await ExpireAsync(Maria));
        }
    }

    [Fact]
    public async Task A_reminder_that_is_refused_in_all_chats_goes_from_one_to_the_next()
    {
        await SnoozeAsync(update: 5);
        foreach (var chat in (long[])[Petr, Group, Petr, Group])
        {
            await DueIn(TimeSpan.FromHours(2)).OweAsync(default);

            Assert.Equal([$"{chat}|{_id}"], await _database.ReadAsync(Reminders));
            await RefuseAsync(chat);
            await ExpireAsync(chat);
        }
    }

    [Fact]
    public async Task A_press_without_effect_takes_the_menu_off_its_copy_though_an_edit_of_it_is_on_its_way()
    {
        await _database.ExecuteAsync(
            $"delete from outbox; insert into outbox (chat_id, kind, ticket_id, message_id) values ({Petr}, 'card_edit', {_id}, 70)");

        Assert.Equal(SnoozeOutcome.NoReminder, (await SnoozeAsync(update: 5, new SnoozeChoice(SnoozeKind.Never))).Outcome);

        Assert.Equal(["card_edit|9|70", "card_edit|9|70"], await _database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task A_moment_is_offered_again_only_while_it_is_to_come()
    {
        await _database.ExecuteAsync("update tickets set snooze_offer = now() + interval '1 hour'");
        Assert.NotNull((await SnoozeAsync(update: 5, new SnoozeChoice(SnoozeKind.Never))).State.Ticket.SnoozeOffer);
        await _database.ExecuteAsync("update tickets set snooze_offer = now() - interval '1 second'");
        Assert.Null((await SnoozeAsync(update: 6, new SnoozeChoice(SnoozeKind.Never))).State.Ticket.SnoozeOffer);
    }

    [Fact]
    public async Task Of_a_manager_who_was_the_client_too_an_erasure_leaves_no_name_as_the_owner()
    {
        await _database.ExecuteAsync(
            $"""
            update tickets set owner_id = {_ticket.UserId}, owner_name = 'Анна', claimed_at = now();
            insert into ticket_history (ticket_id, status, action, actor_id, actor_name, former_owner_id, former_owner_name)
            values ({_id}, 'open', 'take-over', 9, 'Пётр', {_ticket.UserId}, 'Анна')
            """);

        await new ErasureStore(_database.DataSource).EraseTablesAsync(_ticket.UserId, confirmedBy: 13, default);

        Assert.Equal(["0|Пётр"], await _database.ReadAsync(
            "select count(owner_id) + count(owner_name) || '|' || (select max(actor_name) from ticket_history) from tickets"));
        Assert.Equal(["0"], await _database.ReadAsync("select count(former_owner_name) from ticket_history"));
    }

    [Fact]
    public async Task A_reminder_that_comes_late_outside_of_working_time_waits_for_its_beginning()
    {
        await SnoozeAsync(update: 5);
        await _database.ExecuteAsync("delete from outbox");
        var day = DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime).AddDays(3);

        await DueIn(TimeSpan.FromHours(2), hours: HoursOnlyOn(day)).OweAsync(default);

        Assert.Equal(
            [$"{day:yyyy-MM-dd} 09:00"],
            await _database.ReadAsync("select to_char(snoozed_until at time zone 'utc', 'YYYY-MM-DD HH24:MI') from tickets"));
        Assert.Equal(["card_edit|-5|71", "card_edit|9|70"], await _database.ReadAsync(Waiting));
        Assert.Equal(["status", "snooze", "snooze"], await _database.ReadAsync(Actions));
    }

    [Fact]
    public async Task A_reminder_that_is_owed_just_before_the_firm_closes_is_not_sent_after_that()
    {
        await SnoozeAsync(update: 5);
        var due = _clock.GetUtcNow().UtcDateTime.AddHours(2);
        var closing = Math.Min((int)due.TimeOfDay.TotalMinutes + 10, WorkingSpan.MinutesOfDay);

        await DueIn(TimeSpan.FromHours(2), hours: HoursOnlyOn(DateOnly.FromDateTime(due), 0, closing)).OweAsync(default);

        Assert.Equal(
            ["t"],
            await _database.ReadAsync(
                "select concat(expires_at < created_at + interval '11 minutes') from outbox where kind = 'reminder'"));
    }

    [Theory]
    [InlineData("another choice")]
    [InlineData("a close")]
    [InlineData("a client's message")]
    public async Task What_is_owed_already_is_not_sent_after(string change)
    {
        await SnoozeAsync(update: 5);
        await DueIn(TimeSpan.FromHours(2)).OweAsync(default);
        await (change switch
        {
            "another choice" => SnoozeAsync(update: 6, new SnoozeChoice(SnoozeKind.Tomorrow)),
            "a close" => ChangeAsync(TicketStatus.Closed, update: 6),
            _ => WriteAsync(update: 6),
        });
        await _database.ExecuteAsync("delete from outbox where kind <> 'reminder'");

        await using var claim = await TestOutbox.StoreOf(_database).ClaimAsync(Petr, Recipient.Managers, default);

        Assert.True(Assert.Single(claim!.Entries).Row.IsOutdated);
    }

    [Fact]
    public async Task A_reminder_that_was_sent_takes_the_moment_off_all_cards_and_one_that_was_dropped_unsent_is_owed_again()
    {
        await SnoozeAsync(update: 5);
        await DueIn(TimeSpan.FromHours(2), [Petr]).OweAsync(default);
        await _database.ExecuteAsync("delete from outbox");
        await DueIn(TimeSpan.FromHours(3), [Petr]).OweAsync(default);
        var store = TestOutbox.StoreOf(_database);
        await using var claim = await store.ClaimAsync(Petr, Recipient.Managers, default);
        var entry = Assert.Single(claim!.Entries);
        Assert.Equal((70L, false), (entry.CardMessageId, entry.Row.IsOver));

        for (var time = 0; time < 2; time++)
            await store.CompleteAsync(claim, [new SentEntry(entry, 72)], default);

        Assert.Equal(["open|f|f|f"], await _database.ReadAsync(Snooze));
        Assert.Equal(["status", "snooze", "reminded"], await _database.ReadAsync(Actions));
        Assert.Contains("card_edit|-5|71", await _database.ReadAsync(Waiting));
        Assert.Equal(["9|72|reminder"], await _database.ReadAsync("select concat_ws('|', chat_id, message_id, shows) from ticket_posts"));
        await DueIn(TimeSpan.FromHours(4)).OweAsync(default);
        Assert.Empty(await _database.ReadAsync(Reminders));
    }

    [Fact]
    public async Task A_card_on_its_way_while_the_reminder_is_set_gets_an_edit()
    {
        var outbox = TestOutbox.StoreOf(_database);
        await _database.ExecuteAsync(
            $"delete from ticket_cards; insert into outbox (chat_id, kind, ticket_id) values ({Petr}, 'card', {_id})");
        await using var claim = await outbox.ClaimAsync(Petr, Recipient.Managers, default);

        await Store().SnoozeAsync(Request(5) with { CardMessageId = null }, default);
        await outbox.CompleteAsync(claim!, [new SentEntry(claim!.Head, 70)], default);

        Assert.Equal(["card_edit|9|70"], await _database.ReadAsync(Waiting));
    }

    private async Task RefuseAsync(long chat)
    {
        await using var claim = await ClaimReminderAsync(chat);
        await claim.RecordRefusalAsync(
            new SendOutcome.Refused(403, "Forbidden: bot was blocked by the user"), TimeSpan.Zero, setAside: false, default);
    }

    // Returns the card that it would have been a reply to.
    private async Task<long?> ExpireAsync(long chat)
    {
        await _database.ExecuteAsync("update outbox set expires_at = now() where kind = 'reminder'");
        await using var claim = await ClaimReminderAsync(chat);
        Assert.True(claim.Head.Row.IsOver);
        await claim.DropAsync([], default);
        return claim.Head.CardMessageId;
    }

    private async Task<OutboxClaim> ClaimReminderAsync(long chat)
    {
        await _database.ExecuteAsync("delete from outbox where kind <> 'reminder'");
        var claim = await TestOutbox.StoreOf(_database).ClaimAsync(chat, Recipient.Managers, default);
        Assert.Single(claim!.Entries);
        return claim;
    }

    private async Task<TicketSnoozed> SnoozeAsync(long update, SnoozeChoice? choice = null) => Assert.IsType<TicketSnoozed>(
        await Store().SnoozeAsync(Request(update) with { Choice = choice ?? new SnoozeChoice(SnoozeKind.InAnHour) }, default));

    private SnoozeTicket Request(long update) => new(
        _id, new SnoozeChoice(SnoozeKind.InAnHour), Petr, "Пётр", update, Petr, 70, TicketButton.CheckOf(_ticket.SubmissionId));

    private SnoozeStore Store() => new(_database.DataSource, Settings(), _clock);

    private DueSnoozes DueIn(TimeSpan after, long[]? chats = null, WorkingHours? hours = null) => new(
        _database.DataSource, Settings(hours), new ManagerChats(chats ?? [Petr, Group], NullLogger<ManagerChats>.Instance),
        new FakeTimeProvider(_clock.GetUtcNow() + after));

    private static WorkingHours HoursOnlyOn(DateOnly day, int opening = 9 * 60, int closing = 18 * 60) => new(
        TimeZoneInfo.Utc, new Dictionary<DayOfWeek, IReadOnlyList<WorkingSpan>>(),
        new Dictionary<DateOnly, IReadOnlyList<WorkingSpan>> { [day] = [new WorkingSpan(opening, closing)] }, TimeSpan.FromHours(1));

    private static BotSettings Settings(WorkingHours? hours = null) => TestSettings.WithoutServers(
        ShippedForm.Company with { TimeZone = TimeZoneInfo.Utc, Hours = hours });

    private Task ChangeAsync(TicketStatus status, long update) => _tickets.ChangeStatusAsync(
        new ChangeTicketStatus(_id, status, Petr, "Пётр", update, Petr, CardMessageId: null), default);

    private Task WriteAsync(long update) => new TicketMessageStore(_database.DataSource).AddAsync(
        new AddTicketMessage(_id, _ticket.SubmissionId, _ticket.UserId, update, "Ещё вопрос", DateTimeOffset.UnixEpoch), [], default);
}
