namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>What is done to one or all of several nodes.</summary>
public enum NodeTroubleKind
{
    /// <summary>kill -9; started again at once.</summary>
    Kill,

    /// <summary>SIGTERM; started again at once.</summary>
    Stop,

    /// <summary>SIGTERM to each node, each when the one before is a member again.</summary>
    RestartOfAll,

    /// <summary>SIGSTOP, and SIGCONT later.</summary>
    Freeze,

    /// <summary>Nothing gets through between the node and the others.</summary>
    CutFromOthers,

    /// <summary>Nothing gets through between the node and PostgreSQL.</summary>
    CutFromDatabase,

    /// <summary>Nothing gets through to the others or PostgreSQL, but to Telegram.</summary>
    CutFromBoth,

    /// <summary>Nothing gets through to anybody, as when a machine loses its network.</summary>
    CutFromAll,

    /// <summary>The clocks of two nodes are minutes off, one ahead and one behind.</summary>
    ClocksApart,

    /// <summary>Every session of the node with PostgreSQL is ended.</summary>
    SessionsEnded,

    /// <summary>Nothing gets through between any node and PostgreSQL.</summary>
    DatabaseAway,
}

/// <param name="OfOldest">Whether it happens to the node that polls, or to another one; of no account where it happens to all.</param>
public sealed record NodeTrouble(NodeTroubleKind Kind, bool OfOldest = true)
{
    /// <summary>Every kind, of the oldest node and of another one.</summary>
    public static IReadOnlyList<NodeTrouble> All { get; } =
    [
        .. Enum.GetValues<NodeTroubleKind>().SelectMany(kind => IsOfAll(kind)
            ? [new NodeTrouble(kind)]
            : new[] { new NodeTrouble(kind), new NodeTrouble(kind, OfOldest: false) }),
    ];

    /// <summary>Whether a process that ends meanwhile is explained by it.</summary>
    public bool EndsProcess => Kind is not (NodeTroubleKind.ClocksApart or NodeTroubleKind.SessionsEnded or NodeTroubleKind.DatabaseAway);

    /// <summary>Whether the poll of the node may still be open when another node takes over, which then overtakes it once.</summary>
    public bool LeavesPollOpen => Kind is not (NodeTroubleKind.Kill or NodeTroubleKind.Stop or NodeTroubleKind.RestartOfAll
        or NodeTroubleKind.ClocksApart);

    public override string ToString() => IsOfAll(Kind) ? Words : $"{Words}, {(OfOldest ? "the oldest" : "another")}";

    private string Words => Kind switch
    {
        NodeTroubleKind.Kill => "kill -9",
        NodeTroubleKind.Stop => "SIGTERM",
        NodeTroubleKind.RestartOfAll => "all restarted",
        NodeTroubleKind.Freeze => "SIGSTOP, SIGCONT",
        NodeTroubleKind.CutFromOthers => "cut off from the others",
        NodeTroubleKind.CutFromDatabase => "cut off from PostgreSQL",
        NodeTroubleKind.CutFromBoth => "cut off from both",
        NodeTroubleKind.CutFromAll => "without a network",
        NodeTroubleKind.ClocksApart => "clocks minutes apart",
        NodeTroubleKind.SessionsEnded => "all sessions ended",
        NodeTroubleKind.DatabaseAway => "PostgreSQL away",
        _ => throw new InvalidOperationException($"No words for {Kind}"),
    };

    private static bool IsOfAll(NodeTroubleKind kind) =>
        kind is NodeTroubleKind.RestartOfAll or NodeTroubleKind.ClocksApart or NodeTroubleKind.DatabaseAway;
}
