using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using VizTeh.Actors.Nodes;
using VizTeh.Actors.Operations.Http;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Telemetry;

namespace VizTeh.Actors.Operations.Metrics;

public static class MetricsHosting
{
    /// <summary>The route of the metrics.</summary>
    public const string Path = "/metrics";

    /// <summary>Lets metrics be asked for at /metrics, and be sent by OTLP where an endpoint is set.</summary>
    public static IServiceCollection AddMetricsExport(this IServiceCollection services, BotSettings settings)
    {
        services
            .AddSingleton(QueueWatchOptions.Default)
            .AddSingleton(provider => new QueueStore(provider.GetRequiredService<NpgsqlDataSource>()))
            .AddSingleton<QueueWatch>()
            .AddSingleton<MetricsPage>()
            .AddHostedService<MetricsSources>();
        return settings.OpenTelemetry.Count == 0 ? services : services.AddHostedService<OtlpExport>();
    }

    /// <summary>Connects the metrics with what they observe, and the page with the server, before the actors start.</summary>
    private sealed class MetricsSources(IServiceProvider services) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            var metrics = services.GetRequiredService<BotMetrics>();
            var queues = services.GetRequiredService<QueueWatch>();
            metrics.ReadQueuesFrom(() => queues.Current);
            if (services.GetService<ProxiedConnections>() is { } proxies)
                metrics.ReadProxiesFrom(() => proxies.InUse);
            if (services.GetService<NodesView>() is { IsAlone: false } nodes)
                metrics.ReadNodesFrom(new NodeWatch(nodes, services.GetService<NodePermit>()).Read);
            if (services.GetService<OperationsServer>() is { } server && services.GetRequiredService<BotSettings>().HealthPort != 0)
            {
                var page = services.GetRequiredService<MetricsPage>();
                server.Map(Path, async token => new HttpAnswer(
                    HttpAnswer.Ok, PrometheusText.ContentType, await page.RenderAsync(token)));
            }

            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
