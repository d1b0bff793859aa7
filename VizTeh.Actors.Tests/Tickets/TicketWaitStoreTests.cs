using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Delivery;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.PersonalData;
using VizTeh.Actors.Schedule;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

/// <summary>
/// Managers are reminded of a client who waits, once for each step, until one of them has done something about it; whatever stops or is
/// out of reach meanwhile.
/// </summary>
public sealed class TicketWaitStoreTests : IAsyncLifetime
{
    private const long Group = -5;
    private const long Petr = 9;

    private const string Wait =
        """
        select concat_ws('|', ticket_id, user_id, round(extract(epoch from started_at - since) / 60),
                         round(extract(epoch from due_at - started_at) / 60), told, is_over)
          from ticket_waits order by ticket_id
        """;

    private const string Reminders =
        """
        select concat_ws('|', chat_id, ticket_id, payload ->> 'round') from outbox where kind = 'wait_reminder' order by chat_id, id
        """;

    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private long[] _chats = [Group];
    private CompanySettings _company = ShippedForm.Company with { TimeZone = TimeZoneInfo.Utc, Hours = null };
    private TestDatabase _database = null!;
    private CreateTicket _ticket = null!;
    private long _id;
    private long _updates = 100;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateMigratedAsync();
        _ticket = TicketSamples.New() with { SubmittedAt = _clock.GetUtcNow() };
        _id = await CreateAsync(_ticket);
        await _database.ExecuteAsync(
            $"""
            delete from outbox;
            insert into ticket_cards (ticket_id, chat_id, message_id) values ({_id}, {Petr}, 70), ({_id}, {Group}, 71)
            """);
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_new_ticket_waits_and_a_repeat_of_it_or_the_clients_further_words_change_nothing()
    {
        Assert.Equal([$"{_id}|42|0|30|0|f"], await _database.ReadAsync(Wait));

        _clock.Advance(TimeSpan.FromMinutes(10));
        await CreateAsync(_ticket);
        for (var part = 0; part < 3; part++)
            await WriteAsync();

        Assert.Equal([$"{_id}|42|0|30|0|f"], await _database.ReadAsync(Wait));
    }

    [Fact]
    public async Task A_form_that_was_stored_late_waits_since_it_was_sent_but_managers_get_their_time()
    {
        await CreateAsync(TicketSamples.New() with { UserId = 43, SubmittedAt = _clock.GetUtcNow().AddHours(-5) });

        Assert.Equal([$"{_id}|42|0|30|0|f", $"{_id + 1}|43|300|30|0|f"], await _database.ReadAsync(Wait));
    }

    [Fact]
    public async Task Tickets_from_before_and_those_of_a_firm_without_reminders_have_no_wait_and_get_none()
    {
        await _database.ExecuteAsync("delete from ticket_waits");
        _company = _company with { WaitingSteps = [] };
        await CreateAsync(TicketSamples.New() with { UserId = 43 });
        await WriteAsync();
        _clock.Advance(TimeSpan.FromDays(9));
        await OweAsync();

        Assert.Empty(await _database.ReadAsync(Wait));
        Assert.Empty(await _database.ReadAsync(Reminders));
    }

    [Fact]
    public async Task Reminders_are_over_when_they_are_switched_off()
    {
        _company = _company with { WaitingSteps = [] };
        _clock.Advance(TimeSpan.FromHours(1));

        await OweAsync();

        Assert.Empty(await _database.ReadAsync(Wait));
        Assert.Empty(await _database.ReadAsync(Reminders));
    }

