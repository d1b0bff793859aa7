using Akka;
using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Inbox;

public static class PollerHosting
{
    // After the poller has given what is out its time to end: only a call that Telegram does not answer is left then.
    private static readonly TimeSpan CallGrace = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// One in the cluster: Telegram gives a bot's updates to one poller only (409 for the other). Of several clusters on one database,
    /// which an overlapping deploy is, the terms of <see cref="PollerHolder"/> let one poll.
    /// </summary>
    public static AkkaConfigurationBuilder WithPoller(this AkkaConfigurationBuilder akka) =>
        akka.WithSingleton<PollerHolder>("poller", (_, _, resolver) => resolver.Props<PollerHolder>(), createProxyToo: false);

    /// <summary>At a stop of the program its last calls of the Bot API end in order, before the actors that wait for them do.</summary>
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
