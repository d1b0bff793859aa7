using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>Authentication without a password in the settings, on a separate server that allows it.</summary>
public sealed class DatabaseAccessTests : IAsyncLifetime
{
    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vizteh-access-");
    private PostgresCluster _cluster = null!;
    private BotApiServer _telegram = null!;
    private Dictionary<string, string> _settings = null!;

    public async Task InitializeAsync()
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0x1FF);
        _cluster = await PostgresCluster.StartAsync(new PostgresOptions(SurvivesPowerLoss: false, SocketFolder: _folder.FullName));
        var database = await _cluster.CreateDatabaseAsync("access");
        await _cluster.Server.ExecuteAsync(
            $"create role trusted login superuser; create role {Quoted(Environment.UserName)} login superuser");
        await _cluster.Server.ExecuteAsync("create role guarded login superuser password 'secret-word'");
        await _cluster.Server.ExecuteAsync(
            """
            do $$
            begin
              execute format(
                'copy (select unnest(array[''local all all peer'', ''host all trusted samehost trust'',
                                           ''host all all samehost scram-sha-256''])) to %L',
                current_setting('hba_file'));
              perform pg_reload_conf();
            end
            $$
            """);
        _telegram = await BotApiServer.StartAsync();
        _settings = BotEnvironment.Of(database, _telegram, managers: [123]);
        // Not the password file of the user who runs the tests.
        _settings["PGPASSFILE"] = Path.Combine(_folder.FullName, "passwords");
        _settings.Remove("DB_PASSWORD");
    }

    public async Task DisposeAsync()
    {
        await _telegram.DisposeAsync();
        await _cluster.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Through_the_servers_socket_its_word_for_who_asks_is_enough()
    {
        _settings["DB_HOST"] = _folder.FullName;
        _settings["DB_USER"] = Environment.UserName;

        await RunsAsync();
    }

    [Fact]
    public async Task A_user_whom_the_server_trusts_needs_no_password()
    {
        _settings["DB_USER"] = "trusted";

        await RunsAsync();
    }

    [Fact]
    public async Task A_password_may_be_in_the_usual_file()
    {
        await File.WriteAllTextAsync(_settings["PGPASSFILE"], "*:*:*:guarded:secret-word\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_settings["PGPASSFILE"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _settings["DB_USER"] = "guarded";

        await RunsAsync();
    }

    [Fact]
    public async Task A_password_that_is_asked_for_and_not_set_is_named()
    {
        _settings["DB_USER"] = "guarded";

        Assert.StartsWith("DB_PASSWORD: ", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_socket_is_named()
    {
        _settings["DB_HOST"] = Path.Combine(_folder.FullName, "elsewhere");

        Assert.StartsWith("DB_HOST, DB_PORT: there is no socket", await RefusalAsync(), StringComparison.Ordinal);
    }

    private async Task RunsAsync()
    {
        await using var bot = BotProcess.Start(_settings, _folder.FullName);
        await bot.WaitForLineAsync(BotProcess.ReadyLine, Seconds);
    }

    private async Task<string> RefusalAsync()
    {
        await using var bot = BotProcess.Start(_settings, _folder.FullName);
        Assert.Equal(1, await bot.WaitForExitAsync(Seconds));
        return Assert.Single(bot.Lines);
    }

    private static string Quoted(string role) => PostgresServer.Quote(role);
}
