using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Sandbox.Postgres;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Packaging;

/// <summary>
/// What stands for a server: a scratch root with the package, a PostgreSQL that admits everybody through its socket, and Telegram.
/// </summary>
internal sealed class Machine : IAsyncDisposable
{
    private readonly DirectoryInfo _sockets;
    private readonly PostgresCluster _cluster;

    private Machine(DirectoryInfo sockets, PostgresCluster cluster, BotApiServer telegram)
    {
        (_sockets, _cluster, Telegram) = (sockets, cluster, telegram);
        Manager = telegram.AddPerson("Пётр").Chat;
        Manager.SendText("/start");
    }

    public ScratchRoot Root { get; } = new();

    public BotApiServer Telegram { get; }

    public ChatParticipant Manager { get; }

    /// <summary>The settings that setup asks for, and where this machine's PostgreSQL and Telegram are.</summary>
    public Dictionary<string, string> Settings => new(Places)
    {
        ["TOKEN"] = Telegram.Token,
        ["MANAGER_CHAT_ID"] = Manager.Person.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>Where this machine's PostgreSQL and Telegram are.</summary>
    public Dictionary<string, string> Places => new()
    {
        ["DB_HOST"] = _sockets.FullName,
        ["DB_PORT"] = _cluster.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["TELEGRAM_API_URL"] = Telegram.Url.GetLeftPart(UriPartial.Authority),
        ["TELEGRAM_LIMITS"] = "off",
    };

    /// <param name="package">The package to install.</param>
    public static async Task<Machine> CreateAsync(string package)
    {
        var sockets = Directory.CreateTempSubdirectory("vizteh-sockets-");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(sockets.FullName, (UnixFileMode)0x1FF);
        var cluster = await PostgresCluster.StartAsync(new PostgresOptions(SurvivesPowerLoss: false, SocketFolder: sockets.FullName));
        // On a real machine PostgreSQL knows by the socket who asks.
        await cluster.Server.ExecuteAsync(
            """
            do $$
            begin
              execute format(
                'copy (select unnest(array[''local all all trust'', ''host all all samehost scram-sha-256''])) to %L',
                current_setting('hba_file'));
              perform pg_reload_conf();
            end
            $$
            """);
        var machine = new Machine(
            sockets, cluster, await BotApiServer.StartAsync(new BotApiOptions { DefaultTimeout = TimeSpan.FromSeconds(60) }));
        // The superuser; where its server is, the programs know by the settings alone.
        machine.Root.SetVariable("PGUSER", cluster.User);
        machine.Root.StartBotWithService();
        (await machine.Root.DpkgAsync("--install", package)).Well();
        return machine;
    }

    /// <summary>Installs, sets up and starts the bot as an operator does.</summary>
    public static async Task<Machine> RunningAsync(string package)
    {
        var machine = await CreateAsync(package);
        machine.Root.Set(machine.Settings);
        (await machine.Root.RunAsync("vizteh-setup", [], "\n\n")).Well();
        return machine;
    }

    /// <summary>The first column of every row, read as the database's superuser.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(string sql, string database = "vizteh")
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(
            (_cluster.Server.Maintenance with { Name = database }).ConnectionString + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(reader.GetValue(0).ToString()!);
        return rows;
    }

    /// <summary>The dumps that are kept, the oldest first.</summary>
    public IReadOnlyList<string> Dumps() =>
        [.. Directory.EnumerateFiles(Root.PathOf("var/lib/vizteh/backups"), "*.dump").Order(StringComparer.Ordinal)];

    /// <summary>Waits until no message waits to be sent, and no update to be handled.</summary>
    public Task NothingWaitsAsync() => Eventually.BecomesAsync(
        () => ReadAsync("select id::text from outbox union all select update_id::text from inbox"), rows => rows.Count == 0,
        "nothing waits");

    public async ValueTask DisposeAsync()
    {
        await Root.DisposeAsync();
        await Telegram.DisposeAsync();
        await _cluster.DisposeAsync();
        _sockets.Delete(recursive: true);
    }
}
