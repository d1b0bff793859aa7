using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.Demo;
using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Sandbox.Page.Live;

/// <summary>The model behind the page: the fixture, its chats, the bot or its nodes, and the faults that a visitor can inject.</summary>
internal sealed class SandboxSession : IAsyncDisposable
{
    private const int MostWatchers = 32;

    private readonly DemoFixture _fixture;
    private int _watchers;

    private SandboxSession(DemoFixture fixture, int nodes, LogRing log, Action<int?, string> onBotLine, TimeProvider clock)
    {
        _fixture = fixture;
        (Log, Clock) = (log, clock);
        Chats = new PageChats(fixture.Telegram);
        Nodes = nodes > 1 ? new BotNodes(fixture, nodes, (node, line) => Note(node, line), clock) : null;
        Bot = Nodes?.Of(1).Bot ?? new BotSupervisor(fixture.BotSettings, line => Note(null, line), clock);
        Postgres = new PostgresSwitch(fixture.Cluster);
        Database = new DatabaseWatch(
            fixture.Database.ConnectionString, () => Volatile.Read(ref _watchers) > 0, clock, readsNodes: nodes > 1);
        Faults = new FaultSwitches(fixture.Telegram, clock);
        Crowd = new FormCrowd(fixture.Telegram, clock);

        void Note(int? node, string line)
        {
            log.Add(line, node);
            onBotLine(node, line);
        }
    }

    /// <summary>A new value after each start, by which an open page recognises that the whole state is new.</summary>
    public string Run { get; } = Guid.NewGuid().ToString("N");

    public DemoFixture Stage => _fixture;

    public TimeProvider Clock { get; }

    public PageChats Chats { get; }

    /// <summary>The bot; of several nodes the first.</summary>
    public BotSupervisor Bot { get; }

    /// <summary>Null for one bot alone.</summary>
    public BotNodes? Nodes { get; }

    public LogRing Log { get; }

    public PostgresSwitch Postgres { get; }

    public DatabaseWatch Database { get; }

    public FaultSwitches Faults { get; }

    public FormCrowd Crowd { get; }

    /// <summary>Starts everything around the page; returns as soon as the bot's process runs, before it is ready.</summary>
    /// <param name="options">Differences from the demo; the page's chats exist in any case.</param>
    /// <param name="nodes">How many processes work as the bot.</param>
    /// <param name="onBotLine">Gets the lines of the log, each with the number of its node; null for one bot alone.</param>
    public static async Task<SandboxSession> StartAsync(
        DemoOptions options, int nodes, Action<string> say, Action<int?, string> onBotLine, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (nodes > 1 && (options.Server ?? PostgresServer.FromEnvironment())?.Maintenance.Host.StartsWith('/') == true)
        {
            throw new PostgresUnavailableException(
                "DB_HOST names a socket, but several nodes reach PostgreSQL through relays, which need an address; unset it to use a "
                + "private PostgreSQL.");
        }

        var fixture = await DemoFixture.SetUpAsync(
            options with { IsForThePage = true, StartsBot = false }, say, line => onBotLine(null, line), cancellationToken);
        var log = new LogRing([fixture.Telegram.Token, fixture.Database.Password]);
        var session = new SandboxSession(fixture, nodes, log, onBotLine, clock);
        try
        {
            session.Chats.AddManagers(fixture.Manager, fixture.Managers!, fixture.Colleague!);
            session.Chats.AddClient("Анна Смирнова");
            session.Chats.AddClient("Борис", hasUsername: false);
            // A bot may write only to people who have written first, and sets its command menus at start.
            fixture.Manager.Chat.SendText("/start");
            fixture.Managers!.Seat(fixture.Colleague!).SendText($"/start@{fixture.Telegram.BotUsername}");
            if (options.StartsBot)
                await (session.Nodes?.StartAsync() ?? session.Bot.StartAsync());
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Counts an open page, until the result is disposed of.</summary>
    /// <returns>Null if too many pages are open.</returns>
    public IDisposable? Watch()
    {
        if (Interlocked.Increment(ref _watchers) <= MostWatchers)
            return new Watcher(this);
        Interlocked.Decrement(ref _watchers);
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        Faults.Dispose();
        await Crowd.DisposeAsync();
        await (Nodes?.DisposeAsync() ?? Bot.DisposeAsync());
        await Database.DisposeAsync();
        Postgres.Dispose();
        await _fixture.DisposeAsync();
    }

    private sealed class Watcher(SandboxSession session) : IDisposable
    {
        private int _gone;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _gone, 1) == 0)
                Interlocked.Decrement(ref session._watchers);
        }
    }
}
