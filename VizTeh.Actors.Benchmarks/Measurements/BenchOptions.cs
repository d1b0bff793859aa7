using System.Globalization;

namespace VizTeh.Actors.Benchmarks.Measurements;

/// <summary>The parts to measure, and how thoroughly.</summary>
/// <param name="Parts">Names of <see cref="AllParts"/>.</param>
/// <param name="Rounds">The number of turns of each contender; the median counts.</param>
/// <param name="RoundsAtRest">The same for part <c>rest</c>, of which one turn takes five minutes: one unless asked for more.</param>
/// <param name="IsQuick">A third of the time, one round, smaller crowds: a check that everything works, not a result to quote.</param>
/// <param name="SoakMinutes">0 for no soak.</param>
/// <param name="Program">The published bot's dll.</param>
/// <param name="Before">Another published build of the bot to compare with; null for none.</param>
/// <param name="Output">The folder for the report and the picture.</param>
/// <param name="Only">A part of the names of the contenders to measure; null for all.</param>
/// <param name="Clients">For part <c>load</c>: people at once.</param>
/// <param name="Length">For part <c>load</c>: the duration.</param>
/// <param name="Rest">For part <c>rest</c>: how long a bot rests before it is measured.</param>
internal sealed record BenchOptions(
    IReadOnlyList<string> Parts, int Rounds, int RoundsAtRest, bool IsQuick, double SoakMinutes, string Program, string? Before,
    string Output, string? Only, int Clients, TimeSpan Length, TimeSpan Rest)
{
    public static readonly IReadOnlyList<string> AllParts =
        ["compare", "growth", "writes", "backlog", "restart", "rest", "memory", "tickets", "nodes", "soak", "load"];

    public const string Usage =
        """
        Usage: bench.sh [compare | growth | writes | backlog | restart | rest | memory | tickets | nodes | soak | micro]...
                        [--quick] [--rounds 3] [--soak 20] [--rest-seconds 60] [--only NAME] [--before DLL]
               bench.sh load [--only NAME] [--clients 100] [--seconds 30]
        """;

    /// <summary>A duration, shorter in a quick run.</summary>
    public TimeSpan Short(double seconds) => TimeSpan.FromSeconds(IsQuick ? seconds / 3 : seconds);

    /// <param name="arguments">The command line.</param>
    /// <param name="mistake">The error of the command line, in one line.</param>
    /// <returns>Null if the command line is wrong.</returns>
    public static BenchOptions? Parse(IReadOnlyList<string> arguments, out string? mistake)
    {
        mistake = null;
        var folder = Path.Combine(Contenders.Folders.Solution, ".sandbox", "benchmarks");
        var parts = new List<string>();
        var options = new BenchOptions(
            parts, 0, 0, false, 0, Path.Combine(folder, "bot", "VizTeh.Actors.dll"), null, folder, null, 100, TimeSpan.FromSeconds(30),
            TimeSpan.Zero);
        for (var at = 0; at < arguments.Count; at++)
        {
            switch (arguments[at])
            {
                case "--quick":
                    options = options with { IsQuick = true };
                    break;
                case "--rounds" when Number(at + 1) is { } rounds and >= 1:
                    options = options with { Rounds = (int)rounds, RoundsAtRest = (int)rounds };
                    at++;
                    break;
                case "--soak" when Number(at + 1) is { } minutes and > 0:
                    options = options with { SoakMinutes = minutes };
                    at++;
                    break;
                case "--only" when at + 1 < arguments.Count:
                    options = options with { Only = arguments[++at] };
                    break;
                case "--clients" when Number(at + 1) is { } clients and >= 1:
                    options = options with { Clients = (int)clients };
                    at++;
                    break;
                case "--seconds" when Number(at + 1) is { } seconds and > 0:
                    options = options with { Length = TimeSpan.FromSeconds(seconds) };
                    at++;
                    break;
                case "--rest-seconds" when Number(at + 1) is { } rest and > 0:
                    options = options with { Rest = TimeSpan.FromSeconds(rest) };
                    at++;
                    break;
                case "--bot" when at + 1 < arguments.Count:
                    options = options with { Program = Path.GetFullPath(arguments[++at]) };
                    break;
                case "--before" when at + 1 < arguments.Count:
                    options = options with { Before = Path.GetFullPath(arguments[++at]) };
                    break;
                case var part when AllParts.Contains(part):
                    parts.Add(part);
                    break;
                case "--rounds" or "--soak" or "--clients" or "--seconds" or "--rest-seconds":
                    mistake = $"{arguments[at]} needs a number.";
                    return null;
                case "--only" or "--bot" or "--before":
                    mistake = $"{arguments[at]} needs a value.";
                    return null;
                default:
                    mistake = $"Unknown: {arguments[at]}";
                    return null;
            }
        }

        if (parts.Count == 0)
            parts.AddRange(AllParts.Where(part => part is not ("soak" or "load")));
        if (options.SoakMinutes > 0 && !parts.Contains("soak"))
            parts.Add("soak");
        if (options.SoakMinutes == 0)
            options = options with { SoakMinutes = 20 };
        if (options.Rest == TimeSpan.Zero)
            options = options with { Rest = options.Short(60) };
        return options.Rounds > 0 ? options : options with { Rounds = options.IsQuick ? 1 : 3, RoundsAtRest = 1 };

        double? Number(int at) =>
            at < arguments.Count
            && double.TryParse(arguments[at], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                ? value
                : null;
    }
}
