using System.Text.Json.Nodes;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Tests.Sandbox.BotApi;

/// <summary>Topics, and messages in the name of a chat, as a bot gets them from Telegram's server.</summary>
public sealed class ForumTests
{
    [Fact]
    public async Task A_message_in_a_topic_names_it_and_one_in_general_does_not()
    {
        await using var fixture = await Stage.StartAsync();
        var topic = fixture.Group.AddTopic("Заявки");
        fixture.Seat.In(topic).SendText("в теме");
        fixture.Seat.SendText("в General");
        fixture.Seat.In(fixture.Group.General).SendText("и это");

        var messages = await fixture.MessagesAsync();

        Assert.Equal("Заявки", (string?)messages[0]["forum_topic_created"]!["name"]);
        Assert.Equal(topic.Id, (int)messages[0]["message_id"]!);
        Assert.All(messages[..2],
            message => Assert.Equal((topic.Id, true), ((int)message["message_thread_id"]!, (bool)message["is_topic_message"]!)));
        Assert.All(messages[2..], message => Assert.True(message["message_thread_id"] is null && message["is_topic_message"] is null));
        Assert.True((bool)messages[1]["chat"]!["is_forum"]!);
    }

    [Fact]
    public async Task Answers_outside_of_topics_are_a_thread_that_is_no_topic()
    {
        await using var fixture = await Stage.StartAsync(hasTopics: false);
        var first = fixture.Seat.SendText("вопрос");
        var second = fixture.Seat.SendText("ответ", first);
        fixture.Seat.SendText("ответ на ответ", second);

        var messages = await fixture.MessagesAsync();

        Assert.Null(messages[0]["message_thread_id"]);
        Assert.All(messages[1..], message => Assert.Equal(first.Id, (int)message["message_thread_id"]!));
        Assert.All(messages, message => Assert.Null(message["is_topic_message"]));
    }

    [Fact]
    public async Task A_bot_writes_into_the_topic_that_it_names_or_in_which_it_answers_and_else_into_general()
    {
        await using var fixture = await Stage.StartAsync();
        var topic = fixture.Group.AddTopic("Заявки");
        var asked = fixture.Seat.In(topic).SendText("?");

        var named = await fixture.SendAsync(new { chat_id = fixture.Group.Id, text = "по имени", message_thread_id = topic.Id });
        await fixture.SendAsync(new { chat_id = fixture.Group.Id, text = "ответом", reply_parameters = new { message_id = asked.Id } });
        await fixture.SendAsync(new { chat_id = fixture.Group.Id, text = "никуда" });

        Assert.Equal((topic.Id, true), ((int)named.Result["message_thread_id"]!, (bool)named.Result["is_topic_message"]!));
        Assert.Equal([topic.Id, topic.Id, null], fixture.Seat.Messages.TakeLast(3).Select(message => message.TopicId));
        Assert.Equal("ответом", (await fixture.Seat.In(topic).NextAsync("ответом")).Text);
        await Assert.ThrowsAsync<TimeoutException>(() => fixture.Seat.In(topic).NextAsync("никуда", TimeSpan.FromMilliseconds(50)));
    }

    [Fact]
    public async Task A_topic_that_is_deleted_or_never_was_is_not_found_and_neither_is_general_by_its_id()
    {
        await using var fixture = await Stage.StartAsync();
        var topic = fixture.Group.AddTopic("Заявки");
        fixture.Seat.In(topic).SendText("?");
        topic.Delete();

        foreach (var id in new[] { topic.Id, 12345, Topic.GeneralId })
        {
            var refused = await fixture.SendAsync(new { chat_id = fixture.Group.Id, text = "?", message_thread_id = id });
            Assert.Equal("Bad Request: message thread not found", refused.Description);
        }

        Assert.DoesNotContain(fixture.Seat.Messages, message => message.TopicId == topic.Id);
        Assert.Throws<InvalidOperationException>(() => fixture.Seat.In(topic).SendText("?"));
    }

    [Fact]
    public async Task A_group_without_topics_takes_no_notice_of_a_topic_that_a_bot_names()
    {
        await using var fixture = await Stage.StartAsync(hasTopics: false);

        Assert.Equal(200, (int)(await fixture.SendAsync(new { chat_id = fixture.Group.Id, text = "?", message_thread_id = 5 })).Status);
    }

