using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Microsoft.Extensions.Logging.Abstractions;
using VizTeh.Actors.Reliability;
using Level = Microsoft.Extensions.Logging.LogLevel;

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

    private volatile bool _isSilent;

    /// <summary>
    /// Keeps the rest of what an actor system says out of the log. The level of its event stream alone does not: when Akka has stopped its
    /// loggers, it begins to write here again, at the level of its settings.
    /// </summary>
    internal static void Silence(ActorSystem system)
    {
        system.EventStream.SetLogLevel(Logging.LogLevelFor("OFF"));
        if (system.Settings.StdoutLogger is AkkaFirstWords words)
            words._isSilent = true;
    }

    protected override void Log(object message)
    {
        if (_isSilent)
            return;
        LogOutput.Standard.Add(
            message is LogEvent happened
                ? LogFormatter.OfProcess.Line(new DateTimeOffset(happened.Timestamp).ToLocalTime(), EntryOf(happened))
                : LogFormatter.OfProcess.Said(Level.Information, $"{message}".ReplaceLineEndings(" ")),
            message is LogEvent levelled ? LevelOf(levelled.LogLevel()) : Level.Information);
    }

    private static LogEntry<string> EntryOf(LogEvent happened) => new(
        LevelOf(happened.LogLevel()), happened.LogClass?.FullName ?? nameof(Akka), eventId: default, $"{happened.Message}", happened.Cause,
        (said, _) => said);

    private static Level LevelOf(LogLevel level) => level switch
    {
        LogLevel.DebugLevel => Level.Debug,
        LogLevel.InfoLevel => Level.Information,
        LogLevel.WarningLevel => Level.Warning,
        _ => Level.Error,
    };
}
