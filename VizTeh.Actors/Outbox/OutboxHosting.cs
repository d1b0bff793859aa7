using Akka.Cluster.Hosting;
using Akka.Hosting;

namespace VizTeh.Actors.Outbox;

public static class OutboxHosting
{
    /// <summary>One in the cluster: rows of a chat have an order, and Telegram's limits are the bot's, not a node's.</summary>
    public static AkkaConfigurationBuilder WithOutbox(this AkkaConfigurationBuilder akka) =>
        akka.WithSingleton<OutboxActor>("outbox", (_, _, resolver) => resolver.Props<OutboxActor>());
}
