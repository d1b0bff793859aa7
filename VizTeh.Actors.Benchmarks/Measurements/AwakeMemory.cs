using VizTeh.Actors.Benchmarks.Contenders;
using VizTeh.Actors.Benchmarks.Load;
using VizTeh.Actors.Benchmarks.Report;

namespace VizTeh.Actors.Benchmarks.Measurements;

/// <summary>Measures the memory of a conversation in memory, with four answers in its form.</summary>
internal sealed class AwakeMemory(BenchOptions options, ContenderFixture fixture, Action<string> say)
{
    private const int AtOnce = 100;

    private readonly int _before = options.IsQuick ? 500 : 2_000;
    private readonly int _more = options.IsQuick ? 2_000 : 20_000;

    public async Task<IReadOnlyList<Table>> RunAsync(CancellationToken cancellationToken)
    {
        var atRest = ResourceUse.ResidentBytes(fixture.Bot.Id);
        var people = fixture.Clients(_before + _more);
        await fixture.KillBotAsync();
        await FormsInProgress.WriteAsync(fixture, people.Count, people.Select(client => client.Seat.ChatId), cancellationToken);
        foreach (var client in people)
            client.BeginAt(FormsInProgress.Step);
        await fixture.StartBotAsync();

        // The first conversations also pay one-time costs: code, pools, caches.
        await WakeAsync(people.Take(_before), cancellationToken);
        var (heap, resident) = await ReadAsync(cancellationToken);
        await WakeAsync(people.Skip(_before), cancellationToken);
        var (moreHeap, moreResident) = await ReadAsync(cancellationToken);
        return
        [
            new Table(
                "Memory",
                ["What", "Value"],
                [
                    ["RSS at rest, after the start", $"{Comparison.Mib(atRest)} MiB"],
                    [
                        FormattableString.Invariant($"Managed heap an awake conversation ({_more:N0} of them)"),
                        FormattableString.Invariant($"{(moreHeap - heap) / 1024.0 / _more:0.0} KiB"),
                    ],
                    ["RSS with all of them awake, garbage collected", $"{Comparison.Mib(moreResident)} MiB"],
                    ["RSS before", $"{Comparison.Mib(resident)} MiB"],
                ]),
        ];
    }

    private static async Task WakeAsync(IEnumerable<LoadClient> people, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(
            people, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (client, token) => await client.StepAsync(token));
        await Task.Delay(TimeSpan.FromSeconds(2), cancellationToken);
    }

    private async Task<(long Heap, long Resident)> ReadAsync(CancellationToken cancellationToken)
    {
        var heap = await ManagedHeap.BytesAfterCollectionAsync(fixture.Bot.Id, cancellationToken);
        var resident = ResourceUse.ResidentBytes(fixture.Bot.Id);
        say($"heap {Comparison.Mib(heap)} MiB, RSS {Comparison.Mib(resident)} MiB");
        return (heap, resident);
    }
}
