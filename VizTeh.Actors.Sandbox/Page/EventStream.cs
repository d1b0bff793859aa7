using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using VizTeh.Actors.Sandbox.Page.Live;

namespace VizTeh.Actors.Sandbox.Page;

/// <summary>
/// Sends changes to an open page as server-sent events: `patch`, and `beat` when nothing has changed. The first patch of every connection
/// is the whole state, so a reconnected page has nothing to catch up with.
/// </summary>
internal static class EventStream
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BeatInterval = TimeSpan.FromSeconds(5);

    public static void Map(RouteGroupBuilder api, SandboxSession session, CancellationToken cancellationToken) =>
        api.MapGet("/events", IResult (HttpContext context) =>
        {
            if (session.Watch() is not { } watcher)
                return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
            context.Response.RegisterForDispose(watcher);
            return TypedResults.ServerSentEvents(EventsAsync(session, cancellationToken, context.RequestAborted));
        });

    private static async IAsyncEnumerable<SseItem<PagePatch>> EventsAsync(
        SandboxSession session, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        using var timer = new PeriodicTimer(Interval, session.Clock);
        var cursor = new PageCursor(session);
        var told = session.Clock.GetTimestamp();
        do
        {
            if (cursor.Next() is { } patch)
                yield return new SseItem<PagePatch>(patch, "patch");
            else if (session.Clock.GetElapsedTime(told) >= BeatInterval)
                yield return new SseItem<PagePatch>(new PagePatch(session.Run, null, null, null, null, null), "beat");
            else
                continue;
            told = session.Clock.GetTimestamp();
        }
        while (await TicksAsync(timer, ending.Token));
    }

    private static async Task<bool> TicksAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The page has disconnected, or the sandbox is stopping.
            return false;
        }
    }
}
