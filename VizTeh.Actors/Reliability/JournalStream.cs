using System.Globalization;
using Microsoft.Extensions.Logging;

namespace VizTeh.Actors.Reliability;

/// <summary>
/// Whether the journal of systemd reads a stream of the process. Then each line begins with its priority, such as <c>&lt;3&gt;</c> for an
/// error (sd-daemon(3)), so that <c>journalctl -p err</c> finds it; the journal cuts the priority off.
/// </summary>
internal static class JournalStream
{
    /// <summary>Set by systemd to <c>device:inode</c> of the stream that it reads (systemd.exec(5)).</summary>
    public const string Variable = "JOURNAL_STREAM";

    public const int StandardOutput = 1;
    public const int StandardError = 2;

    /// <param name="descriptor">Of a stream of this process.</param>
    public static bool IsReaderOf(int descriptor) =>
        IsReader(Environment.GetEnvironmentVariable(Variable), TargetOf(descriptor));

    /// <summary>
    /// The variable alone does not tell: a process that was started with its output redirected to a file or to another program has it too.
    /// </summary>
    /// <param name="variable">The value of <see cref="Variable"/>; null when it is not set.</param>
    /// <param name="target">What Linux says of the descriptor, such as <c>socket:[4711]</c>; null when that is not known.</param>
    internal static bool IsReader(string? variable, string? target)
    {
        // .NET tells no device of a descriptor. Within sockets, and within pipes, an inode is unique all the same.
        return variable?.Split(':') is [_, { Length: > 0 } inode] && target is not null
            && (target == $"socket:[{inode}]" || target == $"pipe:[{inode}]");
    }

    /// <summary>The priority of syslog(3) that a line of the level begins with.</summary>
    public static string PriorityOf(LogLevel level) => level switch
    {
        LogLevel.Critical => "<2>",
        LogLevel.Error => "<3>",
        LogLevel.Warning => "<4>",
        LogLevel.Information => "<6>",
        _ => "<7>",
    };

    private static string? TargetOf(int descriptor)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        try
        {
            return new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor}")).LinkTarget;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
