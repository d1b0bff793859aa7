using System.Net;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Tests.Sandbox.BotApi;

/// <summary>setMessageReaction, as Telegram takes and refuses it.</summary>
public sealed class ReactionTests
{
    [Fact]
    public async Task A_reaction_is_set_replaced_and_taken_back()
    {
        await using var bot = await RawBot.StartWithClientAsync();
        var written = bot.Client.Chat.SendText("да");
        var revision = bot.Client.Chat.Revision;

        var answer = await ReactAsync(bot, written.Id, "👍");
        Assert.Equal("👍", written.Reaction);
        Assert.True(bot.Client.Chat.Revision > revision);
        await ReactAsync(bot, written.Id, "✍");
        Assert.Equal("✍", written.Reaction);
        await bot.CallAsync("setMessageReaction", new { chat_id = bot.Client.Id, message_id = written.Id });

        Assert.Null(written.Reaction);
        Assert.Empty(BotApiSchema.Published.FaultsOfAnswer("setMessageReaction", answer.Body));
    }

    [Theory]
    [InlineData("✅")]
    [InlineData("да")]
    public async Task Any_other_emoji_than_the_allowed_ones_is_refused(string emoji)
    {
        await using var bot = await RawBot.StartWithClientAsync();
        var written = bot.Client.Chat.SendText("да");

        Assert.Equal("Bad Request: REACTION_INVALID", (await ReactAsync(bot, written.Id, emoji)).Description);
        Assert.Null(written.Reaction);
    }

    [Fact]
    public async Task A_missing_message_two_reactions_and_a_malformed_one_are_refused()
    {
        await using var bot = await RawBot.StartWithClientAsync();
        var written = bot.Client.Chat.SendText("да");

        var missing = await ReactAsync(bot, 404, "👍");
        var two = await ReactAsync(bot, written.Id, "👍", "🔥");
        var malformed = await bot.CallAsync(
            "setMessageReaction", new { chat_id = bot.Client.Id, message_id = written.Id, reaction = "👍" });

        Assert.Equal("Bad Request: message to react not found", missing.Description);
        Assert.Equal("Bad Request: REACTIONS_TOO_MANY", two.Description);
        Assert.Equal(HttpStatusCode.BadRequest, malformed.Status);
        Assert.Null(written.Reaction);
    }

    private static Task<RawAnswer> ReactAsync(RawBot bot, int messageId, params string[] emoji) => bot.CallAsync(
        "setMessageReaction",
        new { chat_id = bot.Client.Id, message_id = messageId, reaction = emoji.Select(one => new { type = "emoji", emoji = one }) });
}
