using System.Collections.Concurrent;
using System.Diagnostics;

namespace VizTeh.Actors.Benchmarks.Load;

/// <summary>People who write without pause.</summary>
internal sealed class Crowd(IReadOnlyList<LoadClient> clients)
{
    private readonly ConcurrentQueue<TimeSpan> _waits = [];
    private long _updates;
    private long _forms;

    public long Updates => Interlocked.Read(ref _updates);

    public long Forms => Interlocked.Read(ref _forms);

    /// <summary>How long each reply was waited for so far, sorted.</summary>
    public IReadOnlyList<TimeSpan> Waits => [.. _waits.Order()];

    /// <summary>Each does one thing at a time, until told to stop; ends when everyone has the reply to the last thing they did.</summary>
    public Task RunAsync(CancellationToken closing, CancellationToken cancellationToken) =>
        Task.WhenAll(clients.Select(client => Task.Run(() => RunAsync(client, closing, cancellationToken), cancellationToken)));

    private async Task RunAsync(LoadClient client, CancellationToken closing, CancellationToken cancellationToken)
    {
        while (!closing.IsCancellationRequested)
        {
            var step = await client.StepAsync(cancellationToken);
            Interlocked.Increment(ref _updates);
            _waits.Enqueue(step.Wait);
            if (step.EndsForm)
                Interlocked.Increment(ref _forms);
        }
    }

    /// <summary>One person after another does one thing, at even intervals, whether the one before has its reply or not.</summary>
    /// <param name="rate">Things a second.</param>
    /// <returns>How long each waited, sorted.</returns>
    public async Task<IReadOnlyList<TimeSpan>> RunEvenlyAsync(double rate, TimeSpan length, CancellationToken cancellationToken)
    {
        var busy = clients.Select(_ => Task.FromResult(default(StepResult))).ToArray();
        var steps = new List<Task<StepResult>>();
        var began = Stopwatch.GetTimestamp();
        for (var count = 0; Stopwatch.GetElapsedTime(began) < length; count++)
        {
            var due = TimeSpan.FromSeconds(count / rate) - Stopwatch.GetElapsedTime(began);
            if (due > TimeSpan.Zero)
                await Task.Delay(due, cancellationToken);
            var at = count % clients.Count;
            // With enough people this has its reply long since.
            await busy[at];
            busy[at] = clients[at].StepAsync(cancellationToken);
            steps.Add(busy[at]);
        }

        var results = await Task.WhenAll(steps);
        return [.. results.Select(result => result.Wait).Order()];
    }
}
