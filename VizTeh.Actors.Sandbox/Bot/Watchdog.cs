using System.Diagnostics;

namespace VizTeh.Actors.Sandbox.Bot;

/// <summary>Starts processes that do not outlive their owner, however it ends: kill -9 of the owner ends them too.</summary>
public static class Watchdog
{
    // "$@" is the command line. It replaces this shell, so the process id that the owner knows, and kills, is the command's own. A
    // watcher, its child, holds a pipe from the owner; the pipe closes with the owner. The watcher kills only its own parent: when the
    // command has ended before, the watcher has another parent, and the id may be anybody's by now. It holds no output of the command
    // open, which would keep the owner waiting for more of it, and as a command in the background it ignores Ctrl+C.
    private const string Script =
        """
        exec 3<&0 </dev/null
        {
          read -r _ <&3
          if [ -r /proc/self/stat ]; then read -r _ _ _ parent _ </proc/self/stat
          else parent=$(sh -c 'ps -o ppid= -p "$PPID"'); fi
          if [ "$((parent))" -eq $$ ]; then kill -KILL $$; fi
        } >/dev/null 2>&1 &
        exec "$@" 3<&-
        """;

    /// <summary>
    /// How to start a command so. Its standard input is the watcher's: the owner leaves it alone until it disposes of the process.
    /// </summary>
    /// <remarks>
    /// The command gets kill -9, not a graceful stop: what it would stop with (its database, its Telegram) goes with the owner.
    /// </remarks>
    public static ProcessStartInfo Watched(string program, params IEnumerable<string> arguments) => OperatingSystem.IsWindows()
        ? new ProcessStartInfo(program, arguments) { RedirectStandardInput = true }
        : new ProcessStartInfo("/bin/sh", ["-c", Script, "watchdog", program, .. arguments]) { RedirectStandardInput = true };
}
