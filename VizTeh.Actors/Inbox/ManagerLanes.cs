using VizTeh.Actors.Manager;
using VizTeh.Actors.Manager.Commands;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Inbox;

/// <summary>The part of a managers' chat that an update belongs to.</summary>
internal enum LanePart
{
    /// <summary>Updates that are answered by a message, which may have to wait for the chat's limit; and everything of a client.</summary>
    Speech,

    /// <summary>Presses of buttons: they change a status and are answered by a note, for which no chat has to wait.</summary>
    Presses,

    /// <summary>Updates that are answered by nothing: the bot was let in, the group moved, people talk with each other.</summary>
    Silent,
}

/// <summary>
/// The lanes of a managers' chat. Telegram lets 20 messages a minute through to a group: were all its updates in one lane, a press would be
/// held up for as long as the answer to a command before it.
/// </summary>
internal static class ManagerLanes
{
    public static LaneKey Of(long chatId, ManagerUpdate update, string botUsername, ManagerCommands commands) =>
        (update.Input, ManagerIntent.Of(update.Input, update.IsGroup, botUsername, commands)) switch
        {
            (ManagerInput.Press, ManagerIntent.ChangeStatus change) => new LaneKey(chatId, LanePart.Presses, change.TicketId),
            (ManagerInput.Press, _) => new LaneKey(chatId, LanePart.Presses),
            (ManagerInput.Migrated or ManagerInput.Membership, _) or (_, ManagerIntent.NotForUs) => new LaneKey(chatId, LanePart.Silent),
            _ => new LaneKey(chatId),
        };
}
