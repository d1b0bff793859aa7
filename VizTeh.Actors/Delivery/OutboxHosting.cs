using Akka.Cluster.Hosting;
using Akka.Hosting;
using VizTeh.Actors.Outbox;

namespace VizTeh.Actors.Delivery;

public static class OutboxHosting
{
    /// <summary>
    /// Starts the outbox as a cluster singleton: the rows of a chat have an order, and Telegram's limits apply to the bot, not to a node.
    /// </summary>
    public static AkkaConfigurationBuilder WithOutbox(this AkkaConfigurationBuilder akka) =>
        akka.WithSingleton<OutboxKey>("outbox", (_, _, resolver) => resolver.Props<OutboxActor>());
}
