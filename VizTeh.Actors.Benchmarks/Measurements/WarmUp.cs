using System.Globalization;
using VizTeh.Actors.Benchmarks.Contenders;

namespace VizTeh.Actors.Benchmarks.Measurements;

/// <summary>
/// Applies load until the CPU time an update no longer falls. A just-in-time compiler keeps improving hot code for as long as a minute; the
/// time differs between contenders, and one person exercises other code than many. A production bot runs for months.
/// </summary>
internal static class WarmUp
{
    private const int MostWindows = 12;
    private const int WindowsWithoutGain = 2;
    private const double Gain = 0.97;

    public static async Task RunAsync(
        ContenderFixture fixture, int clients, BenchOptions options, Action<string> say, CancellationToken cancellationToken)
    {
        var best = TimeSpan.MaxValue;
        var (windows, withoutGain) = (0, 0);
        while (windows < MostWindows && withoutGain < WindowsWithoutGain)
        {
            windows++;
            var cell = await Cell.MeasureAsync(fixture, clients, TimeSpan.Zero, options.Short(10), cancellationToken);
            withoutGain = cell.BotCpu.Ticks < best.Ticks * Gain ? 0 : withoutGain + 1;
            if (cell.BotCpu < best)
                best = cell.BotCpu;
        }

        say(string.Create(
            CultureInfo.InvariantCulture,
            $"{fixture.Contender.Name} is warm with {clients} people after {windows} windows: "
                + $"{best.TotalMicroseconds:0} µs of CPU an update"));
    }
}
