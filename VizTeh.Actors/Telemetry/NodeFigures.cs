namespace VizTeh.Actors.Telemetry;

/// <summary>What one of several nodes knows of itself and of the others.</summary>
/// <param name="TakesUpdates">Whether this node runs what exists once: it takes the updates, and sends what is owed.</param>
/// <param name="Members">All nodes that it has seen since its start, by address, and whether each is at work.</param>
/// <param name="RowAge">Since this node renewed its row of table <c>nodes</c>; null when it never did.</param>
public sealed record NodeFigures(bool TakesUpdates, IReadOnlyList<(string Address, bool IsUp)> Members, TimeSpan? RowAge);
