using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace VizTeh.Actors.Reliability;

/// <summary>
/// The program's log: one line an event, with time and level. .NET's console logger is not used because it makes the caller wait for the
/// reader, writes years of the locale's calendar, and stops for good at the first disk error.
/// </summary>
/// <param name="format">Null for that of the process.</param>
internal sealed class ProgramLog(LogOutput output, TimeProvider clock, LogFormatter? format = null) : ILoggerProvider
{
    private readonly LogFormatter _format = format ?? LogFormatter.OfProcess;

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, output, clock, _format);

    /// <summary>
    /// Waits until the queued lines are written, within the limit of Flush. The output stays open: it belongs to the process.
    /// </summary>
    public void Dispose() => output.Flush();

    private sealed class Logger(string category, LogOutput output, TimeProvider clock, LogFormatter format) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            output.Add(
                format.Line(clock.GetLocalNow(), new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter)), logLevel);
        }
    }
}
