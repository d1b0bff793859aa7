using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using VizTeh.Actors.Manager.Commands;
using VizTeh.Actors.Manager.Lists;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Manager;

public static class ManagerHosting
{
    /// <summary>Starts the manager actor: one a node, with its state in the database.</summary>
    public static AkkaConfigurationBuilder WithManager(this AkkaConfigurationBuilder akka) =>
        akka.WithActors((system, registry, resolver) =>
            registry.Register<ManagerActor>(system.ActorOf(resolver.Props<ManagerActor>(), "manager")));

    /// <summary>Registers the managers' commands, in the order of their menu.</summary>
    public static IServiceCollection AddManagerCommands(this IServiceCollection services) => services
        .AddSingleton<IManagerCommand, StartCommand>()
        .AddSingleton<IManagerCommand>(provider => new HelpCommand(
            provider.GetRequiredService<ManagerCommands>, provider.GetRequiredService<BotSettings>()))
        .AddSingleton<IManagerCommand, OpenCommand>()
        .AddSingleton<IManagerCommand, MineCommand>()
        .AddSingleton<IManagerCommand, FindCommand>()
        .AddSingleton<IManagerCommand, TicketCommand>()
        .AddSingleton<IManagerCommand, HistoryCommand>()
        .AddSingleton<IManagerCommand, StatsCommand>()
        .AddSingleton<IManagerCommand>(provider => new ExportCommand(
            provider.GetRequiredService<ExportUpload>, provider.GetRequiredService<BotSettings>(),
            provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<IManagerCommand, PhotoIdCommand>()
        .AddSingleton<IManagerCommand, BanCommand>()
        .AddSingleton<IManagerCommand, UnbanCommand>()
        .AddSingleton<IManagerCommand, BannedCommand>()
        .AddSingleton<ManagerCommands>()
        .AddSingleton<ManagerLists>();
}
