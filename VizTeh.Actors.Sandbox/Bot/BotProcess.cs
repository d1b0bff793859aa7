using System.Diagnostics;
using System.Globalization;
using VizTeh.Actors.Sandbox.Network;

namespace VizTeh.Actors.Sandbox.Bot;

/// <summary>The bot as a separate process that can be stopped and killed; it does not outlive this program.</summary>
public sealed class BotProcess : IAsyncDisposable
{
    /// <summary>
    /// Part of the line that the bot logs when the tables exist and Telegram has accepted the token; polling begins a moment later.
    /// </summary>
    public const string ReadyLine = "Application started";

    private const int MostLines = 5_000;
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(15);

    private readonly Process _process;
    private readonly Queue<string> _lines = new();
    private readonly Lock _lock = new();
    private readonly Action<string>? _onLine;
    private TaskCompletionSource _changed = NewSignal();

    private BotProcess(ProcessStartInfo start, Action<string>? onLine)
    {
        _onLine = onLine;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, args) => Add(args.Data);
        _process.ErrorDataReceived += (_, args) => Add(args.Data);
        _process.Exited += (_, _) => Signal();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The lines that the bot has logged so far, the newest last; of a long run only the newest are kept.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
                return [.. _lines];
        }
    }

    /// <param name="settings">The bot's environment variables, beside those that any program needs; the caller's own settings do not leak
    /// in.</param>
    /// <param name="workingDirectory">Where the bot looks for .env; null for the folder of the program, which has none.</param>
    /// <param name="program">The bot's dll; null for the one built beside this program.</param>
    /// <param name="readsLog">False: nobody reads the bot's output, as when a terminal is halted by Ctrl+S.</param>
    /// <param name="network">The network namespace in which it runs; null for that of this program.</param>
    public static BotProcess Start(
        IReadOnlyDictionary<string, string> settings, string? workingDirectory = null, Action<string>? onLine = null,
        string? program = null,
        bool readsLog = true, string? network = null)
    {
        program ??= BotProgram.Path;
        // Each of these programs becomes the next, so the process id is the bot's.
        var start = network is null
            ? Watchdog.Watched("dotnet", program)
            : Watchdog.Watched(IpCommand.Program ?? "ip", "netns", "exec", network, "dotnet", program);
        start.WorkingDirectory = workingDirectory ?? Path.GetDirectoryName(program)!;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (var name in BotProgram.Settings.Concat(BotProgram.OfSystemd))
            start.Environment.Remove(name);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;

        var bot = new BotProcess(start, onLine);
        bot._process.Start();
        if (readsLog)
            bot.ReadLog();
        return bot;
    }

    /// <summary>Starts reading the bot's output, earlier lines included, if it was not read from the start.</summary>
    public void ReadLog()
    {
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Waits until the bot has logged a line that contains the text.</summary>
    /// <exception cref="TimeoutException">No such line came in time, or the process exited before; the message holds the lines that did
    /// come.</exception>
    public async Task WaitForLineAsync(string containing, TimeSpan timeout)
    {
        using var deadline = new CancellationTokenSource(timeout);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_lines.Any(line => line.Contains(containing, StringComparison.Ordinal)))
                    return;
                changed = _changed.Task;
            }

            try
            {
                if (HasExited)
                    await _process.WaitForExitAsync(deadline.Token);
                else
                    await changed.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw NotWritten("in time");
            }

            if (HasExited && !Lines.Any(line => line.Contains(containing, StringComparison.Ordinal)))
                throw NotWritten("before it ended");
        }

        TimeoutException NotWritten(string when) =>
            new($"The bot did not write \"{containing}\" {when}. It wrote:\n{string.Join('\n', Lines)}");
    }

    /// <summary>Waits for the process to exit and returns its exit code; by then <see cref="Lines"/> is complete.</summary>
    /// <exception cref="TimeoutException">The process is still running.</exception>
    public async Task<int> WaitForExitAsync(TimeSpan timeout)
    {
        try
        {
            using var deadline = new CancellationTokenSource(timeout);
            await _process.WaitForExitAsync(deadline.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The bot was still running after {timeout}. It wrote:\n{string.Join('\n', Lines)}");
        }
    }

    /// <summary>Waits without a time-out for the process to exit and returns its exit code.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>kill -9: the process cannot finish anything.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await WaitForExitAsync(StopDeadline);
    }

    /// <summary>Stops the process with SIGTERM, as systemd does; returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
        return await WaitForExitAsync(StopDeadline);
    }

    /// <summary>Halts the process where it is (SIGSTOP), until <see cref="ThawAsync"/>; its connections stay open.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    /// <summary>Lets the process go on (SIGCONT).</summary>
    public Task ThawAsync() => SignalAsync("CONT");

    /// <summary>Sends a signal, unless the process has exited.</summary>
    /// <param name="name">Such as <c>STOP</c>, which halts the process until it gets <c>CONT</c>.</param>
    public async Task SignalAsync(string name)
    {
        if (_process.HasExited)
            return;
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    /// <summary>Does nothing to a process that has exited.</summary>
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Add(string? line)
    {
        if (line is null)
            return;
        lock (_lock)
        {
            _lines.Enqueue(line);
            if (_lines.Count > MostLines)
                _lines.Dequeue();
        }

        _onLine?.Invoke(line);
        Signal();
    }

    private void Signal()
    {
        TaskCompletionSource changed;
        lock (_lock)
            (changed, _changed) = (_changed, NewSignal());
        changed.SetResult();
    }
}