    [Fact]
    public async Task Each_step_is_owed_once_however_many_processes_look_and_however_often_and_none_before_its_time()
    {
        _clock.Advance(TimeSpan.FromMinutes(29));
        Assert.False(await OweAsync());
        _clock.Advance(TimeSpan.FromMinutes(1));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OweAsync()));
        await OweAsync();
        Assert.Equal([$"-5|{_id}|0"], await _database.ReadAsync(Reminders));

        await SendAsync(Group);
        await OweAsync();
        Assert.Empty(await _database.ReadAsync(Reminders));
        _clock.Advance(TimeSpan.FromMinutes(90));
        await OweAsync();
        Assert.Equal([$"-5|{_id}|1"], await _database.ReadAsync(Reminders));
        await SendAsync(Group);
        await ToMorningAsync();
        Assert.Equal([$"-5|{_id}|2"], await _database.ReadAsync(Reminders));
        await SendAsync(Group);

        Assert.EndsWith("|3|t", Assert.Single(await _database.ReadAsync(Wait)), StringComparison.Ordinal);
        _clock.Advance(TimeSpan.FromDays(8));
        Assert.False(await OweAsync());
        Assert.Empty(await _database.ReadAsync(Wait));
    }

    [Fact]
    public async Task Steps_that_were_missed_are_one_reminder_and_what_waits_in_the_outbox_meanwhile_is_not_joined_by_others()
    {
        _clock.Advance(TimeSpan.FromMinutes(30));
        await OweAsync();
        _clock.Advance(TimeSpan.FromHours(2));
        await OweAsync();
        Assert.Equal([$"-5|{_id}|0"], await _database.ReadAsync(Reminders));

        await SendAsync(Group);

        Assert.False(await OweAsync());
        await ToMorningAsync();
        Assert.Equal([$"-5|{_id}|1"], await _database.ReadAsync(Reminders));
    }

    [Fact]
    public async Task A_reminder_that_expired_unsent_is_owed_again_as_the_same()
    {
        _clock.Advance(TimeSpan.FromMinutes(30));
        await OweAsync();
        Assert.Equal(["60"], await _database.ReadAsync("select round(extract(epoch from expires_at - now()) / 60) from outbox"));
        await _database.ExecuteAsync("delete from outbox");

        await OweAsync();

        Assert.Equal([$"-5|{_id}|0"], await _database.ReadAsync(Reminders));
    }

    [Fact]
    public async Task Outside_of_working_time_it_waits_for_its_beginning()
    {
        var day = DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime).AddDays(3);
        _company = _company with
        {
            Hours = new WorkingHours(
                TimeZoneInfo.Utc, new Dictionary<DayOfWeek, IReadOnlyList<WorkingSpan>>(),
                new Dictionary<DateOnly, IReadOnlyList<WorkingSpan>> { [day] = [new WorkingSpan(9 * 60, 18 * 60)] }, TimeSpan.Zero),
        };
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.False(await OweAsync());

        Assert.Empty(await _database.ReadAsync(Reminders));
        Assert.Equal(
            [$"{day:yyyy-MM-dd} 09:00"],
            await _database.ReadAsync("select to_char(due_at at time zone 'utc', 'YYYY-MM-DD HH24:MI') from ticket_waits"));
    }

    [Theory]
    [InlineData("a claim")]
    [InlineData("an answer")]
    [InlineData("a note")]
    [InlineData("a reminder asked for")]
    [InlineData("a close")]
    [InlineData("a close that was undone")]
    [InlineData("a withdrawal")]
    [InlineData("a ban")]
    [InlineData("an erasure")]
    public async Task What_a_manager_or_the_client_does_ends_the_wait_before_it_is_owed_and_while_it_is_on_its_way(string what)
    {
        _clock.Advance(TimeSpan.FromMinutes(30));
        await OweAsync();
        await DoAsync(what);
        await using (var claim = await TestOutbox.StoreOf(_database, _clock, _company).ClaimAsync(Group, Recipient.Managers, default))
        {
            Assert.All(
                claim?.Entries ?? [], entry => Assert.True(entry.Row.Owed is not OwedMessage.WaitReminder || entry.Row.IsOutdated));
        }

        await _database.ExecuteAsync("delete from outbox");

        Assert.False(await OweAsync());

        Assert.Empty(await _database.ReadAsync(Wait));
    }

    [Fact]
    public async Task A_release_or_another_clients_doings_end_nothing()
    {
        await DoAsync("a claim");
        await WriteAsync();
        await ClaimAsync(ClaimAction.Release);
        var other = TicketSamples.New() with { UserId = 43 };
        await CreateAsync(other);
        await _database.ExecuteAsync("insert into bans (user_id, manager_id, manager_name, update_id) values (43, 9, 'Пётр', 1)");
        _clock.Advance(TimeSpan.FromMinutes(30));
        await _database.ExecuteAsync("delete from outbox");

        await OweAsync();

        Assert.Equal([$"-5|{_id}|0"], await _database.ReadAsync(Reminders));
    }

    [Theory]
    [InlineData("a claim")]
    [InlineData("an answer")]
    [InlineData("a note")]
    [InlineData("a reminder asked for")]
    [InlineData("a close that was undone")]
    public async Task After_that_a_clients_message_begins_a_wait_of_its_own(string what)
    {
        _clock.Advance(TimeSpan.FromMinutes(10));
        await DoAsync(what);
        _clock.Advance(TimeSpan.FromMinutes(10));
        await WriteAsync(sentBefore: TimeSpan.FromMinutes(2));
        await WriteAsync();

        Assert.Equal([$"{_id}|42|2|30|0|f"], await _database.ReadAsync(Wait));
        _clock.Advance(TimeSpan.FromMinutes(30));
        await _database.ExecuteAsync("delete from outbox");
        await OweAsync();
        Assert.Equal([$"-5|{_id}|0"], await _database.ReadAsync(Reminders));
    }

    [Fact]
    public async Task A_message_to_a_closed_ticket_begins_nothing_but_one_that_opens_it_or_opening_it_does()
    {
        await DoAsync("a close");
        await _database.ExecuteAsync("delete from ticket_waits");
        await WriteAsync();
        Assert.Empty(await _database.ReadAsync(Wait));

        await WriteAsync(reopenedBy: "клиент");
        Assert.Equal([$"{_id}|42|0|30|0|f"], await _database.ReadAsync(Wait));

        await DoAsync("a close");
        await OwnStore().AnswerAsync(
            new ReopenTicket(_ticket.UserId, ++_updates, _id, TicketButton.CheckOf(_ticket.SubmissionId), "клиент"), default);
        _clock.Advance(TimeSpan.FromMinutes(30));
        await _database.ExecuteAsync("delete from outbox");
        await OweAsync();
        Assert.Equal([$"-5|{_id}|0"], await _database.ReadAsync(Reminders));
    }

    [Fact]
    public async Task When_all_reminders_were_sent_a_message_brings_new_ones_which_tell_the_whole_wait()
    {
        _company = _company with { WaitingSteps = [new WaitingStep(TimeSpan.FromMinutes(30))] };
        _clock.Advance(TimeSpan.FromMinutes(30));
        await OweAsync();
        await SendAsync(Group);
        Assert.EndsWith("|1|t", Assert.Single(await _database.ReadAsync(Wait)), StringComparison.Ordinal);

        await WriteAsync();

        Assert.Equal([$"{_id}|42|30|30|0|f"], await _database.ReadAsync(Wait));
    }

    [Theory]
    [InlineData("before it is settled")]
    [InlineData("while it is being settled")]
    [InlineData("just before it is settled, unseen by it")]
    public async Task A_message_that_comes_while_the_last_reminder_is_on_its_way_brings_new_ones(string when)
    {
        _company = _company with { WaitingSteps = [new WaitingStep(TimeSpan.FromMinutes(30))] };
        _clock.Advance(TimeSpan.FromMinutes(30));
        await OweAsync();
        var store = TestOutbox.StoreOf(_database, _clock, _company);
        await using var claim = await store.ClaimAsync(Group, Recipient.Managers, default);
        SentEntry[] sent = [new SentEntry(claim!.Head, null)];
        if (when == "before it is settled")
        {
            await WriteAsync();
            await store.CompleteAsync(claim, sent, default);
        }
        else
        {
            await using var connection = await _database.DataSource.OpenConnectionAsync();
            await using var holding = await connection.BeginTransactionAsync();
            // The first of the two that comes to the row waits for this, the other for the first.
            await using (var hold = new NpgsqlCommand("select from ticket_waits for update", connection, holding))
                await hold.ExecuteNonQueryAsync();
            Func<Task>[] both = [() => WriteAsync(), () => store.CompleteAsync(claim, sent, default)];
            if (when == "while it is being settled")
                Array.Reverse(both);
            var waiting = new List<Task>();
            foreach (var begin in both)
            {
                waiting.Add(begin());
                await Eventually.BecomesAsync(
                    () => _database.ReadAsync(
                        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"),
                    rows => rows[0] == $"{waiting.Count}", "it waits for the row");
            }

            await holding.CommitAsync();
            await Task.WhenAll(waiting);
        }

        Assert.Equal([$"{_id}|42|30|30|0|f"], await _database.ReadAsync(Wait));
        _clock.Advance(TimeSpan.FromMinutes(30));
        Assert.True(await OweAsync());
    }

    [Fact]
    public async Task Of_several_chats_each_gets_the_reminder_and_one_that_could_not_be_written_to_gets_the_newest_only()
    {
        _chats = [Petr, Group];
        _clock.Advance(TimeSpan.FromMinutes(30));
        await OweAsync();
        await SendAsync(Group);
        Assert.False(await ClaimIsOutdatedAsync(Petr));
        _clock.Advance(TimeSpan.FromMinutes(90));
        await OweAsync();
        Assert.Equal([$"-5|{_id}|1", $"9|{_id}|0", $"9|{_id}|1"], await _database.ReadAsync(Reminders));
        Assert.False(await ClaimIsOutdatedAsync(Petr));

        await SendAsync(Group);

        Assert.True(await ClaimIsOutdatedAsync(Petr));
        await _database.ExecuteAsync("delete from outbox where chat_id = 9 and payload ->> 'round' = '0'");
        Assert.False(await ClaimIsOutdatedAsync(Petr));
        await SendAsync(Petr);
        Assert.Contains("|2|f", Assert.Single(await _database.ReadAsync(Wait)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chat_that_has_not_got_the_card_yet_is_not_reminded_and_when_none_has_it_the_time_begins_then()
    {
        _chats = [Petr, Group];
        await _database.ExecuteAsync(
            $"""
            delete from ticket_cards;
            insert into outbox (chat_id, kind, ticket_id) values ({Petr}, 'card', {_id}), ({Group}, 'card', {_id})
            """);
        _clock.Advance(TimeSpan.FromMinutes(40));
        Assert.False(await OweAsync());
        Assert.Equal([$"{_id}|42|40|30|0|f"], await _database.ReadAsync(Wait));

        await _database.ExecuteAsync(
            $"""
            delete from outbox where chat_id = {Group};
            insert into ticket_cards (ticket_id, chat_id, message_id) values ({_id}, {Group}, 71)
            """);
        _clock.Advance(TimeSpan.FromMinutes(30));
        await OweAsync();

        Assert.Equal([$"-5|{_id}|0"], await _database.ReadAsync(Reminders));
    }

    [Fact]
    public async Task A_card_that_was_refused_for_good_or_deleted_does_not_keep_the_reminder_back()
    {
        await _database.ExecuteAsync(
            $"""
            delete from ticket_cards;
            insert into outbox (chat_id, kind, ticket_id, set_aside_at) values ({Group}, 'card', {_id}, now())
            """);
        _clock.Advance(TimeSpan.FromMinutes(30));

        await OweAsync();

        Assert.Equal([$"-5|{_id}|0"], await _database.ReadAsync(Reminders));
    }

    [Fact]
    public async Task The_id_of_a_sent_reminder_is_stored_and_settling_it_twice_counts_once()
    {
        _clock.Advance(TimeSpan.FromMinutes(30));
        await OweAsync();
        var store = TestOutbox.StoreOf(_database, _clock, _company);
        await using var claim = await store.ClaimAsync(Group, Recipient.Managers, default);
        var entry = Assert.Single(claim!.Entries);
        Assert.Equal((71L, false), (entry.UnderCard.ReplyTo, entry.Row.IsOver));

        for (var time = 0; time < 2; time++)
            await store.CompleteAsync(claim, [new SentEntry(entry, 72)], default);

        Assert.Equal([$"{_id}|42|0|120|1|f"], await _database.ReadAsync(Wait));
        Assert.Equal(["-5|72"], await _database.ReadAsync("select concat_ws('|', chat_id, message_id) from ticket_posts"));
    }

    [Fact]
    public async Task A_ticket_that_is_deleted_by_hand_takes_its_wait_along()
    {
        await _database.ExecuteAsync("delete from ticket_cards; delete from ticket_history; delete from tickets");

        Assert.Empty(await _database.ReadAsync(Wait));
    }

    private async Task DoAsync(string what)
    {
        var (owes, check) = (TicketRoutes.ToAll(_chats), TicketButton.CheckOf(_ticket.SubmissionId));
        var answer = new ManagerAnswer(++_updates, Group, 1000 + _updates, Petr, "Пётр", "Позвоним", _clock.GetUtcNow());
        await (what switch
        {
            "a claim" => ClaimAsync(ClaimAction.Claim),
            "an answer" => new AnswerStore(_database.DataSource).AddAsync(answer, new AnsweredPost(Group, 71), owes, default),
            "a note" => new AnswerStore(_database.DataSource).AddAsync(
                answer with { IsNote = true }, new AnsweredPost(Group, 71), owes, default),
            "a reminder asked for" => new SnoozeStore(_database.DataSource, Settings(), _clock).SnoozeAsync(
                new SnoozeTicket(_id, new SnoozeChoice(SnoozeKind.InAnHour), Petr, "Пётр", ++_updates, Group, 71, check), default),
            "a close" => ChangeAsync(TicketStatus.Closed),
            "a close that was undone" => UndoAsync(),
            "a withdrawal" => OwnStore().AnswerAsync(new WithdrawTicket(_ticket.UserId, ++_updates, _id, check, "клиент"), default),
            "a ban" => new BanStore(_database.DataSource).BanAsync(new BanRequest(_id, Petr, "Пётр", ++_updates), default),
            "an erasure" => new ErasureStore(_database.DataSource).EraseTablesAsync(_ticket.UserId, confirmedBy: 1, default),
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, null),
        });

        async Task UndoAsync()
        {
            await ChangeAsync(TicketStatus.Closed);
            await ChangeAsync(TicketStatus.Open);
        }
    }

    private Task ClaimAsync(ClaimAction action)
    {
        var claim = new ClaimTicket(
            _id, action, Petr, "Пётр", ++_updates, Group, 71, CardCheck: TicketButton.CheckOf(_ticket.SubmissionId));
        return new TicketClaimStore(_database.DataSource, Settings(), new ClientNotices(Settings())).ClaimAsync(claim, default);
    }

    private Task ChangeAsync(TicketStatus status) => new TicketStore(_database.DataSource).ChangeStatusAsync(
        new ChangeTicketStatus(_id, status, Petr, "Пётр", ++_updates, Group, CardMessageId: null), default);

    private Task WriteAsync(TimeSpan sentBefore = default, string? reopenedBy = null) =>
        new TicketMessageStore(_database.DataSource, Waits()).AddAsync(
            new AddTicketMessage(_id, _ticket.SubmissionId, _ticket.UserId, ++_updates, "Когда?", _clock.GetUtcNow() - sentBefore)
            {
                ReopenedBy = reopenedBy,
            },
            [], default);

    private async Task<long> CreateAsync(CreateTicket ticket) =>
        (await new TicketStore(_database.DataSource, waits: Waits()).CreateAsync([ticket], [], default))[ticket.SubmissionId];

    private OwnTicketStore OwnStore() => new(_database.DataSource, Waits());

    private TicketWaits Waits() => new(Settings(), _clock);

    private Task<bool> OweAsync()
    {
        var chats = new ManagerChats(_chats, NullLogger<ManagerChats>.Instance);
        return new DueReminders(
            _database.DataSource, new DueSnoozes(_database.DataSource, Settings(), chats, _clock),
            new DueWaits(_database.DataSource, Settings(), chats, _clock), _clock).OweAsync(default);
    }

    private async Task ToMorningAsync()
    {
        var due = await _database.ReadAsync("select to_char(due_at at time zone 'utc', 'YYYY-MM-DD HH24:MI') from ticket_waits");
        Assert.EndsWith(" 10:00", due[0], StringComparison.Ordinal);
        _clock.SetUtcNow(new DateTimeOffset(DateTime.Parse(due[0], CultureInfo.InvariantCulture), TimeSpan.Zero));
        await OweAsync();
    }

    private async Task SendAsync(long chatId)
    {
        var store = TestOutbox.StoreOf(_database, _clock, _company);
        await using var claim = await store.ClaimAsync(chatId, Recipient.Managers, default);
        Assert.False(claim!.Head.Row.IsOutdated);
        Assert.IsType<OwedMessage.WaitReminder>(claim.Head.Row.Owed);
        await store.CompleteAsync(claim, [new SentEntry(claim.Head, null)], default);
    }

    private async Task<bool> ClaimIsOutdatedAsync(long chatId)
    {
        await using var claim = await TestOutbox.StoreOf(_database, _clock, _company).ClaimAsync(chatId, Recipient.Managers, default);
        return claim!.Head.Row.IsOutdated;
    }

    private BotSettings Settings() => TestSettings.WithoutServers(_company);
}
