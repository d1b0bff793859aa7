using System.Diagnostics;
using VizTeh.Actors.Sandbox.Demo;
using VizTeh.Actors.Sandbox.Page.Live;

namespace VizTeh.Actors.Sandbox.Page;

/// <summary>Serves the page from the command line until Ctrl+C.</summary>
internal static class PageCommand
{
    /// <param name="port">The port to begin with.</param>
    /// <param name="nodes">How many processes work as the bot.</param>
    /// <param name="opensBrowser">Whether to show the page where there is a desktop.</param>
    /// <param name="formFile">Laid over the bot's hocon.conf; null for that as it is.</param>
    public static async Task RunAsync(
        int port, int nodes, bool opensBrowser, string? formFile, Action<int?, string> onBotLine, CancellationToken cancellationToken)
    {
        await using var session = await SandboxSession.StartAsync(
            new DemoOptions { Cluster = new(Name: "page"), FormFile = formFile }, nodes, Console.WriteLine, onBotLine,
            TimeProvider.System, cancellationToken);
        await using var server = await PageServer.StartAsync(session, port, cancellationToken);
        Console.WriteLine($"""

            The page: {server.Url}
            Ctrl+C ends everything.

            """);
        if (opensBrowser)
            Open(server.Url);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    /// <summary>Opens a browser if there is a desktop; on a server, or over ssh, only the address is printed.</summary>
    private static void Open(Uri url)
    {
        var hasDesktop = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
            || Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 }
            || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is { Length: > 0 };
        if (!hasDesktop)
            return;
        var opener = OperatingSystem.IsMacOS() ? "open" : "xdg-open";
        try
        {
            using var opened = OperatingSystem.IsWindows()
                ? Process.Start(new ProcessStartInfo(url.ToString()) { UseShellExecute = true })
                : Process.Start(
                    new ProcessStartInfo(opener, url.ToString()) { RedirectStandardError = true, RedirectStandardOutput = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is a desktop, but no program opens pages: the address is printed.
        }
    }
}
