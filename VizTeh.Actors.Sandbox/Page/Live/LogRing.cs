using System.Collections.Immutable;

namespace VizTeh.Actors.Sandbox.Page.Live;

/// <summary>A line of a log; numbers grow by one.</summary>
internal sealed record LogLine(long Number, string Text);

/// <summary>The newest lines of the bot's log, with its secrets removed.</summary>
internal sealed class LogRing(IReadOnlyCollection<string> secrets)
{
    private const int MostLines = 300;
    private const int LongestLine = 1_000;

    private readonly Lock _lock = new();
    private readonly Queue<LogLine> _lines = new();
    private long _last;

    public void Add(string text)
    {
        foreach (var secret in secrets)
            text = text.Replace(secret, "•••", StringComparison.Ordinal);
        if (text.Length > LongestLine)
            text = text[..LongestLine] + "…";
        lock (_lock)
        {
            _lines.Enqueue(new LogLine(++_last, text));
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
