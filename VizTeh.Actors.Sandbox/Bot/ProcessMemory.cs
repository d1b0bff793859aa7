using System.Globalization;

namespace VizTeh.Actors.Sandbox.Bot;

/// <summary>The resident memory of a process, in bytes, from Linux's files about it (proc(5)).</summary>
/// <param name="Resident">All of it (RSS): the sum of the three others.</param>
/// <param name="Private">Memory without a file: heaps and stacks, and pages of files that the process has changed.</param>
/// <param name="Mapped">Pages of files as they are on the disk, which several processes can share: programs and libraries.</param>
/// <param name="Shared">Shared memory. .NET keeps generated code in it, so as to map it twice: once to write and once to run.</param>
public sealed record ProcessMemory(long Resident, long Private, long Mapped, long Shared)
{
    private const long Kibi = 1024;

    /// <exception cref="DirectoryNotFoundException">There is no such process.</exception>
    public static ProcessMemory OfProcess(int processId)
    {
        var folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}");
        return Parse(File.ReadAllText($"{folder}/smaps_rollup"), File.ReadAllText($"{folder}/status"));
    }

    /// <param name="rollup">The file <c>smaps_rollup</c>, whose figures are exact; it does not tell shared memory from files.</param>
    /// <param name="status">The file <c>status</c>.</param>
    /// <exception cref="FormatException">A file is not as Linux writes it.</exception>
    public static ProcessMemory Parse(string rollup, string status)
    {
        var resident = ProcField.Number(rollup, "Rss") * Kibi;
        var anonymous = ProcField.Number(rollup, "Anonymous") * Kibi;
        var shared = ProcField.Number(status, "RssShmem") * Kibi;
        return new ProcessMemory(resident, anonymous, Math.Max(0, resident - anonymous - shared), shared);
    }
}

/// <summary>A line <c>Name: 123</c> or <c>Name: 123 kB</c> of a file in /proc.</summary>
internal static class ProcField
{
    /// <returns>The number as it stands, without its unit.</returns>
    /// <exception cref="FormatException">There is no such line, or it has no number.</exception>
    public static long Number(string text, string name)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(name, StringComparison.Ordinal) && line[name.Length..].StartsWith(":"))
            {
                var value = line[(name.Length + 1)..].Trim();
                var end = value.IndexOf(' ');
                return long.Parse(end < 0 ? value : value[..end], NumberStyles.None, CultureInfo.InvariantCulture);
            }
        }

        throw new FormatException($"There is no line \"{name}:\".");
    }
}
