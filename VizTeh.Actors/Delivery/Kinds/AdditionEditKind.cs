using Microsoft.Extensions.Logging;
using Npgsql;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Delivery.Kinds;

/// <summary>
/// An edit of the message under a card that shows what a client said, with the words as they were when the row was claimed. Words for which
/// the message has no room, or whose message can no longer be edited, come as a message of their own (<see cref="TicketMessageKind"/>).
/// </summary>
public sealed class AdditionEditKind(BotSettings settings, ILogger<AdditionEditKind> logger) : MessageKind
{
    public override Type Owed => typeof(OwedMessage.AdditionEdit);

    public override Task<SendOutcome> SendAsync(
        OutboxEntry entry, TelegramSender sender, TimeSpan patience, CancellationToken cancellationToken)
    {
        var edit = EditOf(entry);
        // The row of the words may have been deleted meanwhile.
        return entry.Words is { } words && TicketMessageText.Fits(words)
            ? sender.EditAsync(
                entry.Row.ChatId, edit.MessageId, TicketMessageText.Corrected(edit.TicketId, words, settings.Company.Texts), patience,
                cancellationToken)
            : Task.FromResult<SendOutcome>(new SendOutcome.Delivered(edit.MessageId));
    }

    public override IReadOnlyList<NpgsqlBatchCommand> Record(IReadOnlyList<SentEntry> sent) =>
    [
        AnswerCopies.Lock([.. sent.Select(one => one.Entry.Wording).OfType<ClientWording>().Select(of => of.FirstId).Distinct().Order()]),
        .. sent.SelectMany(one => Settled(one.Entry)),
    ];

    public override IReadOnlyList<NpgsqlBatchCommand> ForgetMessage(OutboxEntry entry) =>
        [AdditionRows.OweInstead(EditOf(entry), entry.Row.ChatId)];

    public override async Task<bool> TrySettleRefusalAsync(
        OutboxClaim claim, SendOutcome.Refused refused, CancellationToken cancellationToken)
    {
        if (refused.Reason != RefusalReason.EditedMessage)
            return false;
        await claim.DropAsync(ForgetMessage(claim.Head), cancellationToken);
        logger.LogWarning(
            "The {Owed} in chat {ChatId} cannot be shown by an edit ({Description}); it is sent as a message",
            claim.Head.Row.Owed.Name, claim.Head.Row.ChatId, refused.Description);
        return true;
    }

    private static IEnumerable<NpgsqlBatchCommand> Settled(OutboxEntry entry)
    {
        var (edit, chatId) = (EditOf(entry), entry.Row.ChatId);
        if (entry is not { Words: { } words, Wording: { } wording })
            return [];
        return TicketMessageText.Fits(words)
            ?
            [
                AdditionRows.Edited(chatId, edit.MessageId, wording.Edits),
                AdditionRows.OweMissed(wording.FirstId, wording.Edits, chatId, edit.MessageId),
            ]
            : [AdditionRows.OweInstead(edit, chatId)];
    }

    private static OwedMessage.AdditionEdit EditOf(OutboxEntry entry) => (OwedMessage.AdditionEdit)entry.Row.Owed;
}
