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

    private readonly NpgsqlDataSource _database;
    private readonly AlertDesk _desk;
    private readonly AlertWatch _watch;

    private AlertsAtStart(NpgsqlDataSource database, AlertDesk desk, AlertWatch watch) =>
        (_database, _desk, _watch) = (database, desk, watch);

    /// <param name="sender">Used until the start is over.</param>
    /// <param name="memory">The running program goes on with it.</param>
    /// <returns>Null without an ops chat and e-mail.</returns>
    public static async Task<AlertsAtStart?> BeginAsync(
        BotSettings settings, TelegramSender sender, Connectivity connectivity, AlertMemory memory, ILoggerFactory logging,
        CancellationToken cancellationToken)
    {
        if (!settings.Alerts.AreAny)
            return null;
        var clock = TimeProvider.System;
        var target = settings.Database.ToConnectionString();
        target.MaxPoolSize = 2;
        var database = DatabaseSession.ToPool(target, () => { });
        var desk = AlertHosting.DeskOf(
            settings, sender, database, connectivity, memory, new Troubles(clock), AlertOptions.Default, MailOptions.Default, clock,
            logging);
        var watch = new AlertWatch(desk, AlertOptions.Default, clock, logging.CreateLogger<AlertWatch>());
        await watch.StartAsync(cancellationToken);
        return new AlertsAtStart(database, desk, watch);
    }

    /// <summary>One more look, before the program ends because of what it would tell.</summary>
    public async Task SayLastWordsAsync(CancellationToken cancellationToken)
    {
        await _watch.StopAsync(CancellationToken.None);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LastWords);
        // Whatever fails here, the program ends for the reason that is to be told, and says so on its standard error.
        await _desk.RoundAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await _watch.StopAsync(CancellationToken.None);
        _watch.Dispose();
        await _database.DisposeAsync();
    }
}
