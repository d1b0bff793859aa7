using Npgsql;
using VizTeh.Actors.Database;
using VizTeh.Actors.Sandbox.Postgres;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Database;

/// <summary>
/// A database in which the bot's user lacks a right is refused in one line; the SQL at the end of that line, typed as it is, grants
/// everything.
/// </summary>
public sealed class RightsTests : IAsyncLifetime
{
    private const string Relations =
        """
        select case when n.nspname = 'akka' then 'akka.' else '' end || c.relname
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname in ('public', 'akka') and c.relkind = any('{r,p}'::"char"[])
        """;

    // A name that works only if every statement quotes it.
    private readonly string _user = $"The Bot's-{Guid.NewGuid():N}"[..40];
    private PostgresServer _server = null!;

    private string User => PostgresServer.Quote(_user);

    public async Task InitializeAsync()
    {
        _server = await PostgresFixture.ServerAsync();
        await _server.ExecuteAsync($"create role {User} login password 'secret-word'");
    }

    // The objects that the role owned were dropped with the test's database.
    public Task DisposeAsync() => _server.ExecuteAsync($"drop role {User}");

    [Fact]
    public async Task What_is_looked_after_is_all_that_the_migrations_make()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();

        Assert.Equal((await database.ReadAsync(Relations)).Order(), MigrationScripts.Tables.Order());
        Assert.Equal(
            (await database.ReadAsync(Relations.Replace("{r,p}", "{v,m}", StringComparison.Ordinal))).Order(),
            MigrationScripts.Views.Order());
        Assert.Equal(
            (await database.ReadAsync(
                """
                select distinct case when n.nspname = 'akka' then 'akka.' else '' end || p.proname
                  from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('public', 'akka')
                """)).Order(),
            MigrationScripts.Functions.Order());
    }

    [Theory]
    [InlineData("grant usage on schema public to {0}")]
    [InlineData("grant usage on schema public, akka to {0}; grant select on all tables in schema public to {0}")]
    [InlineData(
        "grant usage on schema public, akka to {0}; grant select, insert, update, delete on all tables in schema public, akka to {0}; "
        + "revoke delete on inbox from {0}")]
    [InlineData(
        "grant usage on schema public to {0}; grant select, insert, update, delete on all tables in schema public, akka to {0}")]
    [InlineData("revoke usage on schema public from public; alter schema public owner to current_user")]
    public async Task Tables_of_another_role_that_are_granted_in_part_or_not_at_all(string grants)
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await database.ExecuteAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, grants, User));

        await AssertMendsAsync(database);
    }

    [Fact]
    public async Task Each_right_on_each_table_is_missed()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await database.ExecuteAsync(
            $"grant usage on schema public, akka to {User}; grant all on all tables in schema public, akka to {User}; "
            + $"grant all on all sequences in schema public, akka to {User}");
        var connectionString = ConnectionString(database);
        await Migrator.MigrateAsync(connectionString);

        foreach (var right in (string[])["select", "insert", "update", "delete"])
        {
            await database.ExecuteAsync($"revoke {right} on all tables in schema public, akka from {User}");

            var refusal = (await Assert.ThrowsAsync<SettingsException>(() => Migrator.MigrateAsync(connectionString))).Message;
            Assert.All(MigrationScripts.Tables, table => Assert.Contains(
                $"table {(table.Contains('.', StringComparison.Ordinal) ? table : $"public.{table}")}", refusal, StringComparison.Ordinal));

            await database.ExecuteAsync($"grant {right} on all tables in schema public, akka to {User}");
        }
    }

    [Fact]
    public async Task A_dump_restored_without_owners_by_another_role()
    {
        await using var original = await PostgresFixture.CreateMigratedAsync();
        await original.ExecuteAsync("insert into tickets (user_id, name) values (1, 'Анна')");
        await using var restored = await PostgresFixture.CreateEmptyAsync();
        await Shell.TypeAsync(
            $"pg_dump --format=custom --no-owner {original.Details.Name} | pg_restore --no-owner --dbname={restored.Details.Name}",
            restored.Details);

        await AssertMendsAsync(restored);

        Assert.Equal(["Анна"], await restored.ReadAsync("select name from tickets where user_id = 1"));
    }

    [Fact]
    public async Task An_adopted_table_and_its_sequence_of_another_role()
    {
        await using var database = await PostgresFixture.CreateEmptyAsync();
        await database.ExecuteAsync(
            "create sequence numbers; create table tickets (id int primary key default nextval('numbers'), user_id bigint)");

        await AssertMendsAsync(database);
    }

    [Fact]
    public async Task A_sequence_that_is_not_granted()
    {
        await using var database = await PostgresFixture.CreateEmptyAsync();
        await database.ExecuteAsync(
            $"""
            create sequence numbers; create table tickets (id int primary key, user_id bigint, line int default nextval('numbers'));
            alter database "{database.Details.Name}" owner to {User}; alter schema public owner to {User};
            alter table tickets owner to {User};
            grant all on sequence numbers to {User};
            """);
        await Migrator.MigrateAsync(ConnectionString(database));
        await database.ExecuteAsync($"revoke all on sequence numbers from {User}");

        Assert.Contains("sequence public.numbers", await AssertMendsAsync(database), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_akka_of_another_role()
    {
        await using var database = await PostgresFixture.CreateEmptyAsync();
        await database.ExecuteAsync(
            $"create schema akka; alter database \"{database.Details.Name}\" owner to {User}; alter schema public owner to {User}");

        await AssertMendsAsync(database);
    }

    [Fact]
    public async Task No_right_to_make_anything()
    {
        await using var database = await PostgresFixture.CreateEmptyAsync();
        await database.ExecuteAsync("revoke create on schema public from public");

        await AssertMendsAsync(database);
    }

    [Theory]
    [InlineData("create schema {0} authorization {0}")]
    [InlineData("create schema {0} authorization {0}; revoke usage on schema public from public")]
    [InlineData("create schema other authorization {0}; alter role {0} in database {1} set search_path = other")]
    [InlineData("create schema other authorization {0}; alter database {1} set search_path = other, public")]
    [InlineData("alter role {0} in database {1} set search_path = nowhere")]
    public async Task Another_schema_that_comes_first_or_none(string change)
    {
        await using var database = await PostgresFixture.CreateEmptyAsync();
        var name = PostgresServer.Quote(database.Details.Name);
        await database.ExecuteAsync($"alter database {name} owner to {User}; alter schema public owner to {User}");
        await Migrator.MigrateAsync(ConnectionString(database));
        await database.ExecuteAsync("insert into tickets (user_id, name) values (1, 'Анна')");
        await database.ExecuteAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, change, User, name));

        await AssertMendsAsync(database);

        Assert.Equal(
            ["public", "public"],
            await database.ReadAsync("select schemaname::text from pg_tables where tablename in ('tickets', 'vizteh_migrations')"));
    }

    [Fact]
    public async Task An_earlier_bots_table_is_not_passed_over_for_a_schema_named_as_the_role()
    {
        await using var database = await PostgresFixture.CreateEmptyAsync();
        await database.ExecuteAsync(
            $"create table tickets (id serial primary key, user_id bigint); insert into tickets (user_id) values (1); "
            + $"create schema {User} authorization {User}; alter table tickets owner to {User}; "
            + $"alter database \"{database.Details.Name}\" owner to {User}");

        await AssertMendsAsync(database);

        Assert.Equal(["1"], await database.ReadAsync("select count(*) from public.tickets where user_id = 1"));
    }

    [Fact]
    public async Task Of_two_tables_named_tickets_the_one_that_the_path_leads_to_is_taken_over()
    {
        await using var database = await PostgresFixture.CreateEmptyAsync();
        await database.ExecuteAsync(
            $"create schema crm; create table crm.tickets (id uuid primary key); "
            + $"create table tickets (id serial primary key, user_id bigint); alter table tickets owner to {User}; "
            + $"alter schema public owner to {User}; alter database \"{database.Details.Name}\" owner to {User}");

        await Migrator.MigrateAsync(ConnectionString(database));

        Assert.Equal(["public"], await database.ReadAsync("select schemaname::text from pg_tables where tablename = 'outbox'"));
    }

    [Theory]
    [InlineData("drop table vizteh_migrations", "already exists")]
    [InlineData("drop table vizteh_migrations, inbox, outbox, poller cascade", "already exists")]
    [InlineData("drop table poller", "poller missing")]
    [InlineData("drop schema akka cascade", "akka.journal")]
    public async Task What_was_restored_in_part_is_called_so_with_how_to_restore_the_whole(string loss, string named)
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await database.ExecuteAsync(loss);

        var refusal = await Assert.ThrowsAsync<SettingsException>(() => Migrator.MigrateAsync(database.ConnectionString));

        Assert.StartsWith("DB_NAME: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("a part of the bot's tables only", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("pg_restore", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>The program does not start; the SQL of the error line is executed; then the program starts.</summary>
    private async Task<string> AssertMendsAsync(TestDatabase database)
    {
        var refusal = (await Assert.ThrowsAsync<SettingsException>(() => Migrator.MigrateAsync(ConnectionString(database)))).Message;
        Assert.StartsWith("DB_USER: ", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal);

        var sql = refusal[(refusal.IndexOf(Sql.MendWith, StringComparison.Ordinal) + Sql.MendWith.Length)..];
        var typed = sql.Replace("'", "'\\''", StringComparison.Ordinal);
        await Shell.TypeAsync($"psql --set=ON_ERROR_STOP=1 --command='{typed}'", database.Details);

        await Migrator.MigrateAsync(ConnectionString(database));
        await Migrator.MigrateAsync(ConnectionString(database));
        await using var work = new NpgsqlConnection(ConnectionString(database));
        await work.OpenAsync();
        await using var insert = new NpgsqlCommand(
            """
            insert into tickets (user_id) values (2);
            insert into akka.journal (created, deleted, persistence_id, sequence_number, message) values (1, false, 'x', 1, '');
            delete from akka.journal where persistence_id = 'x';
            """,
            work);
        await insert.ExecuteNonQueryAsync();
        return refusal;
    }

    private string ConnectionString(TestDatabase database) =>
        (database.Details with { User = _user, Password = "secret-word" }).ConnectionString + ";Pooling=false";
}
