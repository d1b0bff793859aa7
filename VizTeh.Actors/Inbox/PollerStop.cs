using Akka;
using Akka.Actor;

namespace VizTeh.Actors.Inbox;

/// <summary>At a stop of the program the poller first takes no more updates, then has a moment to finish those that are out.</summary>
internal static class PollerStop
{
    // Most of what is out is done within milliseconds, and what is not is taken up at the next start.
    private static readonly TimeSpan EndDeadline = TimeSpan.FromMilliseconds(1500);

    /// <param name="takeNoMore">The message to the poller with which it begins to stop.</param>
    /// <param name="awaitEnd">The message that the poller answers when nothing is out any more.</param>
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
                // What is still out is in the inbox.
            }

            return Done.Instance;
        });
    }
}
