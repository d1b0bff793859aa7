using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace VizTeh.Actors.Reliability;

/// <summary>Writes what is logged as one line each, whatever it contains. Thread-safe.</summary>
internal abstract class LogFormatter
{
    public static LogFormatter Text { get; } = new OfText();

    public static LogFormatter Json { get; } = new OfJson();

    /// <summary>That of LOG_FORMAT.</summary>
    public static LogFormatter OfProcess => LogStyle.OfProcess.IsJson ? Json : Text;

    /// <summary>An event of a logger, with its exception, as a line without its end.</summary>
    public abstract string Line<TState>(DateTimeOffset at, in LogEntry<TState> entry);

    /// <summary>A line that comes from no logger.</summary>
    public abstract string Said(LogLevel level, string line);

    /// <summary>
    /// The format of .NET's console logger, on one line. Line breaks and other control characters become blanks: a part of a message may
    /// come from a person, who could otherwise forge a line or change what a terminal shows.
    /// </summary>
    private sealed class OfText : LogFormatter
    {
        public override string Line<TState>(DateTimeOffset at, in LogEntry<TState> entry)
        {
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"{at:yyyy-MM-dd HH:mm:ss.fff} {NameOf(entry.LogLevel)}: {entry.Category}[{entry.EventId.Id}] "
                    + $"{entry.Formatter(entry.State, entry.Exception)}");
            return OneLine(entry.Exception is null ? line : $"{line} {entry.Exception}");
        }

        public override string Said(LogLevel level, string line) => line;

        private static string OneLine(string text)
        {
            var line = text.ReplaceLineEndings(" ");
            return !line.Any(char.IsControl)
                ? line
                : string.Create(line.Length, line, (signs, from) =>
                {
                    for (var at = 0; at < signs.Length; at++)
                        signs[at] = char.IsControl(from[at]) ? ' ' : from[at];
                });
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

    /// <summary>
    /// .NET's own JSON: <c>Timestamp</c>, <c>LogLevel</c>, <c>Category</c>, <c>EventId</c>, <c>Message</c>, <c>Exception</c>, and the
    /// values of the message by name under <c>State</c>. Letters other than ASCII are left as they are.
    /// </summary>
    private sealed class OfJson : LogFormatter
    {
        private const string OwnCategory = "VizTeh.Actors";

        // Only the package's logger is not used: it makes the caller wait for the reader of the output (see ProgramLog).
        private readonly ConsoleFormatter _formatter = new ServiceCollection()
            .AddLogging(logging => logging.AddJsonConsole(options =>
            {
                options.TimestampFormat = "O";
                options.JsonWriterOptions = options.JsonWriterOptions with { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
            }))
            .BuildServiceProvider()
            .GetServices<ConsoleFormatter>()
            .Single(formatter => formatter.Name == ConsoleFormatterNames.Json);

        // The formatter reads the time itself.
        public override string Line<TState>(DateTimeOffset at, in LogEntry<TState> entry)
        {
            var line = new StringBuilder();
            using var writer = new StringWriter(line, CultureInfo.InvariantCulture);
            _formatter.Write(entry, scopeProvider: null, writer);
            return line.ToString().TrimEnd();
        }

        public override string Said(LogLevel level, string line) => Line(
            default, new LogEntry<string>(level, OwnCategory, eventId: default, line, exception: null, (said, _) => said));
    }
}
