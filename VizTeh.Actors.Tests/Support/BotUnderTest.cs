using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Telegram.Bot;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Database;
using VizTeh.Actors.Delivery;
using VizTeh.Actors.Inbox;
using VizTeh.Actors.Manager;
using VizTeh.Actors.PersonalData;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tickets;
using Person = VizTeh.Actors.Sandbox.BotApi.Chats.Person;

namespace VizTeh.Actors.Tests.Support;

/// <summary>The bot in this process, built by its production hosting methods, with its own database and emulated Bot API server.</summary>
internal sealed class BotUnderTest : IAsyncDisposable
{
    private readonly Action<IServiceCollection> _change;
    private readonly Action<AkkaConfigurationBuilder> _actors;
    private readonly bool _isBeside;
    private IHost? _host;

    private BotUnderTest(
        TestDatabase database, BotApiServer telegram, Person manager, BotSettings settings, Action<IServiceCollection>? change,
        Action<AkkaConfigurationBuilder>? actors, bool isBeside = false)
    {
        _isBeside = isBeside;
        (Database, Telegram, Manager, Settings) = (database, telegram, manager, settings);
        _change = change ?? (_ => { });
        _actors = actors ?? (akka => akka
            .WithOutbox().WithTickets().WithPersonalData().WithManager().WithConversations().WithPoller().WithLastCalls());
    }

    public TestDatabase Database { get; }

    public BotApiServer Telegram { get; }

    /// <summary>The manager, whose private chat is MANAGER_CHAT_ID and who has pressed Start.</summary>
    public Person Manager { get; }

    /// <summary>The settings of the next start.</summary>
    public BotSettings Settings { get; set; }

    public LogLines Log { get; } = new();

    public IServiceProvider Services => _host?.Services ?? throw new InvalidOperationException("the bot is not running");

    /// <param name="settings">Changes the settings before the start.</param>
    /// <param name="services">Replaces services.</param>
    /// <param name="actors">Which actors to start; null for all.</param>
    /// <param name="telegramClock">The clock of Telegram's dates; null for the system's.</param>
    /// <param name="start">False leaves the start to <see cref="StartAsync"/>.</param>
    public static async Task<BotUnderTest> CreateAsync(
        Func<BotSettings, BotApiServer, BotSettings>? settings = null, Action<IServiceCollection>? services = null,
        Action<AkkaConfigurationBuilder>? actors = null, bool start = true, TimeProvider? telegramClock = null)
    {
        var database = await PostgresFixture.CreateMigratedAsync();
        var telegram = await BotApiServer.StartAsync(
            new BotApiOptions { DefaultTimeout = TimeSpan.FromSeconds(30), Clock = telegramClock ?? TimeProvider.System });
        var manager = telegram.AddPerson("Пётр", username: "petr_m", lastName: "Менеджеров");
        manager.Chat.SendText("/start");
        var defaults = TestSettings.For(telegram, database.Details, manager.Id);
        var bot = new BotUnderTest(
            database, telegram, manager, settings?.Invoke(defaults, telegram) ?? defaults, services, actors);
        if (start)
            await bot.StartAsync();
        return bot;
    }

    /// <summary>Another bot, not started, with the same database and the same Telegram; both outlive it.</summary>
    public BotUnderTest Beside() => new(Database, Telegram, Manager, Settings, _change, _actors, isBeside: true);

    public async Task StartAsync()
    {
        var client = TelegramClient.Create(Settings);
        var me = await client.GetMe();
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddProvider(Log).SetMinimumLevel(LogLevel.Information);
        builder.Services.AddBot(Settings, client, () => new BotIdentity(me.Id, me.Username!));
        builder.Services.AddAkka(BotHost.SystemName, (akka, provider) =>
        {
            akka.WithProgramSettings(HoconFile.Load(HoconFile.DefaultPath).Config, provider.GetRequiredService<DatabaseConnections>());
            _actors(akka);
        });
        _change(builder.Services);
        _host = builder.Build();
        await _host.StartAsync();
    }

    public async Task StopAsync()
    {
        if (_host is not { } host)
            return;
        _host = null;
        await host.StopAsync();
        host.Dispose();
    }

    /// <summary>A client who has not written yet.</summary>
    public ChatParticipant NewClient(string firstName = "Анна", string? username = null) =>
        Telegram.AddPerson(firstName, username: username, phone: "+79161234567").Chat;

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_isBeside)
            return;
        await Telegram.DisposeAsync();
        await Database.DisposeAsync();
    }
}
