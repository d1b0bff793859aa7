using VizTeh.Actors.Sandbox.Demo;

namespace VizTeh.Actors.Sandbox.Page;

/// <summary>All that the page shows and lets a visitor do: the stage, the chats on it, the bot, and what can be broken.</summary>
internal sealed class PageWorld : IAsyncDisposable
{
    private const int MostWatchers = 32;

    private readonly DemoStage _stage;
    private int _watchers;

    private PageWorld(DemoStage stage, LogRing log, Action<string> onBotLine, TimeProvider clock)
    {
        _stage = stage;
        (Log, Clock) = (log, clock);
        Chats = new PageChats(stage.Telegram);
        Bot = new BotKeeper(
            stage.BotSettings,
            line =>
            {
                log.Add(line);
                onBotLine(line);
            },
            clock);
        Postgres = new PostgresSwitch(stage.Cluster);
        Database = new DatabaseWatch(stage.Database.ConnectionString, () => Volatile.Read(ref _watchers) > 0, clock);
        Faults = new FaultDesk(stage.Telegram, clock);
        Crowd = new FormCrowd(stage.Telegram, clock);
    }

    /// <summary>Another one after each start: a page that was open before knows by it that everything is new.</summary>
    public string Run { get; } = Guid.NewGuid().ToString("N");

    public DemoStage Stage => _stage;

    public TimeProvider Clock { get; }

    public PageChats Chats { get; }

    public BotKeeper Bot { get; }

    public LogRing Log { get; }

    public PostgresSwitch Postgres { get; }

    public DatabaseWatch Database { get; }

    public FaultDesk Faults { get; }

    public FormCrowd Crowd { get; }

    /// <summary>Starts everything around the page; returns as soon as the bot's process runs, before it is ready.</summary>
    /// <param name="options">What is different from the demo; whatever they say, the page's chats are there.</param>
    public static async Task<PageWorld> StartAsync(
        StageOptions options, Action<string> say, Action<string> onBotLine, TimeProvider clock, CancellationToken cancellationToken)
    {
        var stage = await DemoStage.SetUpAsync(
            options with { IsForThePage = true, StartsBot = false }, say, onBotLine, cancellationToken);
        var log = new LogRing([stage.Telegram.Token, stage.Database.Password]);
        var world = new PageWorld(stage, log, onBotLine, clock);
        try
        {
            world.Chats.AddManagers(stage.Manager, stage.Managers!, stage.Colleague!);
            world.Chats.AddClient("Анна Смирнова");
            world.Chats.AddClient("Борис", hasUsername: false);
            // A bot may write to nobody who has not written first, and sets its menus of commands at start.
            stage.Manager.Chat.SendText("/start");
            stage.Managers!.Seat(stage.Colleague!).SendText($"/start@{stage.Telegram.BotUsername}");
            if (options.StartsBot)
                await world.Bot.StartAsync();
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>Counts somebody who has the page open, until the result is disposed of.</summary>
    /// <returns>Null when there are too many.</returns>
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
        await Bot.DisposeAsync();
        await Database.DisposeAsync();
        Postgres.Dispose();
        await _stage.DisposeAsync();
    }

    private sealed class Watcher(PageWorld world) : IDisposable
    {
        private int _gone;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _gone, 1) == 0)
                Interlocked.Decrement(ref world._watchers);
        }
    }
}
