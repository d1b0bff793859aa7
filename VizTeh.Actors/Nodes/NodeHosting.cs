using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Nodes;

public static class NodeHosting
{
    /// <summary>
    /// Registers what a process knows of the nodes and, if it is one of several, its membership. To be registered before the actor system,
    /// which then stops first: a node shows that it lives until its actors have stopped.
    /// </summary>
    /// <param name="identity">Null for a bot on its own.</param>
    /// <param name="version">The program's.</param>
    internal static IServiceCollection AddNodes(
        this IServiceCollection services, BotSettings settings, NodeIdentity? identity, string version)
    {
        services.AddSingleton(_ => new NodesView(identity));
        if (identity is null)
            return services;
        return services
            .AddSingleton(identity)
            .AddSingleton(NodeTimes.Default)
            .AddSingleton(provider => new NodeConnections(
                settings.Node!, settings.Database, identity, provider.GetRequiredService<NodeTimes>()))
            .AddSingleton<NodePermit>()
            .AddSingleton<ISendPermit>(provider => provider.GetRequiredService<NodePermit>())
            .AddSingleton(provider => ShareOf(provider.GetRequiredService<NodesView>(), provider.GetRequiredService<TimeProvider>()))
            .AddHostedService(provider => new NodeMembership(
                version, provider.GetRequiredService<ActorSystem>(), provider.GetRequiredService<NodeConnections>(),
                provider.GetRequiredService<NodesView>(), provider.GetRequiredService<NodePermit>(),
                provider.GetRequiredService<IHostApplicationLifetime>(),
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<NodeMembership>>()));
    }

    // A node that is not yet a member knows nobody, and has no part.
    internal static NodeShare ShareOf(NodesView nodes, TimeProvider clock)
    {
        var share = new NodeShare(clock);
        nodes.Changed += Follow;
        Follow();
        return share;

        void Follow()
        {
            if (nodes.Members.Count is > 0 and var count)
                share.Set(count);
        }
    }
}
