using Microsoft.Extensions.Time.Testing;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Reliability;

public sealed class StartRushTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Connectivity _connectivity;
    private readonly ForegroundWork _foreground;
    private readonly StartRush _rush;

    public StartRushTests()
    {
        (_connectivity, _foreground) = (new Connectivity(_clock), new ForegroundWork(_clock));
        _rush = new StartRush(_connectivity, _foreground, _clock);
    }

    [Fact]
    public async Task What_can_wait_begins_soon_after_the_first_poll_when_nobody_has_written()
    {
        var waiting = _rush.WaitForEndAsync(default);
        Look(times: 8);
        Assert.False(waiting.IsCompleted);

        _connectivity.Polls.Began();

        await EndsAsync(waiting);
    }

    [Fact]
    public async Task It_waits_for_the_replies_to_whoever_has_written_before_the_start()
    {
        _connectivity.Polls.Began();
        var waiting = _rush.WaitForEndAsync(default);
        Look();
        _foreground.Set(100);
        Look(times: 4);
        Assert.False(waiting.IsCompleted);

        _foreground.Set(0);

        await EndsAsync(waiting);
    }

    [Fact]
    public async Task Neither_a_crowd_nor_a_process_that_never_polls_keeps_it_waiting_for_ever()
    {
        _foreground.Set(1);

        await EndsAsync(_rush.WaitForEndAsync(default));
    }

    [Fact]
    public async Task It_can_be_stopped()
    {
        using var stopping = new CancellationTokenSource();
        var waiting = _rush.WaitForEndAsync(stopping.Token);

        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    private Task EndsAsync(Task waiting) => Eventually.IsTrueAsync(
        () =>
        {
            Look();
            return waiting.IsCompletedSuccessfully;
        },
        "the rush is over");

    private void Look(int times = 1)
    {
        for (var time = 0; time < times; time++)
            _clock.Advance(StartRush.Look);
    }
}
