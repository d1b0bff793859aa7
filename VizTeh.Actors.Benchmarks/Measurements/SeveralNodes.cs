using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using VizTeh.Actors.Benchmarks.Contenders;
using VizTeh.Actors.Benchmarks.Report;
using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Benchmarks.Measurements;

/// <summary>
/// What it costs to be several: this bot on its own, and as 1, 2 and 3 nodes on this machine, connected by its loopback device. More
/// processes do not make a machine faster; the figures show what each node adds.
/// </summary>
internal sealed class SeveralNodes(BenchOptions options, PostgresServer server, Action<string> say)
{
    private static readonly int[] Levels = [10, 100];

    public async Task<IReadOnlyList<Table>> RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("vizteh-bench-");
        try
        {
            var certificate = WriteCertificate(folder.FullName);
            Contender[] contenders =
            [
                Contender.Ours(options.Program, $"{Contender.OurName} on its own"),
                .. Enumerable.Range(1, 3).Select(count => Contender.OfNodes(options.Program, count, certificate: null)),
                Contender.OfNodes(options.Program, 3, certificate),
            ];
            var turns = contenders.ToDictionary(contender => contender, _ => new List<Turn>());
            for (var round = 1; round <= options.Rounds; round++)
            {
                foreach (var contender in contenders)
                    turns[contender].Add(await MeasureAsync(contender, round, cancellationToken));
            }

            return [.. Levels.Index().Select(level => TableOf(level.Item, level.Index, contenders, turns))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Not beside other nodes at rest: those of a cluster are never quite at rest, and halting them would have them put out.
    private async Task<Turn> MeasureAsync(Contender contender, int round, CancellationToken cancellationToken)
    {
        await using var fixture = await ContenderFixture.SetUpAsync(contender, server, cancellationToken);
        var began = Stopwatch.GetTimestamp();
        try
        {
            await fixture.StartBotAsync();
            var start = Stopwatch.GetElapsedTime(began);
            await WarmUp.RunAsync(fixture, Levels[^1], options, say, cancellationToken);
            var cells = new List<Cell>();
            foreach (var level in Levels)
            {
                cells.Add(await Cell.MeasureAsync(fixture, level, options.Short(3), options.Short(10), cancellationToken));
                say(string.Create(
                    CultureInfo.InvariantCulture,
                    $"round {round}, {level} people, {contender.Name}: {cells[^1].FormsPerSecond:0.0} forms/s, "
                    + $"{cells[^1].BotCpu.TotalMicroseconds:0} µs of CPU an update"));
            }

            return new Turn(start, cells, fixture.Processes.Sum(process => ResourceUse.ResidentBytes(process.Id)));
        }
        catch (Exception error) when (error is TimeoutException or InvalidOperationException)
        {
            say($"{contender.Name}: {fixture.LastWords}");
            throw;
        }
    }

    private static Table TableOf(
        int level, int index, Contender[] contenders, Dictionary<Contender, List<Turn>> turns)
    {
        var cells = contenders.ToDictionary(
            contender => contender, contender => Cell.MedianOf([.. turns[contender].Select(turn => turn.Cells[index])]));
        var alone = cells[contenders[0]];
        return new Table(
            $"Several nodes on one machine: {level} people who fill forms without pause",
            ["", "Forms/s", "of alone", "CPU an update, all nodes", "of alone", "Wait, p50", "Start, s", "RSS, all nodes, MiB"],
            [.. contenders.Select(contender => (IReadOnlyList<string>)
            [
                contender.Name, .. new FormattableString[]
                {
                    $"{cells[contender].FormsPerSecond:0}", $"{cells[contender].FormsPerSecond / alone.FormsPerSecond:0.00}",
                    Comparison.Micro(cells[contender].BotCpu), $"{cells[contender].BotCpu / alone.BotCpu:0.00}",
                    $"{cells[contender].Wait.TotalMilliseconds:0.0} ms",
                    $"{Statistics.Median([.. turns[contender].Select(turn => turn.Start.TotalSeconds)]):0.0}",
                    $"{Statistics.Median([.. turns[contender].Select(turn => turn.ResidentBytes / 1048576.0)]):0}",
                }.Select(FormattableString.Invariant),
            ])])
        {
            Note = "All nodes share the processors of this machine with PostgreSQL, the emulated Telegram and the people. Start: until the "
                + "last node is a member, all of them started at once.",
        };
    }

    // The nodes believe each other because all of them show this one.
    private static string WriteCertificate(string folder)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=vizteh", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var path = Path.Combine(folder, "cluster.p12");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12));
        return path;
    }

    /// <summary>One turn of one contender.</summary>
    /// <param name="Start">From the first process until the last one does its part.</param>
    /// <param name="Cells">One for each of the numbers of people.</param>
    /// <param name="ResidentBytes">Of all processes, after the load.</param>
    private sealed record Turn(TimeSpan Start, IReadOnlyList<Cell> Cells, long ResidentBytes);
}
