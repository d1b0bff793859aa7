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

    /// <summary>The waits for the replies so far, sorted.</summary>
    public IReadOnlyList<TimeSpan> Waits => [.. _waits.Order()];

    /// <summary>
    /// Each person does one thing at a time until <paramref name="closing"/>; returns when everyone has the reply to the last thing.
    /// </summary>
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

    /// <summary>One person after another does one thing, at even intervals, whether or not the person before has a reply.</summary>
    /// <param name="rate">Steps a second.</param>
    /// <returns>The waits for the replies, sorted.</returns>
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
            // With enough people this one has had the reply for long.
            await busy[at];
            busy[at] = clients[at].StepAsync(cancellationToken);
            steps.Add(busy[at]);
        }

        var results = await Task.WhenAll(steps);
        return [.. results.Select(result => result.Wait).Order()];
    }
}
