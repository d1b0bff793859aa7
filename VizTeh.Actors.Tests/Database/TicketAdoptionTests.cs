using VizTeh.Actors.Database;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Database;

/// <summary>A table of an earlier bot is adopted in place, in any of its possible shapes.</summary>
public sealed class TicketAdoptionTests
{
    private const string Usual =
        """
        create table tickets (
          id serial primary key, user_id bigint not null, username varchar(64), name varchar(100) not null, org varchar(100) not null,
          city varchar(100) not null, direction varchar(50) not null, description text not null, phone varchar(20) not null,
          manager_id bigint, status varchar(20) not null default 'open', created_at timestamp default now(), close_at timestamp);
        insert into tickets (user_id, username, name, org, city, direction, description, phone, manager_id, status, created_at, close_at)
        values
          (10, 'anna', 'Анна', 'Ромашка', 'Тверь', 'Стелы', 'Стела у дороги', '+79990000001', null, 'open', '2024-03-01 10:00', null),
          (11, null, 'Борис', 'Лютик', 'Клин', 'Знаки', 'Знаки', '+79990000002', 900, 'closed', '2024-03-02 11:00', '2024-03-03 12:30');
        delete from tickets where id = 1;
        insert into tickets (user_id, name, org, city, direction, description, phone)
        values (12, 'Вера', 'Мак', 'Орёл', 'Другое', 'Вывеска', '+79990000003');
        """;

    [Fact]
    public async Task Rows_ids_and_numbering_stay()
    {
        await using var database = await AdoptAsync(Usual);

        await InsertAsync(database);

        Assert.Equal(
            ["2 Борис closed 900", "3 Вера open -", "4 Глеб open -"],
            await database.ReadAsync("select concat_ws(' ', id, name, status, coalesce(manager_id::text, '-')) from tickets order by id"));
    }

    [Fact]
    public async Task Times_without_zone_are_read_in_the_time_zone_of_the_database()
    {
        await using var database = await PostgresFixture.CreateEmptyAsync();
        await database.ExecuteAsync(Usual);
        await database.ExecuteAsync($"alter database {database.Details.Name} set timezone = 'Europe/Moscow'");

        await Migrator.MigrateAsync(database.ConnectionString);

        Assert.Equal(
            ["2024-03-03 09:30"],
            await database.ReadAsync("select to_char(close_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') from tickets where id = 2"));
    }

    [Fact]
    public async Task What_a_client_may_answer_fits_whatever_the_old_limits_were()
    {
        await using var database = await AdoptAsync(Usual);

        await database.ExecuteAsync(
            """
            insert into tickets (user_id, username, name, org, city, direction, description, phone, manager_id)
            values (9007199254740991, repeat('u', 300), repeat('н', 200), repeat('о', 200), repeat('г', 200), repeat('н', 100),
                    repeat('з', 3000), repeat('1', 60), -1001234567890)
            """);

        Assert.Equal(["200"], await database.ReadAsync("select length(name) from tickets order by id desc limit 1"));
    }

    [Fact]
    public async Task A_taken_over_table_has_the_columns_of_a_new_one()
    {
        const string Shape =
            """
            select concat_ws(' ', attname, format_type(atttypid, atttypmod), attnotnull) from pg_attribute
            where attrelid = 'tickets'::regclass and attnum > 0 and attname <> 'id' order by attname
            """;
        await using var fresh = await PostgresFixture.CreateMigratedAsync();
        await using var adopted = await AdoptAsync(Usual);

        // Only the time of creation may be unknown in an adopted table.
        const string Created = "created_at timestamp with time zone ";
        Assert.Equal(
            (await fresh.ReadAsync(Shape)).Select(column => column.Replace(Created + "t", Created + "f", StringComparison.Ordinal)),
            await adopted.ReadAsync(Shape));
    }

    [Theory]
    [InlineData("no creation time", "id serial primary key, user_id integer, username text, name text, status varchar(20)")]
    [InlineData("no default on id", "id integer primary key, user_id bigint")]
    [InlineData("no primary key", "id serial, user_id bigint")]
    [InlineData("a primary key elsewhere", "id serial, user_id bigint primary key")]
    [InlineData("a sequence not owned by the column", "id int primary key default nextval('numbers'), user_id bigint")]
    [InlineData("an identity column", "id bigint generated always as identity primary key, user_id bigint")]
    [InlineData("a check on the status", "id serial primary key, user_id bigint, status varchar(20) check (status in ('open', 'closed'))")]
    [InlineData("an enumeration", "id serial primary key, user_id bigint, status state default 'open'")]
    [InlineData("ids as text", "id serial primary key, user_id varchar(30), manager_id text default ''")]
    [InlineData("answers that must be there", "id serial primary key, user_id bigint, name text not null, close_at timestamp not null")]
    [InlineData("an index on a widened column", "id serial primary key, user_id integer, name varchar(10), unique (name, user_id)")]
    public async Task An_old_shape_is_taken_over(string shape, string columns)
    {
        await using var database = await AdoptAsync(
            $"create sequence numbers; create type state as enum ('open', 'closed'); create table tickets ({columns})");

        await InsertAsync(database);
        await InsertAsync(database);

        Assert.Equal(
            ["1 Глеб open", "2 Глеб open"],
            await database.ReadAsync("select concat_ws(' ', id, name, status) from tickets order by id"));
        await database.ExecuteAsync("insert into ticket_history (ticket_id, status) values (1, 'open')");
        Assert.NotEmpty(shape);
    }

