namespace VizTeh.Actors.Nodes;

/// <summary>A member of the cluster, as this node sees it.</summary>
/// <param name="Address">CLUSTER_HOST:CLUSTER_PORT.</param>
/// <param name="Status">Akka's word: Joining, WeaklyUp, Up, Leaving, Exiting or Down; with "unreachable" behind it.</param>
/// <param name="IsOldest">Whether it holds the singletons: the poller, and with it the managers' actor, and the outbox.</param>
public sealed record NodeMember(string Address, string Status, bool IsSelf, bool IsOldest);

/// <summary>What this process knows of the nodes that work as one bot. Thread-safe.</summary>
public sealed class NodesView
{
    private volatile State _state;
    private volatile bool _isPutOut;

    /// <param name="self">Null for a bot on its own.</param>
    public NodesView(NodeIdentity? self)
    {
        Self = self?.Address;
        _state = new State([], self is null);
    }

    /// <summary>Called after each change, by any thread.</summary>
    public event Action? Changed;

    /// <summary>CLUSTER_HOST:CLUSTER_PORT of this node; null for a bot on its own.</summary>
    public string? Self { get; }

    public bool IsAlone => Self is null;

    /// <summary>The members, the oldest first; empty for a bot on its own and for a node that is not yet a member.</summary>
    public IReadOnlyList<NodeMember> Members => _state.Members;

    /// <summary>Whether this process runs what exists once: the poller, the managers' actor, the outbox.</summary>
    public bool HoldsSingletons => _state.HoldsSingletons;

    /// <summary>The number of processes that share what Telegram lets a bot send: at least 1.</summary>
    public int Count => Math.Max(1, _state.Members.Count);

    /// <summary>Whether the others go on without this node, so that it ends, to be started anew.</summary>
    public bool IsPutOut => _isPutOut;

    internal void Set(IReadOnlyList<NodeMember> members)
    {
        if (_state.Members.SequenceEqual(members))
            return;
        _state = new State(members, members.Any(member => member is { IsSelf: true, IsOldest: true }));
        Changed?.Invoke();
    }

    internal void PutOut()
    {
        _isPutOut = true;
        Changed?.Invoke();
    }

    private sealed record State(IReadOnlyList<NodeMember> Members, bool HoldsSingletons);
}
