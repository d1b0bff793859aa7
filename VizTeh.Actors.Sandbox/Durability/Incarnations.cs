using System.Diagnostics;
using System.Globalization;
using VizTeh.Actors.Sandbox.Bot;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>The outcome of one incarnation of the bot's process.</summary>
public sealed class IncarnationRecord(int index, Incarnation? plan, DateTimeOffset startedAt)
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _replied;

    /// <summary>Counts from 0; every incarnation but the first begins after a crash.</summary>
    public int Index { get; } = index;

    /// <summary>Null for the last one, which is not killed.</summary>
    public Incarnation? Plan { get; } = plan;

    public DateTimeOffset StartedAt { get; } = startedAt;

    public Death Death { get; internal set; }

    /// <summary>The last log lines of a process that exited unexpectedly.</summary>
    public string LastWords { get; internal set; } = "";

    /// <summary>From the process's start to its first message to anybody; null if it sent none.</summary>
    public TimeSpan? ToFirstReply => Volatile.Read(ref _replied) is > 0 and var at ? Stopwatch.GetElapsedTime(_started, at) : null;

    internal void NoteReply() => Interlocked.CompareExchange(ref _replied, Stopwatch.GetTimestamp(), 0);
}

/// <summary>Runs the bot's process through its lives: each is ended as planned, the next begins at once.</summary>
/// <param name="configurations">Files in place of hocon.conf, which the lives take in turn; none for the program's own.</param>
public sealed class Incarnations(
    IReadOnlyDictionary<string, string> settings, string? program, Action<string>? onLine, TimeProvider clock,
    IReadOnlyList<string> configurations) : IBotLives
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);
    private const int LastLines = 15;

    private readonly List<IncarnationRecord> _records = [];
    private readonly Lock _lock = new();
    private BotProcess? _bot;

    public IReadOnlyList<IncarnationRecord> Records
    {
        get
        {
            lock (_lock)
                return [.. _records];
        }
    }

    /// <summary>The planned ends of its lives; after the last one another is started and left running.</summary>
    public IEnumerable<Incarnation> Plan { get; init; } = [];

    /// <summary>Records that the bot has sent a message.</summary>
    public void NoteReply()
    {
        IncarnationRecord? current;
        lock (_lock)
            current = _records.Count > 0 ? _records[^1] : null;
        current?.NoteReply();
    }

    /// <summary>Starts the process; it is ready when this returns.</summary>
    /// <exception cref="TimeoutException">The process did not become ready.</exception>
    public async Task StartAsync(Incarnation? plan = null)
    {
        Begin(plan);
        await _bot!.WaitForLineAsync(BotProcess.ReadyLine, StartDeadline);
    }

    Task IBotLives.StartAsync() => StartAsync();

    /// <summary>Ends the running incarnation as the plan says, runs the rest of the plan, and starts one that is left running.</summary>
    public async Task LiveThroughAsync(CancellationToken cancellationToken)
    {
        foreach (var incarnation in Plan)
        {
            if (cancellationToken.IsCancellationRequested)
                return;
            if (_bot is { } old)
            {
                await EndAsync(old);
                await old.DisposeAsync();
            }

            Begin(incarnation);
        }

        if (_bot is { } last && Records[^1].Plan is not null)
        {
            await EndAsync(last);
            await last.DisposeAsync();
            Begin(null);
        }
    }

    /// <summary>Runs a second process with the same settings beside the running one, as in an overlapping deploy.</summary>
    /// <param name="kills">Whether the second process ends by kill -9 or by SIGTERM.</param>
    public async Task RunSecondAsync(TimeSpan length, bool kills, CancellationToken cancellationToken)
    {
        await using var second = BotProcess.Start(SettingsOf(Records.Count - 1), onLine: onLine, program: program);
        await Task.Delay(length, TimeProvider.System, cancellationToken);
        if (kills)
            await second.KillAsync();
        else
            await second.StopAsync();
    }

    /// <summary>kill -9 of the running incarnation; no other is started.</summary>
    public async Task KillAsync()
    {
        if (_bot is not { } bot)
            return;
        Records[^1].Death = Death.Killed;
        _bot = null;
        await bot.DisposeAsync();
    }

    /// <summary>Records if the running incarnation has exited by itself.</summary>
    public void NoteUnexpectedDeath()
    {
        if (_bot is { HasExited: true } bot && Records[^1].Death == Death.None)
            Note(Records[^1], bot);
    }

    public async ValueTask DisposeAsync()
    {
        if (_bot is not { } bot)
            return;
        _bot = null;
        await bot.DisposeAsync();
    }

    private void Begin(Incarnation? plan)
    {
        var environment = SettingsOf(Records.Count);
        if (plan?.FailPoint is { } point)
            environment[FailPointNames.Variable] = string.Create(CultureInfo.InvariantCulture, $"{point}:{plan.Pass}");
        lock (_lock)
            _records.Add(new IncarnationRecord(_records.Count, plan, clock.GetUtcNow()));
        _bot = BotProcess.Start(environment, onLine: onLine, program: program);
    }

    private Dictionary<string, string> SettingsOf(int life)
    {
        var environment = new Dictionary<string, string>(settings);
        if (configurations.Count > 0)
            environment[BotProgram.ConfigurationVariable] = configurations[life % configurations.Count];
        return environment;
    }

    private async Task EndAsync(BotProcess bot)
    {
        var record = Records[^1];
        if (record.Plan is not { } plan)
        {
            // The first incarnation was only started; its end is part of the plan.
            if (bot.HasExited)
                Note(record, bot);
            else
                record.Death = Death.Killed;
            await bot.KillAsync();
            return;
        }

        try
        {
            await bot.WaitForExitAsync(plan.KillAfter);
            if (plan.FailPoint is null)
                Note(record, bot);
            else
                record.Death = Death.AtFailPoint;
        }
        catch (TimeoutException)
        {
            record.Death = Death.Killed;
            await bot.KillAsync();
        }
    }

    private static void Note(IncarnationRecord record, BotProcess bot)
    {
        record.Death = Death.Unexpected;
        record.LastWords = string.Join('\n', bot.Lines.TakeLast(LastLines));
    }
}
