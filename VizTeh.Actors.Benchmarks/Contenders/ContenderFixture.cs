using System.Diagnostics;
using System.Globalization;
using VizTeh.Actors.Benchmarks.Load;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Sandbox.Network;
using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Benchmarks.Contenders;

/// <summary>A contender with its own emulated Telegram, its own database, and people who write to it.</summary>
internal sealed class ContenderFixture : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CardsDeadline = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan CardsLookInterval = TimeSpan.FromMilliseconds(5);

    // Enough for what a bot calls before its first poll.
    private const int RecordedCalls = 64;

    private readonly PostgresServer _server;
    private readonly List<LoadClient> _clients = [];
    private readonly Dictionary<string, string> _settings;
    private TicketCloser? _closer;

    private ContenderFixture(Contender contender, PostgresServer server, PostgresDatabase database, BotApiServer telegram)
    {
        (Contender, _server, Database, Telegram) = (contender, server, database, telegram);
        Manager = telegram.AddPerson("Пётр");
        _settings = BotEnvironment.Of(database, telegram, [Manager.Id], keepsLimits: true);
        foreach (var (name, value) in contender.Settings)
            _settings[name] = value;
        _closer = contender.IsOurs ? new TicketCloser(database, () => Cards) : null;
    }

    public Contender Contender { get; }

    public PostgresServer Server => _server;

    public PostgresDatabase Database { get; }

    public BotApiServer Telegram { get; }

    public Person Manager { get; }

    /// <summary>The bot's process; of several nodes, that of the first.</summary>
    /// <exception cref="InvalidOperationException">The bot is not running.</exception>
    public ContenderProcess Bot => _bot ?? throw new InvalidOperationException($"{Contender.Name} is not running.");

    /// <summary>All processes of the bot: one, unless it is of several nodes.</summary>
    /// <exception cref="InvalidOperationException">The bot is not running.</exception>
    public IReadOnlyList<ContenderProcess> Processes => [Bot, .. _otherNodes];

    /// <summary>The bot's last log lines.</summary>
    public string LastWords => _bot is null
        ? "The bot is not running."
        : string.Join('\n', Processes.Select(process => process.LastWords));

    private readonly List<ContenderProcess> _otherNodes = [];
    private ContenderProcess? _bot;

    /// <summary>Creates the contender's environment; the bot is not started.</summary>
    public static async Task<ContenderFixture> SetUpAsync(Contender contender, PostgresServer server, CancellationToken cancellationToken)
    {
        var database = await server.CreateDatabaseAsync(cancellationToken: cancellationToken);
        var telegram = await BotApiServer.StartAsync(
            new BotApiOptions { RecordedCallLimit = RecordedCalls, MessagesPerChatLimit = 12 }, cancellationToken);
        var fixture = new ContenderFixture(contender, server, database, telegram);
        // A bot may write only to people who have written first; the manager has.
        fixture.Manager.Chat.SendText("/start");
        return fixture;
    }

    public async Task StartBotAsync()
    {
        LaunchBot();
        for (var node = 1; node < Contender.Nodes; node++)
            _otherNodes.Add(LaunchNode());
        foreach (var process in Processes)
            await process.WaitUntilReadyAsync(StartDeadline);
    }

    /// <summary>Starts the process, of several nodes the first one, and does not wait for it.</summary>
    public ContenderProcess LaunchBot() => _bot = LaunchNode();

    /// <summary>SIGTERM.</summary>
    public async Task StopBotAsync()
    {
        if (_bot is null)
            return;
        await Task.WhenAll(Processes.Select(process => process.StopAsync()));
        await KillBotAsync();
    }

    public async Task KillBotAsync()
    {
        if (_bot is null)
            return;
        var processes = Processes;
        _bot = null;
        _otherNodes.Clear();
        foreach (var process in processes)
            await process.DisposeAsync();
    }

    /// <summary>The number of messages that the manager has got; cards, but for a few at the start.</summary>
    public long Cards => Manager.Chat.MessageCount;

    /// <summary>Commits of the database that are not the bot's.</summary>
    public long ForeignCommits => _closer?.Commits ?? 0;

    /// <summary>From now on tickets stay as the measurement leaves them.</summary>
    public async Task LeaveTicketsOpenAsync()
    {
        if (_closer is not { } closer)
            return;
        _closer = null;
        await closer.DisposeAsync();
    }

    /// <exception cref="TimeoutException">The cards did not come in time.</exception>
    public async Task WaitForCardsAsync(long count, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        using var looks = new PeriodicTimer(CardsLookInterval);
        while (Cards < count)
        {
            if (Stopwatch.GetElapsedTime(began) > CardsDeadline)
                throw new TimeoutException($"{Contender.Name}: {count - Cards} cards did not come within {CardsDeadline}.");
            await looks.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>The first people of the fixture; every call returns the same ones.</summary>
    public IReadOnlyList<LoadClient> Clients(int count)
    {
        while (_clients.Count < count)
        {
            var number = _clients.Count + 1;
            var person = Telegram.AddPerson($"Клиент {number}", username: string.Create(CultureInfo.InvariantCulture, $"client_{number}"));
            _clients.Add(new LoadClient(number, person.Chat));
        }

        return _clients.Count == count ? _clients : _clients.GetRange(0, count);
    }

    /// <summary>A person who has not written yet, beside those of <see cref="Clients"/>.</summary>
    public LoadClient Newcomer() => new(0, Telegram.AddPerson("Новый клиент").Chat);

    // Each node has a port of its own.
    private ContenderProcess LaunchNode() => ContenderProcess.Start(
        Contender.Command,
        Contender.Nodes == 0
            ? _settings
            : new Dictionary<string, string>(_settings)
            {
                ["CLUSTER_PORT"] = FreePort.Find().ToString(CultureInfo.InvariantCulture),
            },
        Contender.ReadyLine);

    public async ValueTask DisposeAsync()
    {
        await StopBotAsync();
        await LeaveTicketsOpenAsync();
        await Telegram.DisposeAsync();
        await _server.DropDatabaseAsync(Database.Name, CancellationToken.None);
    }
}
