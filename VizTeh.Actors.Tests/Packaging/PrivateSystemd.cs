using System.Diagnostics;
using VizTeh.Actors.Sandbox.Bot;

namespace VizTeh.Actors.Tests.Packaging;

/// <summary>
/// A systemd of the test's own, as the first process of its own namespaces, that knows the one unit under test: so the restrictions of a
/// unit are those that systemd itself sets up, also on a machine that runs none. The network is the machine's.
/// </summary>
internal sealed class PrivateSystemd : IAsyncDisposable
{
    // $1: the folder with the units; the others: pairs of a folder and where it is to be seen, below /run.
    private const string Boot =
        """
        set -e
        units=$1; shift
        mount --make-rprivate /
        # What lies below /tmp, /root or /home is hidden from the service: its program has to be elsewhere.
        held=$(mktemp -d)
        mount -t tmpfs tmpfs "$held"
        while [ $# -gt 0 ]; do
          mkdir -p "$held/$2"
          mount --bind "$1" "$held/$2"
          shift 2
        done
        mkdir -p "$held/systemd/system"
        mount --rbind "$held" /run
        # systemd mounts a unit's credentials in a child's namespace, from which they come here only if the mounts are shared.
        mount --make-rshared /
        export SYSTEMD_UNIT_PATH=$units SYSTEMD_GENERATOR_PATH=/nonexistent SYSTEMD_LOG_TARGET=console container=test
        exec /lib/systemd/systemd --system --unit=test.target --show-status=no
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder;
    private readonly Process _process;

    private PrivateSystemd(DirectoryInfo folder, Process process) => (_folder, _process) = (folder, process);

    /// <summary>What the service has written so far.</summary>
    public string Output => File.Exists(OutputOf(_folder)) ? File.ReadAllText(OutputOf(_folder)) : "";

    /// <param name="unit">The unit's text.</param>
    /// <param name="changes">A drop-in for what has to differ in a test.</param>
    /// <param name="seen">Folders, and where the service sees them: names below /run.</param>
    public static PrivateSystemd Start(string unit, string changes, params (string Folder, string Name)[] seen)
    {
        var folder = Directory.CreateTempSubdirectory("vizteh-systemd-");
        folder.CreateSubdirectory("units/tested.service.d");
        File.WriteAllText(Path.Combine(folder.FullName, "boot.sh"), Boot);
        File.WriteAllText(Path.Combine(folder.FullName, "units/tested.service"), unit);
        File.WriteAllText(
            Path.Combine(folder.FullName, "units/tested.service.d/test.conf"),
            $"""
            [Unit]
            DefaultDependencies=no
            Wants=
            After=
            SuccessAction=exit-force
            FailureAction=exit-force
            [Service]
            StandardOutput=append:{OutputOf(folder)}
            StandardError=append:{OutputOf(folder)}
            {changes}

            """);
        File.WriteAllText(
            Path.Combine(folder.FullName, "units/test.target"), "[Unit]\nDefaultDependencies=no\nRequires=tested.service\n");
        var start = Watchdog.Watched(
            "unshare",
            [
                "--mount", "--pid", "--cgroup", "--uts", "--ipc", "--fork", "--kill-child", "--mount-proc", "sh",
                Path.Combine(folder.FullName, "boot.sh"), Path.Combine(folder.FullName, "units"),
                .. seen.SelectMany(pair => new[] { pair.Folder, pair.Name }),
            ]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var process = new Process { StartInfo = start };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new PrivateSystemd(folder, process);
    }

    /// <summary>Why this machine cannot run one; null if it can.</summary>
    public static string? FindObstacle()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/lib/systemd/systemd") || Tools.Find("unshare") is null)
            return "not on this machine: systemd, or unshare";
        if (!Environment.IsPrivilegedProcess)
            return "a systemd of the test's own needs root";

        return Task.Run(TryAsync).GetAwaiter().GetResult()
            ? null
            : "this machine lets no systemd of the test's own run, or set up restrictions (a container without the rights for it?)";
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static async Task<bool> TryAsync()
    {
        await using var systemd = Start(
            """
            [Service]
            Type=oneshot
            User=nobody
            NoNewPrivileges=true
            ProtectSystem=strict
            PrivateUsers=true
            SystemCallFilter=@system-service
            ExecStart=/bin/sh -c 'grep -E ^Seccomp: /proc/self/status; echo done'
            """,
            "");
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await systemd._process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        return systemd.Output.Contains("2\ndone", StringComparison.Ordinal);
    }

    private static string OutputOf(DirectoryInfo folder) => Path.Combine(folder.FullName, "output");
}
