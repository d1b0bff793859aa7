using System.Globalization;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Sandbox.Demo;

/// <summary>All that the bot needs around it, on this machine, and the bot itself, ready to talk.</summary>
public sealed class DemoStage : IAsyncDisposable
{
    private const string DatabaseName = "vizteh_demo";
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private readonly PostgresCluster? _cluster;
    private readonly Action<string> _onBotLine;

    private DemoStage(PostgresCluster? cluster, PostgresDatabase database, BotApiServer telegram, Action<string> onBotLine)
    {
        (_cluster, Database, Telegram, _onBotLine) = (cluster, database, telegram, onBotLine);
        Manager = telegram.AddPerson("Пётр", username: "petr_manager", lastName: "Менеджеров");
    }

    public PostgresDatabase Database { get; }

    public BotApiServer Telegram { get; }

    public Person Manager { get; }

    public BotProcess? Bot { get; private set; }

    /// <param name="say">Gets a line for each thing that is being started.</param>
    /// <param name="onBotLine">Gets what the bot writes to its log.</param>
    public static async Task<DemoStage> SetUpAsync(Action<string> say, Action<string> onBotLine, CancellationToken cancellationToken)
    {
        PostgresCluster? cluster = null;
        BotApiServer? telegram = null;
        try
        {
            var server = PostgresServer.FromEnvironment();
            if (server is null)
            {
                cluster = await PostgresCluster.StartAsync(new PostgresOptions(Name: "demo"), cancellationToken);
                server = cluster.Server;
            }

            // The emulated Telegram starts empty, so what an earlier run remembers of its chats would be of other ones.
            await server.DropDatabaseAsync(DatabaseName, cancellationToken);
            var database = await server.CreateDatabaseAsync(DatabaseName, cancellationToken: cancellationToken);
            say($"PostgreSQL at {database.Host}:{database.Port}, database {database.Name}");

            telegram = await BotApiServer.StartAsync(new BotApiOptions(), cancellationToken);
            say($"Emulated Bot API at {telegram.Url}");

            var stage = new DemoStage(cluster, database, telegram, onBotLine);
            await stage.StartBotAsync();
            say($"The bot runs as process {stage.Bot!.Id}");
            return stage;
        }
        catch
        {
            if (telegram is not null)
                await telegram.DisposeAsync();
            if (cluster is not null)
                await cluster.DisposeAsync();
            throw;
        }
    }

    public async Task StartBotAsync()
    {
        Bot = BotProcess.Start(
            new Dictionary<string, string>(Database.Environment)
            {
                ["TOKEN"] = Telegram.Token,
                ["MANAGER_CHAT_ID"] = Manager.Id.ToString(CultureInfo.InvariantCulture),
                ["TELEGRAM_API_URL"] = Telegram.Url.GetLeftPart(UriPartial.Authority),
                ["TELEGRAM_LIMITS"] = "off",
            },
            onLine: _onBotLine);
        await Bot.WaitForLineAsync("Connected to Telegram", StartDeadline);
    }

    /// <summary>kill -9, and the bot comes back.</summary>
    public async Task KillAndRestartBotAsync()
    {
        await Bot!.DisposeAsync();
        await StartBotAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Bot is not null)
        {
            await Bot.StopAsync();
            await Bot.DisposeAsync();
        }

        await Telegram.DisposeAsync();
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }
}
