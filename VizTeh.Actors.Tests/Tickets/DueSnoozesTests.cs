using Npgsql;
using VizTeh.Actors.Delivery;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Schedule;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

/// <summary>A manager is reminded once, of a ticket that still waits for it, in the chat that has its card.</summary>
public sealed class DueSnoozesTests : SnoozeFixture
{
    [Fact]
    public async Task A_due_reminder_is_owed_once_however_many_processes_look_and_however_often()
    {
        await SnoozeAsync(update: 5);
        await DueIn(TimeSpan.FromMinutes(30)).OweAsync(default);
        Assert.Empty(await Database.ReadAsync(Reminders));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => DueIn(TimeSpan.FromHours(2)).OweAsync(default)));
        await DueIn(TimeSpan.FromHours(3)).OweAsync(default);

        Assert.Equal([$"9|{Id}"], await Database.ReadAsync(Reminders));
        Assert.Equal(["open|t|t|f"], await Database.ReadAsync(Snooze));
    }

    [Theory]
    [InlineData("in working time")]
    [InlineData("outside of it")]
    public async Task A_process_that_looked_before_another_one_had_owed_the_reminder_neither_owes_it_again_nor_moves_it(string when)
    {
        await SnoozeAsync(update: 5);
        var hours = when == "in working time" ? null : HoursOnlyOn(DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime).AddDays(3));
        // A look stops in the middle, with what it has seen of the outbox.
        await Database.ExecuteAsync(
            """
            alter table ticket_history rename to ticket_past;
            create view ticket_history as
            select past.* from ticket_past past where exists (select from pg_advisory_xact_lock_shared(7))
            """);
        await using var connection = await Database.DataSource.OpenConnectionAsync();
        await using var holding = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("select pg_advisory_xact_lock(7)", connection, holding))
            await hold.ExecuteNonQueryAsync();
        var looking = DueIn(TimeSpan.FromHours(2), hours: hours).OweAsync(default);
        await Eventually.BecomesAsync(
            () => Database.ReadAsync(
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"),
            rows => rows[0] == "1", "the look waits");
        await Database.ExecuteAsync(
            $$"""
            insert into outbox (chat_id, kind, ticket_id, payload, history_id)
            select {{Petr}}, 'reminder', ticket.id, '{"by":9}', ticket.snooze_id from tickets ticket
            """);
        await holding.CommitAsync();
        await looking;

        Assert.Equal([$"9|{Id}"], await Database.ReadAsync(Reminders));
        Assert.Equal(["status", "snooze"], await Database.ReadAsync(Actions));
    }

    [Fact]
    public async Task A_reminder_that_an_earlier_version_has_set_aside_is_owed_again()
    {
        await SnoozeAsync(update: 5);
        await DueIn(TimeSpan.FromHours(2)).OweAsync(default);
        await Database.ExecuteAsync("update outbox set set_aside_at = now(), last_error = '?' where kind = 'reminder'");

        await DueIn(TimeSpan.FromHours(3)).OweAsync(default);

        Assert.Equal([$"9|{Id}", $"-5|{Id}"], await Database.ReadAsync(Reminders));
    }

    [Fact]
    public async Task A_reminder_goes_to_the_owners_own_chat_if_it_has_the_card_else_to_that_of_the_press_and_else_to_another_one()
    {
        await SnoozeAsync(update: 5);
        Assert.Equal([$"9|{Id}"], await OwedToAsync([Group, Maria, Petr]));
        await Database.ExecuteAsync("update tickets set owner_id = 10, owner_name = 'Мария', claimed_at = now()");
        Assert.Equal([$"9|{Id}"], await OwedToAsync([Group, Maria, Petr]));
        await Database.ExecuteAsync($"insert into ticket_cards (ticket_id, chat_id, message_id) values ({Id}, {Maria}, 72)");
        Assert.Equal([$"10|{Id}"], await OwedToAsync([Group, Maria, Petr]));
        Assert.Equal([$"9|{Id}"], await OwedToAsync([Group, Petr]));
        Assert.Equal([$"-5|{Id}"], await OwedToAsync([-6, Group]));
        Assert.Equal([$"-6|{Id}"], await OwedToAsync([-6]));
        Assert.Equal(["card|-6"], await Database.ReadAsync("select concat_ws('|', kind, chat_id) from outbox order by id limit 1"));

        async Task<IReadOnlyList<string>> OwedToAsync(long[] chats)
        {
            await Database.ExecuteAsync("delete from outbox; delete from outbox_keys");
            await DueIn(TimeSpan.FromHours(2), chats).OweAsync(default);
            return await Database.ReadAsync(Reminders);
        }
    }

    [Theory]
    [InlineData(Petr, "whose chat is none of the managers' any more")]
    [InlineData(Group, "which is that of the route")]
    public async Task The_card_that_a_reminder_brings_along_comes_into_the_topic_of_its_tickets_route(long pressedIn, string which)
    {
        await Store().SnoozeAsync(Request(5) with { CardChatId = pressedIn, CardMessageId = pressedIn == Petr ? 70 : 71 }, default);
        await Database.ExecuteAsync("delete from ticket_cards; delete from outbox; update tickets set direction = 'Вывески'");

        await DueIn(TimeSpan.FromHours(2), [Maria], route: new TicketRoute("Вывески", Group, TopicId: 33)).OweAsync(default);

        Assert.True(
            await Database.ReadAsync("select concat_ws('|', kind, chat_id, topic_id) from outbox order by id")
                is ["card|-5|33", "reminder|-5"],
            which);
    }

    [Fact]
    public async Task A_reminder_that_could_not_be_sent_to_the_owner_in_time_comes_to_the_chat_of_the_press()
    {
        await Store().SnoozeAsync(Request(5) with { CardChatId = Group, CardMessageId = 71 }, default);
        await DueIn(TimeSpan.FromHours(2)).OweAsync(default);
        Assert.Equal([$"9|{Id}"], await Database.ReadAsync(Reminders));
        await RefuseAsync(Petr);
        await ExpireAsync(Petr);

        await DueIn(TimeSpan.FromHours(3)).OweAsync(default);

        Assert.Equal([$"-5|{Id}"], await Database.ReadAsync(Reminders));
    }

    [Fact]
    public async Task A_reminder_that_expired_without_a_refusal_is_owed_to_its_owner_again_and_to_no_colleague()
    {
        await Database.ExecuteAsync($"update ticket_cards set chat_id = {Maria} where ticket_cards.chat_id = {Group}");
        await Store().SnoozeAsync(Request(5) with { ActorId = Maria, CardChatId = Maria, CardMessageId = 71 }, default);
        for (var hour = 2; hour < 5; hour++)
        {
            await DueIn(TimeSpan.FromHours(hour), [Petr, Maria]).OweAsync(default);

            Assert.Equal([$"10|{Id}"], await Database.ReadAsync(Reminders));
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

            Assert.Equal([$"{chat}|{Id}"], await Database.ReadAsync(Reminders));
            await RefuseAsync(chat);
            await ExpireAsync(chat);
        }
    }

    [Fact]
    public async Task A_reminder_that_comes_late_outside_of_working_time_waits_for_its_beginning()
    {
        await SnoozeAsync(update: 5);
        await Database.ExecuteAsync("delete from outbox");
        var day = DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime).AddDays(3);

        await DueIn(TimeSpan.FromHours(2), hours: HoursOnlyOn(day)).OweAsync(default);

        Assert.Equal(
            [$"{day:yyyy-MM-dd} 09:00"],
            await Database.ReadAsync("select to_char(snoozed_until at time zone 'utc', 'YYYY-MM-DD HH24:MI') from tickets"));
        Assert.Equal(["card_edit|-5|71", "card_edit|9|70"], await Database.ReadAsync(Waiting));
        Assert.Equal(["status", "snooze", "snooze"], await Database.ReadAsync(Actions));
    }

    [Fact]
    public async Task A_reminder_that_is_owed_just_before_the_firm_closes_is_not_sent_after_that()
    {
        await SnoozeAsync(update: 5);
        var due = Clock.GetUtcNow().UtcDateTime.AddHours(2);
        var closing = Math.Min((int)due.TimeOfDay.TotalMinutes + 10, WorkingSpan.MinutesOfDay);

        await DueIn(TimeSpan.FromHours(2), hours: HoursOnlyOn(DateOnly.FromDateTime(due), 0, closing)).OweAsync(default);

        Assert.Equal(
            ["t"],
            await Database.ReadAsync(
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
        await Database.ExecuteAsync("delete from outbox where kind <> 'reminder'");

        await using var claim = await TestOutbox.StoreOf(Database).ClaimAsync(Petr, Recipient.Managers, default);

        Assert.True(Assert.Single(claim!.Entries).Row.IsOutdated);
    }

    [Fact]
    public async Task A_reminder_that_was_sent_takes_the_moment_off_all_cards_and_one_that_was_dropped_unsent_is_owed_again()
    {
        await SnoozeAsync(update: 5);
        await DueIn(TimeSpan.FromHours(2), [Petr]).OweAsync(default);
        await Database.ExecuteAsync("delete from outbox");
        await DueIn(TimeSpan.FromHours(3), [Petr]).OweAsync(default);
        var store = TestOutbox.StoreOf(Database);
        await using var claim = await store.ClaimAsync(Petr, Recipient.Managers, default);
        var entry = Assert.Single(claim!.Entries);
        Assert.Equal((70L, false), (entry.UnderCard.ReplyTo, entry.Row.IsOver));

        for (var time = 0; time < 2; time++)
            await store.CompleteAsync(claim, [new SentEntry(entry, 72)], default);

        Assert.Equal(["open|f|f|f"], await Database.ReadAsync(Snooze));
        Assert.Equal(["status", "snooze", "reminded"], await Database.ReadAsync(Actions));
        Assert.Contains("card_edit|-5|71", await Database.ReadAsync(Waiting));
        Assert.Equal(["9|72|reminder"], await Database.ReadAsync("select concat_ws('|', chat_id, message_id, shows) from ticket_posts"));
        await DueIn(TimeSpan.FromHours(4)).OweAsync(default);
        Assert.Empty(await Database.ReadAsync(Reminders));
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
        await Database.ExecuteAsync("update outbox set expires_at = now() where kind = 'reminder'");
        await using var claim = await ClaimReminderAsync(chat);
        Assert.True(claim.Head.Row.IsOver);
        await claim.DropAsync([], default);
        return claim.Head.UnderCard.ReplyTo;
    }

    private async Task<OutboxClaim> ClaimReminderAsync(long chat)
    {
        await Database.ExecuteAsync("delete from outbox where kind <> 'reminder'");
        var claim = await TestOutbox.StoreOf(Database).ClaimAsync(chat, Recipient.Managers, default);
        Assert.Single(claim!.Entries);
        return claim;
    }

    private static WorkingHours HoursOnlyOn(DateOnly day, int opening = 9 * 60, int closing = 18 * 60) => new(
        TimeZoneInfo.Utc, new Dictionary<DayOfWeek, IReadOnlyList<WorkingSpan>>(),
        new Dictionary<DateOnly, IReadOnlyList<WorkingSpan>> { [day] = [new WorkingSpan(opening, closing)] }, TimeSpan.FromHours(1));
}
