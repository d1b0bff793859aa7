using Microsoft.Extensions.DependencyInjection;

namespace VizTeh.Actors.Telemetry;

/// <summary>What the program tells of its work: numbers and traces. Every room may use it; it knows none.</summary>
public sealed class BotTelemetry(BotMetrics metrics, UpdateTraces traces)
{
    public BotMetrics Metrics { get; } = metrics;

    public UpdateTraces Traces { get; } = traces;

    /// <summary>Everything that was to be said to an update is said, and Telegram has answered.</summary>
    /// <param name="to"><see cref="MetricLabels.Client"/> or <see cref="MetricLabels.Manager"/>.</param>
    public void Replied(long updateId, string to) => Metrics.Replied(to, Traces.SinceTaken(updateId));
}

public static class TelemetryHosting
{
    /// <summary>Registers metrics and traces, which cost next to nothing until somebody listens.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services) => services
        .AddMetrics()
        .AddSingleton<BotMetrics>()
        .AddSingleton<UpdateTraces>()
        .AddSingleton<BotTelemetry>();
}
