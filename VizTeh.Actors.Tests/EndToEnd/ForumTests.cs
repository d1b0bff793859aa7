using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>The managers' group is a supergroup: its topics, and members who write in the name of a chat.</summary>
public sealed class ForumTests
{
    [Fact]
    public async Task A_question_is_answered_in_the_topic_it_was_asked_in()
    {
        await using var managers = await ForumGroup.CreateAsync();
        var topic = managers.Group.AddTopic("Заявки");
        managers.Group.General.Close();

        managers.Seat.In(topic).SendText("/help");

        Assert.Equal(topic.Id, (await managers.Seat.NextAsync("/photoid")).TopicId);
        managers.Group.General.Reopen();
        managers.Seat.SendText("/start");
        Assert.Null((await managers.Seat.NextAsync("Сюда приходят")).TopicId);
        managers.Bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task A_history_a_prompt_and_what_is_said_later_come_to_the_topic_they_belong_to()
    {
        await using var managers = await ForumGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await managers.Seat.NextAsync($"№{id}");
        Assert.Null(card.TopicId);
        var topic = managers.Group.AddTopic("Продажи");
        managers.Seat.In(topic).SendText($"/ticket {id}");
        Assert.Equal(topic.Id, (await managers.Seat.NextAsync($"№{id}")).TopicId);

        managers.Seat.SendText($"/history {id}");
        Assert.Null((await managers.Seat.NextAsync($"Заявка №{id} · 🟢")).TopicId);
        managers.Seat.In(topic).SendText($"/history {id}");
        Assert.Equal(topic.Id, (await managers.Seat.NextAsync($"Заявка №{id} · 🟢")).TopicId);
        managers.Seat.Press(card, "Ответить");
        Assert.Null((await managers.Seat.NextAsync("напишите ответ клиенту")).TopicId);
        client.SendText("И ещё вопрос");
        await client.AddToTicketAsync(id);

        Assert.Null((await managers.Seat.NextAsync("И ещё вопрос")).TopicId);
        await managers.Bot.AssertAllIsHandledAsync();
        managers.Bot.AssertCallsFitTheBotApi();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_the_topic_is_deleted_or_closed_before_the_answer_it_is_said_in_general(bool isDeleted)
    {
        await using var managers = await ForumGroup.CreateAsync();
        var topic = managers.Group.AddTopic("Заявки");
        await managers.Bot.StopAsync();
        managers.Seat.In(topic).SendText("/help");
        if (isDeleted)
            topic.Delete();
        else
            topic.Close();

        await managers.Bot.StartAsync();

        Assert.Null((await managers.Seat.NextAsync("/photoid")).TopicId);
        await managers.Bot.AssertAllIsHandledAsync();
    }

    [Fact]
    public async Task A_thread_of_replies_is_no_topic_and_is_not_named_in_the_answer()
    {
        await using var managers = await ForumGroup.CreateAsync(hasTopics: false);
        var talk = managers.Seat.SendText("разговор");

        managers.Seat.SendText("/help", talk);

        await managers.Seat.NextAsync("/photoid");
        // The emulated Telegram shows a message before it records the call.
        Assert.Equal([null], await Eventually.BecomesAsync(
            () => Task.FromResult(managers.NamedTopics.ToList()), topics => topics.Count > 0, "the call is recorded"));
    }

    [Fact]
    public async Task While_general_is_closed_the_cards_wait_and_they_come_when_it_is_open_again()
    {
        await using var managers = await ForumGroup.CreateAsync();
        managers.Group.General.Close();
        var id = await managers.Bot.NewClient().OrderAsync(TypedForm.Ordinary);
        await Eventually.IsTrueAsync(
            async () => (await managers.Bot.Database.ReadAsync("select last_error from outbox"))[0]?
                .Contains("TOPIC_CLOSED", StringComparison.Ordinal) == true,
            "the card is refused");

        managers.Group.General.Reopen();

        await managers.Seat.NextAsync($"№{id}");
    }

    [Fact]
    public async Task An_anonymous_administrator_and_a_channel_are_answered_and_posts_that_are_forwarded_from_one_are_not()
    {
        await using var managers = await ForumGroup.CreateAsync();
        var topic = managers.Group.AddTopic("Заявки");
        var channel = managers.Bot.Telegram.AddChannel("ВизТех");

        managers.Seat.In(topic).AsTheGroup().SendText("/help");
        Assert.Equal(topic.Id, (await managers.Seat.NextAsync("/photoid")).TopicId);
        managers.Seat.AsChannel(channel).SendText("/start");
        await managers.Seat.NextAsync("Сюда приходят");
        managers.Seat.AsTheGroup().SendPhoto("/photoid");
        await managers.Seat.NextAsync("PHOTO_ID");
        var said = managers.Seat.Messages.Count(message => message.FromBot);
        managers.Group.ForwardFrom(channel, "/help");
        managers.Group.ForwardFrom(channel, "Новость");
        await managers.Bot.AssertAllIsHandledAsync();
        Assert.Equal(said, managers.Seat.Messages.Count(message => message.FromBot));
    }

    [Fact]
    public async Task What_an_anonymous_administrator_writes_is_a_sign_of_life_for_the_cards_that_wait()
    {
        await using var managers = await ForumGroup.CreateAsync();
        var refusal = managers.Bot.Telegram.Faults.Inject(
            Fault.Refused(400, "Bad Request: have no rights to send a message") with
            {
                Method = "sendMessage",
                ChatId = managers.Group.Id,
                Times = null,
            });
        var id = await managers.Bot.NewClient().OrderAsync(TypedForm.Ordinary);
        // By now each further try comes minutes later.
        await Eventually.IsTrueAsync(async () =>
        {
            await managers.Bot.Database.ExecuteAsync("update outbox set attempts = 20");
            return (await managers.Bot.Database.ReadAsync("select (next_attempt_at > now() + interval '1 minute')::text from "
                + "outbox"))[0] == "true";
        }, "the card waits for long");
        refusal.Release();

        managers.Seat.AsTheGroup().SendText("теперь можно");

        await managers.Seat.NextAsync($"№{id}");
    }
}
