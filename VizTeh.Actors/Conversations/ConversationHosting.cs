using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

public static class ConversationHosting
{
    /// <summary>Far more than nodes there will ever be; part of where an entity lives, so not to be changed in a running cluster.</summary>
    private const int Shards = 50;

    /// <summary>The conversations, one entity a user, awake while there is something to do.</summary>
    public static AkkaConfigurationBuilder WithConversations(this AkkaConfigurationBuilder akka) =>
        akka.WithShardRegion<ConversationActor>(
            "conversations",
            (_, _, resolver) => userId => resolver.Props<ConversationActor>(userId),
            HashCodeMessageExtractor.Create(
                Shards,
                message => message is IWithUserId update
                    ? update.UserId.ToString(System.Globalization.CultureInfo.InvariantCulture)
                    : null!),
            new ShardOptions
            {
                StateStoreMode = StateStoreMode.DData,
                RememberEntities = false,
                // The conversation itself knows when it is idle; the region sees only what passes through it.
                ShouldPassivateIdleEntities = false,
                HandOffStopMessage = ConversationActor.StopConversation.Instance,
            });
}
