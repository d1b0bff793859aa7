using Npgsql;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Operations;

/// <summary>Alerts while the database takes no writes, while a way fails, and while a process stops.</summary>
public sealed class AlertFaultTests : AlertDeskFixture
{
    private const string Stored = "select kind || ' ' || (began_at is not null)::text from alerts order by kind";

    [Fact]
    public async Task A_database_that_can_be_read_and_takes_no_writes_silences_nothing_and_gets_the_record_later()
    {
        await OweLateMessageAsync();
        await RefuseWritesAsync();
        var process = Start();

        await process.LookAsync(times: 3);

        Assert.StartsWith("⚠️ Сообщения не доходят", Assert.Single(InChat), StringComparison.Ordinal);
        Assert.Equal(InChat, Letters);
        Assert.Empty(await Database.ReadAsync(Stored));
        Assert.Contains(Log.All, line => line.Contains("The table that keeps what alerts were sent could not be", StringComparison.Ordinal)
            && line.Contains("disk full", StringComparison.Ordinal));

        // Rate-limited from memory, over its end and its return.
        await process.LookAsync(times: 50);
        Assert.Single(InChat);
        await process.LookAsync(times: 10);
        Assert.Equal(2, InChat.Count());

        await Database.ExecuteAsync("delete from outbox");
        await process.LookAsync(times: 6);
        Assert.Equal("✅ Снова в порядке: сообщения доходят.", InChat.Last());
        Assert.Equal((3, 3), (InChat.Count(), Letters.Count()));

        await Database.ExecuteAsync("drop trigger full_disk on alerts");
        await process.LookAsync();
        Assert.Equal(["outbox false"], await Database.ReadAsync(Stored));
    }

    [Fact]
    public async Task A_database_that_takes_no_writes_is_told_by_itself_though_nothing_waits_yet()
    {
        await RefuseWritesAsync();
        var process = Start();
        process.Connectivity.Writes.Failed();
        Clock.Advance(TimeSpan.FromMinutes(1));
        process.Connectivity.Writes.Failed();

        await process.RoundAsync();

        Assert.StartsWith("⚠️ База данных отвечает, но ничего не записывает: 1 мин", Assert.Single(InChat), StringComparison.Ordinal);
        Assert.Equal(InChat, Letters);

        process.Connectivity.Writes.Reached();
        await process.LookAsync(times: 6);
        Assert.StartsWith("✅ Снова в порядке: база данных снова записывает", InChat.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alert_that_another_process_has_claimed_is_left_to_it_while_the_database_answers()
    {
        await OweLateMessageAsync();
        await Database.ExecuteAsync("insert into alerts (kind, claimed_until) values ('outbox', now() + interval '1 hour')");

        await Start().LookAsync(times: 5);

        Assert.Empty(InChat);
        Assert.Empty(Letters);
    }

    [Fact]
    public async Task A_way_that_failed_with_one_alert_holds_up_no_other_kind()
    {
        Mail.RefusesLetters = true;
        var process = Start();
        process.Connectivity.Token.Failed();
        await FailUntilPauseIsLongestAsync(process);
        Assert.Empty(InChat);

        process.LoseDatabase(TimeSpan.FromMinutes(2));
        await process.RoundAsync();

        Assert.StartsWith("⚠️ База данных не отвечает", Assert.Single(InChat), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_a_way_works_again_what_failed_there_is_told_at_once()
    {
        Mail.RefusesLetters = true;
        var process = Start(channels => channels with { OpsChatId = null });
        process.Connectivity.Token.Failed();
        await FailUntilPauseIsLongestAsync(process);
        Mail.RefusesLetters = false;
        await OweLateMessageAsync();

        // The late message is told of at the second look; the letter shows that the mail server works.
        await process.LookAsync(times: 2);
        await process.RoundAsync();

        Assert.Equal(1, Letters.Count(text => text.Contains("Сообщения не доходят", StringComparison.Ordinal)));
        Assert.Equal(1, Letters.Count(text => text.Contains("не принимает TOKEN", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_stop_in_the_middle_of_a_send_gives_the_alert_back_and_the_next_process_sends_it_at_once()
    {
        await Database.ExecuteAsync("insert into inbox (update_id, payload, set_aside_at) values (1, '{}', now())");
        var stall = Telegram.Faults.Inject(Fault.Stall() with { Method = "sendMessage" });
        using var stopping = new CancellationTokenSource();
        var round = Start().RoundAsync(stopping.Token);
        await stall.WaitForHitsAsync();
        await Start().RoundAsync();
        Assert.Empty(Letters);

        await stopping.CancelAsync();
        await Eventually.IsTrueAsync(
            () =>
            {
                Clock.Advance(TimeSpan.FromSeconds(1));
                return round.IsCompleted;
            },
            "the stopped process has ended");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => round);
        Assert.Equal(["true"], await Database.ReadAsync("select (claimed_until is null)::text from alerts"));

        Telegram.Faults.Clear();
        await Start().RoundAsync();
        Assert.Single(Letters);
        stall.Release();
    }

    [Fact]
    public async Task What_the_ops_chat_took_before_a_stop_is_recorded_and_is_not_sent_again()
    {
        await Database.ExecuteAsync("insert into inbox (update_id, payload, set_aside_at) values (1, '{}', now())");
        var stall = Telegram.Faults.Inject(Fault.Stall() with { Method = "sendMessage" });
        using var stopping = new CancellationTokenSource();
        var round = Start().RoundAsync(stopping.Token);
        await stall.WaitForHitsAsync();

        await stopping.CancelAsync();
        stall.Release();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => round);

        Assert.Equal(["set-aside true"], await Database.ReadAsync(Stored));
        await Start().LookAsync(times: 3);
        Assert.Single(InChat);
        Assert.Empty(Letters);
    }

    [Fact]
    public async Task Of_a_token_that_is_refused_while_the_database_is_away_a_letter_tells_once()
    {
        await using var away = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Port = 1, Pooling = false }.ConnectionString);
        var process = Start(database: away);
        process.Connectivity.Database.Failed();
        process.Connectivity.Token.Failed();

        await process.RoundAsync();
        await process.RoundAsync();

        Assert.StartsWith("⚠️ Telegram не принимает TOKEN бота", Assert.Single(Letters), StringComparison.Ordinal);
        Assert.Empty(InChat);
    }

    // The next letter of the kind is tried seven minutes and a half later at the earliest.
    private async Task FailUntilPauseIsLongestAsync(AlertProcess process)
    {
        for (var minute = 0; Mail.RefusedLetters < 7; minute++)
        {
            Assert.InRange(minute, 0, 120);
            await process.LookAsync();
        }
    }

    // As PostgreSQL refuses writes when its disk is full.
    private Task RefuseWritesAsync() => Database.ExecuteAsync(
        """
        create function full_disk() returns trigger language plpgsql as
        $$ begin raise exception 'disk full' using errcode = 'disk_full'; end $$;
        create trigger full_disk before insert or update on alerts for each row execute function full_disk();
        """);
}
