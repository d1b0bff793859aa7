using Akka.Cluster.Hosting;
using Akka.Hosting;

namespace VizTeh.Actors.Telegram;

public static class PollerHosting
{
    /// <summary>One in the cluster: Telegram gives a bot's updates to one poller only (409 for the other).</summary>
    public static AkkaConfigurationBuilder WithPoller(this AkkaConfigurationBuilder akka) =>
        akka.WithSingleton<PollerActor>("poller", (_, _, resolver) => resolver.Props<PollerActor>(),
            createProxyToo: false);
}
