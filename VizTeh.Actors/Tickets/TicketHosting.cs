using Akka.Hosting;

namespace VizTeh.Actors.Tickets;

public static class TicketHosting
{
    /// <summary>Starts the ticket actor, and that of the tickets' reminders: one a node each, with their state in the database.</summary>
    public static AkkaConfigurationBuilder WithTickets(this AkkaConfigurationBuilder akka) =>
        akka.WithActors((system, registry, resolver) =>
        {
            registry.Register<TicketActor>(system.ActorOf(resolver.Props<TicketActor>(), "tickets"));
            registry.Register<TicketReminderActor>(system.ActorOf(resolver.Props<TicketReminderActor>(), "ticket-reminders"));
        });
}
