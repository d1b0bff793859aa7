using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Telemetry;

namespace VizTeh.Actors.Operations.Metrics;

/// <summary>
/// Sends metrics and traces to a collector by OTLP, as OpenTelemetry's own variables say; there is none of it without an endpoint. A
/// collector that is away costs what was to be sent meanwhile, and holds nothing up.
/// </summary>
/// <remarks>
/// Only the program's own spans: those of an HTTP client would hold the address of a call, and with it the token.
/// </remarks>
internal sealed class OtlpExport(
    BotSettings settings, BotMetrics metrics, QueueWatch queues, QueueWatchOptions options, TimeProvider clock) : BackgroundService
{
    // Milliseconds, of a stop: for what was not sent yet.
    private const int StopLimit = 1_000;

    private MeterProvider? _meters;
    private TracerProvider? _tracers;

    // What ends before this hosted service stops is sent. It starts before the actors, and so stops after them.
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _meters = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(UseVariables).ConfigureResource(resource => MetricStreams.Resource(resource))
            .AddBotMetrics(metrics).AddOtlpExporter().Build();
        _tracers = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(UseVariables).ConfigureResource(resource => MetricStreams.Resource(resource))
            .AddSource(UpdateTraces.SourceName).AddOtlpExporter().Build();
        MetricStreams.Announce(metrics, settings);
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // Both wait for the collector, at the same time.
        await Task.WhenAll(
            Task.Run(() => _tracers?.Shutdown(StopLimit), CancellationToken.None),
            Task.Run(() => _meters?.Shutdown(StopLimit), CancellationToken.None));
    }

    public override void Dispose()
    {
        _tracers?.Dispose();
        _meters?.Dispose();
        base.Dispose();
    }

    /// <summary>Keeps the depths of the queues fresh, since the SDK observes them by a callback that must not wait.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(options.Interval, clock);
            do
                await queues.RefreshAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program is stopping.
        }
    }

    // The file .env may hold them too, which the SDK does not read.
    private void UseVariables(IServiceCollection services) => services.AddSingleton<IConfiguration>(
        new ConfigurationBuilder().AddInMemoryCollection(settings.OpenTelemetry!).Build());
}
