using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Sandbox.Demo;

/// <summary>The bot and its whole environment on this machine, ready for use.</summary>
public sealed class DemoFixture : IAsyncDisposable
{
    private const int PageMessagesPerChat = 400;
    private const int PageRecordedCalls = 500;
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private readonly PostgresServer? _ownDatabaseOn;
    private readonly Action<string> _onBotLine;
    private readonly OverlaidConfiguration? _form;

    private DemoFixture(
        PostgresCluster? cluster, PostgresServer? ownDatabaseOn, PostgresDatabase database, BotApiServer telegram, DemoOptions options,
        Action<string> onBotLine)
    {
        (Cluster, _ownDatabaseOn, Database, Telegram, _onBotLine) = (cluster, ownDatabaseOn, database, telegram, onBotLine);
        Manager = telegram.AddPerson("Пётр", username: "petr_manager", lastName: "Менеджеров");
        List<long> managers = [Manager.Id];
        string? photoId = null;
        if (options.IsForThePage)
        {
            Colleague = telegram.AddPerson("Мария", username: "maria_manager", lastName: "Соколова");
            Managers = telegram.AddGroup("Менеджеры", Colleague, Manager);
            managers.Add(Managers.Id);
            photoId = telegram.AddFile(CompanyPhoto.Content, CompanyPhoto.Width, CompanyPhoto.Height);
        }

        var settings = BotEnvironment.Of(database, telegram, managers);
        if (photoId is not null)
            settings["PHOTO_ID"] = photoId;
        if (options.FormFile is { } path)
        {
            _form = OverlaidConfiguration.Over(path);
            settings[BotProgram.ConfigurationVariable] = _form.Path;
        }

        BotSettings = settings;
    }

    /// <summary>Null if the server is not the demo's own.</summary>
    public PostgresCluster? Cluster { get; }

    public PostgresDatabase Database { get; }

    public BotApiServer Telegram { get; }

    /// <summary>The manager in whose private chat the tickets appear.</summary>
    public Person Manager { get; }

    /// <summary>Another manager, who made <see cref="Managers"/>; null without that group.</summary>
    public Person? Colleague { get; }

    /// <summary>The managers' group; null without one.</summary>
    public Group? Managers { get; }

    /// <summary>The environment variables of the bot, secrets included.</summary>
    public IReadOnlyDictionary<string, string> BotSettings { get; }

    /// <summary>Whether the form is another one than that of hocon.conf.</summary>
    public bool HasOtherForm => _form is not null;

    public BotProcess? Bot { get; private set; }

    /// <param name="options">The configuration.</param>
    /// <param name="say">Gets a line for each part that is being started.</param>
    /// <param name="onBotLine">Gets the bot's log lines.</param>
    public static async Task<DemoFixture> SetUpAsync(
        DemoOptions options, Action<string> say, Action<string> onBotLine, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(say);
        PostgresCluster? cluster = null;
        BotApiServer? telegram = null;
        try
        {
            var server = options.Server ?? PostgresServer.FromEnvironment();
            if (server is null)
            {
                cluster = await PostgresCluster.StartAsync(options.Cluster, cancellationToken);
                server = cluster.Server;
            }

            // The emulated Telegram starts empty, so the chats stored by an earlier run would be other ones.
            if (options.DatabaseName is { } name)
                await server.DropDatabaseAsync(name, cancellationToken);
            var database = await server.CreateDatabaseAsync(options.DatabaseName, cancellationToken: cancellationToken);
            say($"PostgreSQL at {database.Host}:{database.Port}, database {database.Name}");

            telegram = await BotApiServer.StartAsync(
                options.IsForThePage
                    ? new BotApiOptions { MessagesPerChatLimit = PageMessagesPerChat, RecordedCallLimit = PageRecordedCalls }
                    : new BotApiOptions(),
                cancellationToken);
            say($"Emulated Bot API at {telegram.Url}");

            var fixture = new DemoFixture(cluster, options.DatabaseName is null ? server : null, database, telegram, options, onBotLine);
            try
            {
                if (options.StartsBot)
                {
                    await fixture.StartBotAsync(cancellationToken);
                    say($"The bot runs as process {fixture.Bot!.Id}");
                }

                return fixture;
            }
            catch
            {
                if (fixture.Bot is { } bot)
                    await bot.DisposeAsync();
                fixture._form?.Dispose();
                throw;
            }
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

    public async Task StartBotAsync(CancellationToken cancellationToken)
    {
        Bot = BotProcess.Start(BotSettings, onLine: _onBotLine);
        await Bot.WaitForLineAsync(BotProcess.ReadyLine, StartDeadline).WaitAsync(cancellationToken);
    }

    /// <summary>kill -9 of the bot, followed by a restart.</summary>
    public async Task KillAndRestartBotAsync(CancellationToken cancellationToken)
    {
        await Bot!.DisposeAsync();
        await StartBotAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (Bot is not null)
        {
            try
            {
                await Bot.StopAsync();
            }
            catch (TimeoutException)
            {
                _onBotLine("The bot did not stop in time and is killed.");
            }

            await Bot.DisposeAsync();
        }

        _form?.Dispose();
        await Telegram.DisposeAsync();
        if (Cluster is not null)
            await Cluster.DisposeAsync();
        else if (_ownDatabaseOn is not null)
            await _ownDatabaseOn.DropDatabaseAsync(Database.Name);
    }
}
