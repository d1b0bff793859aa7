using Akka.Hosting;

namespace VizTeh.Actors.Tickets;

public static class TicketHosting
{
    /// <summary>Starts the ticket actor: one a node, with its state in the database.</summary>
    public static AkkaConfigurationBuilder WithTickets(this AkkaConfigurationBuilder akka) =>
        akka.WithActors((system, registry, resolver) =>
            registry.Register<TicketActor>(system.ActorOf(resolver.Props<TicketActor>(), "tickets")));
}
