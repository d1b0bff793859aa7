using System.Globalization;
using System.Runtime.InteropServices;
using VizTeh.Actors.Benchmarks.Contenders;
using VizTeh.Actors.Benchmarks.Measurements;
using VizTeh.Actors.Benchmarks.Report;
using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Benchmarks;

/// <summary>Starts the contenders, runs the parts one after another, and writes the report of the results so far.</summary>
internal sealed class BenchRun(BenchOptions options, Action<string> say)
{
    private const string OneAtATime = "naive, one at a time";

    private readonly DateTimeOffset _began = DateTimeOffset.Now;
    private readonly List<Table> _tables = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var contenders = Contender.All(options.Program, options.Before, say)
            .Append(Contender.Plain(OneAtATime))
            .Where(contender => options.Only is not { } only || contender.Name.Contains(only, StringComparison.OrdinalIgnoreCase))
            .ToArray();
        var several = contenders.Where(contender => contender.Name != OneAtATime).ToArray();
        var ours = Contender.Ours(options.Program);
        // First, and on its own: nothing else runs meanwhile.
        if (options.Parts.Contains("rest"))
            await ReportAsync(await RestAsync(several, cancellationToken), cancellationToken);
        if (options.Parts is ["rest"])
            return;
        await using var cluster =
            PostgresServer.FromEnvironment() is null ? await PostgresCluster.StartAsync(new PostgresOptions(), cancellationToken) : null;
        var server = cluster?.Server ?? PostgresServer.FromEnvironment()!;
        say($"{Machine()}; PostgreSQL at {server.Maintenance.Host}:{server.Maintenance.Port}");

        if (options.Parts.Contains("compare"))
        {
            await WithAsync(
                contenders, server, fixtures => new Comparison(options, fixtures, say).RunAsync(cancellationToken), cancellationToken);
        }

        if (options.Parts.Contains("growth"))
            await WithAsync(several, server, fixtures => new Growth(options, fixtures, say).RunAsync(cancellationToken), cancellationToken);

        if (options.Parts.Contains("writes"))
            await WithAsync(several, server, fixtures => new Writes(options, fixtures, say).RunAsync(cancellationToken), cancellationToken);
        if (options.Parts.Contains("backlog"))
        {
            await WithAsync(
                [.. several.Where(contender => contender.IsOurs)], server,
                fixtures => new Backlog(options, fixtures, say).RunAsync(cancellationToken), cancellationToken);
        }

        if (options.Parts.Contains("restart"))
        {
            await WithAsync(
                [ours, ours], server, fixtures => new Restart(options, fixtures[0], fixtures[1], say).RunAsync(cancellationToken),
                cancellationToken);
        }

        if (options.Parts.Contains("memory"))
        {
            await WithAsync(
                [ours], server, fixtures => new AwakeMemory(options, fixtures[0], say).RunAsync(cancellationToken), cancellationToken);
        }

        if (options.Parts.Contains("tickets"))
        {
            await WithAsync(
                [ours, ours], server, fixtures => new MillionTickets(options, fixtures[0], fixtures[1], say).RunAsync(cancellationToken),
                cancellationToken);
        }

        if (options.Parts.Contains("nodes"))
            await ReportAsync(await new SeveralNodes(options, server, say).RunAsync(cancellationToken), cancellationToken);
        if (options.Parts.Contains("soak"))
            await WithAsync([ours], server, fixtures => new Soak(options, fixtures[0], say).RunAsync(cancellationToken), cancellationToken);
        if (options.Parts.Contains("load"))
            await WithAsync(contenders, server, fixtures => LoadAsync(fixtures, cancellationToken), cancellationToken);
    }

    // PostgreSQL counts statements only with a library that is loaded at its start, and which costs time: so not in the other parts.
    private async Task<IReadOnlyList<Table>> RestAsync(IReadOnlyList<Contender> contenders, CancellationToken cancellationToken)
    {
        if (PostgresServer.FromEnvironment() is { } server)
            return await new Rest(options, contenders, server, say).RunAsync(cancellationToken);

        await using var cluster = await StatementCount.StartClusterAsync(say, cancellationToken);
        return await new Rest(options, contenders, cluster.Server, say).RunAsync(cancellationToken);
    }

    // Load alone, for attaching a profiler.
    private async Task<IReadOnlyList<Table>> LoadAsync(IReadOnlyList<ContenderFixture> fixtures, CancellationToken cancellationToken)
    {
        foreach (var fixture in fixtures)
        {
            say($"{fixture.Contender.Name} is process {fixture.Bot.Id}, database {fixture.Database.Name}");
            await Cell.MeasureAsync(fixture, options.Clients, options.Length, TimeSpan.Zero, cancellationToken);
            say($"{await Cell.MeasureAsync(fixture, options.Clients, TimeSpan.Zero, options.Length / 2, cancellationToken)}");
        }

        return [];
    }

    private async Task WithAsync(
        IReadOnlyList<Contender> contenders, PostgresServer server,
        Func<IReadOnlyList<ContenderFixture>, Task<IReadOnlyList<Table>>> measure,
        CancellationToken cancellationToken)
    {
        var fixtures = new List<ContenderFixture>();
        try
        {
            foreach (var contender in contenders)
            {
                fixtures.Add(await ContenderFixture.SetUpAsync(contender, server, cancellationToken));
                await fixtures[^1].StartBotAsync();
            }

            // Lets the processes become idle.
            await Task.Delay(options.Short(5), cancellationToken);
            await ReportAsync(await measure(fixtures), cancellationToken);
        }
        catch (Exception error) when (error is TimeoutException or InvalidOperationException)
        {
            foreach (var fixture in fixtures)
                say($"{fixture.Contender.Name}: {fixture.LastWords}");
            throw;
        }
        finally
        {
            foreach (var fixture in fixtures)
                await fixture.DisposeAsync();
        }
    }

    private async Task ReportAsync(IReadOnlyList<Table> tables, CancellationToken cancellationToken)
    {
        foreach (var table in tables)
            say($"\n{table}");
        if (tables.Count == 0)
            return;
        _tables.AddRange(tables);
        // Written after each part, so that an aborted run keeps the results of the parts before.
        await WriteAsync(cancellationToken);
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
        if (Picture.Draw(_tables) is not { } picture)
            return;
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
