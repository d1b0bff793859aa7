using VizTeh.Actors.Inbox;

namespace VizTeh.Actors.Tests.Inbox;

/// <param name="SilentUntil">The time at which the update is sent again if the receiver stays silent.</param>
internal readonly record struct WorldDelivery(TimeSpan SilentUntil, bool MayBeDeferred);

/// <summary>The invariants of an <see cref="InboxState"/>, checked against every sequence of events.</summary>
/// <param name="withReceiver">The updates that are with their receivers.</param>
/// <param name="doneSinceStart">The updates that were reported as handled since the last start.</param>
internal sealed class InboxPromises(
    WorldTable table, IReadOnlyDictionary<long, WorldDelivery> withReceiver, IReadOnlySet<long> doneSinceStart)
{
    public void AssertMayBeSent(WorldRow sent, bool earlierMayBeRedelivered, TimeSpan now)
    {
        Assert.Contains(sent, table.Rows);
        Assert.DoesNotContain(sent.Id, doneSinceStart);
        foreach (var (id, delivery) in withReceiver.Where(entry => table.EverStored[entry.Key].Lane == sent.Lane))
        {
            Assert.True(id == sent.Id, $"{sent.Id} is sent while {id} of its lane is with the receiver");
            Assert.True(delivery.SilentUntil <= now, $"{sent.Id} is sent twice at once");
        }

        foreach (var earlier in table.Rows.TakeWhile(row => row != sent).Where(row => !row.IsSetAside))
        {
            Assert.True(
                earlier.Lane != sent.Lane || earlier.IsDeduplicated == true,
                $"{sent.Id} is sent while a crash would have {earlier.Id} judged anew after it");
            Assert.True(
                earlierMayBeRedelivered || sent.Kind != UpdateKind.Client || earlier.ChatId != sent.ChatId || !earlier.IsHandled,
                $"{sent.Id} is sent without a word of {earlier.Id}, whose row is still there");
        }
    }

    /// <param name="underWay">The steps whose result is not yet known.</param>
    public void AssertMayBeDeleted(long[] updateIds, IReadOnlyList<InboxEffect> underWay)
    {
        if (updateIds.Length == 0)
            return;
        Assert.DoesNotContain(underWay, effect => effect is InboxEffect.Delete or InboxEffect.Store { Leaving.Length: > 0 });
        foreach (var row in updateIds.Select(id => table.EverStored[id]).Where(IsForSomebody))
        {
            Assert.True(
                table.IsAnswered(row) || table.Rows.Any(end => end.Lane == row.Lane && end.EndsFlood),
                $"the row of {row.Id} is deleted, and nobody will hear of it");
        }
    }

    public void AssertNothingIsLost()
    {
        Assert.Empty(table.Waiting);
        foreach (var row in table.EverStored.Values.Where(row => IsForSomebody(row) && !row.IsSetAside))
            Assert.True(table.IsAnswered(row), $"update {row.Id} is lost");
    }

    private static bool IsForSomebody(WorldRow row) => row.Kind is UpdateKind.Client or UpdateKind.Manager;
}
