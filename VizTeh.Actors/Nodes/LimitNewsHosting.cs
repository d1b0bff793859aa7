using Akka.Hosting;

namespace VizTeh.Actors.Nodes;

public static class LimitNewsHosting
{
    /// <summary>Lets a node that is one of several tell the others what it learns of Telegram's limits.</summary>
    public static AkkaConfigurationBuilder WithLimitNews(this AkkaConfigurationBuilder akka) =>
        akka.WithActors((system, _, resolver) => system.ActorOf(resolver.Props<LimitNewsActor>(), LimitNewsActor.Name));
}
