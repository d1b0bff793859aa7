using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using VizTeh.Actors.Operations.Health;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Operations;

/// <summary>The database knows whether a bot runs on it.</summary>
public sealed class HeartbeatTests
{
    private const string Ours =
        "select concat_ws('|', host <> '', version <> '', started_at <= seen_at, stopped_at is not null) from heartbeats";

    [Fact]
    public async Task A_process_gives_signs_of_life_and_says_when_it_stops_in_order()
    {
        var clock = new FakeTimeProvider();
        await using var bot = await BotUnderTest.CreateAsync(
            actors: _ => { }, services: services => services.AddSingleton<TimeProvider>(clock));
        await Eventually.BecomesAsync(() => bot.Database.ReadAsync(Ours), rows => rows is ["t|t|t|f"], "the first sign of life");

        await bot.Database.ExecuteAsync("update heartbeats set seen_at = now() - interval '1 hour'");
        Assert.Equal(["trouble"], await StateAsync(bot));
        await Eventually.BecomesAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(20));
                return StateAsync(bot);
            },
            rows => rows is ["ok"], "a sign of life every 20 seconds");

        await bot.StopAsync();
        Assert.Equal(["t|t|t|t"], await bot.Database.ReadAsync(Ours));
        Assert.Equal(["trouble"], await StateAsync(bot));
    }

    [Fact]
    public async Task Two_processes_are_two_rows_and_the_rows_of_a_day_ago_go()
    {
        await using var first = await BotUnderTest.CreateAsync(actors: _ => { }, start: false);
        await first.Database.ExecuteAsync(
            """
            insert into heartbeats (process, host, version, started_at, seen_at) values
              (gen_random_uuid(), 'old', '1', now() - interval '3 days', now() - interval '25 hours'),
              (gen_random_uuid(), 'killed', '1', now() - interval '3 days', now() - interval '2 hours')
            """);
        await first.StartAsync();
        await using var second = first.Beside();
        await second.StartAsync();

        await Eventually.BecomesAsync(
            () => first.Database.ReadAsync("select case when host in ('old', 'killed') then host else '' end from heartbeats order by 1"),
            rows => rows is ["", "", "killed"], "a row a process");
        Assert.Equal(["2"], await first.Database.ReadAsync("select rows from health where matter = 'bot'"));
    }

    [Fact]
    public async Task A_database_that_takes_no_heartbeat_holds_nothing_up_and_gets_it_when_it_is_mended()
    {
        await using var bot = await BotUnderTest.CreateAsync(actors: _ => { }, start: false);
        await bot.Database.ExecuteAsync(
            """
            create function refuse() returns trigger language plpgsql as $$ begin raise 'no heartbeats'; end $$;
            create trigger refuse before insert on heartbeats for each row execute function refuse()
            """);
        await bot.StartAsync();

        await bot.Database.ExecuteAsync("drop trigger refuse on heartbeats");

        await Eventually.BecomesAsync(() => StateAsync(bot), rows => rows is ["ok"], "it is tried again");
    }

    [Fact]
    public async Task Each_sign_of_life_tells_whether_the_database_takes_writes()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        var connectivity = new Connectivity(TimeProvider.System);
        var store = new HeartbeatStore(database.DataSource, new ProgramLife(connectivity, TimeProvider.System), connectivity);
        await store.BeatAsync(default);
        Assert.False(connectivity.Writes.Last?.IsAway);

        await database.ExecuteAsync(
            """
            create function full_disk() returns trigger language plpgsql as
              $$ begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$;
            create trigger full_disk before insert on heartbeats for each row execute function full_disk()
            """);
        await Assert.ThrowsAsync<PostgresException>(() => store.BeatAsync(default));
        Assert.True(connectivity.Writes.Last?.IsAway);

        // A try that does not get as far as that says nothing.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.BeatAsync(new CancellationToken(canceled: true)));
        Assert.Null(connectivity.Writes.Last);
    }

    private static Task<IReadOnlyList<string>> StateAsync(BotUnderTest bot) =>
        bot.Database.ReadAsync("select state from health where matter = 'bot'");
}
