using Microsoft.Extensions.Logging;
using Npgsql;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Delivery.Kinds;

/// <summary>
/// The files of a ticket, or of a message to it, sent as replies to the ticket's card in the chat, one group after another. After each the
/// row says what is left, so that a crash repeats one group at most. Telegram's refusal of a file costs that file only: a refused group is
/// sent anew file by file, and the refused files are named in the end. A refusal that concerns the chat is retried as for cards.
/// </summary>
public sealed class TicketFilesKind(BotSettings settings, ILogger<TicketFilesKind> logger) : MessageKind
{
    public override Type Owed => typeof(OwedMessage.TicketFiles);

    // The id of a card that was sent in this run is not stored yet, so the files could not be replies to it.
    public override bool MayFollow(OutboxEntry entry, IReadOnlyList<SentEntry> sent) =>
        !sent.Any(one => one.Entry.Row.Owed is OwedMessage.Card card && card.TicketId == FilesOf(entry).TicketId);

    public override bool KeepsRow(OutboxEntry entry) => !LeftOf(entry).AfterNext().IsNothing;

    public override Task<SendOutcome> SendAsync(
        OutboxEntry entry, TelegramSender sender, TimeSpan patience, CancellationToken cancellationToken)
    {
        var (row, left, ticketId, texts) = (entry.Row, LeftOf(entry), FilesOf(entry).TicketId, settings.Company.Texts);
        if (left.Groups.Count > 0 && At(entry, left.Groups[0]) is { Count: > 0 } files)
        {
            var caption = entry.UnderCard.ReplyTo is null ? TicketFilesText.Caption(ticketId, texts) : null;
            return new AttachmentSender(sender).ReplyAsync(row.ChatId, entry.UnderCard, files, caption, patience, cancellationToken);
        }

        // Files that are no longer stored cannot be sent.
        return left.Groups.Count == 0 && At(entry, left.Refused) is { Count: > 0 } refused
            ? sender.SendReplyAsync(
                row.ChatId, entry.UnderCard, TicketFilesText.Refused(ticketId, refused, texts), patience, cancellationToken)
            : Task.FromResult<SendOutcome>(new SendOutcome.Delivered(null));
    }

    public override IReadOnlyList<NpgsqlBatchCommand> Record(IReadOnlyList<SentEntry> sent) =>
    [
        TicketPosts.Add(
        [
            .. from one in sent
               from post in PostsOf(one)
               select post,
        ]),
        TicketPosts.EraseLate([.. sent.Select(one => FilesOf(one.Entry).TicketId)]),
        .. from one in sent
           where one.Entry.KeepsRow
           select TicketFilesRows.Next(one.Entry.Row.Id, FilesOf(one.Entry), LeftOf(one.Entry).AfterNext()),
    ];

    public override async Task<bool> TrySettleRefusalAsync(
        OutboxClaim claim, SendOutcome.Refused refused, CancellationToken cancellationToken)
    {
        var left = LeftOf(claim.Head);
        if (refused.Reason != RefusalReason.Content || left.Groups.Count == 0)
            return false;
        var row = claim.Head.Row;
        await claim.ReplaceAsync(
            claim.Head.Album is [] ? [TicketFilesRows.Next(row.Id, FilesOf(claim.Head), left.AfterRefusal())]
                : [.. claim.Head.Album.Select(part => TicketFilesRows.Next(part.Row.Id, FilesOf(part), FilesLeft.AllOf(part.Files)))],
            cancellationToken);
        logger.LogWarning(
            "Of the {Owed}, {Kinds} cannot be sent to chat {ChatId} ({Code} {Description}); {Remedy}",
            row.Owed.Name, string.Join(", ", At(claim.Head, left.Groups[0]).Select(file => file.Kind)), row.ChatId, refused.Code,
            refused.Description, left.Groups[0].Count > 1 ? "each is tried alone" : "the managers are told");
        return true;
    }

    // Each part of an album is a message of its own.
    private static IEnumerable<TicketPost> PostsOf(SentEntry one)
    {
        var (entry, hasFile) = (one.Entry, LeftOf(one.Entry).Groups.Count > 0);
        return one.MessageIds.Select((messageId, index) => new TicketPost(
            entry.Row.ChatId, messageId, FilesOf(entry).TicketId,
            FilesOf(entry.Album is [] ? entry : entry.Album[Math.Min(index, entry.Album.Count - 1)]).TicketMessageId, hasFile));
    }

    private static OwedMessage.TicketFiles FilesOf(OutboxEntry entry) => (OwedMessage.TicketFiles)entry.Row.Owed;

    private static FilesLeft LeftOf(OutboxEntry entry) => FilesOf(entry).Left ?? FilesLeft.AllOf(entry.Files);

    private static List<Attachment> At(OutboxEntry entry, IEnumerable<int> positions) =>
        [.. from position in positions where position >= 0 && position < entry.Files.Count select entry.Files[position]];
}
