using VizTeh.Actors.Database;
using VizTeh.Actors.Sandbox.Postgres;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

/// <summary>A refusal by an earlier bot's table is found when the program starts, and the error line names the cure.</summary>
public sealed class TicketTrialTests : IDisposable
{
    private const string Table = "create table tickets (id serial primary key, user_id bigint, direction text, phone text, extra int);";

    private static readonly CompanySettings Company = ShippedForm.Company.WithChoices(Ids.Direction, "Стелы", "Другое");

    private readonly LogLines _log = new();

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData("a check on a direction", "alter table tickets add constraint \"Known ones\" check (direction in ('Стелы'))")]
    [InlineData("a check on the length", "alter table tickets add check (length(description) <= 1000)")]
    [InlineData("a check on other countries' phones", "alter table tickets add check (phone like '+7%')")]
    [InlineData("a check on the status", "alter table tickets add check (status = 'open')")]
    [InlineData(
        "a check of a domain",
        // PostgreSQL gives no other type to a column that a derived one is made of.
        "create domain word as text check (length(value) < 100); alter table tickets drop column search_words; "
        + "alter table tickets alter column name type word")]
    [InlineData("a column that must be there", "alter table tickets alter column extra set not null")]
    [InlineData("a username that must be there", "alter table tickets alter column username set not null")]
    [InlineData("one ticket a client", "alter table tickets add unique (user_id)")]
    [InlineData("one ticket a client by an index", "create unique index on tickets (user_id)")]
    [InlineData(
        "a table of users",
        "create table users (id bigint primary key); alter table tickets add foreign key (user_id) references users")]
    [InlineData(
        "a reference that is checked at the end",
        "create table users (id bigint primary key); "
        + "alter table tickets add foreign key (user_id) references users deferrable initially deferred")]
    [InlineData(
        "a trigger that refuses",
        "create function refuse() returns trigger language plpgsql as 'begin raise exception ''not on Sundays''; end'; "
        + "create function allow() returns trigger language plpgsql as 'begin return new; end'; "
        + "create trigger one before insert on tickets for each row execute function allow(); "
        + "create trigger \"Other one\" before insert on tickets for each row execute function refuse()")]
    [InlineData(
        "a trigger that refuses a status",
        "create function keep() returns trigger language plpgsql as 'begin raise exception ''stays open''; end'; "
        + "create trigger keep before update on tickets for each row execute function keep()")]
    [InlineData(
        "a trigger that swallows",
        "create function swallow() returns trigger language plpgsql as 'begin return null; end'; "
        + "create trigger swallow before insert on tickets for each row execute function swallow()")]
    [InlineData("a rule", "create rule quiet as on update to tickets do instead nothing")]
    public async Task What_stands_in_the_way_is_named_with_the_sql_that_takes_it_away(string obstacle, string sql)
    {
        await using var database = await PostgresFixture.CreateEmptyAsync();
        await database.ExecuteAsync(Table);
        await Migrator.MigrateAsync(database.ConnectionString);
        await database.ExecuteAsync(sql);

        var refusal = (await Assert.ThrowsAsync<SettingsException>(() => TryAsync(database))).Message;

        Assert.StartsWith("DB_NAME: the table tickets of ", refusal, StringComparison.Ordinal);
        await TypeCureAsync(refusal, database);
        await TryAsync(database);
        Assert.NotEmpty(obstacle);
    }

    [Fact]
    public async Task Row_security_and_a_right_that_a_trigger_lacks_are_named_too()
    {
        await using var database = await PostgresFixture.CreateEmptyAsync();
        await using var role = await TestRole.CreateAsync(database);
        await database.ExecuteAsync($"{Table} alter table tickets owner to {role.Name}");
        await role.OwnDatabaseAsync();
        await Migrator.MigrateAsync(role.Details.ConnectionString);
        await database.ExecuteAsync(
            $"""
            create table "Audit" (id serial primary key, at timestamptz default now());
            create function note() returns trigger language plpgsql as 'begin insert into "Audit" default values; return new; end';
            create trigger note after insert or update on tickets for each row execute function note();
            alter table tickets enable row level security; alter table tickets force row level security;
            """);
        var settings = SettingsOf(role.Details);

        var lines = new List<string>();
        for (var start = 1; start <= 3; start++)
        {
            try
            {
                await TryAsync(settings);
                break;
            }
            catch (SettingsException refusal)
            {
                lines.Add(refusal.Message);
                await TypeCureAsync(refusal.Message, database);
            }
        }

        Assert.Equal(2, lines.Count);
        Assert.Contains("row-level security", lines[0], StringComparison.Ordinal);
        Assert.Contains("permission denied for table Audit", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_the_trial_stays_and_no_number_is_used_up()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await database.ExecuteAsync("insert into tickets (user_id, name) values (1, 'Анна')");

        await TryAsync(database);
        await TryAsync(database);

        await database.ExecuteAsync("insert into tickets (user_id, name) values (1, 'Борис')");
        Assert.Equal(["1 Анна", "2 Борис"], await database.ReadAsync("select id || ' ' || name from tickets order by id"));
        Assert.Empty(await database.ReadAsync("select id::text from ticket_history"));
        Assert.Empty(_log.All);
    }

    [Fact]
    public async Task A_table_that_is_locked_does_not_keep_the_program_from_starting()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await using var rival = await database.DataSource.OpenConnectionAsync();
        await using var transaction = await rival.BeginTransactionAsync();
        await using (var command = rival.CreateCommand())
        {
            command.CommandText = "lock table tickets";
            await command.ExecuteNonQueryAsync();
        }

        await TryAsync(database);

        Assert.Contains("could not be tried", Assert.Single(_log.All), StringComparison.Ordinal);
    }

    private static Task TypeCureAsync(string refusal, TestDatabase database)
    {
        var sql = refusal[(refusal.IndexOf(Sql.MendWith, StringComparison.Ordinal) + Sql.MendWith.Length)..];
        return Shell.TypeAsync($"psql --set=ON_ERROR_STOP=1 --command='{sql}'", database.Details);
    }

    private static DatabaseSettings SettingsOf(PostgresDatabase details) =>
        new(details.Host, details.Port, details.Name, details.User, details.Password);

    private Task TryAsync(TestDatabase database) => TryAsync(SettingsOf(database.Details));

    private Task TryAsync(DatabaseSettings settings) => new TicketTrial(settings, _log.CreateLogger(nameof(TicketTrial)))
        .RunAsync(SampleTickets.For(Company, DateTimeOffset.UnixEpoch), CancellationToken.None);
}
