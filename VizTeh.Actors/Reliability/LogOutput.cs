using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace VizTeh.Actors.Reliability;

/// <summary>
/// Queues the lines of the log for a stream. Logging never waits for the stream's reader, which may have stopped (Ctrl+S, a stuck pipe, a
/// full disk): the queue has a limit, lines beyond it are dropped and counted, and the log states their number at the place where they are
/// missing.
/// </summary>
public sealed class LogOutput : IDisposable
{
    // About eight thousand lines.
    private const int DefaultMostWaiting = 1_000_000;
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);
    private static readonly Lazy<LogOutput> OfProcess = new(
        () => new LogOutput(Console.OpenStandardOutput(), isJournal: JournalStream.IsReaderOf(JournalStream.StandardOutput)));

    private readonly Stream _stream;
    private readonly int _mostWaiting;
    private readonly bool _isJournal;
    private readonly object _gate = new();
    private StringBuilder _waiting = new();
    private int _linesWaiting;
    private long _taken;
    private long _dropped;
    private long _droppedUnsaid;
    private bool _isWriting;
    private bool _isDisposed;

    /// <param name="stream">Closed by the caller; a write to it may block for ever.</param>
    /// <param name="mostWaiting">How many characters may wait for the stream.</param>
    /// <param name="isJournal">Whether each line begins with its priority, for the journal of systemd.</param>
    public LogOutput(Stream stream, int mostWaiting = DefaultMostWaiting, bool isJournal = false)
    {
        _stream = stream;
        (_mostWaiting, _isJournal) = (mostWaiting, isJournal);
        new Thread(Write) { IsBackground = true, Name = "log" }.Start();
    }

    /// <summary>The process's standard output.</summary>
    public static LogOutput Standard => OfProcess.Value;

    /// <summary>How many lines the stream has taken so far, how many were dropped, and whether any are queued.</summary>
    public (long Taken, long Dropped, bool AreWaiting) Progress
    {
        get
        {
            lock (_gate)
                return (_taken, _dropped, _linesWaiting > 0 || _isWriting);
        }
    }

    /// <summary>Writes lines to standard error, with a short time limit.</summary>
    public static void SayLastWords(string lines)
    {
        using var error = new LogOutput(
            Console.OpenStandardError(), isJournal: JournalStream.IsReaderOf(JournalStream.StandardError));
        foreach (var line in lines.Split('\n'))
            error.Add(LogFormatter.OfProcess.Said(LogLevel.Critical, line), LogLevel.Error);
    }

    /// <summary>Queues a line, or drops it; never waits.</summary>
    /// <param name="level">What the journal of systemd is told of the line.</param>
    public void Add(string line, LogLevel level = LogLevel.Information)
    {
        lock (_gate)
        {
            if (_linesWaiting > 0 && _waiting.Length + line.Length >= _mostWaiting)
            {
                NoteDropped(1);
                return;
            }

            Begin(level).Append(line).Append('\n');
            _linesWaiting++;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until the stream has taken all queued lines, with a short time limit: the reader may have stopped.</summary>
    public void Flush()
    {
        var began = TimeProvider.System.GetTimestamp();
        lock (_gate)
        {
            while (_linesWaiting > 0 || _isWriting)
            {
                var left = Patience - TimeProvider.System.GetElapsedTime(began);
                if (left <= TimeSpan.Zero)
                    return;
                Monitor.Wait(_gate, left);
            }
        }
    }

    /// <summary>Flushes; the thread ends as soon as its last write to the stream returns.</summary>
    public void Dispose()
    {
        Flush();
        lock (_gate)
        {
            _isDisposed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private StringBuilder Begin(LogLevel level) => _isJournal ? _waiting.Append(JournalStream.PriorityOf(level)) : _waiting;

    private void Write()
    {
        while (Take() is { } batch)
        {
            var isWritten = TryWrite(batch.Text);
            lock (_gate)
            {
                _isWriting = false;
                if (isWritten)
                    _taken += batch.Lines;
                else
                    NoteDropped(batch.Lines);
                Monitor.PulseAll(_gate);
            }

            if (!isWritten)
                Rest();
        }
    }

    // A thread of its own, since a write may block for ever.
#pragma warning disable RS0030
    private static void Rest() => Thread.Sleep(AfterFailure);
#pragma warning restore RS0030

    private (string Text, int Lines)? Take()
    {
        lock (_gate)
        {
            while (_linesWaiting == 0)
            {
                if (_isDisposed)
                    return null;
                Monitor.Wait(_gate);
            }

            // Lines are dropped only after the queued ones, so the note about them belongs at the end of the queue.
            if (_droppedUnsaid > 0)
            {
                var note = string.Create(
                    CultureInfo.InvariantCulture, $"{_droppedUnsaid} lines of this log were dropped here: nobody took them in time");
                Begin(LogLevel.Warning).Append(LogFormatter.OfProcess.Said(LogLevel.Warning, note)).Append('\n');
            }

            var batch = (_waiting.ToString(), _linesWaiting);
            _waiting = new StringBuilder();
            (_linesWaiting, _droppedUnsaid, _isWriting) = (0, 0, true);
            return batch;
        }
    }

    private bool TryWrite(string text)
    {
        try
        {
            _stream.Write(Encoding.UTF8.GetBytes(text));
            _stream.Flush();
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // A full disk, say. The only place to report it is this stream, once it takes lines again.
            return false;
        }
    }

    private void NoteDropped(int lines)
    {
        _dropped += lines;
        _droppedUnsaid += lines;
    }
}
