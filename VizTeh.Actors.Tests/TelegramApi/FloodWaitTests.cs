using Microsoft.Extensions.Time.Testing;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.TelegramApi;

/// <summary>How a 429 is waited out, and whom it concerns.</summary>
public sealed class FloodWaitTests : TelegramSenderFixture
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_429_is_waited_out_and_loses_nothing(bool asHtml)
    {
        var fault = Server.Faults.Inject(Fault.TooManyRequests(1, asHtml) with { Method = "sendMessage" });

        Assert.IsType<SendOutcome.Delivered>(await Sender.SendAsync(Anna.ChatId, Hello));

        Assert.Equal(1, fault.Hits);
        Assert.Single(Received(Anna));
    }

    [Fact]
    public async Task Waiting_out_a_429_does_not_count_as_a_failure_that_makes_later_waits_longer()
    {
        var clock = new FakeTimeProvider();
        using var sender = SenderWith(limits: null, clock);
        Server.Faults.Inject(Fault.TooManyRequests(2) with { Times = 5 });
        var failing = Server.Faults.Inject(Fault.ServerError(500));

        var sending = sender.SendAsync(Anna.ChatId, Hello);
        var watch = clock.GetUtcNow();
        await Eventually.IsTrueAsync(
            () =>
            {
                if (failing.Hits == 0)
                    clock.Advance(TimeSpan.FromMilliseconds(100));
                return failing.Hits == 1;
            },
            "the last 429 is waited out");
        var waitedOut = clock.GetUtcNow();
        // In small steps: the clock goes on while a call is under way, too.
        await Eventually.IsTrueAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromMilliseconds(10));
                return sending.IsCompleted;
            },
            "the message is sent");

        Assert.True(waitedOut - watch >= TimeSpan.FromSeconds(10), "Each 429 is waited out.");
        // After a sixth failure it would be 4.8 seconds at least.
        Assert.InRange(clock.GetUtcNow() - waitedOut, TimeSpan.Zero, TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task A_chat_that_telegram_limits_delays_no_other_chat()
    {
        var fault = Server.Faults.Inject(Fault.TooManyRequests(600) with { Method = "sendMessage", ChatId = Anna.ChatId });
        using var giveUp = new CancellationTokenSource();
        var limited = Sender.SendAsync(Anna.ChatId, Hello, patience: null, giveUp.Token);
        await fault.WaitForHitsAsync();

        Assert.IsType<SendOutcome.Delivered>(await Sender.SendAsync(Boris.ChatId, Hello));

        Assert.False(limited.IsCompleted);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => limited);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(600)]
    public async Task A_429_on_the_answer_to_a_press_concerns_that_press_and_delays_no_chat(int retryAfter)
    {
        var clock = new FakeTimeProvider();
        using var sender = SenderWith(limits: null, clock);
        var query = await PressOfAnnaAsync();
        Server.Faults.Inject(Fault.TooManyRequests(retryAfter) with { Method = "answerCallbackQuery" });

        var answering = sender.AnswerPressAsync(query, "Готово");
        await Server.Calls.WaitForCallAsync("answerCallbackQuery");

        Assert.IsType<SendOutcome.Delivered>(await sender.SendAsync(Boris.ChatId, Hello));
        Assert.IsType<SendOutcome.Delivered>(await sender.SendAsync(Anna.ChatId, Hello, TimeSpan.FromSeconds(1)));
        await Eventually.IsTrueAsync(
            () =>
            {
                if (!answering.IsCompleted)
                    clock.Advance(TimeSpan.FromMilliseconds(250));
                return answering.IsCompleted;
            },
            "the press is answered, or given up");
        if (retryAfter == 2)
            Assert.IsType<SendOutcome.Delivered>(await answering);
        else
            Assert.Equal(TimeSpan.FromSeconds(600), Assert.IsType<SendOutcome.Postponed>(await answering).RetryAfter);
    }

    [Fact]
    public async Task A_429_that_a_server_before_telegram_gives_to_a_press_holds_back_everything()
    {
        var clock = new FakeTimeProvider();
        using var sender = SenderWith(limits: null, clock);
        Server.Faults.Inject(Fault.TooManyRequests(60, asHtml: true) with { Method = "answerCallbackQuery" });

        Assert.IsType<SendOutcome.Postponed>(await sender.AnswerPressAsync(await PressOfAnnaAsync(), "Готово"));

        Assert.IsType<SendOutcome.Postponed>(await sender.SendAsync(Boris.ChatId, Hello, TimeSpan.FromSeconds(3)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_wall_clock_that_is_set_back_or_forward_does_not_change_how_long_a_429_lasts(int hours)
    {
        var time = new FakeTimeProvider();
        var wall = new SteppedClock(time);
        using var sender = SenderWith(limits: null, wall);
        Server.Faults.Inject(Fault.TooManyRequests(10) with { ChatId = Anna.ChatId });
        Assert.IsType<SendOutcome.Postponed>(await sender.SendAsync(Anna.ChatId, Hello, TimeSpan.FromSeconds(1)));

        wall.Step(TimeSpan.FromHours(hours));

        time.Advance(TimeSpan.FromSeconds(4));
        var rest = Assert.IsType<SendOutcome.Postponed>(await sender.SendAsync(Anna.ChatId, Hello, TimeSpan.FromSeconds(1)));
        Assert.Equal(TimeSpan.FromSeconds(6), rest.RetryAfter);
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.IsType<SendOutcome.Delivered>(await sender.SendAsync(Anna.ChatId, Hello, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task A_caller_with_little_patience_is_told_how_long_the_chat_has_to_rest()
    {
        Server.Faults.Inject(Fault.TooManyRequests(600) with { Method = "sendMessage" });

        var outcome = await Sender.SendAsync(Anna.ChatId, Hello, TimeSpan.FromSeconds(3));

        Assert.InRange(Assert.IsType<SendOutcome.Postponed>(outcome).RetryAfter, TimeSpan.FromSeconds(590), TimeSpan.FromSeconds(600));
        Assert.Empty(Received(Anna));
    }

    private async Task<string> PressOfAnnaAsync()
    {
        await Sender.SendAsync(
            Anna.ChatId, new Message("?", new Keyboard.Inline([[new VizTeh.Actors.Messages.InlineButton("Да", "yes")]])));
        return Anna.PressData(Anna.Messages[^1], "yes").QueryId;
    }
}