    [Fact]
    public async Task Into_a_closed_topic_only_administrators_write_and_the_bot_is_told_when_it_is_closed_and_open_again()
    {
        await using var fixture = await Stage.StartAsync();
        var topic = fixture.Group.AddTopic("Заявки");
        topic.Close();
        fixture.Group.General.Close();

        Assert.Equal("Bad Request: TOPIC_CLOSED", (await fixture.SendAsync(new { chat_id = fixture.Group.Id, text = "?" })).Description);
        Assert.Equal(
            "Bad Request: TOPIC_CLOSED",
            (await fixture.SendAsync(new { chat_id = fixture.Group.Id, text = "?", message_thread_id = topic.Id })).Description);
        Assert.Equal("Bad Request: message text is empty",
            (await fixture.SendAsync(new { chat_id = fixture.Group.Id, text = "" })).Description);
        Assert.Throws<InvalidOperationException>(() => fixture.Group.Seat(fixture.Second).In(topic).SendText("?"));
        fixture.Seat.In(topic).SendText("основателю можно");
        topic.Reopen();
        fixture.Group.Seat(fixture.Second).In(topic).SendText("теперь и остальным");
        var answer = await fixture.SendAsync(new { chat_id = fixture.Group.Id, text = "?", message_thread_id = topic.Id });
        Assert.Equal(200, (int)answer.Status);

        var messages = await fixture.MessagesAsync();
        Assert.Equal((topic.Id, true), ((int)messages[1]["message_thread_id"]!, messages[1]["forum_topic_closed"] is not null));
        Assert.Equal((null, true), ((int?)messages[2]["message_thread_id"], messages[2]["forum_topic_closed"] is not null));
        Assert.NotNull(messages[4]["forum_topic_reopened"]);
    }

    [Fact]
    public async Task An_anonymous_administrator_writes_in_the_name_of_the_group_but_presses_as_a_person()
    {
        await using var fixture = await Stage.StartAsync();
        var topic = fixture.Group.AddTopic("Заявки");
        var anonymous = fixture.Seat.In(topic).AsTheGroup();
        anonymous.SendText("/help");
        var sent = await fixture.SendAsync(new
        {
            chat_id = fixture.Group.Id,
            text = "карточка",
            message_thread_id = topic.Id,
            reply_markup = new { inline_keyboard = new[] { new[] { new { text = "Да", callback_data = "1" } } } },
        });
        anonymous.Press(fixture.Seat.Message(sent.MessageId)!, "Да");

        var updates = await fixture.UpdatesAsync();
        var message = updates[1]["message"]!;
        Assert.Equal(
            """{"id":1087968824,"is_bot":true,"first_name":"Group","username":"GroupAnonymousBot"}""", message["from"]!.ToJsonString());
        Assert.Equal(fixture.Group.Id, (long)message["sender_chat"]!["id"]!);
        Assert.Equal(topic.Id, (int)message["message_thread_id"]!);
        Assert.Equal(fixture.Bot.Client.Id, (long)updates[2]["callback_query"]!["from"]!["id"]!);
        Assert.Equal(topic.Id, (int)updates[2]["callback_query"]!["message"]!["message_thread_id"]!);
    }

    [Fact]
    public async Task A_channel_speaks_through_a_person_or_by_a_post_that_telegram_forwards()
    {
        await using var fixture = await Stage.StartAsync(hasTopics: false);
        var channel = fixture.Bot.Server.AddChannel("ВизТех", "vizteh");
        fixture.Seat.AsChannel(channel).SendText("/start");
        fixture.Group.ForwardFrom(channel, "Новость");

        var messages = await fixture.MessagesAsync();

        Assert.Equal((136817688, true), ((long)messages[0]["from"]!["id"]!, (bool)messages[0]["from"]!["is_bot"]!));
        Assert.Equal((777000, false), ((long)messages[1]["from"]!["id"]!, (bool)messages[1]["from"]!["is_bot"]!));
        Assert.All(messages, message => Assert.Equal(
            (channel.Id, "channel"),
            ((long)message["sender_chat"]!["id"]!, (string?)message["sender_chat"]!["type"])));
        Assert.True((bool)messages[1]["is_automatic_forward"]!);
        Assert.Equal(channel.Id, (long)messages[1]["forward_origin"]!["chat"]!["id"]!);
    }

    private sealed record Stage(RawBot Bot, Group Group, Person Second) : IAsyncDisposable
    {
        public ChatParticipant Seat => Group.Seat(Bot.Client);

        public static async Task<Stage> StartAsync(bool hasTopics = true)
        {
            var bot = await RawBot.StartAsync();
            var second = bot.Server.AddPerson("Борис");
            var group = bot.Server.AddSupergroup("Менеджеры", bot.Client, second);
            return new Stage(bot, hasTopics ? group.WithTopics() : group, second);
        }

        public Task<RawAnswer> SendAsync(object message) => Bot.CallAsync("sendMessage", message);

        public async Task<JsonNode[]> MessagesAsync() => [.. (await UpdatesAsync()).Select(update => update["message"]!)];

        /// <summary>All waiting updates, each checked against the published schema.</summary>
        public async Task<JsonNode[]> UpdatesAsync()
        {
            var answer = await Bot.CallAsync("getUpdates");
            Assert.Empty(BotApiSchema.Published.FaultsOfAnswer("getUpdates", answer.Body));
            return [.. answer.Result.AsArray().Select(update => update!)];
        }

        public ValueTask DisposeAsync() => Bot.DisposeAsync();
    }
}
