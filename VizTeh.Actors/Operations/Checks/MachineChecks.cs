using System.Globalization;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Operations.Checks;

/// <summary>A folder whose disk must not fill up.</summary>
/// <param name="Use">What is kept there, for the report; null for the settings.</param>
internal sealed record WatchedFolder(string Path, string? Use = null);

/// <summary>What the program needs of the machine.</summary>
internal static class MachineChecks
{
    // A full disk stops the journal of the service first, then whatever else writes there.
    private const long LeastFree = 200L << 20;

    // A zone that all systems with tzdata have.
    private const string UsualZone = "Europe/Moscow";

    // Where the package keeps the backups unless BACKUP_FOLDER is set.
    private const string UsualBackups = "/var/lib/vizteh/backups";

    // Where Debian's PostgreSQL keeps its data: the bot's role has no right to ask the server for it.
    private const string UsualData = "/var/lib/postgresql";

    /// <param name="directory">The folder of the settings.</param>
    /// <param name="backups">BACKUP_FOLDER; null when it is not set.</param>
    /// <param name="database">Null while it is not known.</param>
    public static IReadOnlyList<WatchedFolder> FoldersOf(string directory, string? backups, DatabaseSettings? database)
    {
        var folders = new List<WatchedFolder> { new(directory) };
        if (backups is not null || Directory.Exists(UsualBackups))
            folders.Add(new WatchedFolder(backups ?? UsualBackups, "backups"));
        if (database is { Host: ['/', ..] or "localhost" or "127.0.0.1" or "::1" } && Directory.Exists(UsualData))
            folders.Add(new WatchedFolder(UsualData, "PostgreSQL"));
        return folders;
    }

    public static IEnumerable<Check> Run(IReadOnlyList<WatchedFolder> folders)
    {
        yield return Disk(folders);
        yield return TimeZones();
        // The program is built without the need for ICU (InvariantGlobalization).
        yield return Check.Well("ICU", "not needed: no text depends on the machine's languages");
    }

    private static Check Disk(IReadOnlyList<WatchedFolder> folders)
    {
        var (found, isLow) = (new List<string>(), false);
        foreach (var (path, use) in folders)
        {
            try
            {
                var free = new DriveInfo(Path.GetFullPath(path)).AvailableFreeSpace;
                isLow |= free < LeastFree;
                found.Add(string.Create(
                    CultureInfo.InvariantCulture, $"{free >> 20} MiB are free at {path}{(use is null ? "" : $" ({use})")}"));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
            {
                return Check.Notice("disk", $"the free space at {path} cannot be read ({failure.Message})", "Look with df -h");
            }
        }

        var all = string.Join("; ", found);
        return isLow
            ? Check.Notice("disk", all, "Make room: a full disk stops PostgreSQL on this machine, the backups, and the log")
            : Check.Well("disk", all);
    }

    private static Check TimeZones() => TimeZoneInfo.TryFindSystemTimeZoneById(UsualZone, out _)
        ? Check.Well("tzdata", "the machine knows the time zones")
        : Check.Failed("tzdata", "the machine does not know the time zones", "Install the package tzdata");
}
