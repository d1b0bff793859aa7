using Microsoft.Extensions.Time.Testing;
using VizTeh.Actors.Nodes;

namespace VizTeh.Actors.Tests.Nodes;

/// <summary>A node's part of Telegram's limits follows the members of the cluster.</summary>
public sealed class NodeShareOfNodesTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly NodesView _nodes = new(self: null);

    [Fact]
    public void A_part_follows_every_change_of_members_and_a_node_that_is_no_member_yet_has_the_smallest()
    {
        var share = NodeHosting.ShareOf(_nodes, _clock);
        Assert.Equal(int.MaxValue, share.Nodes);

        SetMembers(2);
        _clock.Advance(Window);
        Assert.Equal(2, share.Nodes);
        SetMembers(3);
        Assert.Equal(3, share.Nodes);
        SetMembers(1);
        Assert.Equal(3, share.Nodes);
        _clock.Advance(Window);
        Assert.Equal(1, share.Nodes);
    }

    [Fact]
    public void Members_that_are_known_before_the_sender_is_made_count()
    {
        SetMembers(2);
        var share = NodeHosting.ShareOf(_nodes, _clock);

        _clock.Advance(Window);
        Assert.Equal(2, share.Nodes);
    }

    private void SetMembers(int count) => _nodes.Set(
    [
        .. Enumerable.Range(1, count).Select(
            number => new NodeMember($"10.0.0.{number}:4053", "Up", IsSelf: number == 1, IsOldest: number == 1)),
    ]);
}
