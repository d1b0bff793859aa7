using Akka.Hosting;

namespace VizTeh.Actors.PersonalData;

public static class PersonalDataHosting
{
    /// <summary>Starts the actor of the clients' data: one a node, with its state in the database.</summary>
    public static AkkaConfigurationBuilder WithPersonalData(this AkkaConfigurationBuilder akka) =>
        akka.WithActors((system, registry, resolver) =>
            registry.Register<PersonalDataActor>(system.ActorOf(resolver.Props<PersonalDataActor>(), "personal-data")));
}
