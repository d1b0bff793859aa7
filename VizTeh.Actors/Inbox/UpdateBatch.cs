using System.Text;

namespace VizTeh.Actors.Inbox;

/// <summary>A response of getUpdates as inbox rows, and the offset that confirms all of it. Pure.</summary>
/// <param name="Rows">In the order of arrival; rows without a readable id are to be set aside.</param>
/// <param name="NextOffset">The offset of the next getUpdates.</param>
/// <param name="WithoutId">The JSON of the updates that have no readable id.</param>
internal sealed record UpdateBatch(IReadOnlyList<InboxRow> Rows, long NextOffset, IReadOnlySet<string> WithoutId)
{
    /// <param name="updates">The JSON of each update.</param>
    /// <param name="offset">The offset of this getUpdates; null when it asked from the oldest update on.</param>
    /// <param name="previous">The previous batch: an update without an id may come again, and is recognised by its JSON.</param>
    public static UpdateBatch Of(IReadOnlyList<string> updates, long? offset, UpdateBatch? previous)
    {
        var rows = new List<InboxRow>(updates.Count);
        var ids = new HashSet<long>();
        var withoutId = new HashSet<string>();
        var nextOffset = offset ?? 0;
        foreach (var json in updates)
        {
            // The last id, not the highest: after a quiet week Telegram goes on with lower ids, and the offset must follow. An update
            // without a readable id counts as the id before it plus one, the least possible: so no unseen update is confirmed.
            var id = UpdateIds.Find(Encoding.UTF8.GetBytes(json));
            nextOffset = (id ?? nextOffset) + 1;
            if (id is { } updateId)
            {
                if (ids.Add(updateId))
                    rows.Add(new InboxRow(updateId, json));
            }
            else if (withoutId.Add(json) && previous?.WithoutId.Contains(json) != true)
            {
                rows.Add(new InboxRow(InboxRow.NoId, json) { Refusal = "it has no update_id that could be read" });
            }
        }

        return new UpdateBatch(rows, nextOffset, withoutId);
    }
}
