using System.Net;

namespace VizTeh.Actors.Tests.Sandbox.BotApi;

/// <summary>Which edits Telegram refuses.</summary>
public sealed class RefusedEditTests
{
    [Fact]
    public async Task An_edit_that_changes_nothing_is_refused_until_text_formatting_or_buttons_change()
    {
        await using var bot = await RawBot.StartWithClientAsync();
        var message = await bot.SendAsync("Заявка");
        object Edit(string text, object? markup = null) =>
            new { chat_id = bot.Client.Id, message_id = message.Id, text, parse_mode = "HTML", reply_markup = markup ?? new { } };
        var buttons = new { inline_keyboard = new[] { new[] { new { text = "Да", callback_data = "1" } } } };

        var same = await bot.CallAsync("editMessageText", Edit("Заявка "));

        Assert.Equal(
            "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current " +
            "content and reply markup of the message",
            same.Description);
        Assert.Null((await bot.CallAsync("editMessageText", Edit("<s>Заявка</s>"))).Description);
        Assert.Null((await bot.CallAsync("editMessageText", Edit("<s>Заявка</s>", buttons))).Description);
        Assert.Equal(HttpStatusCode.BadRequest, (await bot.CallAsync("editMessageText", Edit("<s>Заявка</s>", buttons))).Status);
        Assert.Null((await bot.CallAsync("editMessageText", Edit("<s>Заявка</s>"))).Description);
        Assert.Equal(3, message.EditCount);
        Assert.Empty(message.InlineButtons);
    }

    [Fact]
    public async Task Only_messages_without_a_reply_keyboard_can_be_edited_and_only_as_what_they_are()
    {
        await using var bot = await RawBot.StartWithClientAsync();
        var menu = await bot.SendAsync("Меню", RawBot.Json("""{"keyboard":[["А"]]}"""));
        var text = await bot.SendAsync("Текст");
        var photo = await bot.CallAsync("sendPhoto", new { chat_id = bot.Client.Id, photo = bot.Server.AddFile() });
        async Task<string?> EditAsync(string method, object parameters) => (await bot.CallAsync(method, parameters)).Description;

        Assert.Equal(
            "Bad Request: message can't be edited",
            await EditAsync("editMessageText", new { chat_id = bot.Client.Id, message_id = menu.Id, text = "Б" }));
        Assert.Equal(
            "Bad Request: there is no caption in the message to edit",
            await EditAsync("editMessageCaption", new { chat_id = bot.Client.Id, message_id = text.Id, caption = "Б" }));
        Assert.Equal(
            "Bad Request: there is no text in the message to edit",
            await EditAsync("editMessageText", new { chat_id = bot.Client.Id, message_id = photo.MessageId, text = "Б" }));
        Assert.Equal(
            "Bad Request: inline keyboard expected",
            await EditAsync(
                "editMessageReplyMarkup",
                new { chat_id = bot.Client.Id, message_id = text.Id, reply_markup = RawBot.Json("""{"keyboard":[["А"]]}""") }));
    }
}
