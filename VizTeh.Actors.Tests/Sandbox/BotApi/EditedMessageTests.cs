using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Tests.Sandbox.BotApi;

/// <summary>A person edits a message of their own.</summary>
public sealed class EditedMessageTests
{
    [Fact]
    public async Task The_bot_gets_the_message_with_its_new_text_and_both_dates()
    {
        await using var bot = await RawBot.StartAsync();
        var chat = bot.Client.Chat;
        var sent = chat.SendText("опечтка");
        bot.Clock.Advance(TimeSpan.FromMinutes(1));

        chat.EditText(sent, "опечатка /help");

        var updates = (await bot.CallAsync("getUpdates")).Result.AsArray();
        Assert.Equal("опечтка", (string?)updates[0]!["message"]!["text"]);
        var edited = updates[1]!["edited_message"]!;
        Assert.Equal(((int)updates[0]!["message"]!["message_id"]!, "опечатка /help"), (sent.Id, (string?)edited["text"]));
        Assert.Equal(sent.Id, (int)edited["message_id"]!);
        Assert.Equal(60, (long)edited["edit_date"]! - (long)edited["date"]!);
        Assert.Equal("bot_command", (string?)edited["entities"]![0]!["type"]);
        Assert.Equal(("опечатка /help", 1), (sent.Text, sent.EditCount));
        Assert.Equal((long)updates[1]!["update_id"]!, sent.UpdateId);
    }

    [Fact]
    public async Task A_bot_that_did_not_ask_for_edits_gets_none_and_an_edit_without_a_change_is_not_sent()
    {
        await using var bot = await RawBot.StartAsync();
        var chat = bot.Client.Chat;
        var sent = chat.SendText("раз");
        chat.EditText(sent, "раз");
        await bot.CallAsync("getUpdates", RawBot.Json("""{"allowed_updates":["message"]}"""));

        chat.EditText(sent, "два");

        Assert.Equal(1, bot.Server.Updates.PendingCount);
        Assert.Equal("два", sent.Text);
    }

    [Fact]
    public async Task Only_an_own_text_or_caption_of_the_last_two_days_is_edited()
    {
        await using var bot = await RawBot.StartWithClientAsync();
        var chat = bot.Client.Chat;
        var (own, photo, sticker) = (chat.SendText("раз"), chat.SendPhoto("вид"), chat.SendSticker());
        var ofBot = await bot.SendAsync("ответ");

        Assert.Throws<InvalidOperationException>(() => chat.EditText(ofBot, "два"));
        Assert.Throws<InvalidOperationException>(() => chat.EditText(sticker, "два"));
        chat.EditText(photo, "вид сбоку");
        Assert.Equal("вид сбоку", photo.Text);
        Assert.Throws<ArgumentException>(() => chat.EditText(photo, new string('ы', 1025)));
        Assert.Throws<ArgumentException>(() => chat.EditText(own, " \n"));
        Assert.Throws<ArgumentException>(() => chat.EditText(own, new string('ы', 4097)));
        bot.Clock.Advance(TimeSpan.FromHours(49));
        Assert.Throws<InvalidOperationException>(() => chat.EditText(own, "два"));
        Assert.Equal("раз", own.Text);
    }
}
