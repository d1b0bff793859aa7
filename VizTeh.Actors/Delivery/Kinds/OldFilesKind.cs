using Npgsql;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Delivery.Kinds;

/// <summary>
/// Asks the managers to delete files of an erased ticket that Telegram no longer deletes for a bot, as a reply to the ticket's card. The
/// ids of the messages are those of this chat, so the row never goes to another one.
/// </summary>
public sealed class OldFilesKind(BotSettings settings) : MessageKind
{
    public override Type Owed => typeof(OwedMessage.OldFiles);

    public override Task<SendOutcome> SendAsync(
        OutboxEntry entry, TelegramSender sender, TimeSpan patience, CancellationToken cancellationToken)
    {
        var files = (OwedMessage.OldFiles)entry.Row.Owed;
        return sender.SendReplyAsync(
            entry.Row.ChatId, entry.UnderCard,
            new Message(OldFilesText.Render(files.TicketId, entry.Row.ChatId, files.MessageIds, settings.Company.Texts)), patience,
            cancellationToken);
    }

    public override IReadOnlyList<NpgsqlBatchCommand> ForgetMessage(OutboxEntry entry) =>
        [ErasureRows.OweLeft(((OwedMessage.OldFiles)entry.Row.Owed).TicketId, entry.Row.ChatId)];
}
