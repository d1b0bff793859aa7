using System.Globalization;
using System.Net;

namespace VizTeh.Actors.Sandbox.Network;

/// <summary>A machine of a <see cref="NodeNetwork"/>.</summary>
public sealed class NetworkMachine
{
    internal const string Bridge = "bridge0";

    private readonly string _switch;
    private readonly string _port;

    internal NetworkMachine(string name, int number, string ofSwitch)
    {
        (Namespace, _switch) = (name, ofSwitch);
        _port = string.Create(CultureInfo.InvariantCulture, $"port{number}");
        Address = string.Create(CultureInfo.InvariantCulture, $"10.77.0.{number}");
    }

    /// <summary>The name of its namespace, for <c>ip netns exec</c>.</summary>
    public string Namespace { get; }

    /// <summary>The address at which the other machines reach it.</summary>
    public string Address { get; }

    /// <summary>Starts a relay that programs of this machine reach at 127.0.0.1, in front of a server of the machine around it.</summary>
    /// <param name="at">The port there.</param>
    /// <param name="onSent">Gets what the programs send, piece by piece.</param>
    public FreezingRelay RelayTo(string host, int port, int at, Action<ReadOnlyMemory<byte>>? onSent = null) =>
        FreezingRelay.Before(host, port, NamespaceListener.Start(Namespace, new IPEndPoint(IPAddress.Loopback, at)), onSent);

    /// <summary>
    /// Loses everything between this machine and the others, in both directions, as when a switch has failed: no side is told, and
    /// what is open stays open.
    /// </summary>
    public Task CutAsync() => IpCommand.RunAsync("-n", _switch, "link", "set", _port, "nomaster");

    /// <summary>Joins the machine to the others again.</summary>
    public Task MendAsync() => IpCommand.RunAsync("-n", _switch, "link", "set", _port, "master", Bridge);

    internal async Task AddAsync()
    {
        await IpCommand.RunAsync("netns", "add", Namespace);
        await IpCommand.RunAsync(
            "-n", Namespace, "link", "add", "eth0", "type", "veth", "peer", "name", _port, "netns", _switch);
        await IpCommand.RunAsync("-n", Namespace, "address", "add", $"{Address}/24", "dev", "eth0");
        await IpCommand.RunAsync("-n", Namespace, "link", "set", "lo", "up");
        await IpCommand.RunAsync("-n", Namespace, "link", "set", "eth0", "up");
        await IpCommand.RunAsync("-n", _switch, "link", "set", _port, "master", Bridge, "up");
    }
}
