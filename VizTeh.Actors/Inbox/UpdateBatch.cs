using System.Text;

namespace VizTeh.Actors.Inbox;

/// <summary>An answer of getUpdates as the inbox takes it, and the offset that confirms all of it. Pure.</summary>
/// <param name="Rows">In the order they came; those without a readable id are to be set aside.</param>
/// <param name="NextOffset">What the next getUpdates asks with.</param>
/// <param name="WithoutId">The JSON of the updates that have no readable id.</param>
internal sealed record UpdateBatch(IReadOnlyList<InboxRow> Rows, long NextOffset, IReadOnlySet<string> WithoutId)
{
    /// <param name="updates">The JSON of each update.</param>
    /// <param name="offset">What was asked with; null when Telegram was asked from the oldest update on.</param>
    /// <param name="previous">The batch before this one: an update without an id may come again, and is known by its JSON.</param>
    public static UpdateBatch Of(IReadOnlyList<string> updates, long? offset, UpdateBatch? previous)
    {
        var rows = new List<InboxRow>(updates.Count);
        var ids = new HashSet<long>();
        var withoutId = new HashSet<string>();
        var nextOffset = offset ?? 0;
        foreach (var json in updates)
        {
            // The last id, not the highest: after a quiet week Telegram goes on with a lower one, and the offset must follow it down. What
            // has no readable id is after the one before it, by one at least: so no update is confirmed that has not been seen.
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
