using System.Globalization;
using System.Text.RegularExpressions;

namespace VizTeh.Actors.Sandbox.Network;

/// <summary>
/// A network of machines within this one: each is a network namespace of Linux with an address of its own, and a bridge in a namespace of
/// its own joins them. The network of the machine itself gets no address, route or interface of it.
/// </summary>
public sealed partial class NodeNetwork : IAsyncDisposable
{
    private static readonly Lazy<Task<string?>> Finding = new(FindObstacleAsync);
    private static int _last;

    private readonly string _switch;

    private NodeNetwork(string name, int machines)
    {
        _switch = name + "-switch";
        Machines =
        [
            .. Enumerable.Range(1, machines).Select(number => new NetworkMachine(
                string.Create(CultureInfo.InvariantCulture, $"{name}-node{number}"), number, _switch)),
        ];
    }

    /// <summary>Why there can be no such network on this machine, in a few words; null if there can.</summary>
    public static string? Obstacle => Finding.Value.GetAwaiter().GetResult();

    /// <summary>The machines, all of which reach each other.</summary>
    public IReadOnlyList<NetworkMachine> Machines { get; }

    /// <summary>Removes what programs left behind that were killed, and makes a network.</summary>
    /// <exception cref="InvalidOperationException">It cannot be made; see <see cref="Obstacle"/>.</exception>
    public static async Task<NodeNetwork> CreateAsync(int machines)
    {
        if (Obstacle is { } obstacle)
            throw new InvalidOperationException($"No network of several machines: {obstacle}");
        await RemoveLeftoversAsync();
        var network = new NodeNetwork(NewName(), machines);
        try
        {
            await IpCommand.RunAsync("netns", "add", network._switch);
            await IpCommand.RunAsync("-n", network._switch, "link", "add", NetworkMachine.Bridge, "type", "bridge");
            await IpCommand.RunAsync("-n", network._switch, "link", "set", NetworkMachine.Bridge, "up");
            foreach (var machine in network.Machines)
                await machine.AddAsync();
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        var names = await ListAsync();
        foreach (var name in Machines.Select(machine => machine.Namespace).Append(_switch).Intersect(names))
            await IpCommand.RunAsync("netns", "delete", name);
    }

    // The process id says whose it is.
    private static string NewName() =>
        string.Create(CultureInfo.InvariantCulture, $"vt{Environment.ProcessId}x{Interlocked.Increment(ref _last)}");

    private static async Task<string[]> ListAsync() =>
    [
        .. (await IpCommand.RunAsync("netns", "list")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ')[0]),
    ];

    private static async Task RemoveLeftoversAsync()
    {
        foreach (var name in await ListAsync())
        {
            if (OwnName().Match(name) is not { Success: true } match || Directory.Exists($"/proc/{match.Groups["owner"].Value}"))
                continue;
            try
            {
                await IpCommand.RunAsync("netns", "delete", name);
            }
            catch (InvalidOperationException) when (!File.Exists(Path.Combine(NamespaceListener.Folder, name)))
            {
                // Another run that begins now has removed it.
            }
        }
    }

    private static async Task<string?> FindObstacleAsync()
    {
        if (!OperatingSystem.IsLinux())
            return "network namespaces are a thing of Linux";
        if (IpCommand.Program is null)
            return "not on this machine: ip (package iproute2)";
        if (!Environment.IsPrivilegedProcess)
            return "network namespaces need root";
        var name = NewName() + "-probe";
        try
        {
            await IpCommand.RunAsync("netns", "add", name);
            try
            {
                await IpCommand.RunAsync("-n", name, "link", "add", "probe0", "type", "bridge");
                await IpCommand.RunAsync("-n", name, "link", "add", "probe1", "type", "veth", "peer", "name", "probe2");
            }
            finally
            {
                await IpCommand.RunAsync("netns", "delete", name);
            }

            return null;
        }
        catch (InvalidOperationException refusal)
        {
            return $"network namespaces cannot be made here: {refusal.Message}";
        }
    }

    [GeneratedRegex(@"^vt(?<owner>\d+)x\d+-", RegexOptions.CultureInvariant)]
    private static partial Regex OwnName();
}
