using VizTeh.Actors.Operations.Alerts;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Operations;

/// <summary>What the one statement a minute finds, and who may send what.</summary>
public sealed class AlertStoreTests : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Repeat = TimeSpan.FromHours(1);

    private TestDatabase _database = null!;
    private AlertStore _store = null!;
    private UnseenTickets _tickets = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateMigratedAsync();
        await _database.ExecuteAsync("insert into tickets (id, user_id) values (1, 42), (2, 43), (3, 44)");
        (_store, _tickets) = (new AlertStore(_database.DataSource), new UnseenTickets(_database.DataSource));
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_bot_at_rest_has_nothing_to_tell()
    {
        var look = await LookAsync();

        Assert.Equal((0, 0, 0), (look.UpdatesAside, look.MessagesAside, look.NewestAside));
        Assert.Empty(look.Late);
        Assert.Empty(look.Said);
        Assert.Empty(look.UnseenTickets);
    }

    [Fact]
    public async Task What_is_set_aside_is_counted_with_the_newest_time()
    {
        await _database.ExecuteAsync(
            """
            insert into inbox (update_id, payload, set_aside_at) values (1, '{}', '2026-01-01Z'), (2, '{}', '2026-01-03Z'), (3, '{}', null);
            insert into outbox (chat_id, kind, ticket_id, set_aside_at) values (-5, 'card', 1, '2026-01-02Z');
            """);

        var look = await LookAsync();

        Assert.Equal((2, 1), (look.UpdatesAside, look.MessagesAside));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddTicks(look.NewestAside * 10), new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero));
        Assert.Empty(look.Late);
    }

    [Theory]
    [InlineData("'managers', 0, '-infinity', null, null", true)]
    // Refused, and to be tried again later.
    [InlineData("'managers', 3, now() + interval '5 minutes', null, null", true)]
    [InlineData("'managers', 3, now() + interval '5 minutes', now(), null", true)]
    // Not due yet, as a notice that waits whether the manager undoes the change.
    [InlineData("'managers', 0, now() + interval '15 seconds', now(), null", false)]
    [InlineData("'managers', 0, now() - interval '4 minutes', now(), null", false)]
    [InlineData("'managers', 0, now() - interval '6 minutes', now(), null", true)]
    // Too late for it: it is dropped when its turn comes.
    [InlineData("'managers', 0, '-infinity', null, now() - interval '1 second'", false)]
    [InlineData("'client', 0, '-infinity', null, null", true)]
    // The chat of one client refuses it.
    [InlineData("'client', 1, now() + interval '5 minutes', null, null", false)]
    public async Task A_message_is_late_when_it_was_due_and_nobody_has_it(string row, bool isLate)
    {
        await _database.ExecuteAsync(
            $"""
            insert into outbox (chat_id, kind, payload, created_at, expires_at, recipient, attempts, next_attempt_at, held_back_at)
            select 5, 'notice', jsonb_build_object(), now() - interval '10 minutes', coalesce(gone::timestamptz, now() + interval '1 day'),
                   recipient, attempts, due::timestamptz, held_back::timestamptz
              from (values ({row})) as row (recipient, attempts, due, held_back, gone)
            """);

        var late = (await LookAsync()).Late;

        Assert.Equal(isLate, late.Count == 1);
        if (isLate)
            Assert.InRange(Assert.Single(late).For, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(11));
    }

    [Fact]
    public async Task Of_each_queue_the_first_late_message_is_named_and_those_held_back_are_a_queue_of_their_own()
    {
        await _database.ExecuteAsync(
            """
            insert into outbox (chat_id, kind, ticket_id, created_at, attempts, held_back_at) values
                (-5, 'card', 1, now() - interval '20 minutes', 5, now()),
                (-5, 'card', 2, now() - interval '9 minutes', 0, null), (-5, 'card', 3, now() - interval '8 minutes', 0, null),
                (-6, 'card', 1, now() - interval '7 minutes', 0, null), (-7, 'card', 1, now(), 0, null);
            """);

        Assert.Equal(
            [(1, -5, 1), (2, -5, 2), (4, -6, 1)], (await LookAsync()).Late.Select(row => (row.Id, row.ChatId, row.Messages)));
    }

    [Fact]
    public async Task A_ticket_whose_card_waits_and_that_no_chat_shows_is_found_once_it_waited_long_enough()
    {
        await OweCardAsync(1, "10 minutes");
        Assert.Empty((await LookAsync()).UnseenTickets);

        await _database.ExecuteAsync("delete from outbox");
        await OweCardAsync(1, "20 minutes");
        await OweCardAsync(1, "20 minutes", chatId: -6);
        await OweCardAsync(2, "16 minutes");

        Assert.Equal([1, 2], (await LookAsync()).UnseenTickets);
        Assert.Empty((await LookAsync(AlertThresholds.Shipped with { Card = null })).UnseenTickets);
        Assert.Empty((await _store.LookAsync(AlertThresholds.Shipped, wantsTickets: false, default)).UnseenTickets);
    }

    [Theory]
    [InlineData("update outbox set set_aside_at = now()", true)]
    [InlineData("insert into ticket_cards (ticket_id, chat_id, message_id) values (1, -6, 7)", false)]
    [InlineData("update tickets set status = 'closed' where id = 1", false)]
    [InlineData("update tickets set erased_at = now(), user_id = null where id = 1", false)]
    [InlineData("delete from outbox", false)]
    [InlineData("update outbox set kind = 'card_edit'", false)]
    public async Task Whether_it_goes_by_mail_is_decided_again_when_it_is_sent(string meanwhile, bool goes)
    {
        await OweCardAsync(1, "20 minutes");
        Assert.Equal([1], (await LookAsync()).UnseenTickets);

        await _database.ExecuteAsync(meanwhile);

        Assert.Equal(goes, await _tickets.ClaimAsync(1, Lease, default) is not null);
        Assert.Equal(goes, (await _database.ReadAsync("select ticket_id from ticket_mails")).Count == 1);
    }

    [Fact]
    public async Task Of_two_processes_one_has_the_ticket_and_once_it_is_sent_nobody_has_it_again()
    {
        await OweCardAsync(1, "20 minutes");

        var claims = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _tickets.ClaimAsync(1, Lease, default)));

        Assert.Equal(1, Assert.Single(claims, claim => claim is not null)!.Ticket.Id);
        Assert.Empty((await LookAsync()).UnseenTickets);
        await _tickets.SettleAsync(1, default);
        await _database.ExecuteAsync("update ticket_mails set next_attempt_at = '-infinity'");
        Assert.Empty((await LookAsync()).UnseenTickets);
        Assert.Null(await _tickets.ClaimAsync(1, Lease, default));
    }

    [Fact]
    public async Task A_process_that_dies_with_a_ticket_leaves_it_to_the_next_one_when_its_lease_is_over()
    {
        await OweCardAsync(1, "20 minutes");
        await _tickets.ClaimAsync(1, Lease, default);
        Assert.Null(await _tickets.ClaimAsync(1, Lease, default));

        await _database.ExecuteAsync("update ticket_mails set next_attempt_at = now()");

        Assert.Equal([1], (await LookAsync()).UnseenTickets);
        Assert.NotNull(await _tickets.ClaimAsync(1, Lease, default));
    }

    [Fact]
    public async Task A_ticket_that_a_stopping_process_gives_back_is_free_at_once_and_loses_no_attempt()
    {
        await OweCardAsync(1, "20 minutes");
        await _tickets.ClaimAsync(1, Lease, default);

        await _tickets.ReleaseAsync(1, default);

        Assert.Equal([1], (await LookAsync()).UnseenTickets);
        Assert.NotNull(await _tickets.ClaimAsync(1, Lease, default));
        Assert.Equal(["1"], await _database.ReadAsync("select attempts from ticket_mails"));
    }

    [Fact]
    public async Task A_letter_that_is_refused_again_and_again_is_tried_less_often_and_given_up_after_about_a_day()
    {
        await OweCardAsync(1, "20 minutes");
        var waits = new List<double>();
        while (await _tickets.ClaimAsync(1, Lease, default) is not null)
        {
            await _tickets.PostponeAsync(1, default);
            waits.Add(double.Parse(
                (await _database.ReadAsync("select round(extract(epoch from next_attempt_at - now()) / 60)::text from ticket_mails"))[0],
                System.Globalization.CultureInfo.InvariantCulture));
            await _database.ExecuteAsync("update ticket_mails set next_attempt_at = now()");
        }

        Assert.Equal([5, 10, 20, 40, 60, 60], waits.Take(6));
        Assert.InRange(waits.Sum(), 24 * 60, 30 * 60);
        Assert.Empty((await LookAsync()).UnseenTickets);
    }

    [Fact]
    public async Task Of_two_processes_one_sends_an_alert_and_within_the_hour_nobody_sends_it_again()
    {
        var claims = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ClaimAsync(AlertKind.Outbox)));
        Assert.Single(claims, isOurs => isOurs);

        await _store.RecordAsync(new SaidAlert(AlertKind.Outbox, TimeSpan.Zero, TimeSpan.FromMinutes(7), 3), default);
        Assert.False(await ClaimAsync(AlertKind.Outbox));
        Assert.True(await ClaimAsync(AlertKind.SetAside));

        await _database.ExecuteAsync("update alerts set said_at = now() - interval '1 hour' where kind = 'outbox'");
        Assert.True(await ClaimAsync(AlertKind.Outbox));
    }

    [Fact]
    public async Task An_alert_that_reached_nobody_or_whose_process_died_is_free_again()
    {
        Assert.True(await ClaimAsync(AlertKind.Token));
        Assert.False(await ClaimAsync(AlertKind.Token));
        await _store.ReleaseAsync([AlertKind.Token], default);
        Assert.True(await ClaimAsync(AlertKind.Token));

        await _database.ExecuteAsync("update alerts set claimed_until = now() - interval '1 second'");
        Assert.True(await ClaimAsync(AlertKind.Token));
    }

    [Fact]
    public async Task An_end_is_told_once_and_only_of_what_an_alert_was_sent_about()
    {
        Assert.False(await ClaimAsync(AlertKind.Database, AlertStep.SayOver));
        await _store.RecordAsync(new SaidAlert(AlertKind.Database, TimeSpan.Zero, TimeSpan.FromMinutes(7), 0), default);

        Assert.True(await ClaimAsync(AlertKind.Database, AlertStep.SayOver));
        Assert.False(await ClaimAsync(AlertKind.Database, AlertStep.SayOver));
        await _store.RecordAsync(new SaidAlert(AlertKind.Database, TimeSpan.FromMinutes(9), null, 0), default);

        Assert.False(await ClaimAsync(AlertKind.Database, AlertStep.SayOver));
        var said = Assert.Single((await LookAsync()).Said);
        Assert.Equal((AlertKind.Database, null, 0), (said.Kind, said.BeganAgo, said.Mark));
        Assert.InRange(said.SaidAgo!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_kind_of_a_later_version_is_passed_over()
    {
        await _database.ExecuteAsync("insert into alerts (kind, said_at, mark) values ('of-later', now(), 1), ('set-aside', now(), 5)");

        var said = Assert.Single((await LookAsync()).Said);
        Assert.Equal((AlertKind.SetAside, 5), (said.Kind, said.Mark));
    }

    private Task<QueueLook> LookAsync(AlertThresholds? thresholds = null) =>
        _store.LookAsync(thresholds ?? AlertThresholds.Shipped, wantsTickets: true, default);

    private Task<bool> ClaimAsync(AlertKind kind, AlertStep step = AlertStep.Say) =>
        _store.TryClaimAsync(kind, step, Repeat, Lease, default);

    private Task OweCardAsync(long ticketId, string ago, long chatId = -5) => _database.ExecuteAsync(
        $"insert into outbox (chat_id, kind, ticket_id, created_at) values ({chatId}, 'card', {ticketId}, now() - interval '{ago}')");
}
