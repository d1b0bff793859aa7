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

    [Theory]
    [InlineData("a sticker", "Это клиенту не отправлено")]
    [InlineData("a reply to a message about no ticket", "Такой команды нет")]
    [InlineData("an edit that makes a note of an answer", "Это уже отправлено клиенту")]
    public async Task An_answer_reaches_its_client_although_what_the_manager_is_told_before_it_waits(string what, string told)
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await managers.Seat.NextAsync($"№{id}");
        managers.Seat.SendText("/help");
        var help = await managers.Seat.NextAsync("/photoid");
        var answer = managers.Seat.SendText("Добрый день", replyTo: card);
        await client.NextAsync($"Ответ по заявке №{id}\n\nДобрый день");
        await managers.Bot.AssertAllIsHandledAsync();
        await managers.OutboxIsEmptyAsync();
        var limit = managers.Bot.Telegram.Faults.Inject(
            Fault.TooManyRequests(300) with { Method = "sendMessage", ChatId = managers.Group.Id });

        var written = answer;
        if (what == "a sticker")
            written = managers.Seat.SendSticker(replyTo: card);
        else if (what == "a reply to a message about no ticket")
            written = managers.Seat.SendText("/помощь", replyTo: help);
        else
            managers.Seat.EditText(answer, "// Добрый день");
        await limit.WaitForHitsAsync();
        managers.Seat.SendText("Привезём завтра", replyTo: card);

        await client.NextAsync($"Ответ по заявке №{id}\n\nПривезём завтра");
        await managers.Bot.AssertAllIsHandledAsync();
        Assert.DoesNotContain(managers.Seat.Messages, message => message.Text.Contains(told, StringComparison.Ordinal));
        // Another process knows nothing of the limit.
        await managers.Bot.StopAsync();
        await managers.Bot.StartAsync();
        Assert.Same(written, (await managers.Seat.NextAsync(told)).ReplyTo);
        await managers.OutboxIsEmptyAsync();
        Assert.Single(managers.Seat.Messages, message => message.Text.Contains(told, StringComparison.Ordinal));
        managers.Bot.AssertCallsFitTheBotApi();
    }
}
