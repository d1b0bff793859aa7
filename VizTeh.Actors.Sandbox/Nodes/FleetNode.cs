using System.Diagnostics;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.Network;

namespace VizTeh.Actors.Sandbox.Nodes;

/// <summary>The end of a node's process.</summary>
/// <param name="MayBe">Whether something was done to the node that explains it.</param>
/// <param name="LastWords">The last lines of its log.</param>
public sealed record NodeExit(FleetNode Node, DateTimeOffset At, int Code, bool MayBe, string LastWords);

/// <summary>
/// One machine of a fleet and the bot on it, which is started again whenever it ends, as by systemd. The machine reaches PostgreSQL and the
/// emulated Telegram through relays of its own.
/// </summary>
public sealed class FleetNode : IAsyncDisposable
{
    /// <summary>The port of 127.0.0.1 on which each machine reaches PostgreSQL.</summary>
    public const int DatabasePort = 5432;

    /// <summary>The port of 127.0.0.1 on which each machine reaches the emulated Telegram.</summary>
    public const int TelegramPort = 8081;

    private const int LastLines = 20;

    // A process that ends sooner than that is started again a little later: it would use up the machine.
    private static readonly TimeSpan ShortLife = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenStarts = TimeSpan.FromSeconds(1);

    private readonly NetworkMachine _machine;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly string? _program;
    private readonly NodeLog _log;
    private readonly Action<NodeExit> _onExit;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _ending = new();
    private Task _life = Task.CompletedTask;
    private BotProcess? _process;
    private DateTimeOffset _startedAt = DateTimeOffset.MaxValue;
    private bool _mayEnd;
    private int? _lastExitCode;

    internal FleetNode(
        NetworkMachine machine, string address, IReadOnlyDictionary<string, string> settings, string? program, NodeLog log,
        FreezingRelay database, FreezingRelay telegram, BotClock? clock, Action<NodeExit> onExit)
    {
        (_machine, Address, _settings, _program, _log, _onExit) = (machine, address, settings, program, log, onExit);
        (Database, Telegram, Clock) = (database, telegram, clock);
    }

    /// <summary>CLUSTER_HOST:CLUSTER_PORT, as in table <c>nodes</c>.</summary>
    public string Address { get; }

    /// <summary>Its way to PostgreSQL.</summary>
    public FreezingRelay Database { get; }

    /// <summary>Its way to Telegram.</summary>
    public FreezingRelay Telegram { get; }

    /// <summary>The clock of its processes; null where libfaketime is not installed.</summary>
    public BotClock? Clock { get; }

    /// <summary>When its present process was started; the end of time while there is none.</summary>
    public DateTimeOffset StartedAt => Read(() => _startedAt);

    /// <summary>The exit code of the process before the present one; null if there was none.</summary>
    public int? LastExitCode => Read(() => _lastExitCode);

    /// <summary>Whether what is being done to the node explains its process ending.</summary>
    public bool MayEnd
    {
        get => Read(() => _mayEnd);
        set
        {
            lock (_lock)
                _mayEnd = value;
        }
    }

    /// <summary>Sends a signal to its process, if there is one: KILL, TERM, STOP, CONT.</summary>
    public async Task SignalAsync(string name)
    {
        _log.Write(Address, $"gets SIG{name}");
        if (Read(() => _process) is not { } process)
            return;
        try
        {
            await process.SignalAsync(name);
        }
        catch (InvalidOperationException)
        {
            // It ended in this moment, by itself.
        }
    }

    /// <summary>Loses everything between this node and the others.</summary>
    public Task CutFromOthersAsync() => _machine.CutAsync();

    /// <summary>Joins the node to the others again.</summary>
    public Task MendToOthersAsync() => _machine.MendAsync();

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await SignalAsync("KILL");
        await _life;
        await Database.DisposeAsync();
        await Telegram.DisposeAsync();
        Clock?.Dispose();
        _ending.Dispose();
    }

    /// <summary>Starts the process, and starts it again whenever it ends.</summary>
    internal void Start() => _life = LiveAsync();

    private async Task LiveAsync()
    {
        while (Begin() is { } process)
        {
            var began = Stopwatch.GetTimestamp();
            var code = await process.WaitForExitAsync(CancellationToken.None);
            var words = string.Join('\n', process.Lines.TakeLast(LastLines));
            bool mayEnd;
            lock (_lock)
            {
                (_process, _startedAt, _lastExitCode) = (null, DateTimeOffset.MaxValue, code);
                mayEnd = _mayEnd;
            }

            await process.DisposeAsync();
            if (_ending.IsCancellationRequested)
                break;
            _log.Write(Address, $"has ended with exit code {code}");
            _onExit(new NodeExit(this, TimeProvider.System.GetUtcNow(), code, mayEnd, words));
            if (Stopwatch.GetElapsedTime(began) < ShortLife)
            {
                await Task.Delay(BetweenStarts, TimeProvider.System, _ending.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private BotProcess? Begin()
    {
        lock (_lock)
        {
            if (_ending.IsCancellationRequested)
                return null;
            _startedAt = TimeProvider.System.GetUtcNow();
            return _process = BotProcess.Start(
                _settings, onLine: line => _log.Write(Address, line), program: _program, network: _machine.Namespace);
        }
    }

    private T Read<T>(Func<T> read)
    {
        lock (_lock)
            return read();
    }
}
