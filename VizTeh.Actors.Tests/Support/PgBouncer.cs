using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using VizTeh.Actors.Sandbox.Network;
using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Tests.Support;

/// <summary>
/// A real PgBouncer for one test on 127.0.0.1, in front of the tests' PostgreSQL. It ends with the test run: a shell between the two waits
/// for a pipe to close.
/// </summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    private const string Watchdog = """ "$@" </dev/null & server=$!; read -r _; kill -INT "$server"; wait "$server" """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vizteh-pgbouncer-");
    private readonly PostgresDatabase _database;
    private Process? _process;

    private PgBouncer(PostgresDatabase database, int port)
    {
        _database = database;
        Database = database with { Host = "127.0.0.1", Port = port };
    }

    /// <summary>The database as reached through PgBouncer.</summary>
    public PostgresDatabase Database { get; }

    /// <param name="settings">Lines of the section [pgbouncer].</param>
    public static async Task<PgBouncer> StartAsync(PostgresDatabase database, params string[] settings)
    {
        var bouncer = new PgBouncer(database, FreePort.Find());
        await bouncer.SetAsync(settings);
        return bouncer;
    }

    /// <summary>Restarts PgBouncer with other settings.</summary>
    public async Task SetAsync(params string[] settings)
    {
        await StopAsync();
        var file = Path.Combine(_folder.FullName, "pgbouncer.ini");
        var port = Database.Port.ToString(CultureInfo.InvariantCulture);
        await File.WriteAllLinesAsync(
            file,
            [
                "[databases]",
                $"* = host={_database.Host} port={_database.Port.ToString(CultureInfo.InvariantCulture)} user={_database.User} "
                    + $"password={_database.Password}",
                "[pgbouncer]", "listen_addr = 127.0.0.1", $"listen_port = {port}", "unix_socket_dir =", "auth_type = any", .. settings,
            ]);
        var binaries = PostgresBinaries.Find();
        await binaries.GiveToServerUserAsync(_folder.FullName, CancellationToken.None);
        var command = binaries.AsServerUser("sh", "-c", Watchdog, "watchdog", Find(), "--quiet", file);
        _process = Process.Start(
            new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardInput = true, WorkingDirectory = "/" })!;
        await Eventually.IsTrueAsync(ListensAsync, "PgBouncer listens");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    private async Task StopAsync()
    {
        if (_process is not { } process)
            return;
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
        _process = null;
    }

    private async Task<bool> ListensAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, Database.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // Debian installs it in a folder that only root's path contains.
    private static string Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin").Append("/usr/local/sbin")
            .Select(folder => Path.Combine(folder, "pgbouncer")).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("PgBouncer is not installed: apt-get install pgbouncer (scripts/test.sh does it)");
}
