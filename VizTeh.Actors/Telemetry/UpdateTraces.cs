using System.Collections.Concurrent;
using System.Diagnostics;

namespace VizTeh.Actors.Telemetry;

/// <summary>
/// The traces of updates: one each, from the poll to the reply, by spans of the program's own. A trace crosses the actors and the inbox by
/// the update's id, so no message and no row carries it; what an earlier process began has a trace of its own. Thread-safe.
/// </summary>
/// <remarks>
/// Spans hold the kind and the id of the update, names of the Bot API and of events, and outcomes: no person, no chat, no word.
/// </remarks>
public sealed class UpdateTraces(BotMetrics metrics, TimeProvider clock) : IDisposable
{
    public const string SourceName = "VizTeh.Actors";

    // Twice the number of updates that the poller has at once.
    private const int Most = 20_000;

    private readonly ConcurrentDictionary<long, Open> _open = new();
    private int _count;

    /// <summary>The spans of this process's bot, as opposed to those of another one in the same process.</summary>
    public ActivitySource Source { get; } = new(SourceName);

    private bool AreWanted => Source.HasListeners() || metrics.WantsDurations;

    /// <summary>An update that a poll brought is stored.</summary>
    /// <param name="takenAt">When the poll was answered, a timestamp of the clock.</param>
    public void Begin(long updateId, string kind, long takenAt)
    {
        if (!AreWanted)
            return;
        var now = clock.GetUtcNow();
        var taken = now - clock.GetElapsedTime(takenAt);
        var root = Start("update", ActivityKind.Consumer, default, taken);
        root?.SetTag("vizteh.update.kind", kind).SetTag("vizteh.update.id", updateId);
        Add(updateId, new Open(root, takenAt));
        if (root is not null && Start("inbox store", ActivityKind.Internal, root.Context, taken) is { } stored)
            Stop(stored.SetEndTime(now.UtcDateTime));
    }

    /// <summary>An update that an earlier process has stored is handed out.</summary>
    public void Resume(long updateId, string kind)
    {
        if (!AreWanted)
            return;
        var root = Start("update", ActivityKind.Consumer, default, clock.GetUtcNow());
        root?.SetTag("vizteh.update.kind", kind).SetTag("vizteh.update.id", updateId).SetTag("resumed", true);
        Add(updateId, new Open(root, TakenAt: null));
    }

    /// <summary>Begins a span that somebody else ends by <see cref="Stop"/>; the caller's flow does not stand under it.</summary>
    /// <returns>Null when nobody listens, or the update has no trace here.</returns>
    public Activity? Start(string name, long updateId) => RootOf(updateId) is { } root
        ? Start(name, ActivityKind.Internal, root.Context, startTime: default)
        : null;

    /// <summary>Begins a span under which the caller's flow stands until it disposes of it.</summary>
    /// <inheritdoc cref="Start(string, long)"/>
    public Activity? Enter(string name, long updateId) => RootOf(updateId) is { } root
        ? Source.StartActivity(name, ActivityKind.Internal, root.Context)
        : null;

    /// <summary>Begins the span of a call to Telegram, if the caller's flow stands under a span of an update.</summary>
    /// <param name="method">A name of the Bot API.</param>
    public Activity? EnterCall(string method) => Activity.Current is { } current && ReferenceEquals(current.Source, Source)
        ? Source.StartActivity("telegram call", ActivityKind.Client)?.SetTag("vizteh.telegram.method", method)
        : null;

    /// <summary>Ends a span, whatever the caller's flow stands under.</summary>
    public static void Stop(Activity? span)
    {
        if (span is null)
            return;
        var current = Activity.Current;
        span.Dispose();
        Activity.Current = current;
    }

    /// <summary>The time since the poll that brought the update; null when it is not known here.</summary>
    public TimeSpan? SinceTaken(long updateId) => _open.TryGetValue(updateId, out var open) && open.TakenAt is { } takenAt
        ? clock.GetElapsedTime(takenAt)
        : null;

    /// <summary>Nothing more is done about the update. Has no effect when its trace has ended already.</summary>
    public void End(long updateId, string outcome)
    {
        if (!_open.TryRemove(updateId, out var open))
            return;
        Interlocked.Decrement(ref _count);
        Stop(open.Root?.SetTag("vizteh.outcome", outcome));
    }

    /// <summary>No update is handled here any more: another process goes on with those that are not.</summary>
    public void EndAll()
    {
        foreach (var updateId in _open.Keys)
            End(updateId, MetricLabels.Interrupted);
    }

    public void Dispose()
    {
        EndAll();
        Source.Dispose();
    }

    private void Add(long updateId, Open open)
    {
        // An update that came twice has one trace, and one above the limit none.
        if (Interlocked.Increment(ref _count) <= Most && _open.TryAdd(updateId, open))
            return;
        Interlocked.Decrement(ref _count);
        Stop(open.Root);
    }

    private Activity? RootOf(long updateId) => _open.TryGetValue(updateId, out var open) ? open.Root : null;

    private Activity? Start(string name, ActivityKind kind, ActivityContext parent, DateTimeOffset startTime)
    {
        if (!Source.HasListeners())
            return null;
        var current = Activity.Current;
        Activity.Current = null;
        var span = Source.StartActivity(name, kind, parent, startTime: startTime);
        Activity.Current = current;
        return span;
    }

    /// <param name="Root">Null when nobody listens, or the trace is not sampled.</param>
    /// <param name="TakenAt">A timestamp of the clock; null when an earlier process took the update.</param>
    private sealed record Open(Activity? Root, long? TakenAt);
}
