using Akka.Actor;
using Akka.Configuration;
using VizTeh.Actors.Sandbox.Network;

namespace VizTeh.Actors.Tests.Sandbox.Network;

/// <summary>Between real actor systems, whose handshakes the relays read.</summary>
public sealed class NodeLinksTests : IAsyncLifetime
{
    private const int RoundTrips = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly NodeLinks _links = new(3);
    private readonly List<ActorSystem> _systems = [];

    public async Task InitializeAsync()
    {
        foreach (var (bound, announced) in _links.BoundPorts.Zip(_links.AnnouncedPorts))
        {
            var system = ActorSystem.Create("nodes", ConfigurationFactory.ParseString(
                $$"""
                akka {
                  loglevel = WARNING
                  actor.provider = remote
                  remote.dot-netty.tcp {
                    hostname = "{{NodeLinks.Host}}"
                    port = {{bound}}
                    public-hostname = "{{NodeLinks.Host}}"
                    public-port = {{announced}}
                  }
                }
                """));
            system.ActorOf(Props.Create(() => new Echo()), "echo");
            _systems.Add(system);
        }

        // Everybody has a connection to everybody.
        foreach (var from in _links.BoundPorts.Index())
        {
            foreach (var to in _links.BoundPorts.Index().Where(to => to.Index != from.Index))
                await AskAsync(from.Index, to.Index);
        }
    }

    [Fact]
    public async Task A_node_that_is_cut_off_reaches_nobody_and_is_reached_by_nobody_while_the_others_talk()
    {
        _links.Cut(0);
        Task[] cut = [AskAsync(0, 1), AskAsync(0, 2), AskAsync(1, 0), AskAsync(2, 0)];
        await TalkAsync(1, 2);
        Assert.All(cut, asked => Assert.False(asked.IsCompleted));

        _links.Heal(0);
        await Task.WhenAll(cut);
    }

    [Fact]
    public async Task Two_nodes_that_are_cut_off_do_not_reach_each_other_until_both_are_back()
    {
        _links.Cut(0);
        _links.Cut(1);
        Task[] cut = [AskAsync(0, 1), AskAsync(1, 0)];
        _links.Heal(0);
        await TalkAsync(0, 2);
        Assert.All(cut, asked => Assert.False(asked.IsCompleted));

        _links.Heal(1);
        await Task.WhenAll(cut);
    }

    public async Task DisposeAsync()
    {
        await Task.WhenAll(_systems.Select(system => system.Terminate()));
        await _links.DisposeAsync();
    }

    /// <summary>Both ways, so often that an answer on any open connection would have come meanwhile.</summary>
    private async Task TalkAsync(int one, int other)
    {
        for (var count = 0; count < RoundTrips; count++)
        {
            await AskAsync(one, other);
            await AskAsync(other, one);
        }
    }

    private Task AskAsync(int from, int to) =>
        _systems[from].ActorSelection($"akka.tcp://nodes@{NodeLinks.Host}:{_links.AnnouncedPorts[to]}/user/echo")
            .Ask<string>("есть кто?", Patience);

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }
}
