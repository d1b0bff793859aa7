using System.Collections.Immutable;

namespace VizTeh.Actors.Sandbox.Page.Live;

/// <summary>A line of a log; numbers grow by one.</summary>
/// <param name="Node">The number of the node that wrote it; null where there is one bot alone.</param>
internal sealed record LogLine(long Number, string Text, int? Node);

/// <summary>The newest lines of the bot's log, with its secrets removed.</summary>
internal sealed class LogRing(IReadOnlyCollection<string> secrets)
{
    private const int MostLines = 300;
    private const int LongestLine = 1_000;

    private readonly Lock _lock = new();
    private readonly Queue<LogLine> _lines = new();
    private long _last;

    /// <param name="node">See <see cref="LogLine"/>.</param>
    public void Add(string text, int? node = null)
    {
        foreach (var secret in secrets)
            text = text.Replace(secret, "•••", StringComparison.Ordinal);
        if (text.Length > LongestLine)
            text = text[..LongestLine] + "…";
        lock (_lock)
        {
            _lines.Enqueue(new LogLine(++_last, text, node));
            if (_lines.Count > MostLines)
                _lines.Dequeue();
        }
    }

    public ImmutableArray<LogLine> After(long number)
    {
        lock (_lock)
            return [.. _lines.Where(line => line.Number > number)];
    }
}
