using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using VizTeh.Actors.Sandbox.Postgres;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Sandbox.CommandLine;

/// <summary>The sandbox as scripts/demo.sh runs it: a process with a private PostgreSQL, whose standard input stays open.</summary>
internal sealed partial class SandboxProcess : IAsyncDisposable
{
    private static readonly TimeSpan EndDeadline = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _folder;
    private readonly List<string> _lines = [];

    private SandboxProcess(Process process, string folder)
    {
        (_process, _folder) = (process, folder);
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
    }

    public string Output
    {
        get
        {
            lock (_lines)
                return string.Join('\n', _lines);
        }
    }

    /// <param name="folder">The folder of its data.</param>
    /// <param name="arguments">Its command line.</param>
    public static SandboxProcess Start(string folder, params string[] arguments)
    {
        string[] command = ["dotnet", typeof(PostgresCluster).Assembly.Location, .. arguments];
        // If the tests run in the background, all their child processes ignore Ctrl+C.
        string[] program = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", .. command] : command;
        var start = new ProcessStartInfo(program[0], program[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[PostgresOptions.FolderVariable] = folder;
        // Always a private PostgreSQL, whichever server the tests use.
        start.Environment.Remove("DB_HOST");
        var process = Process.Start(start)!;
        var sandbox = new SandboxProcess(process, folder);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return sandbox;
    }

    /// <summary>A line of its standard input.</summary>
    public void Type(string line) => _process.StandardInput.WriteLine(line);

    public Task SaysAsync(string text) =>
        Eventually.IsTrueAsync(() => Output.Contains(text, StringComparison.Ordinal), $"\"{text}\" in:\n{Output}");

    /// <summary>The bot's process, as soon as its log or the sandbox's names it.</summary>
    public async Task<int> BotAsync()
    {
        var children = await Eventually.BecomesAsync(
            () => Task.FromResult(BotsOf(_process.Id)), found => found.Length == 1, "The bot's process");
        return children[0];
    }

    /// <summary>The process of its PostgreSQL.</summary>
    public async Task<int> PostgresAsync()
    {
        var pidFile = await Eventually.BecomesAsync(
            () => Task.FromResult(Directory.EnumerateFiles(_folder, "postmaster.pid", SearchOption.AllDirectories).FirstOrDefault()),
            found => found is not null, "PostgreSQL's pid file");
        return int.Parse(File.ReadLines(pidFile!).First(), CultureInfo.InvariantCulture);
    }

    public void Kill() => _process.Kill();

    public void PressCtrlC()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <returns>Its exit code.</returns>
    public async Task<int> EndsAsync()
    {
        using var deadline = new CancellationTokenSource(EndDeadline);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await EndsAsync();
        _process.Dispose();
    }

    /// <summary>Whether a process runs; an exited process that was not yet waited for does not.</summary>
    public static bool IsRunning(int id)
    {
        try
        {
            return StateInStat().Match(File.ReadAllText($"/proc/{id}/stat")).Groups["state"].Value is not ("Z" or "X");
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static int[] BotsOf(int owner) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(Path.GetFileName)
            .Where(name => int.TryParse(name, out _))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
            .Where(id => IsBotOf(owner, id)),
    ];

    private static bool IsBotOf(int owner, int id)
    {
        try
        {
            var stat = StateInStat().Match(File.ReadAllText($"/proc/{id}/stat"));
            return stat.Groups["parent"].Value == owner.ToString(CultureInfo.InvariantCulture)
                && File.ReadAllText($"/proc/{id}/cmdline").Split('\0').Any(
                    word => word.EndsWith("/VizTeh.Actors.dll", StringComparison.Ordinal))
                && !File.ReadAllText($"/proc/{id}/cmdline").StartsWith("/bin/sh", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // The process has exited since the folder was listed.
            return false;
        }
    }

    private void Add(string? line)
    {
        if (line is null)
            return;
        lock (_lines)
            _lines.Add(line);
    }

    // proc(5): the process id, its name in brackets, its state, its parent.
    [GeneratedRegex(@"\) (?<state>\w) (?<parent>\d+)")]
    private static partial Regex StateInStat();
}
