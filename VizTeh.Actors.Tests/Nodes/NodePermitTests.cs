using Microsoft.Extensions.Time.Testing;
using VizTeh.Actors.Nodes;

namespace VizTeh.Actors.Tests.Nodes;

/// <summary>A node that the others may have given up sends nothing.</summary>
public sealed class NodePermitTests
{
    private static readonly NodeTimes Times = NodeTimes.Default;

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_node_sends_nothing_before_its_row_is_there() => Assert.False(new NodePermit(Times, _clock).IsGiven);

    [Fact]
    public void A_node_stops_sending_before_the_others_take_over()
    {
        var permit = new NodePermit(Times, _clock);
        permit.Renew(permit.Now);

        _clock.Advance(Times.Permit - TimeSpan.FromMilliseconds(1));
        Assert.True(permit.IsGiven);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(permit.IsGiven);
        Assert.True(Times.Permit < Times.Alive);
    }

    [Fact]
    public void An_answer_that_took_long_allows_sends_for_less_time()
    {
        var permit = new NodePermit(Times, _clock);
        var askedAt = permit.Now;
        _clock.Advance(Times.Permit);

        permit.Renew(askedAt);

        Assert.False(permit.IsGiven);
    }

    [Fact]
    public async Task A_send_waits_for_the_next_renewal()
    {
        var permit = new NodePermit(Times, TimeProvider.System);
        var waiting = permit.WaitAsync(CancellationToken.None);
        Assert.False(waiting.IsCompleted);

        permit.Renew(permit.Now);

        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_node_that_was_put_out_never_sends_again()
    {
        var permit = new NodePermit(Times, _clock);
        permit.Renew(permit.Now);
        permit.End();
        permit.Renew(permit.Now);
        using var stop = new CancellationTokenSource();

        var waiting = permit.WaitAsync(stop.Token);

        Assert.False(permit.IsGiven);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
