using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;

namespace VizTeh.Actors.Delivery;

/// <summary>
/// The parts of an album that a client added to a ticket are a row each. Those without words that wait one behind the other become one
/// entry, and so one album under the card. Pure.
/// </summary>
internal static class AdditionAlbums
{
    public static List<OutboxEntry> Joined(IEnumerable<OutboxEntry> entries)
    {
        var joined = new List<OutboxEntry>();
        foreach (var entry in entries)
        {
            // An edit of a card between two parts may as well come after them.
            var at = joined.FindLastIndex(other => other.Row.Owed is not OwedMessage.CardEdit);
            if (at >= 0 && joined[at] is var last && IsPart(entry) && IsPart(last) && MayFollow(entry, last))
            {
                IReadOnlyList<OutboxEntry> album = [.. last.Album is [] ? [last] : last.Album, entry];
                joined[at] = album[0] with
                {
                    RowIds = [.. album.SelectMany(part => part.RowIds)],
                    Files = [.. album.SelectMany(part => part.Files)],
                    Album = album,
                };
            }
            else
            {
                joined.Add(entry);
            }
        }

        return joined;
    }

    // A row that says what is left of its file was tried before.
    private static bool IsPart(OutboxEntry entry) =>
        entry is { Row.Owed: OwedMessage.TicketFiles { TicketMessageId: not null, Left: null }, AlbumId: not null, Files: [var file, ..] }
        && (entry.Files.Count == 1 || entry.Album is not []) && AttachmentGroups.IsGroupable(file.Kind);

    private static bool MayFollow(OutboxEntry entry, OutboxEntry last) =>
        entry.AlbumId == last.AlbumId && last.Files.Count < Attachment.Most
        && ((OwedMessage.TicketFiles)entry.Row.Owed).TicketId == ((OwedMessage.TicketFiles)last.Row.Owed).TicketId
        && AttachmentGroups.Of([last.Files[0], entry.Files[0]]).Count == 1;
}
