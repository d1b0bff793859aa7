using System.Net;

namespace VizTeh.Actors.Sandbox.Network;

/// <summary>
/// The network between nodes of Akka on this machine, without TLS. A relay stands in front of every node; a node that is cut off is
/// reached by none of the others and reaches none, as if its cable were pulled.
/// </summary>
public sealed class NodeLinks : IAsyncDisposable
{
    private readonly FreezingRelay[] _relays;

    /// <param name="nodes">How many nodes there are.</param>
    public NodeLinks(int nodes)
    {
        BoundPorts = [.. Enumerable.Range(0, nodes).Select(_ => FreePort.Find())];
        _relays = [.. BoundPorts.Select(FreezingRelay.BeforeNode)];
        AnnouncedPorts = [.. _relays.Select(relay => relay.Port)];
    }

    /// <summary>Where every node announces itself.</summary>
    public static string Host { get; } = IPAddress.Loopback.ToString();

    /// <summary>The port that each node opens on <see cref="Host"/>.</summary>
    public IReadOnlyList<int> BoundPorts { get; }

    /// <summary>The port by which the others reach each node: that of its relay.</summary>
    public IReadOnlyList<int> AnnouncedPorts { get; }

    /// <param name="node">Counted from 0.</param>
    public void Cut(int node)
    {
        _relays[node].Freeze();
        foreach (var other in Others(node))
            other.FreezeCaller(AnnouncedPorts[node]);
    }

    /// <summary>What was under way is passed on, as by a network that is whole again.</summary>
    /// <param name="node">Counted from 0.</param>
    public void Heal(int node)
    {
        foreach (var other in Others(node))
            other.ThawCaller(AnnouncedPorts[node]);
        _relays[node].Thaw();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var relay in _relays)
            await relay.DisposeAsync();
    }

    private IEnumerable<FreezingRelay> Others(int node) => _relays.Where((_, at) => at != node);
}
