using Microsoft.Extensions.Logging;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Delivery;

/// <summary>
/// What is for managers and waits for chats that are theirs no more, since MANAGER_CHAT_ID was changed: it is taken back before anything
/// of it is sent. Safe for any thread.
/// </summary>
public sealed class FormerChats(ManagerChats chats, ManagerChatStore store, Troubles troubles, ILogger<FormerChats> logger)
{
    private const string Superseded = "MANAGER_CHAT_ID differs";

    /// <summary>Gives the waiting cards to the managers' chats that lack them and drops the rest, and says so in the log.</summary>
    public async Task ReclaimAsync(CancellationToken cancellationToken)
    {
        // Another node may know that a chat which seems to be a stranger's is a managers' group that became a supergroup.
        foreach (var migration in await store.LoadAsync(cancellationToken))
            chats.Learn(migration);

        var reclaimed = await store.ReclaimAsync(chats.Configured, chats.CurrentById, cancellationToken);
        if (reclaimed is null)
        {
            if (troubles.Raise(Superseded, null, "a process that was started later has another one, and both run"))
            {
                logger.LogWarning(
                    "A process that was started later has another MANAGER_CHAT_ID: what waits for its chats is left to it. If this is not "
                    + "the end of a deploy, stop one of the two");
            }

            return;
        }

        troubles.Clear(Superseded, null);
        if (reclaimed.Others > 0)
        {
            logger.LogWarning(
                "{Others} messages for managers waited for chats that are not in MANAGER_CHAT_ID, and are dropped", reclaimed.Others);
        }

        if (reclaimed is { Cards: 0, Edits: 0 })
            return;
        logger.LogWarning(
            "{Cards} cards and {Edits} edits of cards waited for chats that are not in MANAGER_CHAT_ID: {Added} cards go to {Chats} "
                + "instead, "
            + "what is there already and the edits are dropped",
            reclaimed.Cards, reclaimed.Edits, reclaimed.Added, string.Join(", ", chats.Current));
    }
}
