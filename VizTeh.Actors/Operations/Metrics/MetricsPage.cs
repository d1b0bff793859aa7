using OpenTelemetry;
using OpenTelemetry.Metrics;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Telemetry;

namespace VizTeh.Actors.Operations.Metrics;

/// <summary>The page /metrics: collects from its creation on, and says so far at each request. Thread-safe.</summary>
internal sealed class MetricsPage : IDisposable
{
    private readonly QueueWatch _queues;
    private readonly Lock _lock = new();
    private readonly TextExporter _exporter = new();
    private readonly BaseExportingMetricReader _reader;
    private readonly MeterProvider _provider;

    public MetricsPage(BotMetrics metrics, QueueWatch queues, BotSettings settings)
    {
        _queues = queues;
        _reader = new BaseExportingMetricReader(_exporter);
        _provider = Sdk.CreateMeterProviderBuilder().AddBotMetrics(metrics).AddReader(_reader).Build();
        MetricStreams.Announce(metrics, settings);
    }

    /// <summary>The metrics of now. Without the database, those of its queues are left out.</summary>
    public async Task<string> RenderAsync(CancellationToken cancellationToken)
    {
        await _queues.RefreshAsync(cancellationToken);
        lock (_lock)
        {
            _reader.Collect();
            return _exporter.Text;
        }
    }

    public void Dispose() => _provider.Dispose();

    private sealed class TextExporter : BaseExporter<Metric>
    {
        public string Text { get; private set; } = "";

        public override ExportResult Export(in Batch<Metric> batch)
        {
            var text = new PrometheusText();
            foreach (var metric in batch)
                text.Add(metric);
            Text = text.ToString();
            return ExportResult.Success;
        }
    }
}
