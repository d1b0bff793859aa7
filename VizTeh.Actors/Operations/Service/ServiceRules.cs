using System.Globalization;
using VizTeh.Actors.Operations.Health;

namespace VizTeh.Actors.Operations.Service;

/// <summary>What the service manager is to be told at a moment.</summary>
/// <param name="Phase">Of the program.</param>
/// <param name="Fault">Why the program is not live; null when it is.</param>
/// <param name="Waits">
/// What does not answer, and is waited for: <c>the database</c>, <c>Telegram</c>, <c>the other nodes</c>; null when nothing is.
/// </param>
/// <param name="Poller">The other node that takes the updates; null when this process does, or none is known.</param>
internal sealed record ServiceLook(ProgramPhase Phase, string? Fault, string? Waits, string? Poller = null);

/// <summary>Decides what the service manager is told (sd_notify(3)). Pure.</summary>
internal static class ServiceRules
{
    /// <summary>Much longer than the time between two looks.</summary>
    public static readonly TimeSpan Extension = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The lines of one notification; none when there is nothing to say.
    /// </summary>
    /// <remarks>
    /// The start is over when Telegram is asked for updates, and also when it waits for an outage to end: a start that takes as long as an
    /// outage would be broken off and begun again, and whoever started the service would wait for it. Only a live program extends the time
    /// of its start or feeds the watchdog. Whether it is ready plays no part: a restart mends no outage.
    /// </remarks>
    /// <param name="isReadySaid">Whether READY=1 was said before.</param>
    /// <param name="hasWatchdog">Whether the service manager waits for signs of life.</param>
    /// <param name="lastStatus">The last STATUS= that was said; null for none.</param>
    public static IReadOnlyList<string> Next(ServiceLook look, bool isReadySaid, bool hasWatchdog, string? lastStatus)
    {
        var lines = new List<string>();
        var isLive = look.Fault is null;
        var isReady = isReadySaid || (isLive && (look.Phase == ProgramPhase.Running || look.Waits is not null));
        if (isReady && !isReadySaid)
            lines.Add("READY=1");
        if (isLive && !isReady)
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"EXTEND_TIMEOUT_USEC={(long)Extension.TotalMicroseconds}"));
        if (isLive && isReady && hasWatchdog)
            lines.Add("WATCHDOG=1");
        if (StatusOf(look) is var status && status != lastStatus)
            lines.Add($"STATUS={status}");
        return lines;
    }

    /// <summary>What <c>systemctl status</c> shows.</summary>
    public static string StatusOf(ServiceLook look) => look switch
    {
        { Fault: { } fault } => fault,
        { Phase: ProgramPhase.Stopping } => "Stopping",
        { Phase: not ProgramPhase.Running, Waits: { } what } => $"Starting: waiting for {what}",
        { Phase: ProgramPhase.Migrating } => "Starting: the database is brought up to this version",
        { Phase: ProgramPhase.Connecting } => "Starting: connecting to Telegram",
        { Phase: ProgramPhase.Recovering } => "Starting: reading what an earlier run left",
        { Poller: { } other } => $"Working beside {other}, which takes the updates from Telegram",
        _ => "Taking updates from Telegram",
    };
}
