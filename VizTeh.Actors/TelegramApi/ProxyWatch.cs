using Microsoft.Extensions.Hosting;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.TelegramApi;

/// <summary>Reports in <c>health</c> that Telegram cannot be reached through the first entry of PROXY; the log says so by itself.</summary>
internal sealed class ProxyWatch(ProxiedConnections proxies, Troubles troubles) : BackgroundService
{
    public const string Matter = "telegram proxy";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var changed = proxies.Changed;
                Report(proxies.Status);
                await changed.WaitAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program is stopping.
        }
    }

    private void Report(ProxyStatus status)
    {
        if (WordsOf(status) is { } words)
            troubles.Raise(Matter, null, words);
        else
            troubles.Clear(Matter, null);
    }

    /// <returns>Null when the first entry is in use and works.</returns>
    internal static string? WordsOf(ProxyStatus status)
    {
        if (status.IsOutage)
            return $"no entry of PROXY reaches Telegram{Listed(status.LastFailures)}";
        if (status.Position == 1)
            return null;
        // Those after it are of no account now.
        var before = status.LastFailures.Where(failure => failure.Position < status.Position);
        return $"Telegram is asked through {status.Proxy}, entry {status.Position} of PROXY, since those before it failed{Listed(before)}";
    }

    private static string Listed(IEnumerable<ProxyFailure> failures) =>
        string.Join("; ", failures.Select(failure => $"{failure.Proxy}: {failure.Fault}")) is { Length: > 0 } words ? $" ({words})" : "";
}
