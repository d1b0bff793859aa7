using System.Text.Json.Nodes;
using VizTeh.Actors.Database;
using VizTeh.Actors.Nodes;

namespace VizTeh.Actors.Operations.Health;

/// <summary>What one of several nodes knows of itself and of the others.</summary>
/// <param name="Self">CLUSTER_HOST:CLUSTER_PORT of this node.</param>
/// <param name="IsPutOut">Whether the others go on without it, so that it ends.</param>
/// <param name="RenewedAgo">Since it renewed its row, by its own clock; null when it never did.</param>
/// <param name="Members">As this node sees them.</param>
/// <param name="Rows">Table <c>nodes</c>; null when it could not be read.</param>
internal sealed record NodeReport(
    string Self, bool IsPutOut, TimeSpan? RenewedAgo, IReadOnlyList<NodeMember> Members, IReadOnlyList<NodeOfTable>? Rows)
{
    /// <summary>The state of a node that is in the table and, as this node sees it, not in the cluster.</summary>
    private const string NoMember = "no member";

    /// <summary>The node that takes the updates and sends what is owed; null while this node does not know.</summary>
    public string? TakesUpdates => Members.FirstOrDefault(member => member.IsOldest)?.Address;

    /// <summary>Why this node does not do its part; null when it does.</summary>
    public string? Fault =>
        IsPutOut ? "node: the others go on without it, it is started anew"
        : !Members.Any(member => member.IsSelf) ? "node: not a member of the cluster yet"
        : null;

    /// <summary>In a phrase, for <c>--health</c>.</summary>
    public string Summary => TakesUpdates == Self
        ? $"node {Self} of {Members.Count}, takes the updates"
        : $"node {Self} of {Members.Count}, the updates are taken by {TakesUpdates ?? "nobody that it knows of"}";

    /// <returns>Null for a bot on its own.</returns>
    /// <param name="nodes">Null when the program has no nodes.</param>
    /// <param name="permit">Null for a bot on its own.</param>
    public static NodeReport? Of(NodesView? nodes, NodePermit? permit, IReadOnlyList<NodeOfTable>? rows) => nodes is { Self: { } self }
        ? new NodeReport(self, nodes.IsPutOut, permit?.RenewedAgo, nodes.Members, rows)
        : null;

    /// <summary>Adds what it knows to a report; times are seconds.</summary>
    public void AddTo(JsonObject report)
    {
        report["node"] = new JsonObject
        {
            ["address"] = Self,
            ["takesUpdates"] = TakesUpdates == Self,
            ["rowSeconds"] = Seconds(RenewedAgo),
            ["summary"] = Summary,
        };
        report["members"] = new JsonArray(
        [
            .. Members.Select(member => ToJson(member.Address, member.Status, member.IsOldest, RowOf(member.Address))),
            .. (Rows ?? []).Where(row => !Members.Any(member => member.Address == row.Address))
                .Select(row => ToJson(row.Address, NoMember, takesUpdates: false, row)),
        ]);
    }

    // A node that was started again may have two rows for a moment.
    private NodeOfTable? RowOf(string address) => Rows?.Where(row => row.Address == address).MinBy(row => row.Age);

    private static JsonObject ToJson(string address, string status, bool takesUpdates, NodeOfTable? row) => new JsonObject
    {
        ["address"] = address,
        ["state"] = status,
        ["takesUpdates"] = takesUpdates,
        ["row"] = row?.State,
        ["rowSeconds"] = Seconds(row?.Age),
        ["version"] = row?.Version,
    };

    private static double? Seconds(TimeSpan? time) => time is { } known ? Math.Round(known.TotalSeconds, 1) : null;
}
