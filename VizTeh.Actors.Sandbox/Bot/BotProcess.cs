using System.Diagnostics;
using System.Globalization;

namespace VizTeh.Actors.Sandbox.Bot;

/// <summary>The bot as a process of its own, so that it can be stopped, and killed, for real; it does not outlive this program.</summary>
public sealed class BotProcess : IAsyncDisposable
{
    /// <summary>
    /// Part of the line that it writes when the tables are there and Telegram has accepted its token; updates are taken a moment later.
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

    /// <summary>What it has written so far, the newest last; the oldest lines of a long run are gone.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
                return [.. _lines];
        }
    }

    /// <param name="settings">Its environment variables, beside those that any program needs; the caller's own settings do not leak
    /// in.</param>
    /// <param name="workingDirectory">Where it looks for .env; null for the folder of the program, which has none.</param>
    /// <param name="program">The bot's dll; null for the one built beside this program.</param>
    /// <param name="readsLog">False: nobody reads what it writes, as when a terminal is halted by Ctrl+S.</param>
    public static BotProcess Start(
        IReadOnlyDictionary<string, string> settings, string? workingDirectory = null, Action<string>? onLine = null,
        string? program = null,
        bool readsLog = true)
    {
        program ??= BotProgram.Path;
        var start = Watchdog.Watched("dotnet", program);
        start.WorkingDirectory = workingDirectory ?? Path.GetDirectoryName(program)!;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (var name in BotProgram.Settings)
            start.Environment.Remove(name);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;

        var bot = new BotProcess(start, onLine);
        bot._process.Start();
        if (readsLog)
            bot.ReadLog();
        return bot;
    }

    /// <summary>Begins to read what it has written and writes, if that was not done from its start.</summary>
    public void ReadLog()
    {
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Waits until it has written a line that contains the text.</summary>
    /// <exception cref="TimeoutException">It did not, or ended before; the message holds what it did write.</exception>
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

    /// <summary>Waits for its end and returns its exit code; all its lines are there then.</summary>
    /// <exception cref="TimeoutException">It is still running.</exception>
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

    /// <summary>Waits for its end, however long it takes, and returns its exit code.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>kill -9: it gets no chance to finish anything.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await WaitForExitAsync(StopDeadline);
    }

    /// <summary>SIGTERM, as systemd does it; returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
        }

        return await WaitForExitAsync(StopDeadline);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

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
