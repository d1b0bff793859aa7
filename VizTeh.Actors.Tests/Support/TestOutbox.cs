using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using VizTeh.Actors.Delivery;
using VizTeh.Actors.Delivery.Kinds;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tests.Support;

/// <summary>The services of the outbox as the program registers them, without the rest of the program.</summary>
internal static class TestOutbox
{
    /// <param name="log">Gets the log of the kinds; null for none.</param>
    /// <param name="clock">Null for the system's.</param>
    /// <param name="company">Null for the firm as shipped.</param>
    public static ServiceProvider Services(ILoggerProvider? log = null, TimeProvider? clock = null, CompanySettings? company = null)
    {
        var settings = new BotSettings(
            "none", [], PhotoId: null, new DatabaseSettings("127.0.0.1", 1, "none", "none", "none"), null, PacesSends: false,
            company ?? HoconFile.Load(HoconFile.DefaultPath).Company);
        var services = new ServiceCollection().AddSingleton(settings).AddSingleton(clock ?? TimeProvider.System).AddMessageKinds();
        services.AddLogging(logging =>
        {
            if (log is not null)
                logging.AddProvider(log);
        });
        return services.BuildServiceProvider();
    }

    public static OutboxStore StoreOf(NpgsqlDataSource database, ILoggerProvider? log = null) =>
        new(database, Services(log).GetRequiredService<MessageKinds>());

    public static OutboxStore StoreOf(TestDatabase database, ILoggerProvider? log = null) => StoreOf(database.DataSource, log);

    /// <summary>The store of a program whose clock shows another time than the database's.</summary>
    /// <param name="company">Null for the firm as shipped.</param>
    public static OutboxStore StoreOf(TestDatabase database, TimeProvider clock, CompanySettings? company = null) =>
        new(database.DataSource, Services(clock: clock, company: company).GetRequiredService<MessageKinds>());

    /// <summary>Owes a message in a separate transaction.</summary>
    /// <returns>Whether it was not owed before.</returns>
    public static async Task<bool> OweAsync(this TestDatabase database, string key, long chatId, OwedMessage message)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var isNew = await OutboxRows.OweAsync(key, chatId, message, connection, transaction, default);
        await transaction.CommitAsync();
        return isNew;
    }
}
