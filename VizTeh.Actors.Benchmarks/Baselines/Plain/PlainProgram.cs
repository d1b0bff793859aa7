using System.Globalization;
using System.Runtime.InteropServices;
using Npgsql;
using Telegram.Bot;

namespace VizTeh.Actors.Benchmarks.Baselines.Plain;

/// <summary>A baseline's process, configured by the same environment variables as VizTeh.Actors.</summary>
internal static class PlainProgram
{
    public static async Task<int> RunAsync(bool isDurable, bool oneAtATime)
    {
        using var stopping = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            stopping.Cancel();
        });
        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
        {
            Host = Read("DB_HOST"),
            Port = int.Parse(Read("DB_PORT"), CultureInfo.InvariantCulture),
            Database = Read("DB_NAME"),
            Username = Read("DB_USER"),
            Password = Read("DB_PASSWORD"),
            GssEncryptionMode = GssEncryptionMode.Disable,
        });
        var telegram = new TelegramBotClient(new TelegramBotClientOptions(Read("TOKEN"), Read("TELEGRAM_API_URL")));
        ISessions sessions = new SessionsInMemory();
        if (isDurable)
        {
            var stored = new SessionsInPostgres(database);
            await stored.CreateTableAsync(stopping.Token);
            sessions = stored;
        }

        var manager = long.Parse(Read("MANAGER_CHAT_ID"), CultureInfo.InvariantCulture);
        try
        {
            await new PlainBot(BaselineForm.Load(), telegram, sessions, database, manager, oneAtATime ? null : new ChatTurns())
                .RunAsync(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped by a signal.
        }

        return 0;
    }

    private static string Read(string name) =>
        Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set");
}
