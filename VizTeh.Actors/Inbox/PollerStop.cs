using Akka;
using Akka.Actor;

namespace VizTeh.Actors.Inbox;

/// <summary>
/// The poller's part of the program's stop: first no more updates are fetched, then those that are out get a moment to finish.
/// </summary>
internal static class PollerStop
{
    // Most updates finish within milliseconds; the rest is handled after the next start.
    private static readonly TimeSpan EndDeadline = TimeSpan.FromMilliseconds(1500);

    /// <param name="takeNoMore">The message that tells the poller to stop fetching.</param>
    /// <param name="awaitEnd">The message that the poller answers when no update is out any more.</param>
    /// <param name="cancellationToken">Cancelled when the poller is gone.</param>
    public static void Register(
        ActorSystem system, IActorRef poller, object takeNoMore, object awaitEnd, CancellationToken cancellationToken)
    {
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "poller-takes-no-more", () =>
        {
            poller.Tell(takeNoMore);
            return Task.FromResult(Done.Instance);
        });
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceRequestsDone, "poller-finishes", async () =>
        {
            if (cancellationToken.IsCancellationRequested)
                return Done.Instance;
            try
            {
                await poller.Ask(awaitEnd, EndDeadline);
            }
            catch (AskTimeoutException)
            {
                // The updates that are still out stay in the inbox.
            }

            return Done.Instance;
        });
    }
}
