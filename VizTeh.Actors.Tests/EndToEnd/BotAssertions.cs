using VizTeh.Actors.Tests.Sandbox.BotApi;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>Assertions that hold for every run of the program.</summary>
internal static class BotAssertions
{
    /// <summary>Asserts that every call of the bot, and every response, fits the published schema of the Bot API.</summary>
    public static void AssertCallsFitTheBotApi(this BotUnderTest bot)
    {
        Assert.NotEmpty(bot.Telegram.Calls.All);
        Assert.All(bot.Telegram.Calls.All, call => Assert.Empty(BotApiSchema.Published.FaultsOf(call)));
    }

    /// <summary>Asserts that no update is left in the inbox or unconfirmed at Telegram.</summary>
    public static async Task AssertAllIsHandledAsync(this BotUnderTest bot)
    {
        await bot.Telegram.Updates.WaitUntilConfirmedAsync();
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select update_id::text || ' ' || coalesce(last_error, '') from inbox"),
            rows => rows.Count == 0, "the inbox is empty");
    }
}
