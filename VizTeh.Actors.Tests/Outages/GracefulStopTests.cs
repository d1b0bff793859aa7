using System.Diagnostics;
using System.Globalization;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Tests.Support;
using Xunit.Abstractions;

namespace VizTeh.Actors.Tests.Outages;

/// <summary>The program is asked to stop: by systemd (SIGTERM) or from the keyboard (Ctrl+C, SIGINT).</summary>
public sealed class GracefulStopTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Fifty_forms_in_progress_and_a_call_that_is_never_answered_do_not_hold_it_up_and_all_of_them_go_on(string signal)
    {
        await using var fixture = await OutageFixture.SetAsync(await PostgresFixture.ServerAsync());
        var clients = fixture.AddClients(50);
        await Task.WhenAll(clients.Index().Select(item => item.Item.AnswerAsync(item.Index % 7)));
        await fixture.InboxIsEmptyAsync();
        var stalled = fixture.Telegram.Faults.Inject(Fault.Stall() with { Method = "sendMessage", ChatId = clients[3].Seat.ChatId });

        var orders = clients.Select(client => client.OrderAsync()).ToArray();
        await stalled.WaitForHitsAsync();
        var watch = Stopwatch.StartNew();
        await SignalAsync(fixture.Bot, signal);
        var code = await fixture.Bot.WaitForExitAsync(Soon);
        output.WriteLine($"{signal}: stopped within {watch.Elapsed.TotalSeconds:0.00} s. The log ends so:");
        foreach (var line in fixture.Bot.Lines.TakeLast(30))
            output.WriteLine(line);

        Assert.Equal(0, code);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Limit);
        AssertNoErrors(fixture.Bot);
        // The server notices a moment later that the connection is gone.
        await Eventually.IsTrueAsync(() => !fixture.Telegram.Updates.IsPolled, "the poll is given up");
        // A call that the stop cuts off is no failure of the update: enough of them would set it aside.
        Assert.Equal(["0"], await fixture.Database.ReadAsync("select count(*) from inbox where attempts > 0"));
        fixture.Telegram.Faults.Clear();
        await fixture.StartBotAgainAsync();
        await Task.WhenAll(orders);
        await fixture.AssertNothingIsLostAsync(clients);
        foreach (var client in clients)
        {
            string[] said = [.. client.Seat.Messages.Where(message => message.FromBot).Select(message => message.Text)];
            Assert.True(said.Length is 8 or 9, string.Join("\n--\n", said));
        }
    }

    [Fact]
    public async Task What_is_under_way_comes_to_its_end_before_the_stop()
    {
        await using var fixture = await OutageFixture.SetAsync(await PostgresFixture.ServerAsync());
        var client = fixture.AddClients(1)[0];
        await client.AnswerAsync(7);
        var slow = fixture.Telegram.Faults.Inject(Fault.Stall() with { ChatId = client.Seat.ChatId, Method = "sendMessage" });
        var order = client.OrderAsync();
        await slow.WaitForHitsAsync();

        await SignalAsync(fixture.Bot, "TERM");
        await Eventually.IsTrueAsync(() => !fixture.Telegram.Updates.IsPolled, "the poll is given up at once");
        slow.Release();

        Assert.Equal(0, await fixture.Bot.WaitForExitAsync(Soon));
        await order;
        AssertNoErrors(fixture.Bot);
        Assert.Equal(["0"], await fixture.Database.ReadAsync("select count(*) from inbox"));
        // The card may or may not have been sent before the stop; it must be there, once, after the next start.
        await fixture.StartBotAgainAsync();
        await fixture.AssertNothingIsLostAsync([client]);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task It_can_be_stopped_while_it_still_waits_for_telegram_at_its_start(string signal)
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await using var telegram = await BotApiServer.StartAsync(new BotApiOptions { DefaultTimeout = Soon });
        var stalled = telegram.Faults.Inject(Fault.Stall() with { Method = "getMe" });
        await using var bot = BotProcess.Start(BotEnvironment.Of(database.Details, telegram, managers: [123]));
        await stalled.WaitForHitsAsync();

        var watch = Stopwatch.StartNew();
        await SignalAsync(bot, signal);

        Assert.Equal(0, await bot.WaitForExitAsync(Soon));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Limit);
        AssertNoErrors(bot);
    }

    [Fact]
    public async Task A_database_that_is_only_just_starting_up_is_waited_for()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await using var telegram = await BotApiServer.StartAsync(new BotApiOptions { DefaultTimeout = Soon });
        await using var starting = new StartingDatabase(database.Details, refusals: 3);
        await using var bot = BotProcess.Start(
            BotEnvironment.Of(database.Details with { Port = starting.Port }, telegram, managers: [123]));

        await bot.WaitForLineAsync("The database is not ready yet", Soon);
        await telegram.Updates.WaitUntilPolledAsync(Soon);
    }

    private static void AssertNoErrors(BotProcess bot) => Assert.DoesNotContain(
        bot.Lines, line => line.Contains("fail:", StringComparison.Ordinal) || line.Contains("crit:", StringComparison.Ordinal)
            || line.Contains("   at ", StringComparison.Ordinal));

    private static async Task SignalAsync(BotProcess bot, string signal)
    {
        // A shell that started the tests in the background made them, and so the bot, ignore SIGINT.
        if (signal == "INT" && await IgnoresInterruptsAsync())
            signal = "TERM";
        using var kill = Process.Start("kill", [$"-{signal}", bot.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private static async Task<bool> IgnoresInterruptsAsync()
    {
        if (!OperatingSystem.IsLinux())
            return false;
        const string ignored = "SigIgn:";
        var line = (await File.ReadAllLinesAsync("/proc/self/status")).Single(
            status => status.StartsWith(ignored, StringComparison.Ordinal));
        return (Convert.ToUInt64(line[ignored.Length..].Trim(), 16) & 0b10) != 0;
    }
}
