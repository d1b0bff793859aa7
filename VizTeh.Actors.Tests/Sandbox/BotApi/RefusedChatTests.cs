using System.Net;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Tests.Sandbox.BotApi;

/// <summary>Whom the bot cannot write to, and what it may not do in a chat.</summary>
public sealed class RefusedChatTests
{
    [Fact]
    public async Task Who_blocked_the_bot_deleted_the_account_or_never_wrote_cannot_be_written_to()
    {
        await using var bot = await RawBot.StartWithClientAsync();
        var silent = bot.Server.AddPerson("Борис");
        _ = bot.Server.AddGroup("Цех", silent).Seat(silent).SendText("всем привет");
        Task<RawAnswer> SendAsync(Person person) => bot.CallAsync("sendMessage", new { chat_id = person.Id, text = "?" });

        bot.Client.Chat.Block();
        var blocked = await SendAsync(bot.Client);
        bot.Client.Chat.Unblock();
        Assert.Null((await SendAsync(bot.Client)).Description);
        bot.Client.Deactivate();

        Assert.Equal((HttpStatusCode.Forbidden, "Forbidden: bot was blocked by the user"), (blocked.Status, blocked.Description));
        Assert.Equal("Forbidden: user is deactivated", (await SendAsync(bot.Client)).Description);
        Assert.Equal("Forbidden: bot can't initiate conversation with a user", (await SendAsync(silent)).Description);
        Assert.Equal("Bad Request: chat not found", (await SendAsync(bot.Server.AddPerson("Вера"))).Description);
    }

    [Fact]
    public async Task A_group_that_removed_the_bot_or_became_a_supergroup_refuses_with_what_the_bot_needs_to_know()
    {
        await using var bot = await RawBot.StartWithClientAsync();
        var group = bot.Server.AddGroup("Менеджеры", bot.Client);
        Task<RawAnswer> SendAsync() => bot.CallAsync("sendMessage", new { chat_id = group.Id, text = "?" });

        group.RemoveBot();
        var kicked = await SendAsync();
        group.AddBot();
        Assert.Null((await SendAsync()).Description);
        var upgraded = group.UpgradeToSupergroup();
        var migrated = await SendAsync();

        Assert.Equal("Forbidden: bot was kicked from the group chat", kicked.Description);
        Assert.Equal("Bad Request: group chat was upgraded to a supergroup chat", migrated.Description);
        Assert.Equal(upgraded.Id, (long)migrated.Json["parameters"]!["migrate_to_chat_id"]!);
        Assert.StartsWith("-100", $"{upgraded.Id}", StringComparison.Ordinal);
        Assert.Null((await bot.CallAsync("sendMessage", new { chat_id = upgraded.Id, text = "?" })).Description);
    }

    [Fact]
    public async Task A_contact_is_asked_for_in_private_chats_only()
    {
        await using var bot = await RawBot.StartWithClientAsync();
        var group = bot.Server.AddGroup("Менеджеры", bot.Client);
        var markup = RawBot.Json("""{"keyboard":[[{"text":"Телефон","request_contact":true}]]}""");

        var answer = await bot.CallAsync("sendMessage", new { chat_id = group.Id, text = "?", reply_markup = markup });

        Assert.Equal("Bad Request: phone number can be requested in private chats only", answer.Description);
        Assert.Null(group.Seat(bot.Client).Menu);
    }

    [Fact]
    public async Task A_press_is_answered_once_in_time_and_with_up_to_200_characters()
    {
        await using var bot = await RawBot.StartWithClientAsync();
        var message = await bot.SendAsync("?", new { inline_keyboard = new[] { new[] { new { text = "Да", callback_data = "1" } } } });
        var press = bot.Client.Chat.Press(message, "Да");
        Task<RawAnswer> AnswerAsync(CallbackPress to, string text) =>
            bot.CallAsync("answerCallbackQuery", new { callback_query_id = to.QueryId, text, show_alert = true });

        Assert.Equal("Bad Request: MESSAGE_TOO_LONG", (await AnswerAsync(press, new string('я', 201))).Description);
        Assert.Null((await AnswerAsync(press, new string('я', 200))).Description);
        Assert.Contains("query is too old", (await AnswerAsync(press, "ещё раз")).Description, StringComparison.Ordinal);
        Assert.Equal(new CallbackAnswer(new string('я', 200), true, null), await press.AnswerAsync(TimeSpan.Zero));

        var late = bot.Client.Chat.Press(message, "Да");
        bot.Clock.Advance(TimeSpan.FromSeconds(151));
        Assert.Contains("query is too old", (await AnswerAsync(late, "поздно")).Description, StringComparison.Ordinal);
        Assert.False(late.IsAnswered);
    }
}
