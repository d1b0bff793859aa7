using System.Diagnostics;
using System.Globalization;
using VizTeh.Actors.Sandbox.Bot;

namespace VizTeh.Actors.Benchmarks.Contenders;

/// <summary>A measured bot as a separate process.</summary>
internal sealed class ContenderProcess : IAsyncDisposable
{
    private const int LinesKept = 50;
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly Queue<string> _lines = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _readyLine;

    private ContenderProcess(ProcessStartInfo start, string readyLine)
    {
        _readyLine = readyLine;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, args) => Add(args.Data);
        _process.ErrorDataReceived += (_, args) => Add(args.Data);
        _process.Exited += (_, _) =>
            _ready.TrySetException(new InvalidOperationException($"The bot exited before it was ready. {LastWords}"));
    }

    public int Id => _process.Id;

    /// <summary>When the process was started (<see cref="Stopwatch.GetTimestamp"/>).</summary>
    public long StartedAt { get; private set; }

    /// <summary>The last log lines, for investigating a failure.</summary>
    public string LastWords
    {
        get
        {
            lock (_lines)
                return "It wrote:\n" + string.Join('\n', _lines);
        }
    }

    public static ContenderProcess Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> settings, string readyLine)
    {
        var start = Watchdog.Watched(command[0], command.Skip(1));
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = Path.GetTempPath();
        foreach (var name in BotProgram.Settings.Concat(BotProgram.OfSystemd))
            start.Environment.Remove(name);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;

        var contender = new ContenderProcess(start, readyLine) { StartedAt = Stopwatch.GetTimestamp() };
        contender._process.Start();
        contender._process.BeginOutputReadLine();
        contender._process.BeginErrorReadLine();
        return contender;
    }

    /// <exception cref="TimeoutException">The bot did not become ready.</exception>
    public async Task WaitUntilReadyAsync(TimeSpan timeout)
    {
        try
        {
            await _ready.Task.WaitAsync(timeout);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The bot was not ready within {timeout}. {LastWords}");
        }
    }

    /// <summary>SIGTERM; kill -9 if the process does not exit in time.</summary>
    public async Task StopAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
        }

        using var deadline = new CancellationTokenSource(StopDeadline);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
        }
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private void Add(string? line)
    {
        if (line is null)
            return;
        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > LinesKept)
                _lines.Dequeue();
        }

        if (line.Contains(_readyLine, StringComparison.Ordinal))
            _ready.TrySetResult();
    }
}
