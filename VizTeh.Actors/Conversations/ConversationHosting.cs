using System.Globalization;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Cluster.Tools.Singleton;
using Akka.DependencyInjection;
using Akka.DistributedData;
using Akka.Hosting;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

public static class ConversationHosting
{
    /// <summary>
    /// Far more than there will ever be nodes. Decides on which node an entity lives, so it must not change in a running cluster.
    /// </summary>
    private const int Shards = 50;

    /// <summary>The conversations: one sharded entity per user, in memory while it has something to do.</summary>
    public static AkkaConfigurationBuilder WithConversations(this AkkaConfigurationBuilder akka) => akka
        .AddHocon(
            ClusterSharding.DefaultConfig()
                .WithFallback(DistributedData.DefaultConfig())
                .WithFallback(ClusterSingleton.DefaultConfig()),
            HoconAddMode.Append)
        .WithActors(async (system, registry) => registry.Register<ConversationActor>(await StartRegionAsync(system)));

    /// <summary>
    /// Starts the shard region, which starts a conversation for the first message to it. If the region is there already, it is returned.
    /// </summary>
    internal static Task<IActorRef> StartRegionAsync(ActorSystem system)
    {
        var sharding = ClusterSharding.Get(system);
        var settings = ClusterShardingSettings.Create(system)
            .WithStateStoreMode(StateStoreMode.DData)
            .WithRememberEntities(false)
            // The conversation itself tracks when it is idle; the region sees only messages that pass through it.
            .WithPassivateIdleAfter(TimeSpan.Zero);
        return sharding.StartAsync(
            "conversations",
            userId => DependencyResolver.For(system).Props<ConversationActor>(userId),
            settings,
            HashCodeMessageExtractor.Create(
                Shards, message => message is IWithUserId update ? update.UserId.ToString(CultureInfo.InvariantCulture) : null!),
            sharding.DefaultShardAllocationStrategy(settings),
            ConversationActor.StopConversation.Instance);
    }
}
