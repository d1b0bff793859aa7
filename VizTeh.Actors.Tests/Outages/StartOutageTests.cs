using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using VizTeh.Actors.Database;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Sandbox.Postgres;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Outages;

/// <summary>A process with alerts that cannot start tells so, however often it is started again, and not each time.</summary>
public sealed class StartOutageTests(OutageCluster outage) : IClassFixture<OutageCluster>, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vizteh-alerts-");
    private readonly X509Certificate2 _certificate = MailServer.MakeCertificate();
    private TestDatabase _database = null!;
    private BotApiServer _telegram = null!;
    private MailServer _mail = null!;
    private OverlaidConfiguration _configuration = null!;
    private Dictionary<string, string> _settings = null!;

    public async Task InitializeAsync()
    {
        var server = outage.Cluster.Server;
        _database = new TestDatabase(server, await server.CreateDatabaseAsync());
        await Migrator.MigrateAsync(_database.ConnectionString);
        _telegram = await BotApiServer.StartAsync();
        _mail = await MailServer.StartAsync(_certificate, wantsSignIn: true);
        var changes = Path.Combine(_folder.FullName, "changes.conf");
        await File.WriteAllTextAsync(changes, "vizteh.alerts.database = 10s\n");
        _configuration = OverlaidConfiguration.Over(changes);
        var trusted = Path.Combine(_folder.FullName, "trusted.pem");
        await File.WriteAllTextAsync(trusted, _certificate.ExportCertificatePem());
        _settings = BotEnvironment.Of(_database.Details, _telegram, [123]);
        _settings[BotProgram.ConfigurationVariable] = _configuration.Path;
        _settings["SMTP_HOST"] = "127.0.0.1";
        _settings["SMTP_PORT"] = _mail.Port.ToString(CultureInfo.InvariantCulture);
        _settings["SMTP_USER"] = MailServer.User;
        _settings["SMTP_PASSWORD"] = MailServer.Password;
        _settings["MAIL_TO"] = MailServer.Recipient;
        // The authorities that the process trusts, on Linux.
        _settings["SSL_CERT_FILE"] = trusted;
    }

    public async Task DisposeAsync()
    {
        await _mail.DisposeAsync();
        await _telegram.DisposeAsync();
        await _database.DisposeAsync();
        _configuration.Dispose();
        _certificate.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_database_that_is_away_at_the_start_is_waited_for_and_told_of_over_starttls()
    {
        await outage.Cluster.StopAsync(PostgresStop.Immediate);
        ReceivedLetter letter;
        await using var bot = BotProcess.Start(_settings);
        try
        {
            await bot.WaitForLineAsync("The database could not be reached (DB_HOST, DB_PORT: nothing listens", Patience);
            letter = await _mail.NextAsync(letter => letter.Text.Contains("База данных не отвечает", StringComparison.Ordinal));
        }
        finally
        {
            await outage.Cluster.StartAgainAsync();
        }

        _database.DataSource.Clear();
        await bot.WaitForLineAsync(BotProcess.ReadyLine, Patience);

        Assert.Equal((true, MailServer.User), (letter.WasSecure, letter.User));
        Assert.Single(_mail.Letters);
        // The running program goes on with what the start has told.
        await Eventually.BecomesAsync(
            () => _database.ReadAsync("select (began_at is not null)::text from alerts where kind = 'database'"),
            rows => rows is ["true"], "the database knows what was told without it");
        Assert.DoesNotContain(bot.Lines, line => line.Contains(MailServer.Password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_that_is_refused_at_the_start_is_told_of_once_however_often_the_process_is_started_again()
    {
        _settings["TOKEN"] = "7204518933:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        for (var start = 0; start < 3; start++)
        {
            await using var bot = BotProcess.Start(_settings);
            Assert.Equal(1, await bot.WaitForExitAsync(Patience));
            Assert.Contains(bot.Lines, line => line.StartsWith("TOKEN: Telegram rejects it", StringComparison.Ordinal));
        }

        var letter = Assert.Single(_mail.Letters);
        Assert.Contains("Telegram не принимает TOKEN", letter.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(_settings["TOKEN"], letter.Raw + letter.Text, StringComparison.Ordinal);
        Assert.Equal(["token"], await _database.ReadAsync("select kind from alerts where began_at is not null"));
    }

    [Fact]
    public async Task A_token_that_is_refused_while_the_database_is_away_is_told_by_a_letter_and_the_process_ends_when_that_is_recorded()
    {
        _settings["TOKEN"] = "7204518933:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        await outage.Cluster.StopAsync(PostgresStop.Immediate);
        await using var bot = BotProcess.Start(_settings);
        try
        {
            await bot.WaitForLineAsync("TOKEN: Telegram rejects it", Patience);
            Assert.Contains("Telegram не принимает TOKEN", Assert.Single(_mail.Letters).Text, StringComparison.Ordinal);
            // Started again by its service at once, it would send the letter each time.
            Assert.False(bot.HasExited);
        }
        finally
        {
            await outage.Cluster.StartAgainAsync();
        }

        Assert.Equal(1, await bot.WaitForExitAsync(Patience));
        Assert.Contains(bot.Lines, line => line.StartsWith("TOKEN: Telegram rejects it", StringComparison.Ordinal));
        _database.DataSource.Clear();
        Assert.Equal(["token"], await _database.ReadAsync("select kind from alerts where began_at is not null"));
        await using var next = BotProcess.Start(_settings);
        Assert.Equal(1, await next.WaitForExitAsync(Patience));
        Assert.Single(_mail.Letters);
    }

    [Fact]
    public async Task A_process_that_stays_because_its_letter_cannot_be_recorded_can_be_stopped()
    {
        _settings["TOKEN"] = "7204518933:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        _settings["DB_PORT"] = "1";
        await using var bot = BotProcess.Start(_settings);
        await bot.WaitForLineAsync("the program stays until it can", Patience);

        Assert.Equal(0, await bot.StopAsync());

        Assert.Single(_mail.Letters);
    }
}
