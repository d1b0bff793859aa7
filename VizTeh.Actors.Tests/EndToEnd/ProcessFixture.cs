using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>What a bot in a process of its own needs: a database, an emulated Telegram, and the settings that name them.</summary>
internal sealed record ProcessFixture(TestDatabase Database, BotApiServer Telegram, Dictionary<string, string> Settings) : IAsyncDisposable
{
    /// <param name="patience">How long the chats wait for what the bot says; null for the usual time.</param>
    public static async Task<ProcessFixture> CreateAsync(TimeSpan? patience = null)
    {
        var usual = new BotApiOptions();
        var database = await PostgresFixture.CreateMigratedAsync();
        var telegram = await BotApiServer.StartAsync(usual with { DefaultTimeout = patience ?? usual.DefaultTimeout });
        return new ProcessFixture(
            database, telegram, BotEnvironment.Of(database.Details, telegram, managers: [123], keepsLimits: true));
    }

    public async ValueTask DisposeAsync()
    {
        await Telegram.DisposeAsync();
        await Database.DisposeAsync();
    }
}
