using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Delivery;

/// <summary>
/// The parts of an album that a manager sent as an answer are a row each. Those that wait one behind the other become one entry, and so one
/// album for the client. Pure.
/// </summary>
internal static class AnswerAlbums
{
    public static List<OutboxEntry> Joined(IEnumerable<OutboxEntry> entries)
    {
        var joined = new List<OutboxEntry>();
        foreach (var entry in entries)
        {
            if (joined is [.., var last] && IsPart(entry) && IsPart(last) && MayFollow(entry, last))
            {
                IReadOnlyList<OutboxEntry> album = [.. last.Album is [] ? [last] : last.Album, entry];
                joined[^1] = album[0] with
                {
                    RowIds = [.. album.SelectMany(part => part.RowIds)],
                    Album = album,
                    AwaitsParts = album.Any(part => part.AwaitsParts),
                };
            }
            else
            {
                joined.Add(entry);
            }
        }

        return joined;
    }

    private static bool IsPart(OutboxEntry entry) =>
        entry is { Row.Owed: OwedMessage.Answer { Step: AnswerStep.Whole }, Said.AlbumId: not null, Files: [var file] }
        && AttachmentGroups.IsGroupable(file.Kind) && ManagerAnswerText.FitsCaption(entry.Words);

    private static bool MayFollow(OutboxEntry entry, OutboxEntry last)
    {
        var (first, count) = (last.Album is [var begun, ..] ? begun : last, Math.Max(1, last.Album.Count));
        return entry.Said!.AlbumId == last.Said!.AlbumId && count < Attachment.Most
            && ((OwedMessage.Answer)entry.Row.Owed).TicketId == ((OwedMessage.Answer)last.Row.Owed).TicketId
            && AttachmentGroups.Of([first.Files[0], entry.Files[0]]).Count == 1;
    }
}
