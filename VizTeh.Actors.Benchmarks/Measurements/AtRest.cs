using System.Diagnostics;
using System.Text.RegularExpressions;
using VizTeh.Actors.Benchmarks.Contenders;
using VizTeh.Actors.Sandbox.Bot;

namespace VizTeh.Actors.Benchmarks.Measurements;

/// <summary>What one contender uses while nobody writes, or the median of several measurements of it.</summary>
/// <param name="Processor">The share of one processor, 1 for all of it.</param>
/// <param name="Switches">Context switches a second, over all threads.</param>
/// <param name="Statements">PostgreSQL's statements a minute; null where the server does not count them.</param>
/// <param name="Connections">Connections to PostgreSQL.</param>
/// <param name="Reply">To the one person who writes when the rest is over.</param>
internal sealed record AtRest(
    double Processor, double Switches, ProcessMemory Memory, double? Statements, int Connections, TimeSpan Reply)
{
    private const int NamesSaid = 8;
    private const int TextSaid = 90;

    // A thread that ends is counted up to the last look at it.
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    /// <param name="length">How long statements are counted; processor and threads are measured for half of it. A minute lets what runs
    /// once a minute run once.</param>
    /// <param name="say">Gets the threads and the statements of which the figures are made.</param>
    public static async Task<AtRest> MeasureAsync(
        ContenderFixture fixture, TimeSpan length, Action<string> say, CancellationToken cancellationToken)
    {
        var tally = new ThreadTally();
        var statementsBefore = await StatementCount.ReadAsync(fixture, cancellationToken);
        var began = Stopwatch.GetTimestamp();
        tally.Look(ThreadUse.OfProcess(fixture.Bot.Id));
        var clock = TimeSpan.Zero;
        using var looks = new PeriodicTimer(LookInterval);
        while (clock < length / 2)
        {
            await looks.WaitForNextTickAsync(cancellationToken);
            tally.Look(ThreadUse.OfProcess(fixture.Bot.Id));
            clock = Stopwatch.GetElapsedTime(began);
        }

        var memory = ProcessMemory.OfProcess(fixture.Bot.Id);
        if (clock < length)
            await Task.Delay(length - clock, cancellationToken);
        var statementsAfter = await StatementCount.ReadAsync(fixture, cancellationToken);
        var minutes = Stopwatch.GetElapsedTime(began).TotalMinutes;
        var statements = statementsAfter.Since(statementsBefore);

        foreach (var thread in tally.ByName.Take(NamesSaid))
        {
            say(FormattableString.Invariant(
                $"  {thread.Switches / clock.TotalSeconds,7:0.0} switches/s, {thread.Cpu / clock,7:0.00%}  {thread.Name}"));
        }

        foreach (var (text, count) in statements?.Take(NamesSaid) ?? [])
            say(FormattableString.Invariant($"  {count / minutes,7:0.0} a minute  {OneLine(text)}"));

        began = Stopwatch.GetTimestamp();
        await fixture.Newcomer().StepAsync(cancellationToken);
        var reply = Stopwatch.GetElapsedTime(began);

        return new AtRest(
            tally.Cpu / clock, tally.Switches / clock.TotalSeconds, memory, statements?.Sum(statement => statement.Count) / minutes,
            Math.Max(statementsBefore.Connections, statementsAfter.Connections), reply);
    }

    /// <summary>The median of each figure separately.</summary>
    public static AtRest MedianOf(IReadOnlyCollection<AtRest> rests)
    {
        return new AtRest(
            Of(rest => rest.Processor), Of(rest => rest.Switches),
            new ProcessMemory(
                (long)Of(rest => rest.Memory.Resident), (long)Of(rest => rest.Memory.Private), (long)Of(rest => rest.Memory.Mapped),
                (long)Of(rest => rest.Memory.Shared)),
            rests.All(rest => rest.Statements is not null) ? Of(rest => rest.Statements!.Value) : null,
            rests.Max(rest => rest.Connections), TimeSpan.FromSeconds(Of(rest => rest.Reply.TotalSeconds)));

        double Of(Func<AtRest, double> figure) => Statistics.Median([.. rests.Select(figure)]);
    }

    private static string OneLine(string statement)
    {
        var line = Regex.Replace(statement, @"\s+", " ").Trim();
        return line.Length <= TextSaid ? line : line[..TextSaid] + "…";
    }
}
