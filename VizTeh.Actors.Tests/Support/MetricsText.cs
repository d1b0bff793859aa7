using System.Globalization;

namespace VizTeh.Actors.Tests.Support;

/// <summary>The lines of /metrics, parsed.</summary>
internal sealed class MetricsText
{
    private readonly Dictionary<string, double> _values;

    public MetricsText(string text) => (Text, _values) = (text, Parse(text));

    public string Text { get; }

    /// <summary>The names of all metrics; of a histogram, those with its suffixes.</summary>
    public IReadOnlySet<string> Names => _values.Keys.Select(series => series.Split('{')[0]).ToHashSet();

    /// <summary>The names with their labels, without values.</summary>
    public IReadOnlyCollection<string> Series => _values.Keys;

    /// <summary>Whether a series has a value.</summary>
    public bool Has(string series) => _values.ContainsKey(series);

    /// <param name="series">As in the text: <c>name{label="value"}</c>.</param>
    public double this[string series] => _values.TryGetValue(series, out var value)
        ? value
        : throw new KeyNotFoundException($"{series} is not in:\n{Text}");

    private static Dictionary<string, double> Parse(string text)
    {
        var values = new Dictionary<string, double>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#')))
        {
            var end = line.LastIndexOf(' ');
            values.Add(line[..end], double.Parse(line[(end + 1)..], CultureInfo.InvariantCulture));
        }

        return values;
    }
}
