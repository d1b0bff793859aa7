using VizTeh.Actors.Benchmarks.Contenders;
using VizTeh.Actors.Benchmarks.Report;

namespace VizTeh.Actors.Benchmarks.Measurements;

/// <summary>The tables of part <c>rest</c>, with the targets for this bot.</summary>
internal static class RestTables
{
    private const double MostOfAProcessor = 0.005;
    private const double MostSwitches = 100;
    private const double MostMibAfterTheStart = 120;
    private const double MostMibAfterACrowd = 180;
    private const double MostStatements = 31;
    private const int MostConnections = 3;

    private static readonly IReadOnlyList<string> Header =
    [
        "Contender", "Of a processor", "Context switches/s", "RSS, MiB", "private", "of files", "generated code", "Statements a minute",
        "Connections", "First reply, ms",
    ];

    /// <param name="rest">The time between a start, or a crowd, and the measurement.</param>
    /// <param name="people">The people of the crowd.</param>
    public static IReadOnlyList<Table> Of(
        IReadOnlyList<(Contender Contender, RestResult Result)> results, TimeSpan rest, int people)
    {
        if (results.Count == 0)
            return [];

        var after = FormattableString.Invariant($"{rest.TotalSeconds:0.#} s after");
        List<Table> tables =
        [
            new Table(
                "From the start of the process, one person's update waiting",
                ["Contender", "First poll after, s (median)", "First reply after, s (median)", "slowest"],
                Rows(results, (name, result) =>
                [
                    name, Text($"{result.Poll:0.00}"), Text($"{result.Reply:0.00}"), Text($"{result.SlowestReply:0.00}"),
                ])),
            new Table($"At rest, {after} the start", Header, Rows(results, (name, result) => Row(name, result.AfterStart))),
            new Table($"At rest, {after} a crowd of {people}", Header, Rows(results, (name, result) => Row(name, result.AfterCrowd)))
            {
                Note = "Generated code is the shared memory to which .NET writes it, a part of RSS as private memory and files are. "
                    + "Statements are those of pg_stat_statements, begin and commit among them. First reply: to the one "
                    + "person who writes when the rest is over.",
            },
        ];
        if (results.Where(result => result.Contender.IsOurs).Select(result => result.Result).FirstOrDefault() is { } ours)
            tables.Add(Targets(ours, after));
        return tables;
    }

    private static Table Targets(RestResult ours, string after)
    {
        (string When, AtRest Used, double MostMib)[] rests =
        [
            ($"{after} the start", ours.AfterStart, MostMibAfterTheStart), ($"{after} a crowd", ours.AfterCrowd, MostMibAfterACrowd),
        ];
        return new Table(
            $"Targets of {Contender.OurName} at rest",
            ["What", "Target", "Measured", ""],
            [
                .. rests.Select(at => Target(
                    $"Of a processor, {at.When}", $"≤ {MostOfAProcessor:0.0%}", $"{at.Used.Processor:0.00%}",
                    at.Used.Processor <= MostOfAProcessor)),
                .. rests.Select(at => Target(
                    $"Context switches a second, {at.When}", $"≤ {MostSwitches:0}", $"{at.Used.Switches:0}",
                    at.Used.Switches <= MostSwitches)),
                .. rests.Select(at => Target(
                    $"RSS, {at.When}", $"≤ {at.MostMib:0} MiB", $"{Mib(at.Used.Memory.Resident):0} MiB",
                    Mib(at.Used.Memory.Resident) <= at.MostMib)),
                .. rests.Where(at => at.Used.Statements is not null).Select(at => Target(
                    $"Statements a minute, {at.When}", $"≤ {MostStatements:0}", $"{at.Used.Statements:0}",
                    Math.Round(at.Used.Statements!.Value) <= MostStatements)),
                .. rests.Select(at => Target(
                    $"Connections to PostgreSQL, {at.When}", $"≤ {MostConnections}", $"{at.Used.Connections}",
                    at.Used.Connections <= MostConnections)),
            ]);
    }

    private static IReadOnlyList<string> Target(string what, FormattableString target, FormattableString measured, bool isMet) =>
        [what, Text(target), Text(measured), isMet ? "met" : "**missed**"];

    private static IReadOnlyList<string> Row(string name, AtRest rest) =>
    [
        name, Text($"{rest.Processor:0.00%}"), Text($"{rest.Switches:0}"), Comparison.Mib(rest.Memory.Resident),
        Comparison.Mib(rest.Memory.Private), Comparison.Mib(rest.Memory.Mapped), Comparison.Mib(rest.Memory.Shared),
        rest.Statements is { } statements ? Text($"{statements:0}") : "not counted", Text($"{rest.Connections}"),
        Text($"{rest.Reply.TotalMilliseconds:0}"),
    ];

    private static IReadOnlyList<IReadOnlyList<string>> Rows(
        IReadOnlyList<(Contender Contender, RestResult Result)> results, Func<string, RestResult, IReadOnlyList<string>> row) =>
        [.. results.Select(result => row(result.Contender.Name, result.Result))];

    private static double Mib(long bytes) => bytes / 1048576.0;

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
