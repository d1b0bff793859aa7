using System.Net;
using System.Net.Sockets;
using Npgsql;
using VizTeh.Actors.Database;
using VizTeh.Actors.Sandbox.Network;
using VizTeh.Actors.Sandbox.Postgres;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Database;

public sealed class MigratorTests
{
    private const string Tables =
        """
        select table_schema || '.' || table_name from information_schema.tables
        where table_schema in ('public', 'akka') order by 1
        """;

    [Fact]
    public async Task An_empty_database_gets_every_table_with_a_comment_for_who_reads_it()
    {
        await using var database = await PostgresFixture.CreateEmptyAsync();

        await Migrator.MigrateAsync(database.ConnectionString);

        Assert.Equal(
            [
                "akka.journal", "akka.snapshot", "akka.tags", "public.abandoned_forms", "public.alerts", "public.answer_copies",
                "public.bans", "public.clients", "public.company_photo", "public.form_reminders", "public.health", "public.heartbeats",
                "public.inbox", "public.leases", "public.managers_setting", "public.migrated_chats", "public.nodes", "public.outbox",
                "public.outbox_keys", "public.poller",
                "public.readings", "public.recent_updates", "public.ticket_cards", "public.ticket_history", "public.ticket_mails",
                "public.ticket_messages", "public.ticket_numbers", "public.ticket_posts", "public.ticket_waits", "public.tickets",
                "public.troubles", "public.vizteh_migrations",
            ],
            await database.ReadAsync(Tables));
        Assert.Empty(await database.ReadAsync(
            """
            select relname from pg_class
            where relkind in ('r', 'v') and relnamespace in ('public'::regnamespace, 'akka'::regnamespace)
              and relname <> 'vizteh_migrations' and obj_description(oid, 'pg_class') is null
            """));
    }

    [Fact]
    public async Task A_second_start_changes_nothing()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await database.ExecuteAsync("insert into tickets (user_id, name) values (1, 'Анна')");
        var applied = await database.ReadAsync("select scriptname || applied from vizteh_migrations order by 1");

        await Migrator.MigrateAsync(database.ConnectionString);

