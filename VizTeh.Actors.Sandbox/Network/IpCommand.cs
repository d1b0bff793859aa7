using System.Diagnostics;

namespace VizTeh.Actors.Sandbox.Network;

/// <summary>The program <c>ip</c> of iproute2.</summary>
internal static class IpCommand
{
    private static readonly string[] Folders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>Null where it is not installed; it may be in a folder that PATH does not name.</summary>
    public static string? Program { get; } = Folders.Select(folder => Path.Combine(folder, "ip")).FirstOrDefault(File.Exists);

    /// <returns>What it wrote.</returns>
    /// <exception cref="InvalidOperationException">It refused; the message holds what it said.</exception>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Program ?? "ip", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {(await errors).Trim()}");
    }
}
