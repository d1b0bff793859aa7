using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
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
                // The conversation itself tracks when it is idle; the region sees only messages that pass through it.
                ShouldPassivateIdleEntities = false,
                HandOffStopMessage = ConversationActor.StopConversation.Instance,
            });
}
