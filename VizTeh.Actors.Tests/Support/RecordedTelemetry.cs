using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using VizTeh.Actors.Telemetry;

namespace VizTeh.Actors.Tests.Support;

/// <summary>What one bot counts and traces, from the creation of this object on.</summary>
internal sealed class RecordedTelemetry : IDisposable
{
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _spans;
    private readonly ConcurrentDictionary<string, double> _sums = new();
    private readonly ConcurrentQueue<Activity> _ended = new();

    public RecordedTelemetry(BotTelemetry telemetry)
    {
        Telemetry = telemetry;
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, telemetry.Metrics.Meter))
                listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _meters.Start();
        _spans = new ActivityListener
        {
            ShouldListenTo = source => ReferenceEquals(source, telemetry.Traces.Source),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_spans);
    }

    public BotTelemetry Telemetry { get; }

    /// <summary>The spans that have ended, in that order.</summary>
    public IReadOnlyCollection<Activity> Spans => _ended;

    /// <summary>The sum of what an instrument was told under these labels.</summary>
    /// <param name="series">As in <c>vizteh.tickets{change=created}</c>.</param>
    public double this[string series] => _sums.GetValueOrDefault(series);

    /// <summary>All series that were told of.</summary>
    public IReadOnlyCollection<string> Series => [.. _sums.Keys];

    /// <summary>Telemetry for a part of the program that runs without its host.</summary>
    public static BotTelemetry Alone() => new ServiceCollection().AddSingleton(TimeProvider.System).AddTelemetry()
        .BuildServiceProvider().GetRequiredService<BotTelemetry>();

    public void Dispose()
    {
        _meters.Dispose();
        _spans.Dispose();
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
        _sums.AddOrUpdate(labels.Length == 0 ? instrument.Name : $"{instrument.Name}{{{labels}}}", value, (_, sum) => sum + value);
    }
}
