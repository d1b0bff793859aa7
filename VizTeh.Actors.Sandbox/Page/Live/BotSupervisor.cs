using VizTeh.Actors.Sandbox.Bot;

namespace VizTeh.Actors.Sandbox.Page.Live;

internal enum BotState
{
    Starting,
    Running,

    /// <summary>Halted by SIGSTOP.</summary>
    Frozen,

    /// <summary>Told to stop by SIGTERM.</summary>
    Stopping,
    Stopped,
    Killed,
    Ended,
}

/// <summary>The condition of the bot's process.</summary>
/// <param name="Since">The time at which this state began.</param>
/// <param name="ProcessId">Null without a process.</param>
/// <param name="Word">The last log line of a process that exited by itself.</param>
/// <param name="Kills">The number of kills so far.</param>
internal sealed record BotCondition(BotState State, DateTimeOffset Since, int? ProcessId, string? Word, int Kills);

/// <summary>
/// Keeps the bot running as a service manager does: a process that exits by itself is restarted after a while; one that was killed or
/// stopped on purpose stays down until it is started.
/// </summary>
internal sealed class BotSupervisor(IReadOnlyDictionary<string, string> settings, Action<string> onLine, TimeProvider clock)
    : IAsyncDisposable
{
    private static readonly TimeSpan BeforeRestart = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _leaving = new();
    private BotProcess? _bot;
    private Task _watching = Task.CompletedTask;
    private volatile bool _isReady;
    private volatile BotCondition _condition = new(BotState.Ended, clock.GetUtcNow(), null, null, 0);

    public BotCondition Condition => _condition;

    /// <summary>Starts the bot unless it runs.</summary>
    public Task StartAsync() => InTurnAsync(() =>
    {
        if (_bot is null)
            Launch();
        return Task.CompletedTask;
    });

    /// <summary>kill -9.</summary>
    public Task KillAsync() => InTurnAsync(KillNowAsync);

    /// <summary>kill -9, followed by a start at once.</summary>
    public Task KillAndStartAsync() => InTurnAsync(async () =>
    {
        await KillNowAsync();
        Launch();
    });

    /// <summary>SIGTERM, as systemd stops a service; returns when the process has exited.</summary>
    /// <exception cref="NotPossibleException">The process is frozen: it would not notice the signal.</exception>
    public Task StopAsync() => InTurnAsync(async () =>
    {
        if (_bot is not { } bot)
            return;
        if (_condition.State == BotState.Frozen)
            throw new NotPossibleException("Процесс заморожен и сигнала не услышит: сначала разморозьте его.");
        // Cleared before the stop, so that the watcher does not take it for an unexpected exit.
        _bot = null;
        Become(BotState.Stopping);
        await StopNowAsync(bot);
        Become(BotState.Stopped);
    });

    /// <summary>SIGSTOP: the process halts where it is, with its connections open.</summary>
    /// <exception cref="NotPossibleException">The process does not run.</exception>
    public Task FreezeAsync() => InTurnAsync(async () =>
    {
        if (_bot is not { HasExited: false } bot)
            throw new NotPossibleException("Процесс не работает: замораживать нечего.");
        if (_condition.State == BotState.Frozen)
            return;
        if (OperatingSystem.IsWindows())
            throw new NotPossibleException("В Windows процесс так не заморозить.");
        await bot.FreezeAsync();
        Become(BotState.Frozen);
    });

    /// <summary>SIGCONT.</summary>
    public Task ThawAsync() => InTurnAsync(async () =>
    {
        if (_bot is not { } bot || _condition.State != BotState.Frozen)
            return;
        Change(condition => In(condition, _isReady ? BotState.Running : BotState.Starting));
        await bot.ThawAsync();
    });

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _turn.WaitAsync();
        if (_bot is { } bot)
        {
            if (_condition.State == BotState.Frozen)
                await bot.ThawAsync();
            await StopNowAsync(bot);
        }

        await _watching;
        _leaving.Dispose();
        _turn.Dispose();
    }

    private async Task InTurnAsync(Func<Task> work)
    {
        await _turn.WaitAsync(_leaving.Token);
        try
        {
            await work();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task StopNowAsync(BotProcess bot)
    {
        try
        {
            await bot.StopAsync();
        }
        catch (TimeoutException)
        {
            onLine("The bot did not stop in time and is killed.");
        }

        await bot.DisposeAsync();
    }

    private async Task KillNowAsync()
    {
        if (_bot is not { } bot)
            return;
        // Cleared before the kill, so that the watcher does not take it for an unexpected exit.
        _bot = null;
        var wasRunning = !bot.HasExited;
        Become(BotState.Killed);
        await bot.DisposeAsync();
        if (wasRunning)
            Change(condition => condition with { Kills = condition.Kills + 1 });
    }

    private void Launch()
    {
        _isReady = false;
        Become(BotState.Starting);
        var bot = BotProcess.Start(settings, onLine: line =>
        {
            onLine(line);
            if (line.Contains(BotProcess.ReadyLine, StringComparison.Ordinal))
                BecomeReady();
        });
        _bot = bot;
        // Its first lines may have arrived already; in any state the process is this one.
        Change(condition => condition with { ProcessId = bot.Id });
        _watching = WatchAsync(bot, _watching);
    }

    private async Task WatchAsync(BotProcess bot, Task earlier)
    {
        await earlier;
        try
        {
            var code = await bot.WaitForExitAsync(_leaving.Token);
            await InTurnAsync(async () =>
            {
                if (_bot != bot)
                    return;
                _bot = null;
                var last = bot.Lines.LastOrDefault(line => line.Length > 0);
                Become(BotState.Ended);
                Change(condition => condition with { Word = $"({code}) {last}" });
                await bot.DisposeAsync();
            });
            await Task.Delay(BeforeRestart, clock, _leaving.Token);
            await InTurnAsync(() =>
            {
                if (_condition.State == BotState.Ended)
                    Launch();
                return Task.CompletedTask;
            });
        }
        catch (Exception gone) when (gone is OperationCanceledException or InvalidOperationException or ObjectDisposedException)
        {
            // Killed on purpose, or the sandbox is stopping.
        }
    }

    private void BecomeReady()
    {
        _isReady = true;
        // The line may be read after the process was frozen, stopped or killed.
        Change(condition => condition.State == BotState.Starting ? In(condition, BotState.Running) : condition);
    }

    private void Become(BotState state) => Change(condition => In(condition, state));

    private BotCondition In(BotCondition condition, BotState state) => condition with
    {
        State = state,
        Since = clock.GetUtcNow(),
        ProcessId = state is BotState.Stopped or BotState.Killed or BotState.Ended ? null : condition.ProcessId,
        Word = null,
    };

    private void Change(Func<BotCondition, BotCondition> change)
    {
        lock (_lock)
            _condition = change(_condition);
    }
}
