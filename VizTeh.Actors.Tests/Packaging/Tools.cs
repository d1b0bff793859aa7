using System.Diagnostics;

namespace VizTeh.Actors.Tests.Packaging;

/// <summary>How a command has ended.</summary>
internal sealed record Ended(int ExitCode, string Output, string Errors)
{
    /// <returns>This, if the exit code is 0.</returns>
    public Ended Well()
    {
        Assert.True(ExitCode == 0, ToString());
        return this;
    }
}

/// <summary>The machine's programs.</summary>
internal static class Tools
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);
    private static readonly string[] Folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <returns>The path of a program; null if the machine has none of that name.</returns>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(Folders)
            .Where(folder => folder.Length > 0)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    /// <param name="deadline">Null for some minutes.</param>
    public static async Task<Ended> RunAsync(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string?>? environment = null, string? input = null,
        TimeSpan? deadline = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(deadline ?? Deadline);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.StandardInput.WriteAsync(input ?? "");
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
            return new Ended(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
