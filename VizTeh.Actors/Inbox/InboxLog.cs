using Microsoft.Extensions.Logging;

namespace VizTeh.Actors.Inbox;

/// <summary>Writes the inbox's effects to the log.</summary>
internal sealed class InboxLog(ILogger logger, int mostOfOneChat)
{
    public void Write(InboxEffect effect)
    {
        switch (effect)
        {
            case InboxEffect.TellInterrupted told:
                logger.LogWarning("Update {UpdateId} was interrupted and will be sent again: {Error}", told.UpdateId, told.Error);
                break;
            case InboxEffect.RecordFault fault:
                logger.LogWarning("Update {UpdateId} failed, time {Attempts}: {Error}", fault.UpdateId, fault.Attempts, fault.Error);
                break;
            case InboxEffect.SetAside { IsUnreadable: true } update:
                logger.LogError("Update {UpdateId} cannot be read and is set aside: {Error}", update.UpdateId, update.Error);
                break;
            case InboxEffect.SetAside update:
                logger.LogError(
                    "Update {UpdateId} failed {Attempts} times and is set aside: {Error}", update.UpdateId, update.Attempts, update.Error);
                break;
            case InboxEffect.TellFlood { ChatId: var chatId }:
                logger.LogWarning(
                    "Chat {ChatId} sent more than {Limit} updates at once: the rest will not be answered one by one", chatId,
                    mostOfOneChat);
                break;
            case InboxEffect.TellFloodEnded flood:
                logger.LogInformation("{Count} updates of chat {ChatId} were not answered one by one", flood.Count, flood.ChatId);
                break;
            case InboxEffect.TellNoticeFailed notice:
                logger.LogError("Chat {ChatId} could not be told that it sends too much: {Error}", notice.ChatId, notice.Error);
                break;
        }
    }
}
