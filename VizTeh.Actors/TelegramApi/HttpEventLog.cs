using System.Diagnostics.Tracing;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace VizTeh.Actors.TelegramApi;

/// <summary>
/// Writes what .NET's HTTP client tells of connections and requests into the log, at its most verbose level: for a network or a proxy that
/// behaves oddly.
/// </summary>
/// <remarks>
/// The client tells it to listeners of the process (EventSource), not to a logger, and the address of each call of the Bot API holds the
/// token, which is left out here. Only the source <c>System.Net.Http</c> is listened to. <c>Private.InternalDiagnostics.System.Net.Http</c>
/// is refused: it tells requests whole, with the headers that carry a proxy's password. Neither tells the content of a request here.
/// </remarks>
internal sealed partial class HttpEventLog : EventListener
{
    /// <summary>The name of the source, and the category in the log.</summary>
    public const string Source = "System.Net.Http";

    private readonly ILogger _logger;

    private HttpEventLog(ILoggerFactory logging) => _logger = logging.CreateLogger(Source);

    /// <returns>Null unless the log takes its most verbose level.</returns>
    public static HttpEventLog? BeginIfWanted(ILoggerFactory logging) =>
        logging.CreateLogger(Source).IsEnabled(LogLevel.Trace) ? new HttpEventLog(logging) : null;

    /// <summary>The text without the token of a Bot API address.</summary>
    internal static string WithoutToken(string text) => TokenInPath().Replace(text, "/bot…");

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Source)
            EnableEvents(eventSource, EventLevel.Verbose, EventKeywords.All);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        // The base class may report events before this class's constructor has run.
        if (_logger is not { } logger || eventData is not { PayloadNames: { } names, Payload: { } values })
            return;
        logger.LogTrace("{Event}: {Details}", eventData.EventName, string.Join(", ", names.Zip(values, Shown)));
    }

    private static string Shown(string name, object? value) => string.Create(
        CultureInfo.InvariantCulture, $"{name} {(value is string text ? WithoutToken(text) : value)}");

    // A token that is written with escapes is left out as well.
    [GeneratedRegex("/bot[^/?#]+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex TokenInPath();
}
