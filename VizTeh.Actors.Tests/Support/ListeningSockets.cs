using System.Globalization;

namespace VizTeh.Actors.Tests.Support;

/// <summary>The listening sockets of a process, from the kernel's own tables.</summary>
internal static class ListeningSockets
{
    private const string TcpListens = "0A";
    private const string UnixListens = "00010000";

    // The runtime's own diagnostics socket, which only the process's user can open.
    private const string Diagnostics = "dotnet-diagnostic-";

    public static IReadOnlyList<string> Of(int processId)
    {
        var folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}");
        var own = Directory.EnumerateFileSystemEntries($"{folder}/fd")
            .Select(file => new FileInfo(file).LinkTarget ?? "")
            .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal))
            .Select(target => target["socket:[".Length..^1])
            .ToHashSet();
        return
        [
            .. Lines("tcp").Concat(Lines("tcp6")).Where(entry => entry[3] == TcpListens && own.Contains(entry[9]))
                .Select(entry => entry[1]),
            .. Lines("udp").Concat(Lines("udp6")).Where(entry => own.Contains(entry[9])).Select(entry => entry[1]),
            .. Lines("unix")
                .Where(entry => entry[3] == UnixListens && own.Contains(entry[6]))
                .Select(entry => entry.ElementAtOrDefault(7) ?? "")
                .Where(path => !path.Contains(Diagnostics, StringComparison.Ordinal)),
        ];

        IEnumerable<string[]> Lines(string table) => File.Exists($"{folder}/net/{table}")
            ? File.ReadLines($"{folder}/net/{table}").Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            : [];
    }
}
