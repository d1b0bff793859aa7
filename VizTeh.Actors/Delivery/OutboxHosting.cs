using Akka.Cluster.Hosting;
using Akka.Hosting;
using VizTeh.Actors.Outbox;

namespace VizTeh.Actors.Delivery;

public static class OutboxHosting
{
    /// <summary>One in the cluster: rows of a chat have an order, and Telegram's limits are the bot's, not a node's.</summary>
    public static AkkaConfigurationBuilder WithOutbox(this AkkaConfigurationBuilder akka) =>
        akka.WithSingleton<OutboxKey>("outbox", (_, _, resolver) => resolver.Props<OutboxActor>());
}