        Assert.Equal(applied, await database.ReadAsync("select scriptname || applied from vizteh_migrations order by 1"));
        Assert.Equal(["1 Анна open"], await database.ReadAsync("select id || ' ' || name || ' ' || status from tickets"));
    }

    [Fact]
    public async Task Several_starts_at_once_all_succeed_and_each_script_runs_once()
    {
        await using var database = await PostgresFixture.CreateEmptyAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Migrator.MigrateAsync(database.ConnectionString)));

        Assert.Equal(
            typeof(Migrator).Assembly.GetManifestResourceNames()
                .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
                .Select(name => name["VizTeh.Actors.Database.migrations.".Length..])
                .Order(StringComparer.Ordinal),
            await database.ReadAsync("select scriptname from vizteh_migrations order by 1"));
    }

    [Fact]
    public async Task One_submission_is_one_ticket_however_often_it_is_inserted()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        const string Insert =
            """
            insert into tickets (user_id, submission_id) values (1, 'aaaaaaaa-0000-0000-0000-000000000000')
            on conflict (submission_id) do nothing
            """;

        await database.ExecuteAsync(Insert);
        await database.ExecuteAsync(Insert);

        Assert.Equal(["1"], await database.ReadAsync("select count(*) from tickets"));
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_the_database_as_it_was()
    {
        await using var database = await PostgresFixture.CreateEmptyAsync();
        await database.ExecuteAsync("create table outbox (mine int)");

        var refusal = await RefusalAsync(database.ConnectionString);

        Assert.Contains("DB_NAME", refusal, StringComparison.Ordinal);
        Assert.Contains("\"outbox\" already exists", refusal, StringComparison.Ordinal);
        Assert.Equal(["public.outbox"], await database.ReadAsync(Tables));
    }

    [Fact]
    public async Task Another_process_at_work_is_waited_for_but_not_for_ever()
    {
        await using var database = await PostgresFixture.CreateEmptyAsync();
        await using var other = await database.DataSource.OpenConnectionAsync();
        await using var hold = new NpgsqlCommand("select pg_advisory_lock(95011023906152)", other);
        await hold.ExecuteNonQueryAsync();

        var refusal = await Assert.ThrowsAsync<SettingsException>(
            () => Migrator.MigrateAsync(database.ConnectionString, lockWait: TimeSpan.FromMilliseconds(100)));

        Assert.Contains("another program holds the tables", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_earlier_version_that_waits_for_a_table_while_the_migration_waits_for_its_own_does_not_end_the_start()
    {
        await using var database = await PostgresFixture.CreateMigratedBeforeAsync("0044_outcomes_and_snoozes.sql");
        await using var earlier = await database.DataSource.OpenConnectionAsync();
        await using var working = await earlier.BeginTransactionAsync();
        // PostgreSQL then finds the deadlock for the migration, never for this session.
        await ExecuteAsync("set local deadlock_timeout = '10min'");
        await ExecuteAsync("lock table tickets in row exclusive mode");

        var migration = Migrator.MigrateAsync(database.ConnectionString);
        await Eventually.BecomesAsync(
            () => database.ReadAsync("select relation::regclass::text from pg_locks where not granted and relation is not null"),
            waiting => waiting is ["tickets"], "the migration waits for the tickets");
        await ExecuteAsync("lock table outbox in row exclusive mode");
        await working.CommitAsync();

        await migration;
        Assert.Contains("public.bans", await database.ReadAsync(Tables));

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, earlier, working);
            await command.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public async Task The_migration_of_waits_lets_an_earlier_version_settle_what_it_is_sending_before_it_locks_the_tickets()
    {
        await using var database = await PostgresFixture.CreateMigratedBeforeAsync("0050_ticket_waits.sql");
        await using var earlier = await database.DataSource.OpenConnectionAsync();
        await using var sending = await earlier.BeginTransactionAsync();
        // PostgreSQL then finds a deadlock for the migration, never for this session.
        await ExecuteAsync("set local deadlock_timeout = '10min'");
        await ExecuteAsync("lock table outbox in row share mode");

        var migration = Migrator.MigrateAsync(database.ConnectionString);
        await Eventually.BecomesAsync(
            () => database.ReadAsync("select relation::regclass::text from pg_locks where not granted and relation is not null"),
            waiting => waiting is ["outbox"], "the migration waits for the outbox");
        await ExecuteAsync("lock table tickets in row exclusive mode nowait");
        await sending.CommitAsync();

        await migration;

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, earlier, sending);
            await command.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public async Task A_migration_that_takes_too_long_is_named_and_leaves_the_database_as_it_was()
    {
        await using var database = await PostgresFixture.CreateMigratedBeforeAsync("0045_find_tickets.sql");
        await using var other = await database.DataSource.OpenConnectionAsync();
        await using var reading = await other.BeginTransactionAsync();
        await using (var read = new NpgsqlCommand("lock table tickets in access share mode", other, reading))
            await read.ExecuteNonQueryAsync();

        var refusal = await Assert.ThrowsAsync<SettingsException>(
            () => Migrator.MigrateAsync(database.ConnectionString, scriptLimit: TimeSpan.FromSeconds(1)));

        Assert.StartsWith("DB_HOST: the migration 0045_find_tickets.sql was given up after 1 s", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("public.bans", await database.ReadAsync(Tables));
    }

    [Fact]
    public async Task A_port_on_which_nothing_listens_is_named()
    {
        var port = FreePort.Find();

        var refusal = await RefusalAsync(new PostgresDatabase("127.0.0.1", port, "bot", "bot", "secret-word").ConnectionString);

        Assert.Equal($"DB_HOST, DB_PORT: nothing listens at 127.0.0.1:{port}. Start PostgreSQL, or set its address and port.", refusal);
    }

    [Fact]
    public async Task A_server_that_accepts_and_says_nothing_is_given_up_in_time()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var silent = new PostgresDatabase("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, "bot", "bot", "secret-word");

        var refusal = await RefusalAsync(new NpgsqlConnectionStringBuilder(silent.ConnectionString) { Timeout = 1 }.ConnectionString);

        Assert.StartsWith("DB_HOST, DB_PORT: PostgreSQL at", refusal, StringComparison.Ordinal);
        Assert.Contains("does not answer in time", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_connection_that_is_forgotten_on_the_way_does_not_end_the_start(int number)
    {
        await using var database = await PostgresFixture.CreateEmptyAsync();
        await using var relay = FreezingRelay.Before(database.Details.Host, database.Details.Port);
        relay.ForgetConnection(number);

        var behind = new NpgsqlConnectionStringBuilder((database.Details with { Port = relay.Port }).ConnectionString) { Timeout = 2 };
        await Migrator.MigrateAsync(behind.ConnectionString);

        Assert.True(relay.Accepted > number);
        Assert.Contains("public.tickets", await database.ReadAsync(Tables));
    }

    [Fact]
    public async Task A_start_that_is_forgotten_while_it_migrates_does_not_hold_up_the_next_one_for_ever()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await using var relay = FreezingRelay.Before(database.Details.Host, database.Details.Port);
        await using var blocker = await database.DataSource.OpenConnectionAsync();
        await using var blocking = await blocker.BeginTransactionAsync();
        await using (var block = new NpgsqlCommand("lock table vizteh_migrations", blocker, blocking))
            await block.ExecuteNonQueryAsync();
        var forgotten = Migrator.MigrateAsync((database.Details with { Port = relay.Port }).ConnectionString);
        await Eventually.BecomesAsync(
            () => database.ReadAsync(
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'relation'"),
            waiting => waiting.SequenceEqual(["1"]), "its scripts wait for the table");

        Assert.True(relay.ForgetConnections() >= 2);
        await blocking.RollbackAsync();

        await Migrator.MigrateAsync(database.ConnectionString);
        await forgotten;
    }

    [Fact]
    public async Task A_server_of_another_kind_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerAsHttpAsync(listener);

        var refusal = await RefusalAsync(
            new PostgresDatabase("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, "bot", "bot", "secret-word").ConnectionString);

        Assert.Contains("does not speak as PostgreSQL does", refusal, StringComparison.Ordinal);
        await answering;
    }

    [Fact]
    public async Task A_name_that_no_machine_has_is_named()
    {
        var refusal = await RefusalAsync(new PostgresDatabase("no-such-host.invalid", 5432, "bot", "bot", "secret-word").ConnectionString);

        Assert.Contains("DB_HOST", refusal, StringComparison.Ordinal);
        Assert.Contains("no-such-host.invalid", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_user_is_named_and_the_password_is_not()
    {
        await using var database = await PostgresFixture.CreateEmptyAsync();

        var refusal = await RefusalAsync((database.Details with { User = "nobody", Password = "secret-word" }).ConnectionString);

        Assert.StartsWith("DB_USER, DB_PASSWORD: ", refusal, StringComparison.Ordinal);
        Assert.Contains("\"nobody\"", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_database_is_named_with_the_command_that_makes_it()
    {
        await using var database = await PostgresFixture.CreateEmptyAsync();

        var refusal = await RefusalAsync((database.Details with { Name = "no_such_database" }).ConnectionString);

        Assert.StartsWith("DB_NAME: ", refusal, StringComparison.Ordinal);
        Assert.Contains($"createdb --owner={database.Details.User} no_such_database", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_without_the_right_to_make_tables_is_named_with_what_gives_it()
    {
        await using var database = await PostgresFixture.CreateEmptyAsync();
        await using var role = await TestRole.CreateAsync(database);
        await database.ExecuteAsync("revoke create on schema public from public");

        var refusal = await RefusalAsync(role.Details.ConnectionString);

        Assert.StartsWith("DB_USER: ", refusal, StringComparison.Ordinal);
        Assert.Contains($"owner to \"{role.Name}\"", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_owner_of_the_database_needs_no_other_right()
    {
        await using var database = await PostgresFixture.CreateEmptyAsync();
        await using var role = await TestRole.CreateAsync(database);
        await role.OwnDatabaseAsync();

        await Migrator.MigrateAsync(role.Details.ConnectionString);

        Assert.Contains("public.tickets", await database.ReadAsync(Tables));
    }

    [Theory]
    [InlineData("12.22", false)]
    [InlineData("13.0", true)]
    [InlineData("18.1", true)]
    public void A_server_older_than_13_is_refused(string version, bool accepted)
    {
        var target = new NpgsqlConnectionStringBuilder { Host = "db.example", Port = 5432 };
        void Check() => Migrator.RequireVersion(Version.Parse(version), target);

        if (accepted)
            Check();
        else
            Assert.Contains("13 or later", Assert.Throws<SettingsException>(Check).Message, StringComparison.Ordinal);
    }

    private static async Task<string> RefusalAsync(string connectionString)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var refusal = await Assert.ThrowsAsync<SettingsException>(
            () => Migrator.MigrateAsync(connectionString, cancellationToken: limit.Token));
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.DoesNotContain("secret-word", refusal.Message, StringComparison.Ordinal);
        return refusal.Message;
    }

    private static async Task AnswerAsHttpAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        await stream.ReadExactlyAsync(new byte[8]);
        await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
    }
}
