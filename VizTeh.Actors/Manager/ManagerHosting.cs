using Akka.Hosting;

namespace VizTeh.Actors.Manager;

public static class ManagerHosting
{
    /// <summary>One a node; its state is in the database.</summary>
    public static AkkaConfigurationBuilder WithManager(this AkkaConfigurationBuilder akka) =>
        akka.WithActors((system, registry, resolver) =>
            registry.Register<ManagerActor>(system.ActorOf(resolver.Props<ManagerActor>(), "manager")));
}
