using System.Globalization;
using System.Text;
using OpenTelemetry.Metrics;

namespace VizTeh.Actors.Operations.Metrics;

/// <summary>
/// Writes metrics in Prometheus' text format, version 0.0.4 (Prometheus, "Exposition formats"), under the names that OpenTelemetry's
/// specification gives them there ("Prometheus and OpenMetrics compatibility"): dots become underscores, seconds and a counter's total are
/// told by a suffix. A gauge without a known value is left out.
/// </summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    public void Add(Metric metric)
    {
        var name = NameOf(metric);
        var isHeaded = false;
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = LabelsOf(point);
            if (metric.MetricType == MetricType.Histogram)
            {
                Head(metric, name, ref isHeaded);
                AddHistogram(name, labels, point);
            }
            else if (ValueOf(metric, point) is var value && !double.IsNaN(value))
            {
                Head(metric, name, ref isHeaded);
                Line(name, labels, value);
            }
        }
    }

    public override string ToString() => _text.ToString();

    /// <summary>The name of a metric in the text.</summary>
    internal static string NameOf(Metric metric) => string.Concat(
        metric.Name.Replace('.', '_'),
        metric.Unit == "s" ? "_seconds" : "",
        metric.MetricType is MetricType.LongSum or MetricType.DoubleSum ? "_total" : "");

    private static double ValueOf(Metric metric, in MetricPoint point) => metric.MetricType switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        MetricType.DoubleGauge => point.GetGaugeLastValueDouble(),
        _ => throw new NotSupportedException($"a metric of type {metric.MetricType}"),
    };

    private static string LabelsOf(in MetricPoint point)
    {
        var labels = new StringBuilder();
        foreach (var (name, value) in point.Tags)
        {
            if (labels.Length > 0)
                labels.Append(',');
            labels.Append(name.Replace('.', '_')).Append("=\"").Append(Escaped(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""))
                .Append('"');
        }

        return labels.ToString();
    }

    private static string Escaped(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private void Head(Metric metric, string name, ref bool isHeaded)
    {
        if (isHeaded)
            return;
        isHeaded = true;
        var type = metric.MetricType switch
        {
            MetricType.Histogram => "histogram",
            MetricType.LongSum or MetricType.DoubleSum => "counter",
            _ => "gauge",
        };
        _text.Append("# HELP ").Append(name).Append(' ').Append(metric.Description).Append('\n')
            .Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    // The format's buckets are cumulative, the SDK's are not.
    private void AddHistogram(string name, string labels, in MetricPoint point)
    {
        long count = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            var bound = double.IsPositiveInfinity(bucket.ExplicitBound)
                ? "+Inf"
                : bucket.ExplicitBound.ToString(CultureInfo.InvariantCulture);
            Line($"{name}_bucket", $"{labels}{(labels.Length > 0 ? "," : "")}le=\"{bound}\"", count);
        }

        Line($"{name}_sum", labels, point.GetHistogramSum());
        Line($"{name}_count", labels, point.GetHistogramCount());
    }

    private void Line(string name, string labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0)
            _text.Append('{').Append(labels).Append('}');
        _text.Append(CultureInfo.InvariantCulture, $" {value}\n");
    }
}
