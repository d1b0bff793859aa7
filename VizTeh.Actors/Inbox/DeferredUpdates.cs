namespace VizTeh.Actors.Inbox;

/// <summary>
/// The updates that wait until no row of a handled update of their chat is left. If they were handled earlier, a crash would redeliver
/// both updates and could repeat both replies. Pure.
/// </summary>
internal sealed class DeferredUpdates
{
    private readonly HashSet<PendingUpdate> _updates = [];

    public int Count => _updates.Count;

    public void Add(PendingUpdate update) => _updates.Add(update);

    public void Remove(PendingUpdate update) => _updates.Remove(update);

    /// <summary>Removes and returns the updates of chats that have no undeleted update.</summary>
    public IReadOnlyList<PendingUpdate> TakeReady(UndeletedUpdates undeleted)
    {
        if (_updates.Count == 0)
            return [];
        PendingUpdate[] ready = [.. _updates.Where(update => undeleted.CountOf(update.ChatId) == 0)];
        _updates.ExceptWith(ready);
        return ready;
    }
}
