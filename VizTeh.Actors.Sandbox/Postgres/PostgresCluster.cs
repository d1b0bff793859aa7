using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using VizTeh.Actors.Sandbox.Network;

namespace VizTeh.Actors.Sandbox.Postgres;

/// <summary>
/// A private PostgreSQL with default durability, run from the installed binaries: its own data folder, a free port on 127.0.0.1, a
/// generated password. The server never outlives its owner: a shell between the two holds a pipe from the owner and stops the server when
/// the pipe closes.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    private const string SuperUser = "sandbox";
    private const int PortAttempts = 5;

    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    // $1: the server's log; $2: "keep", or the folder to delete when the owner is gone; then the server's command line. A background
    // command has /dev/null as its standard input, hence descriptor 3. The watcher exits with 0 only if the pipe was closed; by that the
    // end of the script distinguishes a vanished owner from a stopped server.
    private const string Watchdog =
        """
        log=$1; leftover=$2; shift 2
        exec 3<&0 </dev/null >>"$log" 2>&1
        "$@" 3<&- & server=$!
        { read -r _ <&3; kill -INT "$server"; } & watcher=$!
        wait "$server"; code=$?
        kill "$watcher" 2>/dev/null
        if wait "$watcher" && [ "$leftover" != keep ]; then rm -rf -- "$leftover"; fi
        exit "$code"
        """;

    private readonly PostgresOptions _options;
    private readonly PostgresBinaries _binaries;
    private readonly ClusterFolder _folder;
    private Process? _process;

    private PostgresCluster(PostgresOptions options, PostgresBinaries binaries, ClusterFolder folder, string password)
    {
        _options = options;
        _binaries = binaries;
        _folder = folder;
        Server = new PostgresServer(new PostgresDatabase("127.0.0.1", 0, "postgres", SuperUser, password));
    }

    /// <summary>Where to connect; the port changes only after the cluster was disposed of and started anew.</summary>
    public PostgresServer Server { get; private set; }

    public string Host => Server.Maintenance.Host;

    public int Port => Server.Maintenance.Port;

    public string User => Server.Maintenance.User;

    public string Password => Server.Maintenance.Password;

    /// <summary>The server's own log, for a person who looks into a failure.</summary>
    public string LogPath => _folder.Log;

    /// <exception cref="PostgresUnavailableException">PostgreSQL is not installed, or does not start here.</exception>
    public static async Task<PostgresCluster> StartAsync(PostgresOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new PostgresOptions();
        var binaries = PostgresBinaries.Find();
        var root = await ClusterFolder.RootAsync(options, binaries, cancellationToken);
        foreach (var abandoned in ClusterFolder.TakeAbandoned(root))
        {
            await StopStrayServerAsync(binaries, abandoned, cancellationToken);
            abandoned.Delete();
        }

        var folder = ClusterFolder.Take(root, options.Name);
        try
        {
            var password = await InitializeAsync(binaries, folder, cancellationToken);
            var cluster = new PostgresCluster(options, binaries, folder, password);
            for (var attempt = 1; !await cluster.TryStartServerAsync(FreePort.Find(), cancellationToken); attempt++)
            {
                // Another program may have taken the port between the check and the server's bind.
                if (attempt == PortAttempts || !cluster.FailedForItsPort())
                    throw cluster.DidNotStart();
            }

            return cluster;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public Task<PostgresDatabase> CreateDatabaseAsync(string? name = null, CancellationToken cancellationToken = default) =>
        Server.CreateDatabaseAsync(name, template: null, cancellationToken);

    public Task DropDatabaseAsync(string name, CancellationToken cancellationToken = default) =>
        Server.DropDatabaseAsync(name, cancellationToken);

    /// <summary>Stops the server and keeps its data. A server that is already down is no error.</summary>
    public async Task StopAsync(PostgresStop mode, CancellationToken cancellationToken = default)
    {
        if (_process is not { } process)
            return;

        if (!process.HasExited)
        {
            // pg_ctl also fails if there is nothing to stop: the server may have ended by itself meanwhile.
            await PostgresBinaries.TryRunAsync(
                _binaries.AsServerUser(_binaries.PathTo("pg_ctl"), "stop", "-D", _folder.Data, "-m", Name(mode), "-t", "50"),
                cancellationToken);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StopDeadline);
        await process.WaitForExitAsync(limit.Token);
        process.Dispose();
        _process = null;

        static string Name(PostgresStop mode) => mode is PostgresStop.Fast ? "fast" : "immediate";
    }

    /// <summary>Starts the server after <see cref="StopAsync"/>, on the same port and data.</summary>
    /// <exception cref="PostgresUnavailableException">The server does not start, or another program has taken its port.</exception>
    public async Task StartAgainAsync(CancellationToken cancellationToken = default)
    {
        if (_process is { HasExited: false })
            throw new InvalidOperationException("The server is running.");

        _process?.Dispose();
        if (!await TryStartServerAsync(Port, cancellationToken))
            throw DidNotStart();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(_folder.IsTemporary ? PostgresStop.Immediate : PostgresStop.Fast);
        if (_folder.IsTemporary)
            _folder.Delete();
        _folder.Dispose();
    }

    /// <summary>Creates the cluster's files unless they exist.</summary>
    /// <returns>The superuser's password.</returns>
    private static async Task<string> InitializeAsync(PostgresBinaries binaries, ClusterFolder folder, CancellationToken cancellationToken)
    {
        var finished = Path.Combine(folder.Server, "initialized");
        if (File.Exists(finished))
            return await File.ReadAllTextAsync(folder.PasswordFile, cancellationToken);

        // Left by a run that was killed during initialisation, and useless.
        if (Directory.Exists(folder.Server))
            Directory.Delete(folder.Server, recursive: true);
        Directory.CreateDirectory(folder.Server);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.Server, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var password = RandomNumberGenerator.GetHexString(32, lowercase: true);
        await File.WriteAllTextAsync(folder.PasswordFile, password, cancellationToken);
        await binaries.GiveToServerUserAsync(folder.Server, cancellationToken);
        await PostgresBinaries.RunAsync(
            binaries.AsServerUser(
                binaries.PathTo("initdb"), "--pgdata", folder.Data, "--username", SuperUser, "--pwfile", folder.PasswordFile,
                "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions"),
            cancellationToken);
        await File.WriteAllTextAsync(finished, "", cancellationToken);
        return password;
    }

    /// <returns>False if the server exited before it was ready.</returns>
    private async Task<bool> TryStartServerAsync(int port, CancellationToken cancellationToken)
    {
        await StopStrayServerAsync(_binaries, _folder, cancellationToken);
        var portText = port.ToString(CultureInfo.InvariantCulture);
        string[] server =
        [
            _binaries.PathTo("postgres"), "-D", _folder.Data, "-p", portText,
            "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={_options.SocketFolder}",
            "-c", string.Create(CultureInfo.InvariantCulture, $"max_connections={_options.MaxConnections}"),
            "-c", _options.SurvivesPowerLoss ? "fsync=on" : "fsync=off",
            .. _options.Preloaded is { } library ? ["-c", $"shared_preload_libraries={library}"] : Array.Empty<string>(),
        ];
        var watched = _binaries.AsServerUser(
            ["sh", "-c", Watchdog, "watchdog", _folder.Log, _folder.IsTemporary ? _folder.Data : "keep", .. server]);
        // A new session, so that Ctrl+C in a terminal reaches the owner alone, which then stops the server.
        string[] command = File.Exists("/usr/bin/setsid") ? ["setsid", .. watched] : [.. watched];
        var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            WorkingDirectory = "/",
        })!;
        try
        {
            var started = Stopwatch.GetTimestamp();
            while (!IsReady(portText))
            {
                if (process.HasExited)
                {
                    process.Dispose();
                    return false;
                }

                if (Stopwatch.GetElapsedTime(started) > StartDeadline)
                    throw DidNotStart();
                await Task.Delay(PollInterval, TimeProvider.System, cancellationToken);
            }
        }
        catch
        {
            process.StandardInput.Close();
            throw;
        }

        _process = process;
        Server = new PostgresServer(Server.Maintenance with { Port = port });
        return true;
    }

    /// <summary>
    /// Whether postmaster.pid says that the server is ready: line 4 is its port, line 8 its state (PostgreSQL, pidfile.h).
    /// </summary>
    private bool IsReady(string port)
    {
        try
        {
            var lines = File.ReadAllLines(Path.Combine(_folder.Data, "postmaster.pid"));
            return lines.Length >= 8 && lines[3].Trim() == port && lines[7].Trim() == "ready";
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>
    /// Stops a server whose owner and watchdog were both killed, and removes the pid file of a killed server. After a reboot the pid may
    /// belong to any process, so pg_ctl is called only if the process is the server of this folder.
    /// </summary>
    private static async Task StopStrayServerAsync(PostgresBinaries binaries, ClusterFolder folder, CancellationToken cancellationToken)
    {
        var pidFile = Path.Combine(folder.Data, "postmaster.pid");
        if (!File.Exists(pidFile))
            return;

        var pid = FirstLine(pidFile)?.Trim();
        var line = int.TryParse(pid, out _) ? await CommandLineAsync(pid, cancellationToken) : null;
        if (line?.Contains(folder.Data, StringComparison.Ordinal) is true)
        {
            await PostgresBinaries.TryRunAsync(
                binaries.AsServerUser(binaries.PathTo("pg_ctl"), "stop", "-D", folder.Data, "-m", "immediate", "-t", "50"),
                cancellationToken);
        }

        File.Delete(pidFile);
    }

    /// <returns>Null also if the file does not exist: a server that is ending removes it.</returns>
    private static string? FirstLine(string path)
    {
        try
        {
            return File.ReadLines(path).FirstOrDefault();
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static async Task<string?> CommandLineAsync(string pid, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
            return (await PostgresBinaries.TryRunAsync(["ps", "-p", pid, "-o", "args="], cancellationToken)).Output;

        try
        {
            return await File.ReadAllTextAsync($"/proc/{pid}/cmdline", cancellationToken);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private bool FailedForItsPort() =>
        File.ReadLines(_folder.Log).TakeLast(10).Any(line => line.Contains("could not bind", StringComparison.Ordinal));

    private PostgresUnavailableException DidNotStart()
    {
        var last = File.Exists(_folder.Log) ? File.ReadLines(_folder.Log).LastOrDefault() : null;
        return new PostgresUnavailableException($"PostgreSQL did not start; its log says: {last ?? "nothing"} ({_folder.Log})");
    }
}
