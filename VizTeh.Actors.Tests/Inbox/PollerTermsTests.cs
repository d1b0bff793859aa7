using Npgsql;
using VizTeh.Actors.Inbox;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Inbox;

/// <summary>Of several processes on one database only one stores updates; the others' attempts change nothing.</summary>
public sealed class PollerTermsTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly InboxRow[] Batch = [new(12, """{"update_id":12}"""), new(13, """{"update_id":13}""")];
    private static readonly InboxRow[] Next = [new(14, """{"update_id":14}""")];

    private TestDatabase _database = null!;
    private PollerTerms _terms = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateMigratedAsync();
        _terms = new PollerTerms(_database.DataSource);
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Whoever_begins_last_stores_and_what_the_one_before_still_stores_is_refused_as_a_whole()
    {
        var former = await BeginAsync();
        await former.StoreAsync(Batch, 14, [], default);
        var present = await BeginAsync();

        await Assert.ThrowsAsync<PollerTermLostException>(() => former.StoreAsync(Next, 99, [12], default));

        Assert.Equal(14, await present.LoadOffsetAsync(default));
        Assert.Equal(Batch, await present.LoadWaitingAsync(default));
        // The update was not recorded as received either: the other process gets it from Telegram.
        Assert.Equal(Next, await present.StoreAsync(Next, 15, [12], default));
        Assert.Equal(15, await present.LoadOffsetAsync(default));
    }

    [Fact]
    public async Task The_one_before_deletes_no_row_and_counts_no_failure()
    {
        var former = await BeginAsync();
        await former.StoreAsync(Batch, 14, [], default);
        var present = await BeginAsync();

        await Assert.ThrowsAsync<PollerTermLostException>(() => former.DeleteAsync([12], default));
        await former.RecordFailureAsync(13, 10, "it throws", setAside: true, default);
        await Assert.ThrowsAsync<PollerTermLostException>(() => former.RequireTermAsync(default));

        Assert.Equal(Batch, await present.LoadWaitingAsync(default));
        await present.RequireTermAsync(default);
    }

    [Fact]
    public async Task Rows_that_are_gone_already_are_no_sign_of_another_process()
    {
        var inbox = await BeginAsync();
        await inbox.StoreAsync(Batch, 14, [], default);
        await inbox.DeleteAsync([12], default);

        await inbox.DeleteAsync([12], default);
    }

    [Fact]
    public async Task A_term_begins_only_when_what_the_one_before_is_storing_is_there_to_be_read()
    {
        var former = await BeginAsync();
        await using var hold = await _database.DataSource.OpenConnectionAsync();
        await using var transaction = await hold.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("lock table recent_updates in exclusive mode", hold, transaction))
            await command.ExecuteNonQueryAsync();
        var storing = former.StoreAsync(Batch, 14, [], default);
        await BecomeBlockedAsync(1);

        var beginning = BeginAsync();
        await BecomeBlockedAsync(2);
        await transaction.CommitAsync();

        await storing.WaitAsync(Deadline);
        var present = await beginning.WaitAsync(Deadline);
        Assert.Equal(Batch, await present.LoadWaitingAsync(default));
        Assert.Equal(14, await present.LoadOffsetAsync(default));
    }

    [Fact]
    public async Task A_batch_that_comes_while_a_later_term_begins_waits_and_is_refused()
    {
        var former = await BeginAsync();
        await using var hold = await _database.DataSource.OpenConnectionAsync();
        await using var transaction = await hold.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("update poller set term = term + 1, seen_at = now()", hold, transaction))
            await command.ExecuteNonQueryAsync();
        var storing = former.StoreAsync(Batch, 14, [], default);
        await BecomeBlockedAsync(1);

        await transaction.CommitAsync();

        await Assert.ThrowsAsync<PollerTermLostException>(() => storing.WaitAsync(Deadline));
        Assert.Equal(["0"], await _database.ReadAsync("select (select count(*) from inbox) + (select count(*) from recent_updates)"));
    }

    [Fact]
    public async Task Whoever_stands_by_takes_over_only_when_nothing_was_heard_since()
    {
        var term = await _terms.BeginAsync(default);
        var seen = (await _terms.ReadHeartbeatAsync(default))!;

        Assert.True(await _terms.RenewAsync(term, default));
        Assert.Null(await _terms.BeginAfterAsync(seen, default));

        seen = (await _terms.ReadHeartbeatAsync(default))!;
        Assert.Equal(term + 1, await _terms.BeginAfterAsync(seen, default));
        Assert.Null(await _terms.BeginAfterAsync(seen, default));
        Assert.False(await _terms.RenewAsync(term, default));
    }

    [Fact]
    public async Task A_term_that_ended_in_order_is_over_at_once()
    {
        var term = await _terms.BeginAsync(default);
        await _terms.EndAsync(term, default);

        var seen = (await _terms.ReadHeartbeatAsync(default))!;

        Assert.Equal(new Heartbeat(term, null), seen);
        Assert.Equal(term + 1, await _terms.BeginAfterAsync(seen, default));
        await _terms.EndAsync(term, default);
        Assert.NotNull((await _terms.ReadHeartbeatAsync(default))!.SeenAt);
    }

    /// <summary>The earlier version has no terms: after its stop nobody would handle its rows.</summary>
    [Theory]
    [InlineData("update poller set seen_at = now() - interval '29 seconds'", true)]
    [InlineData("update poller set seen_at = now() - interval '31 seconds'", false)]
    [InlineData("update poller set seen_at = null", false)]
    public async Task An_earlier_version_of_the_program_is_refused_for_as_long_as_a_later_one_lives(string sign, bool isRefused)
    {
        var inbox = await BeginAsync();
        await inbox.StoreAsync(Batch, 14, [], default);
        await _database.ExecuteAsync(sign);

        var storing = Record.ExceptionAsync(() => _database.ExecuteAsync(
            """
            insert into poller (next_offset) values (15)
            on conflict (only_row) do update set next_offset = excluded.next_offset
            """));

        Assert.Equal(isRefused ? "55006" : null, (await storing as PostgresException)?.SqlState);
        Assert.Equal(isRefused ? 14 : 15, await inbox.LoadOffsetAsync(default));
    }

    private async Task<InboxStore> BeginAsync() => new(_database.DataSource, await _terms.BeginAsync(default));

    private Task BecomeBlockedAsync(int statements) => Eventually.BecomesAsync(
        () => _database.ReadAsync(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"),
        blocked => blocked.SequenceEqual([$"{statements}"]), "so many statements that wait");
}
