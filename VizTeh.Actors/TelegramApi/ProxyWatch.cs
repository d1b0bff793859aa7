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
        if (status is { Position: 1, IsOutage: false })
        {
            troubles.Clear(Matter, null);
            return;
        }

        var failures = string.Join("; ", status.LastFailures.Select(failure => $"{failure.Proxy}: {failure.Fault}"));
        troubles.Raise(Matter, null, status.IsOutage
            ? $"no entry of PROXY reaches Telegram ({failures})"
            : $"Telegram is asked through {status.Proxy}, entry {status.Position} of PROXY, since those before it failed ({failures})");
    }
}
