using VizTeh.Actors.Reliability;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Inbox;

/// <summary>Counts the clients' updates that are with their receivers, as work that has precedence.</summary>
/// <remarks>
/// By ids, since an update is sent again when its report is late: an update counts once, and its report, whatever it says, ends that.
/// </remarks>
internal sealed class ServedClients(ForegroundWork work)
{
    private readonly HashSet<long> _updateIds = [];

    /// <param name="happened">What was applied.</param>
    /// <param name="effects">What it led to.</param>
    public void On(InboxEvent happened, ReadOnlySpan<InboxEffect> effects)
    {
        var hasEnded = happened is InboxEvent.Reported { Report: not InProgress and { UpdateId: var updateId } }
            && _updateIds.Remove(updateId);
        var hasBegun = false;
        foreach (var effect in effects)
        {
            if (effect is InboxEffect.Send { Update: { Incoming: IncomingUpdate.ForClient, UpdateId: var sent } })
                hasBegun |= _updateIds.Add(sent);
        }

        if (hasEnded || hasBegun)
            work.Set(_updateIds.Count, hasEnded ? 1 : 0);
    }

    /// <summary>This process handles no updates any more.</summary>
    public void Stopped()
    {
        _updateIds.Clear();
        work.Set(0);
    }
}
