using Microsoft.Extensions.Logging;

namespace VizTeh.Actors.Reliability;

/// <summary>How the process writes its log: LOG_FORMAT and LOG_LEVEL.</summary>
/// <param name="IsJson">Whether each line is a JSON object instead of a text for people.</param>
/// <param name="Least">The lowest level that is written.</param>
public sealed record LogStyle(bool IsJson, LogLevel Least)
{
    private static volatile LogStyle _ofProcess = new(IsJson: false, LogLevel.Information);

    /// <summary>
    /// Set once, before the first line. It is the process's because some lines have no other way to learn it: Akka creates its first
    /// logger by itself, and a failure may end the program before anything is composed.
    /// </summary>
    public static LogStyle OfProcess
    {
        get => _ofProcess;
        set => _ofProcess = value;
    }

    /// <summary>Whether Akka's lines are written at their lowest level too, whatever hocon.conf says.</summary>
    public bool IsForDebugging => Least <= LogLevel.Debug;
}
