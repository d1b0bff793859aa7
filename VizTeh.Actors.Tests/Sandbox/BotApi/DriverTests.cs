using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Tests.Sandbox.BotApi;

public sealed class DriverTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task A_seat_reads_on_from_the_last_message_it_waited_for()
    {
        await using var bot = await StartedAsync();
        await bot.SendAsync("Как к вам обращаться?");
        var later = bot.Client.Chat.NextAsync("город");
        await bot.SendAsync("Из какого вы города?");
        await bot.SendAsync("Какой город ещё?");

        Assert.Equal("Из какого вы города?", (await later).Text);
        Assert.Equal("Какой город ещё?", (await bot.Client.Chat.NextAsync("город")).Text);
        await Assert.ThrowsAsync<TimeoutException>(() => bot.Client.Chat.NextAsync("обращаться", Soon));
    }

    [Fact]
    public async Task A_message_that_does_not_come_is_explained_by_the_end_of_the_chat()
    {
        await using var bot = await StartedAsync();
        await bot.SendAsync("Напишите телефон", RawBot.Json("""{"keyboard":[["Назад","Отменить"]]}"""));

        var failure = await Assert.ThrowsAsync<TimeoutException>(() => bot.Client.Chat.NextAsync("город", Soon));

        Assert.Contains("«город»", failure.Message, StringComparison.Ordinal);
        Assert.Contains("bot: Напишите телефон", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Назад | Отменить", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_reply_keyboard_stays_until_another_one_or_its_removal_and_only_its_buttons_can_be_pressed()
    {
        await using var bot = await StartedAsync();
        Assert.Null(bot.Client.Chat.Menu);
        await bot.SendAsync("?", RawBot.Json("""{"keyboard":[["Назад"],[{"text":"Телефон","request_contact":true}]]}"""));
        await bot.SendAsync("без клавиатуры");

        Assert.Equal(["Назад", "Телефон"], bot.Client.Chat.Menu!.Labels);
        Assert.Equal("Назад", bot.Client.Chat.PressMenu("Назад").Text);
        Assert.Equal(MessageKind.Contact, bot.Client.Chat.PressMenu("Телефон").Kind);
        Assert.Throws<InvalidOperationException>(() => bot.Client.Chat.PressMenu("Отменить"));
        await bot.SendAsync("всё", new { remove_keyboard = true });
        Assert.Null(bot.Client.Chat.Menu);
        var updates = (await bot.CallAsync("getUpdates")).Result.AsArray();
        Assert.Equal(bot.Client.Id, (long)updates[^1]!["message"]!["contact"]!["user_id"]!);
        Assert.Equal(bot.Client.Phone, (string?)updates[^1]!["message"]!["contact"]!["phone_number"]);
    }

    [Theory]
    [InlineData("я")]
    [InlineData("🙂")]
    public async Task A_persons_text_over_4096_code_points_goes_as_several_messages_of_one_second(string letter)
    {
        await using var bot = await StartedAsync();

        bot.Client.Chat.SendText(string.Concat(Enumerable.Repeat(letter, 9_000)));

        var messages = (await bot.CallAsync("getUpdates")).Result.AsArray().TakeLast(3).Select(update => update!["message"]!).ToArray();
        Assert.Equal([4_096, 4_096, 808], messages.Select(message => ((string)message["text"]!).EnumerateRunes().Count()));
        Assert.Single(messages.Select(message => (long)message["date"]!).Distinct());
        Assert.Equal(messages.Select(message => (long)message["message_id"]!).Order(),
            messages.Select(message => (long)message["message_id"]!));
    }

    [Fact]
    public async Task A_reply_brings_the_message_that_it_answers_with_who_sent_it()
    {
        await using var bot = await StartedAsync();
        var question = await bot.SendAsync("Как к вам обращаться?");

        bot.Client.Chat.SendText("Анна", replyTo: question);

        var quoted = (await bot.CallAsync("getUpdates")).Result.AsArray()[^1]!["message"]!["reply_to_message"]!;
        Assert.Equal((question.Id, question.Text), ((int)quoted["message_id"]!, (string?)quoted["text"]));
        Assert.True((bool)quoted["from"]!["is_bot"]!);
    }

    [Fact]
    public async Task A_press_carries_the_message_as_it_is_and_waits_for_the_bots_answer()
    {
        await using var bot = await StartedAsync();
        var message = await bot.SendAsync("Заявка", Buttons(("Закрыть", "close:1")));

        var press = bot.Client.Chat.Press(message, "Закрыть");
        var update = (await bot.CallAsync("getUpdates")).Result.AsArray()[^1]!["callback_query"]!;
        await Assert.ThrowsAsync<TimeoutException>(() => press.AnswerAsync(Soon));
        await bot.CallAsync("answerCallbackQuery", new { callback_query_id = (string?)update["id"], text = "Готово" });

        Assert.Equal("close:1", (string?)update["data"]);
        Assert.Equal("Закрыть", (string?)update["message"]!["reply_markup"]!["inline_keyboard"]![0]![0]!["text"]);
        Assert.Equal(bot.Client.Id, (long)update["from"]!["id"]!);
        Assert.Equal(new CallbackAnswer("Готово", false, null), await press.AnswerAsync(Soon));
    }

    [Fact]
    public async Task A_press_can_arrive_twice_be_forged_or_come_from_a_message_that_is_gone()
    {
        await using var bot = await StartedAsync();
        var message = await bot.SendAsync("Заявка", Buttons(("Закрыть", "close:1")));

        var (first, second) = bot.Client.Chat.PressTwice(message, "Закрыть");
        Assert.Throws<InvalidOperationException>(() => bot.Client.Chat.Press(message, "Открыть"));
        bot.Client.Chat.PressData(message, "close:2");
        await bot.CallAsync("deleteMessage", new { chat_id = bot.Client.Id, message_id = message.Id });
        Assert.Throws<InvalidOperationException>(() => bot.Client.Chat.Press(message, "Закрыть"));
        bot.Client.Chat.PressData(message, "close:3");

        Assert.NotEqual(first.QueryId, second.QueryId);
        Assert.DoesNotContain(message, bot.Client.Chat.Messages);
        var presses = (await bot.CallAsync("getUpdates")).Result.AsArray().Skip(1).Select(update => update!["callback_query"]!).ToArray();
        Assert.Equal(["close:1", "close:1", "close:2", "close:3"], presses.Select(press => (string?)press["data"]));
        Assert.Equal(0, (int)presses[^1]["message"]!["date"]!);
    }

    [Fact]
    public async Task Edits_show_at_once_in_messages_that_were_read_before_and_can_be_waited_for()
    {
        await using var bot = await StartedAsync();
        var message = await bot.SendAsync("Заявка");
        var edited = bot.Client.Chat.WaitForEditAsync(message, now => now.Text.Contains("закрыта", StringComparison.Ordinal));

        bot.Clock.Advance(TimeSpan.FromMinutes(1));
        await bot.CallAsync("editMessageText", new { chat_id = bot.Client.Id, message_id = message.Id, text = "Заявка закрыта" });
        await edited;

        Assert.Same(message, bot.Client.Chat.Messages[^1]);
        Assert.Equal((1, bot.Clock.GetUtcNow()), (message.EditCount, message.EditDate));
        await Assert.ThrowsAsync<TimeoutException>(() => bot.Client.Chat.WaitForEditAsync(message, now => now.EditCount == 2, Soon));
    }

    [Fact]
    public async Task In_a_group_every_member_sees_the_bots_messages_and_the_bot_sees_every_members()
    {
        await using var bot = await RawBot.StartAsync();
        var second = bot.Server.AddPerson("Борис");
        var group = bot.Server.AddSupergroup("Менеджеры", bot.Client, second);
        group.Seat(bot.Client).SendText("просто разговор");
        await bot.CallAsync("sendMessage", new { chat_id = group.Id, text = "Заявка", reply_markup = Buttons(("Закрыть", "close:1")) });

        var card = await group.Seat(second).NextAsync("Заявка");
        group.Seat(second).Press(card, "Закрыть");

        Assert.Equal(card, await group.Seat(bot.Client).NextAsync("Заявка"));
        var updates = (await bot.CallAsync("getUpdates")).Result.AsArray();
        Assert.Equal("просто разговор", (string?)updates[0]!["message"]!["text"]);
        Assert.Equal("supergroup", (string?)updates[0]!["message"]!["chat"]!["type"]);
        Assert.Equal(second.Id, (long)updates[1]!["callback_query"]!["from"]!["id"]!);
        var founder = await bot.CallAsync("getChatMember", new { chat_id = group.Id, user_id = bot.Client.Id });
        Assert.Equal("creator", (string?)founder.Result["status"]);
    }

    [Fact]
    public async Task What_people_type_reaches_the_bot_cleaned_split_and_with_its_commands_marked()
    {
        await using var bot = await RawBot.StartAsync();

        bot.Client.Chat.SendText("  /start@sandbox_emulated_bot ждите\0 \ud83d ");
        bot.Client.Chat.SendText(string.Concat(Enumerable.Repeat("🙂", 5000)));
        Assert.Throws<ArgumentException>(() => bot.Client.Chat.SendText(" \n\u200b"));
        Assert.Throws<ArgumentException>(() => bot.Client.Chat.SendPhoto(new string('я', 1025)));

        var messages = (await bot.CallAsync("getUpdates")).Result.AsArray().Select(update => update!["message"]!).ToArray();
        Assert.Equal("/start@sandbox_emulated_bot ждите  \ufffd", (string?)messages[0]["text"]);
        Assert.Equal("bot_command", (string?)messages[0]["entities"]![0]!["type"]);
        Assert.Equal(27, (int)messages[0]["entities"]![0]!["length"]!);
        Assert.Equal([8192, 904 * 2], messages[1..].Select(message => ((string)message["text"]!).Length));
    }

    [Fact]
    public async Task Whoever_blocked_the_bot_has_to_unblock_it_before_writing()
    {
        await using var bot = await StartedAsync();
        bot.Client.Chat.Block();

        Assert.Throws<InvalidOperationException>(() => bot.Client.Chat.SendText("?"));
        bot.Client.Chat.Unblock();
        bot.Client.Chat.SendText("!");

        var updates = (await bot.CallAsync("getUpdates")).Result.AsArray().Skip(1).ToArray();
        var statuses = updates[..2].Select(update => (string?)update!["my_chat_member"]!["new_chat_member"]!["status"]);
        Assert.Equal(["kicked", "member"], statuses);
    }

    private static object Buttons(params (string Label, string Data)[] buttons) =>
        new { inline_keyboard = new[] { buttons.Select(button => new { text = button.Label, callback_data = button.Data }) } };

    private static async Task<RawBot> StartedAsync()
    {
        var bot = await RawBot.StartAsync();
        bot.Client.Chat.SendText("/start");
        return bot;
    }
}
