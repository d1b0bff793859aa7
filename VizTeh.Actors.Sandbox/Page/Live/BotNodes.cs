using System.Collections.Immutable;
using VizTeh.Actors.Sandbox.Demo;
using VizTeh.Actors.Sandbox.Network;

namespace VizTeh.Actors.Sandbox.Page.Live;

/// <summary>The nodes that work as one bot.</summary>
internal sealed class BotNodes : IAsyncDisposable
{
    public const int Most = 3;

    private readonly DemoFixture _fixture;
    private readonly NodeLinks _links;
    private readonly ImmutableArray<BotNode> _nodes;

    /// <param name="count">From 2 to <see cref="Most"/>.</param>
    /// <param name="onLine">Gets the lines of the nodes' logs, with the number of the node.</param>
    public BotNodes(DemoFixture fixture, int count, Action<int, string> onLine, TimeProvider clock)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Most);
        (_fixture, _links) = (fixture, new NodeLinks(count));
        _nodes = [.. Enumerable.Range(1, count).Select(number =>
            new BotNode(fixture, _links, number, line => onLine(number, line), clock))];
    }

    /// <summary>In the order of their numbers.</summary>
    public ImmutableArray<BotNode> All => _nodes;

    public ImmutableArray<NodeCondition> Conditions
    {
        get
        {
            var polledAt = _fixture.Telegram.Updates.PolledAt;
            return [.. _nodes.Select(node => node.Condition(polledAt))];
        }
    }

    /// <exception cref="NotPossibleException">There is no such node.</exception>
    public BotNode Of(int number) => number >= 1 && number <= _nodes.Length
        ? _nodes[number - 1]
        : throw new NotPossibleException("Такого узла нет: обновите страницу.");

    /// <param name="calledAt">Where a call of the Bot API was sent to.</param>
    /// <returns>The number of the node that made it; null for a caller that is none.</returns>
    public int? CallerOf(string calledAt) => _nodes.FirstOrDefault(node => node.TelegramAddress == calledAt)?.Number;

    public Task StartAsync() => Task.WhenAll(_nodes.Select(node => node.Bot.StartAsync()));

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
        await _links.DisposeAsync();
    }
}
