using Akka.Configuration;
using Akka.Event;
using VizTeh.Actors.Reliability;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace VizTeh.Actors;

/// <summary>
/// Writes Akka's log lines from before its loggers have started and after they have stopped. Akka's own logger for these waits for the
/// reader of the log.
/// </summary>
public sealed class AkkaFirstWords : MinimalLogger
{
    /// <summary>Replaces Akka's own start-up logger.</summary>
    internal static Config Config { get; } = ConfigurationFactory.ParseString(
        $"akka.stdout-logger-class = \"{typeof(AkkaFirstWords).FullName}, {typeof(AkkaFirstWords).Assembly.GetName().Name}\"");

    protected override void Log(object message) => LogOutput.Standard.Add(message.ToString()!.ReplaceLineEndings(" "), LevelOf(message));

    private static LogLevel LevelOf(object message) => (message as LogEvent)?.LogLevel() switch
    {
        Akka.Event.LogLevel.ErrorLevel => LogLevel.Error,
        Akka.Event.LogLevel.WarningLevel => LogLevel.Warning,
        Akka.Event.LogLevel.DebugLevel => LogLevel.Debug,
        _ => LogLevel.Information,
    };
}
