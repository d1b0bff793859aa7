namespace VizTeh.Actors.Tests.Sandbox.BotApi;

/// <summary>How long a text, a caption and the data of a button may be, and in which units.</summary>
public sealed class TextLimitTests
{
    [Theory]
    [InlineData("🙂", 4096, null)]
    [InlineData("🙂", 4097, "Bad Request: message is too long")]
    [InlineData("я", 4096, null)]
    [InlineData("я", 4097, "Bad Request: message is too long")]
    [InlineData("&amp;", 4096, null)]
    [InlineData("я", 16_385, "Bad Request: text is too long")]
    public async Task A_text_has_up_to_4096_code_points_after_its_markup_is_parsed(string letter, int count, string? description)
    {
        await using var bot = await RawBot.StartWithClientAsync();
        var text = $"<b>{string.Concat(Enumerable.Repeat(letter, count))}</b>";

        var answer = await bot.CallAsync("sendMessage", new { chat_id = bot.Client.Id, text, parse_mode = "Html" });

        Assert.Equal(description, answer.Description);
    }

    [Fact]
    public async Task An_edit_has_another_text_for_a_text_too_long()
    {
        await using var bot = await RawBot.StartWithClientAsync();
        var message = await bot.SendAsync("до");

        var answer = await bot.CallAsync(
            "editMessageText", new { chat_id = bot.Client.Id, message_id = message.Id, text = new string('я', 4097) });

        Assert.Equal("Bad Request: MESSAGE_TOO_LONG", answer.Description);
        Assert.Equal("до", message.Text);
    }

    [Theory]
    [InlineData(1024, null)]
    [InlineData(1025, "Bad Request: message caption is too long")]
    public async Task A_caption_has_up_to_1024_code_points(int count, string? description)
    {
        await using var bot = await RawBot.StartWithClientAsync();
        var caption = string.Concat(Enumerable.Repeat("🙂", count));

        var answer = await bot.CallAsync("sendPhoto", new { chat_id = bot.Client.Id, photo = bot.Server.AddFile(), caption });

        Assert.Equal(description, answer.Description);
    }

    [Theory]
    [InlineData(32, null)]
    [InlineData(33, "Bad Request: BUTTON_DATA_INVALID")]
    public async Task Callback_data_has_up_to_64_bytes_not_characters(int cyrillicLetters, string? description)
    {
        await using var bot = await RawBot.StartWithClientAsync();
        var button = new { text = "Да", callback_data = new string('ж', cyrillicLetters) };

        var answer = await bot.CallAsync(
            "sendMessage",
            new { chat_id = bot.Client.Id, text = "?", reply_markup = new { inline_keyboard = new[] { new[] { button } } } });

        Assert.Equal(description, answer.Description);
    }
}
