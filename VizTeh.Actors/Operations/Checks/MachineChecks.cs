using System.Globalization;

namespace VizTeh.Actors.Operations.Checks;

/// <summary>What the program needs of the machine.</summary>
internal static class MachineChecks
{
    // A full disk stops the journal of the service first, then whatever else writes there.
    private const long LeastFree = 200L << 20;

    // A zone that all systems with tzdata have.
    private const string UsualZone = "Europe/Moscow";

    /// <param name="directory">On the disk that is looked at.</param>
    public static IEnumerable<Check> Run(string directory)
    {
        yield return Disk(directory);
        yield return TimeZones();
        // The program is built without the need for ICU (InvariantGlobalization).
        yield return Check.Well("ICU", "not needed: no text depends on the machine's languages");
    }

    private static Check Disk(string directory)
    {
        try
        {
            var free = new DriveInfo(Path.GetFullPath(directory)).AvailableFreeSpace;
            var found = string.Create(CultureInfo.InvariantCulture, $"{free >> 20} MiB are free at {directory}");
            return free < LeastFree
                ? Check.Notice("disk", found, "Make room: a full disk stops PostgreSQL on this machine, and the log")
                : Check.Well("disk", found);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Check.Notice("disk", $"the free space at {directory} cannot be read ({failure.Message})", "Look with df -h");
        }
    }

    private static Check TimeZones() => TimeZoneInfo.TryFindSystemTimeZoneById(UsualZone, out _)
        ? Check.Well("tzdata", "the machine knows the time zones")
        : Check.Failed("tzdata", "the machine does not know the time zones", "Install the package tzdata");
}
