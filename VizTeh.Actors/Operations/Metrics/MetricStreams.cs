using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using VizTeh.Actors.Reports;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Telemetry;

namespace VizTeh.Actors.Operations.Metrics;

/// <summary>How OpenTelemetry's SDK listens to the program.</summary>
internal static class MetricStreams
{
    /// <summary>The name of the service, unless OTEL_SERVICE_NAME says another one.</summary>
    private const string Service = "vizteh-actors";

    // Above the number of all values of the labels of any metric. The SDK sets room for them aside at once, for 2,000 by default.
    private const int MostSeries = 200;

    /// <summary>Takes the metrics of this bot only: another bot in the same process has instruments of the same names.</summary>
    public static MeterProviderBuilder AddBotMetrics(this MeterProviderBuilder builder, BotMetrics metrics) => builder
        .AddMeter(BotMetrics.MeterName)
        .AddView(instrument => ReferenceEquals(instrument.Meter, metrics.Meter)
            ? new MetricStreamConfiguration { CardinalityLimit = MostSeries }
            : MetricStreamConfiguration.Drop);

    /// <summary>Says zero for what has not happened yet, to a listener that has just begun.</summary>
    public static void Announce(BotMetrics metrics, BotSettings settings) => metrics.Announce(
        TelegramUpdates.Kinds, settings.Company.Form.Questions.Select(question => question.Id).Append(LeftForm.AtReview).Distinct());

    /// <summary>What the program is; nothing of the machine.</summary>
    public static ResourceBuilder Resource(ResourceBuilder resource) => resource.Clear()
        .AddService(Service).AddTelemetrySdk().AddEnvironmentVariableDetector();
}
