using System.Diagnostics;

namespace VizTeh.Actors.Sandbox.Bot;

/// <summary>Starts processes that do not outlive their owner, even if the owner is ended by kill -9.</summary>
public static class Watchdog
{
    // "$@" is the command line. The command replaces this shell (exec), so the process id that the owner knows and kills is the command's
    // own. The watcher, a child of the shell, holds a pipe from the owner; the pipe closes when the owner exits. The watcher kills only its
    // own parent: if the command has exited before, the watcher has another parent, and the id may be reused. The watcher keeps no output
    // of the command open, because the owner would wait for more of it; as a background command it ignores Ctrl+C.
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
    /// The start info of a watched command. Standard input belongs to the watcher: the owner must not use it before it disposes of the
    /// process.
    /// </summary>
    /// <remarks>
    /// The command gets kill -9, not a graceful stop: the servers that a graceful stop would use (database, Telegram) end with the owner.
    /// </remarks>
    public static ProcessStartInfo Watched(string program, params IEnumerable<string> arguments) => OperatingSystem.IsWindows()
        ? new ProcessStartInfo(program, arguments) { RedirectStandardInput = true }
        : new ProcessStartInfo("/bin/sh", ["-c", Script, "watchdog", program, .. arguments]) { RedirectStandardInput = true };
}
