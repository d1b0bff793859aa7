namespace VizTeh.Actors.Inbox;

/// <summary>
/// The updates that are sent again only when no row of a handled update of their chat is left: until then a crash would redeliver both, and
/// nothing would keep both replies from being said twice. Pure.
/// </summary>
internal sealed class DeferredUpdates
{
    private readonly HashSet<PendingUpdate> _updates = [];

    public int Count => _updates.Count;

    public void Add(PendingUpdate update) => _updates.Add(update);

    public void Remove(PendingUpdate update) => _updates.Remove(update);

    /// <summary>Takes the updates of chats that have no undeleted update.</summary>
    public IReadOnlyList<PendingUpdate> TakeReady(UndeletedUpdates undeleted)
    {
        if (_updates.Count == 0)
            return [];
        PendingUpdate[] ready = [.. _updates.Where(update => undeleted.CountOf(update.ChatId) == 0)];
        _updates.ExceptWith(ready);
        return ready;
    }
}
