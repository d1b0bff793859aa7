using System.Globalization;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Sandbox.Network;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Nodes;

/// <summary>Nodes of one bot as processes of this machine, with one PostgreSQL and one Telegram.</summary>
internal sealed class NodesUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Dictionary<int, BotProcess> _nodes = [];

    private NodesUnderTest(TestDatabase database, BotApiServer telegram, ChatParticipant manager) =>
        (Database, Telegram, Manager) = (database, telegram, manager);

    public TestDatabase Database { get; }

    public BotApiServer Telegram { get; }

    public ChatParticipant Manager { get; }

    /// <summary>The ports of the nodes that were started, in that order.</summary>
    public IReadOnlyList<int> Ports => [.. _nodes.Keys];

    public BotProcess this[int port] => _nodes[port];

    /// <summary>Starts so many nodes in the same instant.</summary>
    public static async Task<NodesUnderTest> StartAsync(int count)
    {
        var database = await PostgresFixture.CreateMigratedAsync();
        var telegram = await BotApiServer.StartAsync(new BotApiOptions { DefaultTimeout = Patience });
        var manager = telegram.AddPerson("Пётр").Chat;
        manager.SendText("/start");
        var nodes = new NodesUnderTest(database, telegram, manager);
        for (var number = 0; number < count; number++)
            nodes.Start(FreePort.Find());
        return nodes;
    }

    public void Start(int port) => _nodes[port] = BotProcess.Start(new Dictionary<string, string>(
        BotEnvironment.Of(Database.Details, Telegram, [Manager.Person.Id]))
    {
        ["CLUSTER_HOST"] = "127.0.0.1",
        ["CLUSTER_PORT"] = port.ToString(CultureInfo.InvariantCulture),
        ["LOG_LEVEL"] = "debug",
    });

    /// <summary>The ports of the members by table <c>nodes</c>, the one that was started first before the others.</summary>
    public async Task<IReadOnlyList<int>> MembersAsync() =>
        [.. (await Database.ReadAsync("select split_part(address, ':', 2) from nodes where state = 'member' order by started_at"))
            .Select(port => int.Parse(port, CultureInfo.InvariantCulture))];

    /// <summary>Waits until exactly these nodes are members.</summary>
    /// <exception cref="TimeoutException">They are not; the message holds what the nodes have logged.</exception>
    public async Task BecomeMembersAsync(IEnumerable<int> ports)
    {
        var wanted = string.Join(", ", ports.Order());
        try
        {
            await Eventually.BecomesAsync(
                async () => string.Join(", ", (await MembersAsync()).Order()), seen => seen == wanted, $"{wanted} are the members");
        }
        catch (TimeoutException failure)
        {
            throw new TimeoutException($"{failure.Message}\n{Log()}", failure);
        }
    }

    /// <summary>The port of the node that polls.</summary>
    public async Task<int> PollerAsync() => (await MembersAsync())[0];

    public ChatParticipant NewClient(string name = "Анна") => Telegram.AddPerson(name, phone: "+79161234567").Chat;

    /// <summary>All that the nodes have logged, each line after its node's port.</summary>
    public string Log() => string.Join(
        '\n', _nodes.SelectMany(node => node.Value.Lines.Select(line => $"{node.Key} {line}")));

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Values.Select(node => node.DisposeAsync().AsTask()));
        await Telegram.DisposeAsync();
        await Database.DisposeAsync();
    }
}
