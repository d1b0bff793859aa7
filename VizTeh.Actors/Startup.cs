using Microsoft.Extensions.Logging;
using Telegram.Bot;
using VizTeh.Actors.Database;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors;

/// <summary>Connects to the database and to Telegram before anything else starts: creates the tables, learns the bot's identity.</summary>
internal static class Startup
{
    /// <summary>
    /// Connects to both concurrently. The first failure cancels the other attempt: waiting for Telegram must not hide that the database
    /// refuses the password.
    /// </summary>
    /// <exception cref="SettingsException">A setting of the database or of Telegram is wrong.</exception>
    public static async Task<BotIdentity> ConnectAsync(
        BotSettings settings, ITelegramBotClient telegram, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var migration = PrepareDatabaseAsync(settings, logging, giveUp.Token);
        var identity = TelegramConnection.OpenAsync(telegram, logging.CreateLogger(nameof(TelegramConnection)), giveUp.Token);

        var first = await Task.WhenAny(migration, identity);
        if (!first.IsCompletedSuccessfully)
            await giveUp.CancelAsync();
        await ((Task)Task.WhenAll(migration, identity)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Rethrows the first failure, not the cancellation of the other attempt.
        await first;
        await migration;
        return await identity;
    }

    /// <summary>Creates or upgrades the tables, and tries whether they take what the program writes.</summary>
    /// <exception cref="SettingsException">The database cannot be used, or a setting of it is wrong.</exception>
    public static async Task PrepareDatabaseAsync(BotSettings settings, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        await Migrator.MigrateAsync(
            settings.Database.ToConnectionString().ConnectionString, logging.CreateLogger(nameof(Migrator)),
            cancellationToken: cancellationToken);
        await new TicketTrial(settings.Database, logging.CreateLogger(nameof(TicketTrial)))
            .RunAsync(SampleTickets.For(settings.Company, TimeProvider.System.GetUtcNow()), cancellationToken);
        if (settings.Company.Consent is { } terms)
        {
            await new ConsentVersionCheck(settings.Database, logging.CreateLogger(nameof(ConsentVersionCheck)))
                .RunAsync(terms, cancellationToken);
        }
    }
}
