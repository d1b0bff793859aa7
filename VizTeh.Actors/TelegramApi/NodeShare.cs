namespace VizTeh.Actors.TelegramApi;

/// <summary>
/// How many nodes send as one bot and so share Telegram's limit over all chats: each has an equal part of it. Until the first number is
/// known, the part is the smallest there is. Thread-safe.
/// </summary>
public sealed class NodeShare(TimeProvider clock)
{
    // Telegram's window of the limit over all chats. The part of a node that is gone may be used up in the window before.
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private int _nodes = int.MaxValue;
    private int _held;
    private long _heldSince;

    /// <summary>The number of nodes to reckon with now: the largest of the last second, so that a part grows without a burst.</summary>
    internal int Nodes
    {
        get
        {
            lock (_lock)
                return ToReckonWith;
        }
    }

    private int ToReckonWith => _held > _nodes && clock.GetElapsedTime(_heldSince) < Window ? _held : _nodes;

    /// <summary>The number of nodes has become this; smaller parts apply at once, larger ones a second later.</summary>
    /// <param name="nodes">At least 1, this node included.</param>
    public void Set(int nodes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes, 1);
        lock (_lock)
        {
            if (nodes == _nodes)
                return;
            (_held, _heldSince) = (ToReckonWith, clock.GetTimestamp());
            _nodes = nodes;
        }
    }
}
