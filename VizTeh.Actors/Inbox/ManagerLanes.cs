using VizTeh.Actors.Manager;
using VizTeh.Actors.Manager.Commands;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Inbox;

/// <summary>The part of a managers' chat that an update belongs to.</summary>
internal enum LanePart
{
    /// <summary>Updates that are answered by a message, which may wait for the chat's limit; and all updates of a client.</summary>
    Speech,

    /// <summary>Presses of buttons: answered by a note, which does not count against the chat's limit.</summary>
    Presses,

    /// <summary>What may be an answer to a client, and its edits: stored at once, in the order in which they were written.</summary>
    Answers,

    /// <summary>
    /// Exports: each has a lane of its own, so that nothing waits for an upload, and another export is told of the first.
    /// </summary>
    Exports,

    /// <summary>Updates without an answer: the bot was admitted, the group moved, people talk with each other.</summary>
    Silent,
}

/// <summary>
/// The lanes of a managers' chat. Telegram accepts 20 messages a minute to a group: with one lane for all updates, a press would wait as
/// long as the answer to an earlier command.
/// </summary>
internal static class ManagerLanes
{
    public static LaneKey Of(long chatId, ManagerUpdate update, string botUsername, ManagerCommands commands, FirmTexts texts) =>
        (update.Input, ManagerIntent.Of(
            update.Input, update.IsGroup, botUsername, commands, texts, update.Message?.ReplyTo is not null)) switch
        {
            _ when AnswerRules.MayBeAnswer(update) => new LaneKey(chatId, LanePart.Answers),
            (ManagerInput.Press, ManagerIntent.ChangeStatus change) => new LaneKey(chatId, LanePart.Presses, change.TicketId),
            (ManagerInput.Press, ManagerIntent.Claim claim) => new LaneKey(chatId, LanePart.Presses, claim.TicketId),
            (ManagerInput.Press, ManagerIntent.OnCard asked) => new LaneKey(chatId, LanePart.Presses, asked.TicketId),
            (ManagerInput.Press, ManagerIntent.AskForAnswer wanted) => new LaneKey(chatId, LanePart.Presses, wanted.TicketId),
            (ManagerInput.Press, _) => new LaneKey(chatId, LanePart.Presses),
            (ManagerInput.Migrated or ManagerInput.Membership, _) or (_, ManagerIntent.NotForUs) => new LaneKey(chatId, LanePart.Silent),
            (_, ManagerIntent.Command { Called.Name: ExportCommand.CommandName }) =>
                new LaneKey(chatId, LanePart.Exports, update.UpdateId),
            _ => new LaneKey(chatId),
        };
}
