using Microsoft.Extensions.Logging;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Settings;

/// <summary>Reads from the environment how the log is written: LOG_FORMAT and LOG_LEVEL.</summary>
/// <param name="optional">The value of a variable; null when it is not set.</param>
/// <param name="faults">Gets a sentence for each mistake, which names its variable and shows no value.</param>
internal sealed class LogVariables(Func<string, string?> optional, List<string> faults)
{
    public const string Format = "LOG_FORMAT";
    public const string Level = "LOG_LEVEL";

    /// <summary>A mistake is reported, and counts as not set.</summary>
    public LogStyle Read() => new(IsJson(), Least());

    private bool IsJson()
    {
        switch (optional(Format)?.ToUpperInvariant())
        {
            case null or "TEXT":
                return false;
            case "JSON":
                return true;
            default:
                faults.Add($"{Format} must be text or json; without it text is written");
                return false;
        }
    }

    private LogLevel Least()
    {
        switch (optional(Level)?.ToUpperInvariant())
        {
            case "TRACE":
                return LogLevel.Trace;
            case "DEBUG":
                return LogLevel.Debug;
            case null or "INFO":
                return LogLevel.Information;
            case "WARNING":
                return LogLevel.Warning;
            case "ERROR":
                return LogLevel.Error;
            default:
                faults.Add($"{Level} must be trace, debug, info, warning or error; without it info is used");
                return LogLevel.Information;
        }
    }
}
