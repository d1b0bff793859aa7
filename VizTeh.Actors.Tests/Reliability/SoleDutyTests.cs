using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Tests.Reliability;

public sealed class SoleDutyTests
{
    [Fact]
    public void A_bot_on_its_own_does_everything_itself()
    {
        var duty = new SoleDuty();

        Assert.True(duty.IsHere);
        Assert.True(duty.WaitAsync(default).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Whoever_waits_goes_on_when_it_comes_and_waits_anew_when_it_has_gone()
    {
        var duty = new SoleDuty(isHere: false);
        var first = duty.WaitAsync(default);
        Assert.False(first.IsCompleted);

        duty.Set(isHere: true);
        duty.Set(isHere: true);
        await first.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(duty.IsHere);

        duty.Set(isHere: false);
        duty.Set(isHere: false);
        Assert.False(duty.IsHere);
        using var stop = new CancellationTokenSource();
        var second = duty.WaitAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }
}
