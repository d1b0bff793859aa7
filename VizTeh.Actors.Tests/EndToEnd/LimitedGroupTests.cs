using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>A managers' group to which Telegram lets no message through for now.</summary>
public sealed class LimitedGroupTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_press_changes_the_status_and_is_answered_although_the_answer_to_a_command_before_it_waits()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var first = await managers.OrderAsync();
        var second = await managers.OrderAsync();
        var firstCard = await managers.Seat.NextAsync($"№{first}");
        var secondCard = await managers.Seat.NextAsync($"№{second}");
        await managers.Bot.AssertAllIsHandledAsync();
        var limit = managers.Bot.Telegram.Faults.Inject(
            Fault.TooManyRequests(300) with { Method = "sendMessage", ChatId = managers.Group.Id });
        managers.Seat.SendText("/help");
        await limit.WaitForHitsAsync();

        await managers.Seat.Press(firstCard, "Закрыть заявку").AnswerAsync(Soon);
        await managers.Seat.Press(secondCard, "Закрыть заявку").AnswerAsync(Soon);
        managers.Seat.SendText("Первую закрыла");
        managers.Group.RemoveBot();

        Assert.Equal(["closed", "closed"], await managers.Bot.Database.ReadAsync("select status from tickets"));
        await Eventually.IsTrueAsync(() => managers.LogLines("cannot be written to") == 1, "the log says that the bot is out of the group");
        await Eventually.BecomesAsync(
            () => managers.Bot.Database.ReadAsync("select payload #>> '{message,text}' from inbox"), rows => rows.SequenceEqual(["/help"]),
            "only the command waits");
    }
}
