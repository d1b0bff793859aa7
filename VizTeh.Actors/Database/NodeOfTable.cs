namespace VizTeh.Actors.Database;

/// <summary>A row of table <c>nodes</c>, for who looks from outside.</summary>
/// <param name="Address">CLUSTER_HOST:CLUSTER_PORT.</param>
/// <param name="State">joining, member or dead.</param>
/// <param name="Age">Since its node renewed it, by the database's clock.</param>
internal sealed record NodeOfTable(string Address, string State, string Version, TimeSpan Age)
{
    // Twice the time after which the others declare a node dead: it may be just about to.
    private static readonly TimeSpan LongestAge = TimeSpan.FromSeconds(8);

    /// <summary>Whether its node shows that it lives.</summary>
    public bool IsAlive => State != "dead" && Age < LongestAge;
}
