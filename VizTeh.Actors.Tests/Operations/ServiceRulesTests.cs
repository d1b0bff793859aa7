using VizTeh.Actors.Operations.Health;
using VizTeh.Actors.Operations.Service;

namespace VizTeh.Actors.Tests.Operations;

/// <summary>What systemd is told at each moment.</summary>
public sealed class ServiceRulesTests
{
    private const string More = "EXTEND_TIMEOUT_USEC=30000000";

    [Theory]
    [InlineData(ProgramPhase.Migrating)]
    [InlineData(ProgramPhase.Connecting)]
    [InlineData(ProgramPhase.Recovering)]
    public void A_start_that_goes_on_asks_for_more_time_and_is_not_over(ProgramPhase phase)
    {
        var lines = Next(phase);

        Assert.Contains(More, lines);
        Assert.DoesNotContain("READY=1", lines);
        Assert.DoesNotContain("WATCHDOG=1", lines);
    }

    [Fact]
    public void A_bot_that_polls_has_started_and_feeds_the_watchdog_where_there_is_one()
    {
        Assert.Equal(["READY=1", "WATCHDOG=1", "STATUS=Taking updates from Telegram"], Next(ProgramPhase.Running));
        Assert.Equal(["WATCHDOG=1"], Next(ProgramPhase.Running, isReadySaid: true, lastStatus: "Taking updates from Telegram"));
        Assert.Equal(["READY=1", "STATUS=Taking updates from Telegram"], Next(ProgramPhase.Running, hasWatchdog: false));
        Assert.Empty(Next(ProgramPhase.Running, isReadySaid: true, hasWatchdog: false, lastStatus: "Taking updates from Telegram"));
    }

    [Fact]
    public void One_of_several_nodes_says_who_takes_the_updates() => Assert.Equal(
        "Working beside 10.0.0.1:4053, which takes the updates from Telegram",
        ServiceRules.StatusOf(new ServiceLook(ProgramPhase.Running, Fault: null, Waits: null, "10.0.0.1:4053")));

    /// <summary>A start that takes as long as an outage would be broken off.</summary>
    [Theory]
    [InlineData(ProgramPhase.Migrating, "the database")]
    [InlineData(ProgramPhase.Connecting, "Telegram")]
    [InlineData(ProgramPhase.Recovering, "the database")]
    [InlineData(ProgramPhase.Recovering, "the other nodes")]
    public void A_bot_that_waits_for_an_outage_to_end_has_started(ProgramPhase phase, string what) =>
        Assert.Equal(
            ["READY=1", "WATCHDOG=1", $"STATUS=Starting: waiting for {what}"], Next(phase, waits: what));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_bot_that_does_not_answer_itself_gets_neither_time_nor_food_for_the_watchdog(bool isReadySaid)
    {
        foreach (var phase in Enum.GetValues<ProgramPhase>())
        {
            foreach (var waits in new[] { null, "Telegram" })
                Assert.Equal(["STATUS=frozen"], Next(phase, "frozen", waits, isReadySaid));
        }
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("0", null, null)]
    [InlineData("-1", null, null)]
    [InlineData("soon", null, null)]
    [InlineData("9223372036854775807", null, null)]
    [InlineData("60000000", null, 60.0)]
    [InlineData("60000000", "", 60.0)]
    [InlineData("60000000", "17", 60.0)]
    [InlineData("60000000", "18", null)]
    public void The_watchdogs_time_is_that_of_this_process(string? time, string? process, double? seconds) => Assert.Equal(
        seconds,
        ServiceNotifications.WatchdogOf(name => name == "WATCHDOG_USEC" ? time : process, processId: 17)?.TotalSeconds);

    private static IReadOnlyList<string> Next(
        ProgramPhase phase, string? fault = null, string? waits = null, bool isReadySaid = false, bool hasWatchdog = true,
        string? lastStatus = null) =>
        ServiceRules.Next(new ServiceLook(phase, fault, waits), isReadySaid, hasWatchdog, lastStatus);
}
