using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Operations.Health;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Operations.Service;

/// <summary>
/// Tells the service manager how the program is, from before its host exists until after it: READY=1, EXTEND_TIMEOUT_USEC while it starts,
/// WATCHDOG=1 while it is live, STOPPING=1. Without NOTIFY_SOCKET, as outside of systemd, it does nothing.
/// </summary>
/// <remarks>
/// Of the package for systemd only the notifier is used. Its host lifetime says READY=1 when the host has started, and nothing before that:
/// a long migration would be broken off; and it feeds no watchdog.
/// </remarks>
public sealed class ServiceNotifications : IAsyncDisposable
{
    private const string WatchdogVariable = "WATCHDOG_USEC";
    private const string WatchdogProcess = "WATCHDOG_PID";

    // While the program starts, and while it does not answer.
    private static readonly TimeSpan ShortInterval = TimeSpan.FromSeconds(1);

    // After these times the start is taken for over, so that whoever started the service does not wait for ever.
    private static readonly TimeSpan ConnectsWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RecoversWithin = TimeSpan.FromMinutes(2);

    // For the status line alone.
    private static readonly TimeSpan LongInterval = TimeSpan.FromSeconds(15);

    private readonly ISystemdNotifier _notifier;
    private readonly ProgramHealth _health;
    private readonly Connectivity _connectivity;
    private readonly TimeSpan? _watchdog;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _lock = new();
    private readonly Task _telling;
    private bool _isReadySaid;
    private bool _isStopSaid;
    private bool _isFaultSaid;
    private bool _isFailureSaid;
    private string? _status;

    private ServiceNotifications(
        ISystemdNotifier notifier, TimeSpan? watchdog, ProgramHealth health, Connectivity connectivity, TimeProvider clock, ILogger logger)
    {
        (_notifier, _watchdog, _health, _connectivity, _clock, _logger) = (notifier, watchdog, health, connectivity, clock, logger);
        _telling = notifier.IsEnabled ? Task.Run(TellAsync) : Task.CompletedTask;
    }

    public static ServiceNotifications Begin(ProgramHealth health, Connectivity connectivity, ILogger logger) => Begin(
        new SystemdNotifier(), WatchdogOf(Environment.GetEnvironmentVariable, Environment.ProcessId), health, connectivity,
        TimeProvider.System, logger);

    internal static ServiceNotifications Begin(
        ISystemdNotifier notifier, TimeSpan? watchdog, ProgramHealth health, Connectivity connectivity, TimeProvider clock,
        ILogger logger) => new(notifier, watchdog, health, connectivity, clock, logger);

    /// <summary>How long the service manager waits for a sign of life (sd_watchdog_enabled(3)); null when it does not.</summary>
    /// <param name="variable">The value of a variable of the environment; null when it is not set.</param>
    internal static TimeSpan? WatchdogOf(Func<string, string?> variable, int processId) =>
        long.TryParse(variable(WatchdogVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
        && microseconds is > 0 and < long.MaxValue / TimeSpan.TicksPerMicrosecond
        && (variable(WatchdogProcess) is not { Length: > 0 } process || process == processId.ToString(CultureInfo.InvariantCulture))
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;

    /// <summary>The program has been told to stop.</summary>
    public void SayStopping()
    {
        _health.Life.Enter(ProgramPhase.Stopping);
        if (_notifier.IsEnabled)
            Notify(["STOPPING=1", "STATUS=Stopping"]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_ending.IsCancellationRequested)
            return;
        SayStopping();
        await _ending.CancelAsync();
        await _telling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }

    private async Task TellAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            var look = await LookAsync();
            if (look.Phase == ProgramPhase.Stopping)
                return;
            Log(look);
            Notify(ServiceRules.Next(look, _isReadySaid, _watchdog is not null, _status));
            await Task.Delay(WaitAfter(look), _clock, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<ServiceLook> LookAsync()
    {
        string? fault;
        try
        {
            fault = await _health.Liveness.FaultAsync(_ending.Token);
        }
        catch (Exception failure) when (!_ending.IsCancellationRequested)
        {
            fault = $"the poller's actor could not be asked: {failure.Message}";
        }

        var life = _health.Life;
        var waits = _connectivity.Database.Last is { IsAway: true } ? "the database"
            : _connectivity.Telegram.Last is { IsAway: true } ? "Telegram"
            // It answers, and not as Telegram does, or not yet.
            : life.Phase == ProgramPhase.Connecting && life.PhaseAge >= ConnectsWithin ? "Telegram"
            // It answers, and refuses what the poller needs: a right was taken away, say.
            : life.Phase == ProgramPhase.Recovering && life.PhaseAge >= RecoversWithin
                ? _health.Nodes is { IsAlone: false, Members.Count: 0 } ? "the other nodes" : "the database"
            : null;
        var poller = _health.Nodes?.Members.FirstOrDefault(member => member is { IsOldest: true, IsSelf: false })?.Address;
        return new ServiceLook(life.Phase, fault, waits, poller);
    }

    // Half of the time, as sd_watchdog_enabled(3) advises: the other half is for an answer that takes long, and for asking again.
    private TimeSpan WaitAfter(ServiceLook look) => look.Fault is not null || !_isReadySaid
        ? ShortInterval
        : _watchdog is { } limit ? limit / 2 : LongInterval;

    private void Log(ServiceLook look)
    {
        if (look.Fault is { } fault && !_isFaultSaid)
        {
            _logger.LogError(
                "The program does not answer itself: {Fault}; {Consequence}", fault,
                _watchdog is { } limit && _isReadySaid
                    ? $"systemd ends and starts it again unless it does within {limit.InWords()}"
                    : "restart it if that lasts");
        }
        else if (look.Fault is null && _isFaultSaid)
        {
            _logger.LogInformation("The program answers itself again");
        }

        _isFaultSaid = look.Fault is not null;
    }

    // One datagram, so that the lines of one moment belong together. After STOPPING=1 nothing is said.
    private void Notify(IReadOnlyList<string> lines)
    {
        lock (_lock)
        {
            if (lines.Count == 0 || _isStopSaid)
                return;
            try
            {
                _notifier.Notify(new ServiceState(string.Join('\n', lines)));
                _isReadySaid |= lines.Contains("READY=1");
                _isStopSaid |= lines.Contains("STOPPING=1");
                _status = lines.LastOrDefault(line => line.StartsWith("STATUS=", StringComparison.Ordinal))?["STATUS=".Length..] ?? _status;
                _isFailureSaid = false;
            }
            catch (Exception failure) when (failure is SocketException or IOException or ObjectDisposedException)
            {
                if (!_isFailureSaid)
                    _logger.LogWarning("systemd could not be told how the program is ({Error}); trying again", failure.Message);
                _isFailureSaid = true;
            }
        }
    }
}
