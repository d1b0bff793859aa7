using System.Globalization;
using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>The durability run from the command line.</summary>
internal static class DurabilityCommand
{
    public const string Usage =
        """
        Usage: durability.sh [--minutes 15] [--seed 7] [--clients 60] [--kills 100] [--faults 0.02] [--stall 90]
                             [--troubles 10] [--surroundings 20] [--forms] [--consent] [--restart [forms]] [--flood [messages]]
               durability.sh --nodes 3 [--minutes 0] [--seed 7] [--clients 40] [--faults 0] [--freeze 60]
        """;

    private const string Forms = "forms";
    private const string Consent = "consent";

    private const string Nodes = "nodes";
    private const string Freeze = "freeze";
    private const int Rounds = 3;

    // Each runs alone, in place of the kills.
    private static readonly Dictionary<string, double> Measurements = new()
    {
        ["restart"] = RestartMeasurement.DefaultForms,
        ["flood"] = FloodMeasurement.DefaultMessages,
    };

    // A process needs about two seconds until it is ready; some kills come before that, some long after.
    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(0.5);

    // A manager acts about once a second, and about every thirtieth time asks for the menu of reminders.
    private static readonly TimeSpan EnoughForDeeds = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan SettleDeadline = TimeSpan.FromMinutes(4);

    /// <returns>The exit code: 0 if every promise holds.</returns>
    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var (parsed, mistake) = Parse(arguments);
        if (parsed is not { } wanted)
        {
            await Console.Error.WriteLineAsync($"{mistake}\n\n{Usage}");
            return 2;
        }