    [Fact]
    public async Task Numbering_goes_on_after_the_highest_id_when_the_table_gave_none()
    {
        await using var database = await AdoptAsync(
            "create table tickets (id integer primary key, user_id bigint); insert into tickets values (41, 1), (7, 1)");

        await InsertAsync(database);

        Assert.Equal(["42"], await database.ReadAsync("select max(id) from tickets"));
    }

    [Fact]
    public async Task Numbering_that_lags_behind_the_rows_is_moved_past_them()
    {
        await using var database = await AdoptAsync(
            "create table tickets (id serial primary key, user_id bigint); insert into tickets values (41, 1)");

        await InsertAsync(database);

        Assert.Equal(["42"], await database.ReadAsync("select max(id) from tickets"));
    }

    [Fact]
    public async Task A_row_without_status_is_open_and_one_without_a_time_of_creation_keeps_none()
    {
        await using var database = await AdoptAsync(
            "create table tickets (id serial primary key, user_id bigint, status varchar(20)); insert into tickets values (1, null, null)");

        await InsertAsync(database);

        Assert.Equal(
            ["1 open true", "2 open false"],
            await database.ReadAsync("select concat_ws(' ', id, status, (created_at is null)::text) from tickets order by id"));
    }

    [Fact]
    public async Task Columns_of_somebody_else_stay()
    {
        await using var database = await AdoptAsync(
            """
            create table tickets (id serial primary key, user_id bigint, note varchar(7) default 'x', price numeric(9, 2));
            insert into tickets values (1, 1, 'ours', 10.50);
            """);

        Assert.Equal(["ours 10.50"], await database.ReadAsync("select concat_ws(' ', note, price) from tickets"));
    }

    [Theory]
    [InlineData("text not null default 'нет'", "\"нет\"")]
    [InlineData("varchar(50)[]", "[\"один\", \"\\\"два\\\"\"]", "array['один', '\"два\"']")]
    [InlineData("json not null default '[]'", "{\"a\": 1}", "'{\"a\":1}'")]
    [InlineData("jsonb", "{\"a\": 1}", "'{\"a\":1}'")]
    public async Task A_column_of_the_old_bot_that_has_the_name_of_the_answers_keeps_what_it_held_as_json(
        string type, string kept, string value = "default")
    {
        await using var database = await AdoptAsync(
            $"""
            create table tickets (id serial primary key, user_id bigint, name text, answers {type});
            insert into tickets (user_id, name, answers) values (1, 'Анна', {value});
            """);

        await InsertAsync(database);

        Assert.Equal([kept, ""], await database.ReadAsync("select coalesce(answers::text, '') from tickets order by id"));
    }

    [Theory]
    [InlineData("int default 3", "3")]
    [InlineData("varchar(5) not null default 'site'", "site")]
    public async Task A_column_of_the_old_bot_that_has_the_name_of_the_source_becomes_text_and_may_be_empty(string type, string kept)
    {
        await using var database = await AdoptAsync(
            $"""
            create table tickets (id serial primary key, user_id bigint, name text, source {type});
            insert into tickets (user_id, name) values (1, 'Анна');
            """);

        var ticket = TicketSamples.New() with { Source = new string('s', 64) };
        await new TicketStore(database.DataSource).CreateAsync([ticket, TicketSamples.New()], [], default);

        Assert.Equal([kept, ticket.Source, ""], await database.ReadAsync("select coalesce(source, '') from tickets order by id"));
    }

    [Theory]
    [InlineData(
        "create table tickets (id serial primary key, user_id bigint, name varchar(10)); create view board as select name from tickets",
        "view board")]
    [InlineData("create table tickets (id uuid primary key)", "no column \"id\" of whole numbers")]
    [InlineData("create view tickets as select 1 as id", "not an ordinary table")]
    [InlineData("create table tickets (id serial, user_id bigint); insert into tickets values (1, 1), (1, 2)", "tickets_pkey")]
    [InlineData(
        "create table tickets (id serial primary key, user_id bigint, branch int not null)",
        "alter table tickets alter column branch drop not null")]
    public async Task What_cannot_be_taken_over_is_refused_in_one_line_and_left_as_it_was(string table, string reason)
    {
        await using var database = await PostgresFixture.CreateEmptyAsync();
        await database.ExecuteAsync(table);
        const string Columns =
            """
            select table_name || column_name || data_type from information_schema.columns where table_schema = 'public' order by 1
            """;
        var before = await database.ReadAsync(Columns);

        var refusal = await Assert.ThrowsAsync<SettingsException>(() => Migrator.MigrateAsync(database.ConnectionString));

        Assert.StartsWith("DB_NAME: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.Equal(before, await database.ReadAsync(Columns));
    }

    private static async Task<TestDatabase> AdoptAsync(string old)
    {
        var database = await PostgresFixture.CreateEmptyAsync();
        await database.ExecuteAsync(old);
        await Migrator.MigrateAsync(database.ConnectionString);
        return database;
    }

    private static Task InsertAsync(TestDatabase database) => database.ExecuteAsync(
        """
        insert into tickets (user_id, name, submission_id)
        select coalesce(max(user_id), 0) + 1, 'Глеб', gen_random_uuid() from tickets
        """);
}
