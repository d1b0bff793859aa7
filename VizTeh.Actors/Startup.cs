using Microsoft.Extensions.Logging;
using Telegram.Bot;
using VizTeh.Actors.Database;
using VizTeh.Actors.Manager.Rights;
using VizTeh.Actors.Operations.Alerts;
using VizTeh.Actors.Operations.Health;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors;

/// <summary>Connects to the database and to Telegram before anything else starts: creates the tables, learns the bot's identity.</summary>
internal static class Startup
{
    private static readonly TimeSpan DatabaseRetry = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Connects to both concurrently. The first failure cancels the other attempt: waiting for Telegram must not hide that the database
    /// refuses the password.
    /// </summary>
    /// <remarks>
    /// A server that cannot be reached, or is not ready, is waited for without a limit, PostgreSQL like Telegram: that ends by itself. A
    /// host name that is not known, a user or a database that is refused, or whatever else only a change of the settings mends, ends the
    /// program.
    /// </remarks>
    /// <param name="life">Gets how far the start is.</param>
    /// <exception cref="SettingsException">A setting of the database or of Telegram is wrong.</exception>
    public static async Task<BotIdentity> ConnectAsync(
        BotSettings settings, ITelegramBotClient telegram, Connectivity connectivity, AlertMemory memory, ProgramLife life,
        ILoggerFactory logging, CancellationToken cancellationToken)
    {
        foreach (var chatId in settings.ManagersLeftOut)
        {
            logging.CreateLogger(nameof(ManagerRights)).LogWarning(
                "vizteh.managers lacks {ChatId}, whose private chat is a managers' chat: this person gets cards, and may do nothing with "
                + "them. Add the number to the list",
                chatId);
        }

        using var sender = new TelegramSender(
            telegram, settings.PacesSends ? new PacingLimits() : null, TimeProvider.System, logging.CreateLogger<TelegramSender>());
        await using var alerts = await AlertsAtStart.BeginAsync(settings, sender, connectivity, memory, logging, cancellationToken);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var migration = MigrateAsync();
        var identity = TelegramConnection.OpenAsync(
            telegram, logging.CreateLogger(nameof(TelegramConnection)), connectivity, giveUp.Token);

        var first = await Task.WhenAny(migration, identity);
        if (!first.IsCompletedSuccessfully)
            await giveUp.CancelAsync();
        await using var heartbeats = first == migration && first.IsCompletedSuccessfully && !identity.IsCompleted
            ? await HeartbeatsAtStart.BeginAsync(settings.Database, life, connectivity, logging, cancellationToken)
            : null;
        await ((Task)Task.WhenAll(migration, identity)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (alerts is not null && identity.Exception is { } refusal && connectivity.Token.Last is { IsAway: true })
            await alerts.SayLastWordsAsync(refusal.GetBaseException().Message, cancellationToken);
        // Rethrows the first failure, not the cancellation of the other attempt.
        await first;
        await migration;
        return await identity;

        async Task MigrateAsync()
        {
            await PrepareDatabaseAsync(settings, connectivity.Database, waits: true, logging, giveUp.Token);
            life.Enter(ProgramPhase.Connecting);
        }
    }

    /// <summary>
    /// Creates or upgrades the tables, and tries whether they take what the program writes. A server out of reach is not waited for.
    /// </summary>
    /// <exception cref="SettingsException">The database cannot be used, or a setting of it is wrong.</exception>
    public static Task PrepareDatabaseAsync(BotSettings settings, ILoggerFactory logging, CancellationToken cancellationToken) =>
        PrepareDatabaseAsync(
            settings, new Connectivity(TimeProvider.System).Database, waits: false, logging, cancellationToken);

    private static async Task PrepareDatabaseAsync(
        BotSettings settings, Reach reach, bool waits, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        await MigrateAsync(settings, reach, waits, logging.CreateLogger(nameof(Migrator)), cancellationToken);
        await new TicketTrial(settings.Database, logging.CreateLogger(nameof(TicketTrial)))
            .RunAsync(SampleTickets.For(settings.Company, TimeProvider.System.GetUtcNow()), cancellationToken);
        if (settings.Company.Consent is { } terms)
        {
            await new ConsentVersionCheck(settings.Database, logging.CreateLogger(nameof(ConsentVersionCheck)))
                .RunAsync(terms, cancellationToken);
        }
    }

    /// <param name="waits">Whether a server that is out of reach is waited for.</param>
    private static async Task MigrateAsync(
        BotSettings settings, Reach reach, bool waits, ILogger logger, CancellationToken cancellationToken)
    {
        var outage = new OutageLog("The database", logger);
        while (true)
        {
            try
            {
                await Migrator.MigrateAsync(
                    settings.Database.ToConnectionString().ConnectionString, logger, cancellationToken: cancellationToken);
                reach.Reached();
                outage.Reached();
                return;
            }
            catch (SettingsException refusal) when (waits && DatabaseFailure.IsAway(refusal, settings.Database.Host))
            {
                reach.Failed();
                outage.Failed(refusal.Message.TrimEnd('.'), DatabaseRetry);
                await Task.Delay(DatabaseRetry, TimeProvider.System, cancellationToken);
            }
        }
    }
}
