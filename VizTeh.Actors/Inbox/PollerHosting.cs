using Akka;
using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Inbox;

public static class PollerHosting
{
    // The updates that are out have had their time to finish before this; only unanswered calls of Telegram are left then.
    private static readonly TimeSpan CallGrace = TimeSpan.FromMilliseconds(500);

    /// <summary>The name of the actor that keeps the poller in one place of the cluster.</summary>
    internal const string SingletonName = "poller";

    /// <summary>
    /// Starts the poller as a cluster singleton: Telegram gives a bot's updates to one poller only (409 for another). If several clusters
    /// run on one database, as in an overlapping deploy, the terms of <see cref="PollerHolder"/> let only one poll.
    /// </summary>
    public static AkkaConfigurationBuilder WithPoller(this AkkaConfigurationBuilder akka) =>
        akka
            .WithActors((system, _, resolver) => resolver.GetService<PollerPing>().RunsIn(system))
            .WithSingleton<PollerHolder>(SingletonName, (_, _, resolver) => resolver.Props<PollerHolder>(), createProxyToo: false);

    /// <summary>Lets the last calls of the Bot API complete at a stop, before the actors that await them stop.</summary>
    public static AkkaConfigurationBuilder WithLastCalls(this AkkaConfigurationBuilder akka) =>
        akka.WithActors((system, _, resolver) =>
        {
            var sender = resolver.GetService<TelegramSender>();
            CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseServiceStop, "last-calls", async () =>
            {
                await sender.StopAsync(CallGrace);
                return Done.Instance;
            });
        });
}
