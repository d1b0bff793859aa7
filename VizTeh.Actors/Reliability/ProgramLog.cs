using System.Globalization;
using Microsoft.Extensions.Logging;

namespace VizTeh.Actors.Reliability;

/// <summary>
/// The program's log: one line an event, with time and level, in the format of .NET's console logger. That logger is not used because it
/// makes the caller wait for the reader, writes years of the locale's calendar, and stops for good at the first disk error.
/// </summary>
internal sealed class ProgramLog(LogOutput output, TimeProvider clock) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, output, clock);

    /// <summary>
    /// Waits until the queued lines are written, within the limit of Flush. The output stays open: it belongs to the process.
    /// </summary>
    public void Dispose() => output.Flush();

    private sealed class Logger(string category, LogOutput output, TimeProvider clock) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"{clock.GetLocalNow():yyyy-MM-dd HH:mm:ss.fff} {NameOf(logLevel)}: {category}[{eventId.Id}] "
                    + $"{formatter(state, exception)}");
            output.Add((exception is null ? line : $"{line} {exception}").ReplaceLineEndings(" "), logLevel);
        }

        private static string NameOf(LogLevel level) => level switch
        {
            LogLevel.Trace => "trce",
            LogLevel.Debug => "dbug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warn",
            LogLevel.Error => "fail",
            _ => "crit",
        };
    }
}
