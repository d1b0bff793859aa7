using System.Security.Cryptography;

namespace VizTeh.Actors.Sandbox.Postgres;

/// <summary>
/// The folder of one cluster, held by a lock on a file in it while its owner runs. The kernel releases the lock when the process exits,
/// however it ends, so a folder whose lock can be taken is abandoned.
/// </summary>
internal sealed class ClusterFolder : IDisposable
{
    private const string TemporaryPrefix = "tmp-";
    private const string LockName = "owner.lock";

    private readonly FileStream _lock;

    private ClusterFolder(string path, bool isTemporary, FileStream owned)
    {
        Path = path;
        IsTemporary = isTemporary;
        _lock = owned;
    }

    public string Path { get; }

    public bool IsTemporary { get; }

    /// <summary>The folder that the server's user owns.</summary>
    public string Server => System.IO.Path.Combine(Path, "server");

    public string Data => System.IO.Path.Combine(Server, "data");

    public string PasswordFile => System.IO.Path.Combine(Server, "password");

    public string Log => System.IO.Path.Combine(Server, "server.log");

    /// <summary>
    /// The folder of all clusters: beside the sources, or among the temporary files if the server's user cannot reach the sources.
    /// </summary>
    public static async Task<string> RootAsync(PostgresOptions options, PostgresBinaries binaries, CancellationToken cancellationToken)
    {
        var root = options.Root ?? DefaultRoot();
        Directory.CreateDirectory(root);
        if (await binaries.CanServerUserReachAsync(root, cancellationToken))
            return root;

        root = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"vizteh-sandbox-{Environment.UserName}", "postgres");
        Directory.CreateDirectory(root);
        return root;
    }

    public static ClusterFolder Take(string root, string? name)
    {
        if (name is not null && !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
            throw new ArgumentException("A cluster's name has letters, digits and dashes only.", nameof(name));

        if (name is not null)
        {
            var named = System.IO.Path.Combine(root, name);
            return TryTake(named, isTemporary: false)
                ?? throw new PostgresUnavailableException($"Another run is using the PostgreSQL in {named}: end it first.");
        }

        // Another run's clean-up may take a new folder for an abandoned one in the instant before it is locked.
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var path = System.IO.Path.Combine(root, TemporaryPrefix + RandomNumberGenerator.GetHexString(12, lowercase: true));
            if (TryTake(path, isTemporary: true) is { } folder)
                return folder;
        }

        throw new PostgresUnavailableException($"No folder for PostgreSQL can be made in {root}: look at its permissions.");
    }

    /// <summary>Takes over, one by one, the temporary folders that killed owners left.</summary>
    public static IEnumerable<ClusterFolder> TakeAbandoned(string root)
    {
        foreach (var path in Directory.EnumerateDirectories(root, TemporaryPrefix + "*"))
        {
            // A folder without a lock file is just being created or deleted.
            if (File.Exists(System.IO.Path.Combine(path, LockName)) && TryLock(path, FileMode.Open) is { } owned)
                yield return new ClusterFolder(path, isTemporary: true, owned);
        }
    }

    /// <summary>Deletes the folder; files that another run deletes at the same time are no error.</summary>
    public void Delete()
    {
        try
        {
            if (Directory.Exists(Server))
                Directory.Delete(Server, recursive: true);
            _lock.Dispose();
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
        }
    }

    public void Dispose() => _lock.Dispose();

    private static ClusterFolder? TryTake(string path, bool isTemporary)
    {
        Directory.CreateDirectory(path);
        return TryLock(path, FileMode.OpenOrCreate) is { } owned ? new ClusterFolder(path, isTemporary, owned) : null;
    }

    private static FileStream? TryLock(string path, FileMode mode)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(path, LockName), mode, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string DefaultRoot()
    {
        if (Environment.GetEnvironmentVariable(PostgresOptions.FolderVariable) is { Length: > 0 } named)
            return System.IO.Path.Combine(System.IO.Path.GetFullPath(named), "postgres");

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "VizTeh.Actors.sln")))
                return System.IO.Path.Combine(folder.FullName, ".sandbox", "postgres");
        }

        return System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"vizteh-sandbox-{Environment.UserName}", "postgres");
    }
}
