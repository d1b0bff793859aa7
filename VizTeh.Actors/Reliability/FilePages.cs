using System.Globalization;
using System.Runtime.InteropServices;

namespace VizTeh.Actors.Reliability;

/// <summary>A range of the process's memory that shows the contents of a file and cannot be written: a part of a library.</summary>
/// <param name="Start">Its first address.</param>
/// <param name="End">The address after its last.</param>
/// <param name="File">The path of the file.</param>
internal readonly record struct FilePages(nuint Start, nuint End, string File)
{
    // From bits/mman-linux.h; the same on x64 and arm64.
    private const int DontNeed = 4;

    /// <summary>Reads the ranges of this process; none where there is no <c>/proc</c>, or it may not be read.</summary>
    public static IReadOnlySet<FilePages> OfProcess()
    {
        try
        {
            return Parse(System.IO.File.ReadLines("/proc/self/smaps")).ToHashSet();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new HashSet<FilePages>();
        }
    }

    /// <summary>
    /// Takes the pages of the ranges out of the process's memory. They stay in the machine's cache of files, from which whoever needs one
    /// maps it again without reading the disk, and which the machine may drop when it is short of memory.
    /// </summary>
    /// <param name="seenBefore">
    /// The ranges of an earlier look. Only a range that is still there is given back: one that was mapped for a moment may have made room
    /// for memory that is written.
    /// </param>
    public static void GiveBack(IReadOnlySet<FilePages> seenBefore)
    {
        // An error leaves the pages where they are.
        foreach (var range in OfProcess().Where(seenBefore.Contains))
            _ = MemoryAdvise(range.Start, range.End - range.Start, DontNeed);
    }

    /// <summary>Finds the ranges in the lines of <c>/proc/PID/smaps</c> (proc_pid_smaps(5)).</summary>
    /// <remarks>
    /// A range that was written while it could be, as the loader does with addresses before it protects them, holds pages that are not
    /// those of the file: they would be lost, so that range is left out. Such pages are counted as anonymous, or as swapped.
    /// </remarks>
    internal static IEnumerable<FilePages> Parse(IEnumerable<string> smaps)
    {
        FilePages? range = null;
        var (isUnchanged, isMeasured) = (true, false);
        foreach (var line in smaps)
        {
            var isFigure = line is [>= 'A' and <= 'Z', ..];
            if (!isFigure)
            {
                if (range is { } whole && isUnchanged && isMeasured)
                    yield return whole;
                (range, isUnchanged, isMeasured) = (ReadHeader(line), true, false);
            }
            else if (line.StartsWith("Anonymous:", StringComparison.Ordinal) || line.StartsWith("Swap:", StringComparison.Ordinal))
            {
                isMeasured = true;
                isUnchanged &= line.EndsWith(" 0 kB", StringComparison.Ordinal);
            }
        }

        if (range is { } last && isUnchanged && isMeasured)
            yield return last;
    }

    // address-address permissions offset device inode path
    private static FilePages? ReadHeader(string line)
    {
        var fields = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return fields is [var addresses, ['r', '-', ..], _, _, _, ['/', ..] file] && IsOnDisk(file)
            && addresses.Split('-') is [var from, var to]
                ? new FilePages(Address(from), Address(to), file)
                : null;
    }

    // Memory that several processes share has a path too.
    private static bool IsOnDisk(string file) =>
        !file.StartsWith("/memfd:", StringComparison.Ordinal) && !file.StartsWith("/dev/", StringComparison.Ordinal)
        && !file.StartsWith("/SYSV", StringComparison.Ordinal);

    private static nuint Address(string digits) => nuint.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    // .NET knows the C library by this name on every Linux.
    [DllImport("libc", EntryPoint = "madvise", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int MemoryAdvise(nuint start, nuint length, int advice);
}
