using Akka.Hosting;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Nodes;

public static class LimitNewsHosting
{
    /// <summary>Has each of several nodes tell the others what it learns of Telegram's limits. Nothing for a bot on its own.</summary>
    public static AkkaConfigurationBuilder WithLimitNews(this AkkaConfigurationBuilder akka, BotSettings settings) => settings.Node is null
        ? akka
        : akka.WithActors((system, _, resolver) => system.ActorOf(resolver.Props<LimitNewsActor>(), LimitNewsActor.Name));
}
