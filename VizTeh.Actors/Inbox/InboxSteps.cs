using VizTeh.Actors.Messages;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Inbox;

/// <summary>Runs the effects that wait for the database or for Telegram, and returns the resulting event.</summary>
internal sealed class InboxSteps(InboxStore inbox, TelegramSender sender, FirmTexts texts)
{
    // A notice that is not sent within this time is retried; it keeps its place in the chat's queue meanwhile.
    private static readonly TimeSpan NoticePatience = TimeSpan.FromMinutes(1);

    /// <returns>Null when the effect has no event.</returns>
    public async Task<InboxEvent?> WriteAsync(InboxEffect effect, CancellationToken cancellationToken)
    {
        switch (effect)
        {
            case InboxEffect.Delete { UpdateIds: var updateIds }:
                await inbox.DeleteAsync(updateIds, cancellationToken);
                return new InboxEvent.Deleted(updateIds);
            case InboxEffect.SetAside update:
                await inbox.RecordFailureAsync(update.UpdateId, update.Attempts, update.Error, setAside: true, cancellationToken);
                return new InboxEvent.SetAsideRecorded(update.UpdateId);
            case InboxEffect.NoteEndOfFlood { End: var end }:
                await inbox.NoteEndOfFloodAsync(end.UpdateId, cancellationToken);
                return new InboxEvent.EndOfFloodNoted(end);
            case InboxEffect.RecordFault fault:
                await inbox.RecordFailureAsync(fault.UpdateId, fault.Attempts, fault.Error, setAside: false, cancellationToken);
                return null;
            case InboxEffect.RecordNotRecovered failure:
                await inbox.RecordFailureAsync(failure.UpdateId, failure.Attempts, failure.Error, setAside: false, cancellationToken);
                return null;
            default:
                throw new ArgumentException($"{effect.GetType().Name} writes nothing", nameof(effect));
        }
    }

    public async Task<InboxEvent> SayNoticeAsync(PendingUpdate end, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await sender.SendAsync(
                end.ChatId, new Message(texts[Phrases.TooManyMessages]), NoticePatience, cancellationToken);
            return outcome switch
            {
                SendOutcome.Postponed { Unconfirmed: null } postponed => new InboxEvent.NoticeNotSaid(
                    end.UpdateId, postponed.RetryAfter, Error: null),
                SendOutcome.Postponed => new InboxEvent.NoticeNotSaid(end.UpdateId, RetryAfter: null, Error: null),
                _ => new InboxEvent.NoticeSaid(end.UpdateId),
            };
        }
        catch (Exception error)
        {
            return new InboxEvent.NoticeNotSaid(
                end.UpdateId, RetryAfter: null, error is OperationCanceledException ? null : error.GetBaseException().Message);
        }
    }
}
