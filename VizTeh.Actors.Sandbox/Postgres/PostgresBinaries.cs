using System.Diagnostics;

namespace VizTeh.Actors.Sandbox.Postgres;

/// <summary>The installed server programs, and the user they run as (PostgreSQL refuses to run as root).</summary>
internal sealed record PostgresBinaries(string Folder, bool AsPostgresUser)
{
    private const string DebianFolder = "/usr/lib/postgresql";
    private const string SystemUser = "postgres";

    public static PostgresBinaries Find()
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PostgresUnavailableException(
                "A private PostgreSQL needs Linux or macOS; set DB_HOST, DB_USER and DB_PASSWORD to use a server.");
        }

        var folder = Candidates().Select(ServerFolder).FirstOrDefault(found => found is not null)
            ?? throw new PostgresUnavailableException(
                "PostgreSQL is not installed: run `apt-get install postgresql`, or set DB_HOST, DB_USER and DB_PASSWORD to use a server.");

        var isRoot = Environment.IsPrivilegedProcess;
        if (isRoot && !File.ReadLines("/etc/passwd").Any(line => line.StartsWith(SystemUser + ":", StringComparison.Ordinal)))
        {
            throw new PostgresUnavailableException(
                $"PostgreSQL does not run as root, and there is no user `{SystemUser}`: "
                + "run `apt-get install postgresql`, or start this as another user.");
        }

        return new PostgresBinaries(folder, isRoot);
    }

    /// <summary>A command line that runs a program as the server's user.</summary>
    public IReadOnlyList<string> AsServerUser(params IEnumerable<string> command) => AsPostgresUser
        ? ["setpriv", $"--reuid={SystemUser}", $"--regid={SystemUser}", "--init-groups", "--reset-env", "--", .. command]
        : [.. command];

    public string PathTo(string program) => Path.Combine(Folder, program);

    /// <summary>Gives a folder and its contents to the server's user.</summary>
    public async Task GiveToServerUserAsync(string folder, CancellationToken cancellationToken)
    {
        if (AsPostgresUser)
            await RunAsync(["chown", "-R", $"{SystemUser}:", folder], cancellationToken);
    }

    /// <summary>Whether the server's user can reach a folder; below a private home directory that user cannot.</summary>
    public async Task<bool> CanServerUserReachAsync(string folder, CancellationToken cancellationToken)
    {
        if (!AsPostgresUser)
            return true;
        var (code, _) = await TryRunAsync(AsServerUser("test", "-x", folder), cancellationToken);
        return code == 0;
    }

    public static async Task RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var (code, output) = await TryRunAsync(command, cancellationToken);
        if (code != 0)
            throw new PostgresUnavailableException($"`{command[0]}` failed with code {code}: {output.Trim().ReplaceLineEndings(" ")}");
    }

    public static async Task<(int Code, string Output)> TryRunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The server's user may have no access to this program's working directory.
            WorkingDirectory = "/",
        })!;
        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill();
            throw new PostgresUnavailableException($"`{command[0]}` did not end within a minute.");
        }
    }

    /// <summary>The folder of the server programs in a folder, or linked from it; null if there is none.</summary>
    private static string? ServerFolder(string candidate)
    {
        var initdb = new FileInfo(Path.Combine(candidate, "initdb"));
        var program = initdb.Exists ? (FileInfo?)initdb.ResolveLinkTarget(returnFinalTarget: true) ?? initdb : null;
        return program is { Exists: true } && File.Exists(Path.Combine(program.DirectoryName!, "postgres")) ? program.DirectoryName : null;
    }

    private static IEnumerable<string> Candidates()
    {
        var installed = Directory.Exists(DebianFolder) ? Directory.GetDirectories(DebianFolder) : [];
        var newestFirst = installed
            .Select(folder => (Folder: folder, Known: int.TryParse(Path.GetFileName(folder), out var version), Version: version))
            .Where(found => found.Known)
            .OrderByDescending(found => found.Version)
            .Select(found => Path.Combine(found.Folder, "bin"));
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return newestFirst.Concat(onPath);
    }
}
