using System.Diagnostics;
using VizTeh.Actors.Benchmarks.Contenders;
using VizTeh.Actors.Benchmarks.Report;

namespace VizTeh.Actors.Benchmarks.Measurements;

/// <summary>Many people in turn at an even pace, one form each, and the bot's memory meanwhile.</summary>
internal sealed class Soak(BenchOptions options, ContenderFixture fixture, Action<string> say)
{
    private const int PeopleInTwentyMinutes = 50_000;
    private const int AtOnce = 64;
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyList<Table>> RunAsync(CancellationToken cancellationToken)
    {
        var length = TimeSpan.FromMinutes(options.SoakMinutes);
        var count = (int)(PeopleInTwentyMinutes * options.SoakMinutes / 20);
        var people = fixture.Clients(count);
        var looks = new List<(TimeSpan At, long Bytes)>();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var began = Stopwatch.GetTimestamp();
        var looking = LookAsync();

        await Parallel.ForEachAsync(
            people.Index(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (person, token) =>
            {
                var due = (length * person.Index / count) - Stopwatch.GetElapsedTime(began);
                if (due > TimeSpan.Zero)
                    await Task.Delay(due, token);
                while (!(await person.Item.StepAsync(token)).EndsForm)
                {
                }
            });
        await ended.CancelAsync();
        await looking;

        var tenths = Enumerable.Range(0, 10)
            .Select(tenth => looks.Where(look => (int)(look.At / length * 10) == tenth).Select(look => (double)look.Bytes).ToArray())
            .Select(bytes => bytes.Length == 0 ? "" : Comparison.Mib((long)Statistics.Median(bytes)))
            .ToArray();
        return
        [
            new Table(
                FormattableString.Invariant($"Soak: {options.SoakMinutes:0.#} minutes, {count:N0} people in turn, one form each; RSS, MiB"),
                ["Tenth of the time", .. Enumerable.Range(1, 10).Select(tenth => FormattableString.Invariant($"{tenth}"))],
                [["RSS, median", .. tenths]])
            {
                Note = "A conversation stays awake for five minutes after its last update, so memory grows for as long.",
            },
        ];

        async Task LookAsync()
        {
            while (!ended.IsCancellationRequested)
            {
                looks.Add((Stopwatch.GetElapsedTime(began), ResourceUse.ResidentBytes(fixture.Bot.Id)));
                say(FormattableString.Invariant($"{looks[^1].At.TotalSeconds:0} s: RSS {looks[^1].Bytes >> 20} MiB"));
                await Task.Delay(LookInterval, ended.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }
}
