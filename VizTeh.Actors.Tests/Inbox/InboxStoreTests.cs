using VizTeh.Actors.Inbox;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Inbox;

public sealed class InboxStoreTests : IAsyncLifetime
{
    private static readonly InboxRow[] Batch = [new(12, """{"update_id":12}"""), new(13, """{"update_id":13,"text":"\u0000\ud800"}""")];

    private TestDatabase _database = null!;
    private PollerTerms _terms = null!;
    private InboxStore _inbox = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateMigratedAsync();
        _terms = new PollerTerms(_database.DataSource);
        _inbox = new InboxStore(_database.DataSource, await _terms.BeginAsync(default));
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_batch_and_its_offset_are_there_after_a_restart_in_order()
    {
        Assert.Null(await _inbox.LoadOffsetAsync(default));

        Assert.Equal(Batch, await _inbox.StoreAsync(Batch, 14, [], default));

        Assert.Equal(14, await _inbox.LoadOffsetAsync(default));
        Assert.Equal(Batch, await _inbox.LoadWaitingAsync(default));
    }

    [Fact]
    public async Task What_is_handled_goes_with_the_next_batch_or_not_at_all()
    {
        await _inbox.StoreAsync(Batch, 14, [], default);
        InboxRow next = new(14, """{"update_id":14}""");

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => _inbox.StoreAsync([next with { Json = "{" }], 15, [12], default));
        Assert.Equal(Batch, await _inbox.LoadWaitingAsync(default));

        Assert.Equal([next], await _inbox.StoreAsync([next], 15, [12], default));
        Assert.Equal([Batch[1], next], await _inbox.LoadWaitingAsync(default));
    }

    [Fact]
    public async Task Lower_ids_that_came_later_stay_later_and_the_offset_goes_down_with_them()
    {
        InboxRow later = new(3, """{"update_id":3}""");
        await _inbox.StoreAsync(Batch, 14, [], default);
        await _inbox.StoreAsync([later], 4, [], default);

        Assert.Equal([.. Batch, later], await _inbox.LoadWaitingAsync(default));
        Assert.Equal(4, await _inbox.LoadOffsetAsync(default));
    }

    [Fact]
    public async Task A_batch_whose_commit_was_not_heard_of_gives_its_rows_again_when_it_is_stored_again()
    {
        await _inbox.StoreAsync(Batch, 14, [], default);

        Assert.Equal(Batch, await _inbox.StoreAsync(Batch, 14, [], default));
        Assert.Equal(2, (await _inbox.LoadWaitingAsync(default)).Count);
    }

    [Fact]
    public async Task What_was_handled_is_not_taken_in_again_for_as_long_as_telegram_may_hand_it_over()
    {
        await _inbox.StoreAsync(Batch, 14, [], default);
        await _inbox.DeleteAsync([12], default);
        await _database.ExecuteAsync("update recent_updates set stored_at = now() - interval '25 hours'");
        await _inbox.ForgetOldAsync(default);
        InboxRow next = new(14, """{"update_id":14}""");

        Assert.Equal([next], await _inbox.StoreAsync([Batch[0], next], 15, [], default));
        Assert.Equal([Batch[1], next], await _inbox.LoadWaitingAsync(default));
    }

    [Fact]
    public async Task After_a_quiet_week_an_id_may_come_anew()
    {
        await _inbox.StoreAsync(Batch, 14, [], default);
        await _inbox.DeleteAsync([12, 13], default);
        await _database.ExecuteAsync("update recent_updates set stored_at = now() - interval '7 days'");
        await _inbox.ForgetOldAsync(default);

        Assert.Equal(Batch, await _inbox.StoreAsync(Batch, 14, [], default));
        Assert.Equal(["2"], await _database.ReadAsync("select count(*) from recent_updates"));
    }

    [Fact]
    public async Task A_new_update_is_not_kept_out_by_one_of_the_same_id_that_was_set_aside_before_the_ids_began_anew()
    {
        await _inbox.StoreAsync(Batch, 14, [], default);
        await _inbox.RecordFailureAsync(12, 10, "it throws", setAside: true, default);
        await _database.ExecuteAsync("update recent_updates set stored_at = now() - interval '7 days'");
        await _inbox.ForgetOldAsync(default);

        Assert.Equal([Batch[0]], await _inbox.StoreAsync([Batch[0]], 13, [], default));
        await _inbox.DeleteAsync([12], default);

        Assert.Equal(["it throws"], await _database.ReadAsync("select last_error from inbox where update_id = 12"));
    }

    [Fact]
    public async Task What_was_set_aside_is_kept_with_its_error_but_waits_no_more()
    {
        await _inbox.StoreAsync(Batch, 14, [], default);
        await _inbox.RecordFailureAsync(12, 9, "once more", setAside: false, default);
        Assert.Equal(9, (await _inbox.LoadWaitingAsync(default))[0].Attempts);

        await _inbox.RecordFailureAsync(12, 10, "it throws", setAside: true, default);

        Assert.Equal([13L], (await _inbox.LoadWaitingAsync(default)).Select(row => row.UpdateId));
        Assert.Equal([13L], (await _inbox.StoreAsync(Batch, 14, [], default)).Select(row => row.UpdateId));
        Assert.Equal(["it throws"], await _database.ReadAsync("select last_error from inbox where update_id = 12"));
    }

    [Fact]
    public async Task A_batch_that_cannot_be_stored_leaves_neither_rows_nor_an_offset_behind()
    {
        await _database.ExecuteAsync("drop table poller");

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => _inbox.StoreAsync(Batch, 14, [], default));

        Assert.Equal(["0"], await _database.ReadAsync("select count(*) from inbox"));
    }
}
