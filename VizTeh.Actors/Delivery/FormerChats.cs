using Microsoft.Extensions.Logging;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Delivery;

/// <summary>
/// Takes back rows for managers that wait for former managers' chats, after MANAGER_CHAT_ID or the routes were changed, before any of them
/// is sent. Thread-safe.
/// </summary>
public sealed class FormerChats(ManagerChats chats, ManagerChatStore store, Troubles troubles, ILogger<FormerChats> logger)
{
    private const string Superseded = "MANAGER_CHAT_ID differs";

    /// <summary>
    /// Moves the waiting cards and the messages about tickets to the managers' chats that lack them, drops the other rows, and logs both.
    /// </summary>
    public async Task ReclaimAsync(CancellationToken cancellationToken)
    {
        // Another node may have stored a migration by which an unknown chat is the supergroup of a managers' group.
        foreach (var migration in await store.LoadAsync(cancellationToken))
            chats.Learn(migration);
        // Without the setting nobody knows which chats are former ones: what waits for a chat goes on waiting.
        if (!chats.AreSet)
            return;

        var reclaimed = await store.ReclaimAsync(chats.Configured, chats.Routes, cancellationToken);
        if (reclaimed is null)
        {
            if (troubles.Raise(Superseded, null, "a process that was started later has another one, and both run"))
            {
                logger.LogWarning(
                    "A process that was started later has another MANAGER_CHAT_ID or other vizteh.routes: messages that "
                    + "wait for its chats are left to it. If this is not the end of a deploy, stop one of the two");
            }

            return;
        }

        troubles.Clear(Superseded, null);
        if (reclaimed.Others > 0)
        {
            logger.LogWarning(
                "{Others} messages for managers waited for chats that are no managers' chats any more, and are dropped", reclaimed.Others);
        }

        if (reclaimed.Messages > 0)
        {
            logger.LogWarning(
                "{Messages} messages of clients to their tickets waited for chats that are no managers' chats any more: they go to {Chats} "
                + "instead",
                reclaimed.Messages, string.Join(", ", chats.Current));
        }

        if (reclaimed.Files > 0)
        {
            logger.LogWarning(
                "Files of {Files} tickets waited for chats that are no managers' chats any more: they go to {Chats} instead",
                reclaimed.Files, string.Join(", ", chats.Current));
        }

        if (reclaimed.Left > 0)
        {
            logger.LogWarning(
                "Chats that are not in MANAGER_CHAT_ID still show erased tickets, which the bot cannot change: {Chats} are asked to delete "
                + "that by hand", string.Join(", ", chats.Current));
        }

        if (reclaimed is { Cards: 0, Edits: 0 })
            return;
        logger.LogWarning(
            "{Cards} cards and {Edits} edits of cards waited for chats that are no managers' chats any more: {Added} cards go to {Chats} "
                + "instead, "
            + "what is there already and the edits are dropped",
            reclaimed.Cards, reclaimed.Edits, reclaimed.Added, string.Join(", ", chats.Current));
    }
}