        PostgresCluster? cluster = null;
        try
        {
            var server = PostgresServer.FromEnvironment();
            if (server is null)
            {
                // Several nodes have to fit PostgreSQL's default of 100; the run itself takes some too.
                cluster = await PostgresCluster.StartAsync(
                    wanted.ContainsKey(Nodes) ? new PostgresOptions(MaxConnections: 110) : new PostgresOptions(), cancellationToken);
                server = cluster.Server;
            }

            if (wanted.TryGetValue("restart", out var forms))
                return await RestartMeasurement.RunAsync((int)forms, server, Console.WriteLine, cancellationToken);

            if (wanted.TryGetValue("flood", out var messages))
                return await FloodMeasurement.RunAsync((int)messages, server, Console.WriteLine, cancellationToken);

            var options = OptionsOf(wanted);
            Console.WriteLine(
                $"Seed {options.Seed}: {options.Clients} clients, "
                + (options.Nodes is { } nodes
                    ? $"{nodes.Count} nodes, each trouble at least {Rounds} times, "
                    : $"{wanted["kills"]} kills in about {wanted["minutes"]} minutes, ")
                + $"a fault in {options.FaultChance:P0} of the calls{(options.ChangesForms ? ", another form at each start" : "")}");
            var verdict = await ChaosRun.RunAsync(options, server, cancellationToken);
            Console.WriteLine(verdict);
            return verdict.Holds ? 0 : 1;
        }
        finally
        {
            if (cluster is not null)
                await cluster.DisposeAsync();
        }
    }

    private static ChaosOptions OptionsOf(Dictionary<string, double> wanted)
    {
        var (seed, kills) = ((int)wanted["seed"], (int)wanted["kills"]);
        var length = TimeSpan.FromMinutes(wanted["minutes"]);
        var faults = wanted["faults"];
        if (wanted.TryGetValue(Nodes, out var count))
            return OptionsOf(wanted, (int)count, seed, length);
        return new ChaosOptions
        {
            Seed = seed,
            Clients = (int)wanted["clients"],
            Managers = 4,
            Incarnations = Incarnations(new Random(seed), kills, length / Math.Max(1, kills)),
            AtLeast = length,
            ExpectsAllDeeds = length >= EnoughForDeeds,
            FaultChance = faults,
            Stall = TimeSpan.FromSeconds(wanted["stall"]),
            TroubleEvery = faults > 0 ? TimeSpan.FromSeconds(wanted["troubles"]) : null,
            SurroundingsEvery = faults > 0 && wanted["surroundings"] > 0 ? TimeSpan.FromSeconds(wanted["surroundings"]) : null,
            ChangesForms = wanted.ContainsKey(Forms),
            AsksConsent = wanted.ContainsKey(Consent),
            MostThought = TimeSpan.FromSeconds(1),
            SettleDeadline = SettleDeadline,
            OnProgress = Console.WriteLine,
        };
    }

    private static ChaosOptions OptionsOf(Dictionary<string, double> wanted, int nodes, int seed, TimeSpan length) => new()
    {
        Seed = seed,
        Clients = (int)wanted["clients"],
        Managers = 2,
        Nodes = new NodeOptions
        {
            Count = nodes,
            Troubles = NodeOptions.Rounds(seed, Rounds, length),
            Freeze = TimeSpan.FromSeconds(wanted[Freeze]),
            Outage = TimeSpan.FromSeconds(20),
            MostPeace = TimeSpan.FromSeconds(6),
            JudgesWaits = wanted["faults"] <= 0,
        },
        ExpectsAllDeeds = true,
        FaultChance = wanted["faults"],
        Stall = TimeSpan.FromSeconds(wanted["stall"]),
        AsksConsent = wanted.ContainsKey(Consent),
        MostThought = TimeSpan.FromSeconds(1),
        SettleDeadline = SettleDeadline,
        OnProgress = Console.WriteLine,
    };

    /// <summary>
    /// Every second incarnation ends at a named fail point, each in turn and at a random pass; the others end at a random moment.
    /// </summary>
    private static IEnumerable<Incarnation> Incarnations(Random random, int kills, TimeSpan eachOnAverage)
    {
        for (var incarnation = 0; incarnation < kills; incarnation++)
        {
            var atMost = ShortestLife + ((eachOnAverage - ShortestLife) * 2 * random.NextDouble());
            var point = FailPointNames.All[incarnation / 2 % FailPointNames.All.Count];
            var pass = random.Next(1, 60);
            yield return incarnation % 2 == 0
                ? Incarnation.UpTo(point, point == FailPointNames.ReminderOwed ? 1 : pass, eachOnAverage * 2)
                : Incarnation.KilledAfter(atMost);
        }
    }

    private static (Dictionary<string, double>? Wanted, string? Mistake) Parse(string[] arguments)
    {
        var wanted = new Dictionary<string, double>
        {
            ["minutes"] = 15,
            ["seed"] = 7,
            ["clients"] = 60,
            ["kills"] = 100,
            ["faults"] = 0.02,
            ["stall"] = 90,
            ["troubles"] = 10,
            ["surroundings"] = 20,
        };
        if (arguments.Contains($"--{Nodes}"))
            (wanted[Freeze], wanted["minutes"], wanted["clients"], wanted["faults"]) = (60, 0, 40, 0);
        for (var at = 0; at < arguments.Length; at++)
        {
            var name = arguments[at].TrimStart('-');
            if (name is Forms or Consent && arguments[at] == $"--{name}")
            {
                wanted[name] = 1;
                continue;
            }

            if (!arguments[at].StartsWith("--", StringComparison.Ordinal)
                || (!Measurements.ContainsKey(name) && !wanted.ContainsKey(name) && name != Nodes))
            {
                return (null, $"Unknown: {arguments[at]}");
            }

            if (at + 1 < arguments.Length
                && double.TryParse(arguments[at + 1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            {
                wanted[name] = value;
                at++;
            }
            else if (Measurements.TryGetValue(name, out var usual))
            {
                wanted[name] = usual;
            }
            else
            {
                return (null, $"{arguments[at]} needs a number.");
            }
        }

        return (wanted, null);
    }
}
