using System.Globalization;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Sandbox.Network;
using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Sandbox.Nodes;

/// <summary>Several machines, each with the bot, that work as one: their network, their processes and their log.</summary>
public sealed class NodeFleet : IAsyncDisposable
{
    private const int ClusterPort = 4053;

    private readonly NodeNetwork _network;
    private readonly CertificateFile _certificate;
    private readonly List<FleetNode> _nodes = [];
    private readonly Lock _lock = new();
    private FleetNode? _poller;
    private int _handovers;

    private NodeFleet(NodeNetwork network, Action<string>? onLine)
    {
        _network = network;
        _certificate = new CertificateFile();
        Log = new NodeLog(onLine);
    }

    /// <summary>Called at the end of a process that nobody disposes of; the next one is started by then, or a moment later.</summary>
    public event Action<NodeExit>? Exited;

    public IReadOnlyList<FleetNode> Nodes => _nodes;

    public NodeLog Log { get; }

    /// <summary>
    /// The node whose getUpdates was passed on last, which is the oldest member as long as there is one cluster; null before the first.
    /// </summary>
    public FleetNode? Poller
    {
        get
        {
            lock (_lock)
                return _poller;
        }
    }

    /// <summary>How many times another node than before has polled.</summary>
    public int Handovers
    {
        get
        {
            lock (_lock)
                return _handovers;
        }
    }

    /// <param name="settings">The settings of every node, beside those that say who it is and how it reaches the others.</param>
    /// <param name="program">The bot's dll; null for the one built beside this program.</param>
    /// <exception cref="InvalidOperationException">This machine cannot have such a network, or PostgreSQL has no TCP port.</exception>
    public static async Task<NodeFleet> CreateAsync(
        int count, PostgresDatabase database, BotApiServer telegram, IReadOnlyDictionary<string, string> settings, string? program = null,
        Action<string>? onLine = null)
    {
        if (database.Host.StartsWith('/'))
            throw new InvalidOperationException("The nodes reach PostgreSQL over TCP, but DB_HOST is a folder.");
        var fleet = new NodeFleet(await NodeNetwork.CreateAsync(count), onLine);
        try
        {
            foreach (var machine in fleet._network.Machines)
                fleet._nodes.Add(fleet.Build(machine, database, telegram, settings, program));
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts all processes in the same moment.</summary>
    public void Start()
    {
        foreach (var node in _nodes)
            node.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
        await _network.DisposeAsync();
        _certificate.Dispose();
        Log.Dispose();
    }

    private FleetNode Build(
        NetworkMachine machine, PostgresDatabase database, BotApiServer telegram, IReadOnlyDictionary<string, string> settings,
        string? program)
    {
        var clock = BotClock.TryCreate();
        var own = new Dictionary<string, string>(settings)
        {
            ["DB_HOST"] = "127.0.0.1",
            ["DB_PORT"] = FleetNode.DatabasePort.ToString(CultureInfo.InvariantCulture),
            ["TELEGRAM_API_URL"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FleetNode.TelegramPort}"),
            ["CLUSTER_HOST"] = machine.Address,
            ["CLUSTER_PORT"] = ClusterPort.ToString(CultureInfo.InvariantCulture),
            ["CLUSTER_CERTIFICATE"] = _certificate.Path,
            ["CLUSTER_CERTIFICATE_PASSWORD"] = _certificate.Password,
        };
        foreach (var (name, value) in clock?.Environment ?? new Dictionary<string, string>())
            own[name] = value;
        FleetNode? node = null;
        return node = new FleetNode(
            machine, string.Create(CultureInfo.InvariantCulture, $"{machine.Address}:{ClusterPort}"), own, program, Log,
            machine.RelayTo(database.Host, database.Port, FleetNode.DatabasePort),
            machine.RelayTo(telegram.Url.Host, telegram.Url.Port, FleetNode.TelegramPort, NotePoll),
            clock, exit => Exited?.Invoke(exit));

        // The first line of a request comes in one piece.
        void NotePoll(ReadOnlyMemory<byte> sent)
        {
            if (sent.Span.IndexOf("/getUpdates"u8) < 0)
                return;
            lock (_lock)
            {
                if (_poller == node)
                    return;
                _handovers += _poller is null ? 0 : 1;
                _poller = node;
            }

            Log.Write(node!.Address, "polls");
        }
    }
}
