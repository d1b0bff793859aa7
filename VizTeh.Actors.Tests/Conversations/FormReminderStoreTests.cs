using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.PersonalData;
using VizTeh.Actors.Reports;
using VizTeh.Actors.Tests.Forms;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>Table form_reminders: which rows are due, and what is owed with their change.</summary>
public sealed class FormReminderStoreTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2027, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid FormId = Guid.Parse("00000000-0000-4000-8000-000000000001");

    private static readonly OwedMessage.Notice Reminder =
        new(Recipient.Client, ReminderRules.Reminder(FormId, Dialogue.Firm.Texts)) { Within = TimeSpan.FromHours(1) };

    private TestDatabase _database = null!;
    private FormReminderStore _store = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateMigratedAsync();
        _store = new FormReminderStore(_database.DataSource);
        await _database.ExecuteAsync("insert into poller (term) values (3) on conflict (only_row) do update set term = 3");
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_row_is_due_at_its_time_and_for_the_process_that_holds_the_term()
    {
        await NoteAsync(Open(1));

        Assert.Empty((await ClaimAsync(Noon.AddHours(2))).Forms);
        Assert.Empty((await _store.ClaimAsync(Noon.AddHours(3), term: 2, CancellationToken.None)).Forms);
        var due = Assert.Single((await ClaimAsync(Noon.AddHours(3))).Forms);

        Assert.Equal(new LookAtForm(1, FormId, Noon, IsReminded: false, Term: 3), due.Look);
    }

    [Fact]
    public async Task The_form_of_a_banned_client_waits_until_the_ban_is_lifted()
    {
        await NoteAsync(Open(1));
        await _database.ExecuteAsync("insert into bans (user_id, manager_id, manager_name, update_id) values (1, 9, 'Мария', 7)");

        Assert.Empty((await ClaimAsync(Noon.AddHours(3))).Forms);
        await _database.ExecuteAsync("delete from bans");
        Assert.Single((await ClaimAsync(Noon.AddHours(4))).Forms);
    }

    [Fact]
    public async Task A_claim_that_comes_to_nothing_is_repeated_less_and_less_often()
    {
        await NoteAsync(Open(1));
        var now = Noon.AddHours(3);

        foreach (var minutes in (int[])[2, 4, 8])
        {
            Assert.Equal(now.AddMinutes(minutes), Assert.Single((await ClaimAsync(now)).Forms).LeaseEnd);
            Assert.Empty((await ClaimAsync(now.AddMinutes(minutes - 0.1))).Forms);
            now = now.AddMinutes(minutes);
        }
    }

    [Fact]
    public async Task Forms_that_were_sent_go_without_a_look()
    {
        await NoteAsync(Open(1), Open(2, Guid.NewGuid()));
        await _database.ExecuteAsync(
            $"insert into tickets (user_id, status, created_at, submission_id) values (1, 'open', now(), '{FormId}')");

        Assert.Equal(2, Assert.Single((await ClaimAsync(Noon.AddHours(3))).Forms).Look.UserId);
        Assert.Equal(["2"], await _database.ReadAsync("select user_id::text from form_reminders"));
    }

    [Fact]
    public async Task A_day_of_rows_is_claimed_in_parts()
    {
        await _store.NoteAsync([.. Enumerable.Range(1, 201).Select(user => Open(user, Guid.NewGuid()))], CancellationToken.None);

        var first = await ClaimAsync(Noon.AddDays(1));
        var rest = await ClaimAsync(Noon.AddDays(1));

        Assert.Equal((200, false, 1, true), (first.Forms.Count, first.IsAll, rest.Forms.Count, rest.IsAll));
    }

    [Fact]
    public async Task A_reminder_is_owed_once_for_a_form_however_often_it_is_decided()
    {
        await NoteAsync(Open(1));
        var due = await DueAsync();
        await _store.RemindAsync(due, Noon.AddDays(30), Reminder, CancellationToken.None);
        await _store.RemindAsync(due, Noon.AddDays(30), Reminder, CancellationToken.None);
        Assert.Equal(["1 notice client 01:00:00"], await OwedAsync());
        Assert.Equal(["2027-03-31 12:00 true"], await RowsAsync());

        // The row was lost and written anew.
        await _database.ExecuteAsync("delete from form_reminders");
        await NoteAsync(Open(1));
        await _store.RemindAsync(await DueAsync(), Noon.AddDays(30), Reminder, CancellationToken.None);

        Assert.Single(await OwedAsync());
    }

    [Fact]
    public async Task A_form_that_was_touched_after_the_claim_is_not_reminded_of_and_its_row_stays()
    {
        await NoteAsync(Open(1));
        var due = await DueAsync();
        await NoteAsync(Open(1) with { TouchedAt = Noon.AddHours(3), DueAt = Noon.AddHours(6) });

        await _store.RemindAsync(due, Noon.AddDays(30), Reminder, CancellationToken.None);
        await _store.ForgetAsync(due, CancellationToken.None);
        await _store.LookAgainAsync(due, Noon, isReminded: true, CancellationToken.None);

        Assert.Empty(await OwedAsync());
        Assert.Equal(["2027-03-01 18:00 false"], await RowsAsync());
    }

    [Fact]
    public async Task The_same_form_stays_reminded_of_and_the_next_one_is_not()
    {
        await NoteAsync(Open(1));
        await _store.RemindAsync(await DueAsync(), Noon.AddDays(30), Reminder, CancellationToken.None);

        await NoteAsync(Open(1));
        Assert.Equal(["2027-03-01 15:00 true"], await RowsAsync());
        await NoteAsync(Open(1, Guid.NewGuid()));
        Assert.Equal(["2027-03-01 15:00 false"], await RowsAsync());
    }

    [Fact]
    public async Task The_end_of_a_form_is_told_once_for_each_time_it_expires()
    {
        var message = new OwedMessage.Notice(Recipient.Client, ReminderRules.Expired(Dialogue.Firm.Texts));
        foreach (var cancelledAt in (DateTimeOffset[])[Noon, Noon, Noon.AddDays(31)])
        {
            await NoteAsync(Open(1));
            await _store.ExpireAsync(await DueAsync(), cancelledAt, [message], CancellationToken.None);
        }

        Assert.Equal(["1 notice client 1 day", "1 notice client 1 day"], await OwedAsync());
        Assert.Empty(await RowsAsync());
    }

    [Fact]
    public async Task Nothing_is_said_about_a_form_whose_row_is_gone_since_the_claim()
    {
        await NoteAsync(Open(1));
        var due = await DueAsync();
        // As an erasure leaves it.
        await _database.ExecuteAsync("delete from form_reminders");

        await _store.ExpireAsync(
            due, Noon, [new OwedMessage.Notice(Recipient.Client, ReminderRules.Expired(Dialogue.Firm.Texts))], CancellationToken.None);
        await _store.RemindAsync(due, Noon.AddDays(30), Reminder, CancellationToken.None);

        Assert.Empty(await OwedAsync());
    }

    [Fact]
    public async Task A_reminder_that_is_being_owed_just_then_does_not_outlive_an_erasure()
    {
        await NoteAsync(Open(1));
        await using var connection = await _database.DataSource.OpenConnectionAsync();
        await using var owing = await connection.BeginTransactionAsync();
        // As RemindAsync, before its commit.
        await using (var owe = new NpgsqlCommand(
            """
            update form_reminders set is_reminded = true where user_id = 1;
            insert into outbox (chat_id, kind, recipient, payload, expires_at)
            values (1, 'notice', 'client', '{"html":"!"}', now() + interval '1 hour')
            """,
            connection, owing))
        {
            await owe.ExecuteNonQueryAsync();
        }

        var erasing = new ErasureStore(_database.DataSource).EraseTablesAsync(1, confirmedBy: 7, CancellationToken.None);
        await Eventually.BecomesAsync(
            () => _database.ReadAsync(
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"),
            waiting => waiting is ["1"], "the erasure waits for the row");
        await owing.CommitAsync();
        await erasing;

        Assert.Empty(await OwedAsync());
        Assert.Empty(await RowsAsync());
    }

    [Fact]
    public async Task The_cancellation_of_a_form_is_noted_and_leaves_the_rest_of_its_row()
    {
        await NoteAsync(Open(1));
        await _store.LookAgainAsync(
            await DueAsync() with { Left = new LeftForm(Ids.City, new DateOnly(2027, 3, 1)) }, Noon.AddDays(30), isReminded: true,
            CancellationToken.None);
        await NoteAsync(Open(2));
        var cancelled = Open(1) with { TouchedAt = Noon.AddHours(5), IsCancelled = true };

        await NoteAsync(cancelled, Open(2, Guid.NewGuid()) with { IsCancelled = true, TouchedAt = Noon.AddHours(5) });

        Assert.Equal(
            ["1 2027-03-01 17:00 city t", "2 2027-03-01 12:00  f"],
            await _database.ReadAsync(
                """
                select concat_ws(' ', user_id, to_char(touched_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI'), coalesce(question, ''),
                                 is_reminded)
                  from form_reminders order by user_id
                """));
    }

    [Fact]
    public async Task A_row_says_where_its_form_was_left_until_the_client_touches_it_and_a_cancelled_form_is_counted_once()
    {
        var left = new LeftForm(Ids.City, new DateOnly(2027, 3, 1));
        await NoteAsync(Open(1));
        await _store.RemindAsync(await DueAsync() with { Left = left }, Noon.AddDays(30), Reminder, CancellationToken.None);
        Assert.Equal(["city"], await _database.ReadAsync("select question from form_reminders"));
        await NoteAsync(Open(1));
        Assert.Equal(["1"], await _database.ReadAsync("select count(*) from form_reminders where question is null"));

        var due = await DueAsync() with { Left = left };
        await NoteAsync(Open(1) with { DueAt = Noon });
        var message = new OwedMessage.Notice(Recipient.Client, ReminderRules.Expired(Dialogue.Firm.Texts));
        await _store.ExpireAsync(due, Noon, [message], CancellationToken.None);
        Assert.Empty(await _database.ReadAsync("select question from abandoned_forms"));
        foreach (var expired in (DueForm[])[await DueAsync() with { Left = left }, due])
            await _store.ExpireAsync(expired, Noon, [message], CancellationToken.None);

        Assert.Equal(
            ["2027-03-01 city 1"],
            await _database.ReadAsync("select day || ' ' || question || ' ' || forms from abandoned_forms"));
    }

    [Fact]
    public async Task A_form_that_was_left_and_is_replaced_by_another_is_counted_and_one_that_was_sent_is_not()
    {
        var left = new LeftForm(Ids.City, new DateOnly(2027, 3, 1));
        foreach (var isSent in (bool[])[false, true])
        {
            var formId = Guid.NewGuid();
            await NoteAsync(Open(1, formId));
            await _store.LookAgainAsync(await DueAsync() with { Left = left }, Noon.AddDays(30), isReminded: true, CancellationToken.None);
            if (isSent)
            {
                await _database.ExecuteAsync(
                    $"insert into tickets (user_id, status, created_at, submission_id) values (1, 'open', now(), '{formId}')");
            }

            await NoteAsync(Open(1, Guid.NewGuid()));
        }

        Assert.Equal(
            ["2027-03-01 city 1"],
            await _database.ReadAsync("select day || ' ' || question || ' ' || forms from abandoned_forms"));
        Assert.Equal(["1"], await _database.ReadAsync("select count(*) from form_reminders where question is null and left_on is null"));
    }

    [Fact]
    public async Task A_row_that_is_forgotten_tells_where_its_form_was_left_and_is_counted_by_that()
    {
        var left = new LeftForm(Ids.City, new DateOnly(2027, 3, 1));
        await NoteAsync(Open(1));
        await _store.LookAgainAsync(await DueAsync() with { Left = left }, Noon, isReminded: true, CancellationToken.None);

        var due = await DueAsync();
        Assert.Equal((left, null), (due.LeftBefore, due.Left));
        await _store.ForgetAsync(due with { Left = due.LeftBefore }, CancellationToken.None);
        await _store.ForgetAsync(due with { Left = due.LeftBefore }, CancellationToken.None);

        Assert.Equal(["1"], await _database.ReadAsync("select forms from abandoned_forms"));
        Assert.Empty(await RowsAsync());
    }

    [Fact]
    public async Task Of_two_rows_of_one_client_that_are_written_together_the_later_one_counts()
    {
        using var writer = new FormReminderWriter(_database.DataSource, TimeProvider.System, NullLogger<FormReminderWriter>.Instance);

        var written = await Task.WhenAll(Enumerable.Range(1, 50).Select(
            hour => writer.WriteAsync(Open(1) with { DueAt = Noon.AddHours(hour) }, CancellationToken.None)));

        Assert.All(written, Assert.True);
        Assert.Equal(["2027-03-03 14:00 false"], await RowsAsync());
    }

    private static OpenForm Open(long userId, Guid? formId = null) => new(userId, formId ?? FormId, Noon, Noon.AddHours(3));

    private Task NoteAsync(params OpenForm[] forms) => _store.NoteAsync(forms, CancellationToken.None);

    private Task<DueForms> ClaimAsync(DateTimeOffset now) => _store.ClaimAsync(now, term: 3, CancellationToken.None);

    private async Task<DueForm> DueAsync() => Assert.Single((await ClaimAsync(Noon.AddHours(3))).Forms);

    private Task<IReadOnlyList<string>> OwedAsync() => _database.ReadAsync(
        """
        select concat_ws(' ', chat_id, kind, recipient, date_trunc('minute', expires_at - created_at + interval '30 seconds'))
          from outbox order by id
        """);

    private Task<IReadOnlyList<string>> RowsAsync() => _database.ReadAsync(
        "select to_char(due_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' ' || is_reminded from form_reminders");
}
