using Microsoft.Extensions.Logging;
using Npgsql;
using VizTeh.Actors.Database;
using VizTeh.Actors.Operations.Mail;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Operations.Alerts;

/// <summary>
/// The alerts while the program starts: it may have to wait for the database or for Telegram then, and a token that Telegram refuses ends
/// it.
/// </summary>
internal sealed class AlertsAtStart : IAsyncDisposable
{
    // The program ends when they are over, and its service manager waits for that.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(45);

    private static readonly TimeProvider Clock = TimeProvider.System;

    private readonly NpgsqlDataSource _database;
    private readonly AlertDesk _desk;
    private readonly AlertWatch _watch;
    private readonly TimeSpan _repeat;
    private readonly ILogger _logger;

    private AlertsAtStart(NpgsqlDataSource database, AlertDesk desk, AlertWatch watch, TimeSpan repeat, ILogger logger) =>
        (_database, _desk, _watch, _repeat, _logger) = (database, desk, watch, repeat, logger);

    /// <param name="sender">Used until the start is over.</param>
    /// <param name="memory">The running program goes on with it.</param>
    /// <returns>Null without an ops chat and e-mail.</returns>
    public static async Task<AlertsAtStart?> BeginAsync(
        BotSettings settings, TelegramSender sender, Connectivity connectivity, AlertMemory memory, ILoggerFactory logging,
        CancellationToken cancellationToken)
    {
        if (!settings.Alerts.AreAny)
            return null;
        var target = settings.Database.ToConnectionString();
        target.MaxPoolSize = 2;
        var database = DatabaseSession.ToPool(target, () => { });
        // A node that starts does not know yet whether others run: without the database it tells what it finds as a bot on its own does.
        var desk = AlertHosting.DeskOf(
            settings, sender, database, connectivity, memory, new Troubles(Clock), new SoleDuty(), AlertOptions.Default,
            MailOptions.Default, Clock, logging);
        var watch = new AlertWatch(desk, AlertOptions.Default, Clock, logging.CreateLogger<AlertWatch>());
        await watch.StartAsync(cancellationToken);
        return new AlertsAtStart(
            database, desk, watch, settings.Company.Alerts.Repeat, logging.CreateLogger<AlertsAtStart>());
    }

    /// <summary>
    /// One more look, before the program ends because of what it would tell. If the database cannot record what was told, the program stays
    /// until it can, for the time between two alerts at most: started again within seconds, it would tell the same each time.
    /// </summary>
    /// <param name="reason">Why the program ends, as a sentence.</param>
    public async Task SayLastWordsAsync(string reason, CancellationToken cancellationToken)
    {
        await _watch.StopAsync(CancellationToken.None);
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            limit.CancelAfter(LastWords);
            // Whatever fails here, the program ends for the reason that is to be told, and says so on its standard error.
            await _desk.RoundAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (await _desk.TryStoreAsync(cancellationToken))
            return;
        var began = Clock.GetTimestamp();
        _logger.LogError(
            "{Reason} An alert was sent, and the database cannot record it: the program stays until it can, for {Repeat} at most, and then "
            + "ends. Restart it after a change of the settings",
            reason, _repeat.InWords());
        using var timer = new PeriodicTimer(AlertOptions.Default.Tick, Clock);
        while (Clock.GetElapsedTime(began) < _repeat && await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (await _desk.TryStoreAsync(cancellationToken))
                return;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _watch.StopAsync(CancellationToken.None);
        _watch.Dispose();
        await _database.DisposeAsync();
    }
}
