using System.Collections.Immutable;
using System.Globalization;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.Demo;
using VizTeh.Actors.Sandbox.Network;

namespace VizTeh.Actors.Sandbox.Page.Live;

/// <summary>What a node can be cut off from.</summary>
internal enum NodeCut
{
    Database,
    Others,
    Telegram,
}

/// <summary>A node as the page shows it.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Address">By which the other nodes reach it.</param>
/// <param name="Polls">Whether it takes the updates from Telegram, as Telegram sees it: the newest getUpdates was its.</param>
internal sealed record NodeCondition(int Number, string Address, BotCondition Bot, ImmutableArray<NodeCut> Cuts, bool Polls);

/// <summary>
/// One of several processes that work as one bot. It reaches PostgreSQL, Telegram and the other nodes through relays, which can drop its
/// connections silently, as a firewall does.
/// </summary>
internal sealed class BotNode : IAsyncDisposable
{
    private readonly int _index;
    private readonly NodeLinks _links;
    private readonly FreezingRelay _database;
    private readonly FreezingRelay _telegram;
    private readonly OverlaidConfiguration _configuration;
    private readonly Lock _lock = new();
    private ImmutableArray<NodeCut> _cuts = [];

    /// <param name="number">Counted from 1.</param>
    public BotNode(DemoFixture fixture, NodeLinks links, int number, Action<string> onLine, TimeProvider clock)
    {
        (Number, _index, _links) = (number, number - 1, links);
        _database = FreezingRelay.Before(fixture.Database.Host, fixture.Database.Port);
        _telegram = FreezingRelay.Before(fixture.Telegram.Url.Host, fixture.Telegram.Url.Port);
        Address = string.Create(CultureInfo.InvariantCulture, $"{NodeLinks.Host}:{links.AnnouncedPorts[_index]}");
        TelegramAddress = string.Create(CultureInfo.InvariantCulture, $"{NodeLinks.Host}:{_telegram.Port}");
        // The node opens another port than the one it announces, where its relay listens.
        _configuration = OverlaidConfiguration.Of(
            fixture.BotSettings.GetValueOrDefault(BotProgram.ConfigurationVariable),
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""akka.remote.dot-netty.tcp { bind-hostname = "{{NodeLinks.Host}}", bind-port = {{links.BoundPorts[_index]}} }"""));
        Bot = new BotSupervisor(
            new Dictionary<string, string>(fixture.BotSettings)
            {
                ["DB_HOST"] = NodeLinks.Host,
                ["DB_PORT"] = Text(_database.Port),
                ["TELEGRAM_API_URL"] = $"http://{TelegramAddress}",
                [BotProgram.ClusterHostVariable] = NodeLinks.Host,
                [BotProgram.ClusterPortVariable] = Text(links.AnnouncedPorts[_index]),
                [BotProgram.ConfigurationVariable] = _configuration.Path,
            },
            onLine, clock);
    }

    /// <summary>Counted from 1.</summary>
    public int Number { get; }

    public BotSupervisor Bot { get; }

    /// <summary>The host and port by which the other nodes reach this one.</summary>
    public string Address { get; }

    /// <summary>The host and port at which this node takes Telegram to be.</summary>
    public string TelegramAddress { get; }

    /// <param name="polledAt">The address of Telegram that the newest getUpdates was sent to.</param>
    public NodeCondition Condition(string? polledAt)
    {
        lock (_lock)
            return new NodeCondition(Number, Address, Bot.Condition, _cuts, polledAt == TelegramAddress);
    }

    /// <summary>Cuts the node off, or ends that; a process that is started meanwhile is cut off as well.</summary>
    public void Cut(NodeCut from, bool isCut)
    {
        lock (_lock)
        {
            if (_cuts.Contains(from) == isCut)
                return;
            switch (from)
            {
                case NodeCut.Database:
                    Switch(_database, isCut);
                    break;
                case NodeCut.Telegram:
                    Switch(_telegram, isCut);
                    break;
                case NodeCut.Others when isCut:
                    _links.Cut(_index);
                    break;
                case NodeCut.Others:
                    _links.Heal(_index);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(from), from, "A cut without a meaning.");
            }

            _cuts = isCut ? _cuts.Add(from).Sort() : _cuts.Remove(from);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // A process that is cut off would wait for answers before it ends.
        foreach (var cut in Enum.GetValues<NodeCut>())
            Cut(cut, isCut: false);
        await Bot.DisposeAsync();
        await _database.DisposeAsync();
        await _telegram.DisposeAsync();
        _configuration.Dispose();
    }

    private static void Switch(FreezingRelay relay, bool isCut)
    {
        if (isCut)
            relay.Freeze();
        else
            relay.Thaw();
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
