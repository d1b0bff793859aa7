using System.Globalization;
using System.Runtime.InteropServices;
using VizTeh.Actors.Benchmarks.Measurements;
using VizTeh.Actors.Benchmarks.Report;
using VizTeh.Actors.Benchmarks.Stage;
using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Benchmarks;

/// <summary>Sets the stage, measures part by part, and writes the report of what is measured so far.</summary>
internal sealed class BenchRun(BenchOptions options, Action<string> say)
{
    private const string OneAtATime = "naive, one at a time";

    private readonly DateTimeOffset _began = DateTimeOffset.Now;
    private readonly List<Table> _tables = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var contenders = Contender.All(options.Program, say)
            .Append(Contender.Plain(OneAtATime))
            .Where(contender => options.Only is not { } only || contender.Name.Contains(only, StringComparison.OrdinalIgnoreCase))
            .ToArray();
        var several = contenders.Where(contender => contender.Name != OneAtATime).ToArray();
        var ours = Contender.Ours(options.Program);
        await using var cluster =
            PostgresServer.FromEnvironment() is null ? await PostgresCluster.StartAsync(new PostgresOptions(), cancellationToken) : null;
        var server = cluster?.Server ?? PostgresServer.FromEnvironment()!;
        say($"{Machine()}; PostgreSQL at {server.Maintenance.Host}:{server.Maintenance.Port}");

        if (options.Parts.Contains("compare"))
        {
            await WithAsync(
                contenders, server, stages => new Comparison(options, stages, say).RunAsync(cancellationToken), cancellationToken);
        }

        if (options.Parts.Contains("growth"))
            await WithAsync(several, server, stages => new Growth(options, stages, say).RunAsync(cancellationToken), cancellationToken);

        if (options.Parts.Contains("writes"))
            await WithAsync(several, server, stages => new Writes(options, stages, say).RunAsync(cancellationToken), cancellationToken);
        if (options.Parts.Contains("restart"))
        {
            await WithAsync(
                [ours, ours], server, stages => new Restart(options, stages[0], stages[1], say).RunAsync(cancellationToken),
                cancellationToken);
        }

        if (options.Parts.Contains("memory"))
        {
            await WithAsync(
                [ours], server, stages => new AwakeMemory(options, stages[0], say).RunAsync(cancellationToken), cancellationToken);
        }

        if (options.Parts.Contains("tickets"))
        {
            await WithAsync(
                [ours, ours], server, stages => new MillionTickets(options, stages[0], stages[1], say).RunAsync(cancellationToken),
                cancellationToken);
        }

        if (options.Parts.Contains("soak"))
            await WithAsync([ours], server, stages => new Soak(options, stages[0], say).RunAsync(cancellationToken), cancellationToken);
        if (options.Parts.Contains("load"))
            await WithAsync(contenders, server, stages => LoadAsync(stages, cancellationToken), cancellationToken);
    }

    // Only load, for whoever attaches a profiler.
    private async Task<IReadOnlyList<Table>> LoadAsync(IReadOnlyList<ContenderStage> stages, CancellationToken cancellationToken)
    {
        foreach (var stage in stages)
        {
            say($"{stage.Contender.Name} is process {stage.Bot.Id}, database {stage.Database.Name}");
            await Cell.MeasureAsync(stage, options.Clients, options.Length, TimeSpan.Zero, cancellationToken);
            say($"{await Cell.MeasureAsync(stage, options.Clients, TimeSpan.Zero, options.Length / 2, cancellationToken)}");
        }

        return [];
    }

    private async Task WithAsync(
        IReadOnlyList<Contender> contenders, PostgresServer server, Func<IReadOnlyList<ContenderStage>, Task<IReadOnlyList<Table>>> measure,
        CancellationToken cancellationToken)
    {
        var stages = new List<ContenderStage>();
        try
        {
            foreach (var contender in contenders)
            {
                stages.Add(await ContenderStage.SetUpAsync(contender, server, cancellationToken));
                await stages[^1].StartBotAsync();
            }

            // The processes come to rest.
            await Task.Delay(options.Short(5), cancellationToken);
            var tables = await measure(stages);
            foreach (var table in tables) say($"\n{table}");
            if (tables.Count == 0) return;
            _tables.AddRange(tables);
            // After each part: one that is broken off keeps what the others took an hour to measure.
            await WriteAsync(cancellationToken);
        }
        catch (Exception error) when (error is TimeoutException or InvalidOperationException)
        {
            foreach (var stage in stages) say($"{stage.Contender.Name}: {stage.LastWords}");
            throw;
        }
        finally
        {
            foreach (var stage in stages) await stage.DisposeAsync();
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.Output);
        var report = Path.Combine(options.Output, "report.md");
        await File.WriteAllTextAsync(
            report,
            string.Create(CultureInfo.InvariantCulture, $"{_began:yyyy-MM-dd HH:mm}, {Machine()}\n\n{string.Join('\n', _tables)}"),
            cancellationToken);
        say($"Report: {report}");
        if (Picture.Draw(_tables) is not { } picture) return;
        var path = Path.Combine(options.Output, "performance.svg");
        await File.WriteAllTextAsync(path, picture, cancellationToken);
        say($"Picture: {path}");
    }

    private static string Machine()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo")
                .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : null;
        return $"{Environment.ProcessorCount} × {model ?? RuntimeInformation.ProcessArchitecture.ToString()}, "
            + $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, {RuntimeInformation.OSDescription}, "
            + RuntimeInformation.FrameworkDescription;
    }
}
