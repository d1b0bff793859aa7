using VizTeh.Actors.Nodes;
using VizTeh.Actors.Telemetry;

namespace VizTeh.Actors.Operations.Metrics;

/// <summary>
/// What is known of the nodes, for the metrics. A node that has gone stays among them as one that is not at work: its last value would
/// stay otherwise. Thread-safe.
/// </summary>
/// <param name="permit">Null before the node has any.</param>
internal sealed class NodeWatch(NodesView nodes, NodePermit? permit)
{
    private readonly Lock _lock = new();
    private readonly SortedSet<string> _known = new(StringComparer.Ordinal);

    public NodeFigures Read()
    {
        var members = nodes.Members;
        lock (_lock)
        {
            _known.UnionWith(members.Select(member => member.Address));
            return new NodeFigures(
                nodes.HoldsSingletons,
                [.. _known.Select(address => (
                    address, members.Any(member => member.Address == address && member.Status == NodeMember.Up)))],
                permit?.RenewedAgo);
        }
    }
}
