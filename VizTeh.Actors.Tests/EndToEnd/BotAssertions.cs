using VizTeh.Actors.Tests.Sandbox.BotApi;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>What holds for every run of the program.</summary>
internal static class BotAssertions
{
    /// <summary>Every call that the bot made, and every answer that it got, fits the published schema of the Bot API.</summary>
    public static void AssertCallsFitTheBotApi(this BotUnderTest bot)
    {
        Assert.NotEmpty(bot.Telegram.Calls.All);
        Assert.All(bot.Telegram.Calls.All, call => Assert.Empty(BotApiSchema.Published.FaultsOf(call)));
    }

    /// <summary>Nothing is left in the inbox, nor unconfirmed at Telegram.</summary>
    public static async Task AssertAllIsHandledAsync(this BotUnderTest bot)
    {
        await bot.Telegram.Updates.WaitUntilConfirmedAsync();
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select update_id::text || ' ' || coalesce(last_error, '') from inbox"),
            rows => rows.Count == 0, "the inbox is empty");
    }
}
