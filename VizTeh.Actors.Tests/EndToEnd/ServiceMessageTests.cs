using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>Changes of a chat that Telegram reports by a service message.</summary>
public sealed class ServiceMessageTests
{
    [Fact]
    public async Task What_happens_to_a_private_chat_is_answered_by_nothing_and_is_no_answer()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        client.SendText("Оставить заявку");
        var asked = await client.NextAsync("обращаться");
        await bot.Manager.Chat.NextAsync("менеджер");

        (ChatParticipant, ChatMessage)[] pinned = [(client, asked), (bot.Manager.Chat, bot.Manager.Chat.Messages[0])];
        foreach (var (participant, message) in pinned)
        {
            participant.Pin(message);
            participant.SetAutoDelete(TimeSpan.FromDays(7));
            participant.SetBackground();
        }

        await bot.AssertAllIsHandledAsync();
        Assert.Equal(asked.Id, client.Messages.Last(message => message.FromBot).Id);
        Assert.Single(bot.Manager.Chat.Messages, message => message.FromBot);
        client.SendText("Анна");
        await client.NextAsync("организац");
    }

    [Fact]
    public async Task What_happens_to_the_managers_group_is_answered_by_nothing()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var first = managers.Seat.SendText("привет");

        managers.Seat.Pin(first);
        managers.Seat.SetAutoDelete(TimeSpan.FromDays(7));
        managers.Seat.SetBackground();
        managers.Seat.Retitle("Заявки");
        managers.Seat.Invite(managers.Bot.Telegram.AddPerson("Вера"));

        await managers.Bot.AssertAllIsHandledAsync();
        Assert.DoesNotContain(managers.Seat.Messages, message => message.FromBot);
    }
}
