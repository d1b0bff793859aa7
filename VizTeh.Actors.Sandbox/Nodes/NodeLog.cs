using System.Globalization;

namespace VizTeh.Actors.Sandbox.Nodes;

/// <summary>
/// A temporary file with the log lines of all nodes in the order in which they came, each behind the time of that and its node's address.
/// </summary>
public sealed class NodeLog : IDisposable
{
    private readonly Lock _lock = new();
    private readonly StreamWriter _writer;
    private readonly Action<string>? _onLine;
    private bool _isClosed;

    /// <param name="onLine">Gets the same lines.</param>
    public NodeLog(Action<string>? onLine)
    {
        _onLine = onLine;
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"vizteh-nodes-{Guid.NewGuid():N}.log");
        _writer = new StreamWriter(Path) { AutoFlush = true };
    }

    public string Path { get; }

    /// <summary>Whether the file stays when this is disposed of, for somebody to read.</summary>
    public bool IsKept { get; set; }

    /// <param name="source">A node's address, or a word for what the run itself does.</param>
    public void Write(string source, string line)
    {
        lock (_lock)
        {
            var now = TimeProvider.System.GetUtcNow();
            if (!_isClosed)
                _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{now:HH:mm:ss.fff} {source} {line}"));
        }

        _onLine?.Invoke($"{source} {line}");
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            _writer.Dispose();
        }

        if (!IsKept)
            File.Delete(Path);
    }
}
