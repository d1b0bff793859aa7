using Npgsql;
using VizTeh.Actors.Database;
using VizTeh.Actors.Sandbox.Postgres;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

/// <summary>Tickets are numbered without gaps, whoever creates them, and whatever was refused or died in between.</summary>
public sealed class TicketNumberTests
{
    [Fact]
    public async Task A_crash_of_postgresql_leaves_no_gap()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await using var database = new TestDatabase(cluster.Server, await cluster.CreateDatabaseAsync());
        await Migrator.MigrateAsync(database.ConnectionString);
        var tickets = new TicketStore(database.DataSource);
        var ids = new List<string>();

        for (var crash = 0; crash < 3; crash++)
        {
            ids.Add(await CreateAsync(tickets, TicketSamples.New()));
            ids.Add(await CreateAsync(tickets, TicketSamples.New(), TicketSamples.New()));
            await cluster.StopAsync(PostgresStop.Immediate);
            await cluster.StartAgainAsync();
            database.DataSource.Clear();
        }

        ids.Add(await CreateAsync(tickets, TicketSamples.New()));
        Assert.Equal("1 2 3 4 5 6 7 8 9 10", string.Join(' ', ids));
    }

    [Fact]
    public async Task A_refused_ticket_and_a_repeated_one_leave_no_gap()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        var tickets = new TicketStore(database.DataSource);
        var first = TicketSamples.New();
        await CreateAsync(tickets, first);
        await database.ExecuteAsync("alter table tickets add constraint nobody check (id = 1)");
        await Assert.ThrowsAsync<PostgresException>(() => CreateAsync(tickets, TicketSamples.New(), TicketSamples.New()));
        await database.ExecuteAsync("alter table tickets drop constraint nobody");

        Assert.Equal("2 1 3", await CreateAsync(tickets, TicketSamples.New(), first, TicketSamples.New()));
        Assert.Equal("1", await CreateAsync(tickets, first));
        Assert.Equal("4", await CreateAsync(tickets, TicketSamples.New()));
    }

    [Fact]
    public async Task Whoever_creates_at_once_two_programs_repeats_and_an_earlier_bot_gets_the_numbers_from_one_on()
    {
        const int Rounds = 40;
        await using var database = await PostgresFixture.CreateMigratedAsync();
        TicketStore[] stores = [new(database.DataSource), new(database.DataSource), new(database.DataSource)];
        CreateTicket[] asked = [.. Enumerable.Range(0, Rounds).Select(_ => TicketSamples.New())];

        // Each is asked for by all three, in batches of other sizes.
        var creating = stores.SelectMany((store, index) => asked.Chunk(index + 1).Select(chunk => CreateAsync(store, chunk)));
        var inserting = Enumerable.Range(0, Rounds).Select(_ => database.ExecuteAsync("insert into tickets (user_id) values (7)"));
        await Task.WhenAll([.. creating, .. inserting]);

        Assert.Equal(
            Enumerable.Range(1, 2 * Rounds).Select(number => $"{number}"),
            await database.ReadAsync("select id from tickets order by id"));
    }

    [Theory]
    [InlineData("id serial primary key")]
    [InlineData("id bigint generated always as identity primary key")]
    [InlineData("id smallint primary key default nextval('numbers')")]
    public async Task An_earlier_bots_numbering_goes_on_whichever_of_the_two_programs_stores(string id)
    {
        await using var database = await PostgresFixture.CreateEmptyAsync();
        await database.ExecuteAsync(
            $"""
            create sequence numbers;
            create table tickets ({id}, user_id bigint);
            insert into tickets (user_id) select 1 from generate_series(1, 17);
            delete from tickets where id = 17;
            """);
        await Migrator.MigrateAsync(database.ConnectionString);
        var tickets = new TicketStore(database.DataSource);
        const string Earlier = "insert into tickets (user_id) values (1) returning id";

        Assert.Equal("18", await CreateAsync(tickets, TicketSamples.New()));
        Assert.Equal(["19"], await database.ReadAsync(Earlier));
        Assert.Equal("20 21", await CreateAsync(tickets, TicketSamples.New(), TicketSamples.New()));
        Assert.Equal(["22"], await database.ReadAsync(Earlier));
        Assert.Equal(["23", "24", "25"], await database.ReadAsync(
            "insert into tickets (user_id) select 1 from generate_series(1, 3) returning id"));
        Assert.Equal("26", await CreateAsync(tickets, TicketSamples.New()));
    }

    [Fact]
    public async Task A_number_that_somebody_chose_is_passed_over_also_while_it_is_being_stored()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        var tickets = new TicketStore(database.DataSource);
        await database.ExecuteAsync("insert into tickets (id, user_id) values (41, 1)");
        Assert.Equal("42", await CreateAsync(tickets, TicketSamples.New()));
        await using var other = await database.DataSource.OpenConnectionAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using (var insert = new NpgsqlCommand("insert into tickets (id, user_id) values (43, 1)", other))
            await insert.ExecuteNonQueryAsync();

        var creating = CreateAsync(tickets, TicketSamples.New());
        await Eventually.BecomesAsync(
            () => database.ReadAsync(
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"),
            waiting => waiting is ["1"], "the new ticket waits for the other one");
        await transaction.CommitAsync();

        Assert.Equal("44", await creating);
    }

    [Fact]
    public async Task Without_the_row_of_the_last_number_the_numbering_goes_on_after_the_highest_ticket()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        var tickets = new TicketStore(database.DataSource);
        await CreateAsync(tickets, TicketSamples.New());
        await database.ExecuteAsync("delete from ticket_numbers");

        Assert.Equal(["2"], await database.ReadAsync("insert into tickets (user_id) values (1) returning id"));
        Assert.Equal("3", await CreateAsync(tickets, TicketSamples.New()));
    }

    [Fact]
    public async Task A_role_that_may_only_store_tickets_still_gets_numbers()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        var role = $"desk_{Guid.NewGuid():N}";
        await database.ExecuteAsync($"create role {role}; grant usage on schema public to {role}; grant insert on tickets to {role}");
        try
        {
            await database.ExecuteAsync(
                $"set role {role}; set search_path = pg_catalog; insert into public.tickets (user_id) values (1); reset all; reset role");
            Assert.Equal("2", await CreateAsync(new TicketStore(database.DataSource), TicketSamples.New()));
        }
        finally
        {
            await database.ExecuteAsync($"drop owned by {role}; drop role {role}");
        }
    }

    [Fact]
    public async Task Numbers_that_were_given_out_or_passed_over_before_the_migration_are_not_given_out_again()
    {
        await using var database = await PostgresFixture.CreateMigratedBeforeAsync("0030_ticket_numbers.sql");
        await database.ExecuteAsync("insert into tickets (user_id) select 1 from generate_series(1, 3)");
        await database.ExecuteAsync("select setval(pg_get_serial_sequence('tickets', 'id'), 1234)");

        await Migrator.MigrateAsync(database.ConnectionString);

        Assert.Equal("1235", await CreateAsync(new TicketStore(database.DataSource), TicketSamples.New()));
    }

    private static async Task<string> CreateAsync(TicketStore store, params CreateTicket[] tickets)
    {
        var ids = await store.CreateAsync(tickets, [900], default);
        return string.Join(' ', tickets.Select(ticket => ids[ticket.SubmissionId]));
    }
}
