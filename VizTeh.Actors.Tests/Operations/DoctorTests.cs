using System.Globalization;
using Telegram.Bot;
using VizTeh.Actors.Operations.Checks;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Operations;

/// <summary>The check that an operator runs before the first start, and whenever something is odd.</summary>
public sealed class DoctorTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vizteh-doctor-").FullName;
    private TestDatabase _database = null!;
    private BotApiServer _telegram = null!;
    private Group _group = null!;
    private Dictionary<string, string> _environment = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateMigratedAsync();
        _telegram = await BotApiServer.StartAsync();
        var manager = _telegram.AddPerson("Ольга");
        _group = _telegram.AddSupergroup("Заявки", manager);
        _environment = BotEnvironment.Of(_database.Details, _telegram, [_group.Id]);
    }

    public async Task DisposeAsync()
    {
        await _telegram.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task All_is_well_and_each_part_is_named()
    {
        _environment["PHOTO_ID"] = _telegram.AddFile();

        var checks = await ExamineAsync();

        Assert.All(checks, check => Assert.True(check.Outcome == CheckOutcome.Well, check.ToString()));
        string[] subjects =
        [
            ".env", "hocon.conf", "settings", "database", "migrations", "rights", "sequences", "running bot", "connections", "clock",
            "Telegram", $"chat {_group.Id}", "photo", "webhook", "clock", "disk", "tzdata", "ICU",
        ];
        Assert.Equal(subjects, checks.Select(check => check.Subject));
        Assert.Contains("«Заявки»", Of(checks, $"chat {_group.Id}").Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_takes_no_updates_from_a_running_bot_and_leaves_nothing_in_the_chats()
    {
        await ExamineAsync();

        Assert.Empty(_telegram.Calls.Of("getUpdates"));
        Assert.DoesNotContain(_telegram.Calls.All, call => call.Method.StartsWith("send", StringComparison.Ordinal)
            && call.Method != "sendChatAction");
        Assert.DoesNotContain(
            _telegram.Calls.All,
            call => call.Method.StartsWith("set", StringComparison.Ordinal) || call.Method.StartsWith("delete", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_settings_alone_are_looked_at_without_database_and_telegram()
    {
        _environment["DB_PORT"] = "1";

        var checks = await ExamineAsync(scope: CheckScope.Settings);

        Assert.Equal([".env", "hocon.conf", "settings"], checks.Select(check => check.Subject));
        Assert.All(checks, check => Assert.Equal(CheckOutcome.Well, check.Outcome));
        Assert.Empty(_telegram.Calls.All);
    }

    [Fact]
    public async Task What_a_later_version_has_stored_is_named_before_anybody_goes_back_to_this_one()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var (one, other) = (bot.NewClient("Вера"), bot.NewClient("Олег"));
        foreach (var client in new[] { one, other })
        {
            client.SendText("Оставить заявку");
            await client.NextAsync("обращаться");
        }

        await bot.StopAsync();
        _environment = BotEnvironment.Of(bot.Database.Details, bot.Telegram, [bot.Manager.Id]);
        Assert.Equal(CheckOutcome.Well, Of(await ExamineAsync(scope: CheckScope.StoredData), "stored data").Outcome);

        await bot.Database.ExecuteAsync(
            $"update akka.journal set manifest = 'conversation.started.v9' where persistence_id like '%{one.Person.Id}'");
        var stored = Of(await ExamineAsync(scope: CheckScope.StoredData), "stored data");

        Assert.Equal(CheckOutcome.Failed, stored.Outcome);
        Assert.StartsWith("1 conversations hold", stored.Advice, StringComparison.Ordinal);
        Assert.Contains("conversation.started.v9", stored.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("Вера", stored.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_bot_is_named_with_its_beginning()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        _environment = BotEnvironment.Of(bot.Database.Details, bot.Telegram, [bot.Manager.Id]);

        var running = await Eventually.BecomesAsync(
            async () => Of(await ExamineAsync(), "running bot"),
            check => check.Found.Contains(" sessions; version ", StringComparison.Ordinal), "its heartbeat is seen");

        Assert.Equal(CheckOutcome.Well, running.Outcome);
        Assert.StartsWith("yes, since 2", running.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_settings_are_named_and_what_needs_them_is_skipped()
    {
        var checks = await ExamineAsync(environment: new Dictionary<string, string>());

        Assert.Contains("TOKEN, DB_HOST", Of(checks, "settings").Advice!, StringComparison.Ordinal);
        Assert.Equal(CheckOutcome.Skipped, Of(checks, "database").Outcome);
        Assert.Equal(CheckOutcome.Skipped, Of(checks, "Telegram").Outcome);
        Assert.Equal(CheckOutcome.Well, Of(checks, "disk").Outcome);
    }

    [Fact]
    public async Task A_managers_chat_that_is_not_set_is_noticed()
    {
        _environment.Remove("MANAGER_CHAT_ID");

        var check = Of(await ExamineAsync(), "settings");

        Assert.Equal(CheckOutcome.Notice, check.Outcome);
        Assert.StartsWith("MANAGER_CHAT_ID is not set", check.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_settings_file_that_every_user_can_read_is_noticed_and_its_contents_are_not_shown()
    {
        var path = Path.Combine(_folder, ".env");
        await File.WriteAllTextAsync(path, string.Join('\n', _environment.Select(one => $"{one.Key}={one.Value}")));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        var checks = await ExamineAsync(environment: new Dictionary<string, string>());

        Assert.Equal(CheckOutcome.Notice, Of(checks, ".env").Outcome);
        Assert.Equal(CheckOutcome.Well, Of(checks, "Telegram").Outcome);
        Assert.DoesNotContain(checks, check => check.ToString().Contains(_telegram.Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_file_of_each_credential_that_is_read_is_named_and_its_contents_are_not_shown()
    {
        var token = Path.Combine(_folder, "bot_token");
        await File.WriteAllTextAsync(token, _environment["TOKEN"]);
        await File.WriteAllTextAsync(Path.Combine(_folder, "something_else"), "");
        _environment.Remove("TOKEN");
        _environment["CREDENTIALS_DIRECTORY"] = _folder;

        var checks = await ExamineAsync(scope: CheckScope.Settings);

        Assert.Equal([".env", "credential", "hocon.conf", "settings"], checks.Select(check => check.Subject));
        Assert.Equal($"{token} takes the place of TOKEN", Of(checks, "credential").Found);
        Assert.DoesNotContain(checks, check => check.ToString().Contains(_telegram.Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_database_that_is_away_hides_nothing_about_telegram()
    {
        _environment["DB_PORT"] = "1";

        var checks = await ExamineAsync();

        Assert.Contains("127.0.0.1:1", Of(checks, "database").Advice!, StringComparison.Ordinal);
        Assert.Equal(CheckOutcome.Skipped, Of(checks, "migrations").Outcome);
        Assert.Equal(CheckOutcome.Well, Of(checks, "Telegram").Outcome);
    }

    [Fact]
    public async Task An_empty_database_is_well_and_gets_its_tables_at_the_first_start()
    {
        await using var empty = await PostgresFixture.CreateEmptyAsync();
        foreach (var (name, value) in empty.Details.Environment)
            _environment[name] = value;

        var checks = await ExamineAsync();

        Assert.Equal(CheckOutcome.Well, Of(checks, "migrations").Outcome);
        Assert.Empty(await empty.ReadAsync("select relname from pg_class where relnamespace = 'public'::regnamespace"));
    }

    [Fact]
    public async Task Pending_migrations_and_those_of_a_later_version_are_told()
    {
        await _database.ExecuteAsync("delete from vizteh_migrations where scriptname like '0047%'");
        var pending = Of(await ExamineAsync(), "migrations");
        Assert.Equal((CheckOutcome.Notice, true), (pending.Outcome, pending.Found.Contains("0047_bans.sql", StringComparison.Ordinal)));

        await _database.ExecuteAsync("insert into vizteh_migrations (scriptname, applied) values ('9999_later.sql', now())");
        var later = Of(await ExamineAsync(), "migrations");
        Assert.Equal((CheckOutcome.Notice, true), (later.Outcome, later.Found.Contains("9999_later.sql", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_missing_right_is_named_with_the_statements_that_grant_it()
    {
        await using var role = await TestRole.CreateAsync(_database);
        await _database.ExecuteAsync(
            $"grant usage on schema public, akka to {role.Name}; grant select on all tables in schema public, akka to {role.Name}");
        foreach (var (name, value) in role.Details.Environment)
            _environment[name] = value;

        var rights = (await ExamineAsync()).First(check => check.Outcome == CheckOutcome.Failed);

        Assert.Contains("grant", rights.Advice!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sequence_behind_its_table_is_found_and_the_advised_statement_mends_it()
    {
        await _database.ExecuteAsync(
            "insert into inbox (update_id, seq, payload) overriding system value values (1, 500, '{}')");

        var sequences = Of(await ExamineAsync(), "sequences");

        Assert.Equal(CheckOutcome.Failed, sequences.Outcome);
        await _database.ExecuteAsync(sequences.Advice!["In this database: ".Length..]);
        Assert.Equal(CheckOutcome.Well, Of(await ExamineAsync(), "sequences").Outcome);
        await _database.ExecuteAsync("insert into inbox (update_id, payload) values (2, '{}')");
        Assert.Equal(["501"], await _database.ReadAsync("select seq from inbox where update_id = 2"));
    }

    [Fact]
    public async Task Sequences_that_the_user_may_not_read_are_a_notice_with_what_to_grant()
    {
        await using var role = await TestRole.CreateAsync(_database);
        await _database.ExecuteAsync(
            $"""
            grant usage, create on schema public, akka to {role.Name};
            grant select, insert, update, delete on all tables in schema public, akka to {role.Name};
            grant usage on all sequences in schema public, akka to {role.Name};
            grant execute on all functions in schema public, akka to {role.Name};
            """);
        foreach (var (name, value) in role.Details.Environment)
            _environment[name] = value;

        var checks = await ExamineAsync();

        Assert.Equal(CheckOutcome.Well, Of(checks, "rights").Outcome);
        var sequences = Of(checks, "sequences");
        Assert.True(sequences.Outcome == CheckOutcome.Notice, sequences.ToString());
        Assert.Contains("the program works without that right", sequences.Found, StringComparison.Ordinal);
        Assert.Equal(1, CheckReport.ExitCodeOf(checks));

        await _database.ExecuteAsync(sequences.Advice![(sequences.Advice!.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        Assert.Equal(CheckOutcome.Well, Of(await ExamineAsync(), "sequences").Outcome);
    }

    [Fact]
    public async Task A_wrong_token_is_told_without_showing_it()
    {
        _environment["TOKEN"] = "123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

        var checks = await ExamineAsync();

        Assert.Contains("@BotFather", Of(checks, "Telegram").Advice!, StringComparison.Ordinal);
        Assert.Equal(CheckOutcome.Skipped, Of(checks, "chats").Outcome);
        Assert.DoesNotContain(checks, check => check.ToString().Contains("AAAAAAAA", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_proxy_is_tried_and_the_first_that_works_leads_to_the_rest()
    {
        await using var alive = TestProxy.Socks5("anna", "p@ss:w0rd");
        var dead = await TestProxy.DeadPortAsync();
        _environment["PROXY"] = $"socks5://127.0.0.1:{dead},socks5://anna:p%40ss%3Aw0rd@{alive.Name}";

        var checks = await ExamineAsync();

        Assert.Equal(
            [CheckOutcome.Notice, CheckOutcome.Well],
            checks.Where(check => check.Subject == "proxy").Select(check => check.Outcome));
        Assert.Equal(CheckOutcome.Well, Of(checks, "webhook").Outcome);
        Assert.NotEmpty(alive.Targets);
        Assert.DoesNotContain(checks, check => check.ToString().Contains("w0rd", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refused_token_is_not_blamed_on_the_proxy()
    {
        await using var proxy = TestProxy.Http();
        _environment["PROXY"] = proxy.Entry;
        _environment["TOKEN"] = "123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

        var checks = await ExamineAsync();

        Assert.Equal(CheckOutcome.Well, Of(checks, "proxy").Outcome);
        Assert.Contains("@BotFather", Of(checks, "Telegram").Advice!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_proxy_works_the_chats_are_not_asked()
    {
        _environment["PROXY"] = $"http://127.0.0.1:{await TestProxy.DeadPortAsync()}";

        var checks = await ExamineAsync();

        Assert.Contains("PROXY", Of(checks, "Telegram").Advice!, StringComparison.Ordinal);
        Assert.Equal(CheckOutcome.Skipped, Of(checks, "chats").Outcome);
        Assert.Empty(_telegram.Calls.All);
    }

    [Fact]
    public async Task A_chat_that_the_bot_cannot_write_to_is_named_and_the_others_are_asked_all_the_same()
    {
        var stranger = _telegram.AddPerson("Пётр");
        _environment["MANAGER_CHAT_ID"] = string.Create(CultureInfo.InvariantCulture, $"{_group.Id},{stranger.Id},-1009999");
        _group.RemoveBot();

        var checks = await ExamineAsync();

        Assert.All(
            new[] { _group.Id, stranger.Id, -1009999 },
            id => Assert.Equal(
                CheckOutcome.Failed, Of(checks, string.Create(CultureInfo.InvariantCulture, $"chat {id}")).Outcome));
        Assert.Equal(CheckOutcome.Well, Of(checks, "webhook").Outcome);
    }

    [Fact]
    public async Task A_photo_that_telegram_does_not_have_and_a_webhook_are_noticed()
    {
        _environment["PHOTO_ID"] = "AgACAgIAAxkBAAIB";
        await TelegramClient.Create(TestSettings.For(_telegram)).SetWebhook("https://hooks.example.org/secret-path");

        var checks = await ExamineAsync();

        Assert.Equal(CheckOutcome.Notice, Of(checks, "photo").Outcome);
        Assert.Equal(CheckOutcome.Notice, Of(checks, "webhook").Outcome);
        Assert.Contains("hooks.example.org", Of(checks, "webhook").Found, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-path", Of(checks, "webhook").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_photo_that_a_manager_stored_is_asked_for_as_well()
    {
        await _database.ExecuteAsync("insert into company_photo (file_id, saved_by) values ('AgACAgIAAxkBAAIB', 1)");
        var lost = Of(await ExamineAsync(), "photo");
        Assert.Equal(CheckOutcome.Notice, lost.Outcome);
        Assert.Contains("the one that a manager stored", lost.Found, StringComparison.Ordinal);
        Assert.DoesNotContain("PHOTO_ID", lost.Advice, StringComparison.Ordinal);

        await _database.ExecuteAsync($"update company_photo set file_id = '{_telegram.AddFile()}'");
        Assert.Equal("Telegram has the one that a manager stored", Of(await ExamineAsync(), "photo").Found);
    }

    [Fact]
    public async Task The_disk_of_the_backups_is_looked_at_too()
    {
        var backups = Directory.CreateDirectory(Path.Combine(_folder, "backups")).FullName;
        _environment["BACKUP_FOLDER"] = backups;

        var disk = Of(await ExamineAsync(), "disk");
        Assert.Equal(CheckOutcome.Well, disk.Outcome);
        Assert.Contains($"MiB are free at {backups} (backups)", disk.Found, StringComparison.Ordinal);

        Directory.Delete(backups);
        Assert.Equal(CheckOutcome.Notice, Of(await ExamineAsync(), "disk").Outcome);
    }

    [Fact]
    public void A_disk_that_is_nearly_full_is_told_with_what_is_kept_there()
    {
        // The file system of the processes has no room at all.
        var disk = Of([.. MachineChecks.Run([new WatchedFolder(_folder), new WatchedFolder("/proc", "backups")])], "disk");

        Assert.Equal(CheckOutcome.Notice, disk.Outcome);
        Assert.EndsWith("; 0 MiB are free at /proc (backups)", disk.Found, StringComparison.Ordinal);
        Assert.StartsWith("Make room", disk.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/var/run/postgresql", true)]
    [InlineData("localhost", true)]
    [InlineData("db.example", false)]
    public void The_disk_of_a_postgresql_on_this_machine_is_looked_at(string host, bool isLocal)
    {
        var folders = MachineChecks.FoldersOf(_folder, backups: null, new DatabaseSettings(host, 5432, "vizteh", "vizteh", null));

        // Where Debian's PostgreSQL is installed at all.
        Assert.Equal(isLocal && Directory.Exists("/var/lib/postgresql"), folders.Any(folder => folder.Use == "PostgreSQL"));
    }

    [Fact]
    public async Task A_clock_that_differs_from_both_servers_is_told_with_how_far()
    {
        var ahead = new SteppedClock(TimeProvider.System);
        ahead.Step(TimeSpan.FromMinutes(3));

        var clocks = (await ExamineAsync(clock: ahead)).Where(check => check.Subject == "clock").ToList();

        Assert.All(clocks, check => Assert.Equal(CheckOutcome.Notice, check.Outcome));
        Assert.Equal(2, clocks.Count);
        Assert.Contains("behind this machine's", clocks[0].Found, StringComparison.Ordinal);
    }

    private static Check Of(IReadOnlyList<Check> checks, string subject) => Assert.Single(checks, check => check.Subject == subject);

    private async Task<IReadOnlyList<Check>> ExamineAsync(
        IReadOnlyDictionary<string, string>? environment = null, TimeProvider? clock = null, CheckScope scope = CheckScope.Everything)
    {
        var checks = new List<Check>();
        var doctor = new Doctor(environment ?? _environment, _folder, clock ?? TimeProvider.System);
        await foreach (var check in doctor.ExamineAsync(scope, default))
            checks.Add(check);
        return checks;
    }
}
