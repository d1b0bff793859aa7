using VizTeh.Actors.Sandbox.Bot;

namespace VizTeh.Actors.Tests.Sandbox.CommandLine;

public sealed class BotLogLineTests
{
    private static readonly TimeZoneInfo Moscow = TimeZoneInfo.CreateCustomTimeZone("Moscow", TimeSpan.FromHours(3), "Moscow", "Moscow");

    [Theory]
    [InlineData("2026-11-26 22:34:48.302 info: Migrator[0] Ready", "2026-11-27 01:34:48.302 info: Migrator[0] Ready")]
    [InlineData("   at Some.Stack.Line()", "   at Some.Stack.Line()")]
    [InlineData("2026-11-26 22:34", "2026-11-26 22:34")]
    [InlineData("", "")]
    public void A_line_of_the_log_shows_the_time_of_this_machines_clock(string line, string shown) =>
        Assert.Equal(shown, BotLogLine.InZone(line, Moscow));
}
