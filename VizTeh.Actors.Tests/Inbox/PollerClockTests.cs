using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Inbox;

/// <summary>The machine's wall clock is set while an update waits for its retry.</summary>
public sealed class PollerClockTests
{
    [Fact]
    public async Task A_wall_clock_that_is_set_back_by_an_hour_does_not_keep_an_update_from_being_sent_again()
    {
        var wall = new SteppedClock(TimeProvider.System);
        await using var bench = await PollerBench.StartAsync(clock: wall);
        bench.Bot.NewClient().SendText("раз");
        var first = await bench.Conversations.ExpectAsync<ClientUpdate>();

        wall.Step(TimeSpan.FromHours(-1));
        Assert.Equal(first.UpdateId, (await bench.Conversations.ExpectAsync<ClientUpdate>()).UpdateId);

        bench.Conversations.Reply(new Failed(first.UpdateId, "the database is away", IsFault: false));
        wall.Step(TimeSpan.FromHours(-1));
        Assert.Equal(first.UpdateId, (await bench.Conversations.ExpectAsync<ClientUpdate>()).UpdateId);
    }
}
