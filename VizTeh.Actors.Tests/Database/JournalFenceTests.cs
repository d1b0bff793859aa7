using Npgsql;
using VizTeh.Actors.Database;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Database;

/// <summary>Of two processes with the same conversation, the one that does not know all of it cannot write into it.</summary>
public sealed class JournalFenceTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly List<JournalWriter> _writers = [];
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await PostgresFixture.CreateMigratedAsync();

    public async Task DisposeAsync()
    {
        _writers.ForEach(writer => writer.Stop());
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    public async Task A_number_that_was_stored_and_deleted_is_not_given_again(long number)
    {
        await StoreAndShortenAsync(highest: 9);

        var error = await Assert.ThrowsAsync<PostgresException>(() => Start().WriteAsync([Row("client", number)]).WaitAsync(Deadline));

        Assert.Equal(PostgresErrorCodes.UniqueViolation, error.SqlState);
        Assert.Contains("client is stored up to number 9", error.MessageText, StringComparison.Ordinal);
        Assert.Equal(["9"], await _database.ReadAsync("select sequence_number from akka.journal"));
    }

    [Fact]
    public async Task Numbers_go_on_above_the_highest_one_by_one_and_several_at_once()
    {
        await StoreAndShortenAsync(highest: 9);
        var writer = Start();

        await writer.WriteAsync([Row("client", 10)]).WaitAsync(Deadline);
        await writer.WriteAsync([Row("client", 11), Row("client", 12), Row("client", 13)]).WaitAsync(Deadline);

        Assert.Equal(["9", "10", "11", "12", "13"], await _database.ReadAsync("select sequence_number from akka.journal order by 1"));
    }

    [Fact]
    public async Task A_conversation_that_is_stale_fails_alone_of_all_that_are_stored_together()
    {
        await StoreAndShortenAsync(highest: 9);
        var writer = Start();
        await using var hold = await LockAsync();
        var first = writer.WriteAsync([Row("first", 1)]);
        await BecomesBlockedAsync(1);

        var before = writer.WriteAsync([Row("before", 1)]);
        var stale = writer.WriteAsync([Row("client", 5), Row("client", 6)]);
        var after = writer.WriteAsync([Row("after", 1), Row("after", 2)]);
        await hold.DisposeAsync();

        await Task.WhenAll(first, before, after).WaitAsync(Deadline);
        await Assert.ThrowsAsync<PostgresException>(() => stale.WaitAsync(Deadline));
        Assert.Equal(
            ["client 9", "first 1", "before 1", "after 1", "after 2"],
            await _database.ReadAsync("select concat_ws(' ', persistence_id, sequence_number) from akka.journal order by ordering"));
    }

    /// <summary>
    /// The statement of the stale process has begun, and with it all that it sees, before the other one stores an event, saves a
    /// snapshot and deletes what that stands for: when it goes on, its number is free again.
    /// </summary>
    [Fact]
    public async Task A_statement_that_is_older_than_all_that_the_other_process_stored_is_refused()
    {
        await Start().WriteAsync([Row("client", 1)]).WaitAsync(Deadline);
        await using var other = await ConnectAsync();
        // Held by nobody but the test, between the statement's snapshot and its first row.
        await _database.ExecuteAsync(
            """
            create function wait_for_test() returns trigger language plpgsql as $$
            begin
                if new.message = '\x00' then perform pg_advisory_xact_lock(1); end if;
                return new;
            end $$;
            create trigger wait_for_test before insert on akka.journal for each row execute function wait_for_test();
            """);
        await ExecuteAsync(other, "select pg_advisory_lock(1)");
        var stale = Start().WriteAsync([Row("client", 2) with { Message = [0] }]);
        await BecomesBlockedAsync(1);

        var writer = Start();
        for (var number = 2; number <= 5; number++)
            await writer.WriteAsync([Row("client", number)]).WaitAsync(Deadline);
        await ShortenAsync(5);
        await ExecuteAsync(other, "select pg_advisory_unlock(1)");

        var error = await Assert.ThrowsAsync<PostgresException>(() => stale.WaitAsync(Deadline));
        Assert.Contains("stored up to number 5", error.MessageText, StringComparison.Ordinal);
        Assert.Equal(["5"], await _database.ReadAsync("select sequence_number from akka.journal"));
    }

    [Fact]
    public async Task While_the_other_process_is_in_the_middle_of_deleting_the_stale_one_waits_and_is_refused()
    {
        var writer = Start();
        for (var number = 1; number <= 5; number++)
            await writer.WriteAsync([Row("client", number)]).WaitAsync(Deadline);
        await using var other = await ConnectAsync();
        await ExecuteAsync(other, "begin; delete from akka.journal where sequence_number < 5");
        var stale = Start().WriteAsync([Row("client", 3)]);
        await BecomesBlockedAsync(1);

        await ExecuteAsync(other, "commit");

        await Assert.ThrowsAsync<PostgresException>(() => stale.WaitAsync(Deadline));
        Assert.Equal(["5"], await _database.ReadAsync("select sequence_number from akka.journal"));
    }

    [Fact]
    public async Task The_statements_of_an_earlier_version_of_the_program_are_fenced_as_well()
    {
        await StoreAndShortenAsync(highest: 9);

        var error = await Assert.ThrowsAsync<PostgresException>(() => _database.ExecuteAsync(
            """
            insert into akka.journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
            values (1, false, 'client', 4, '', 'a', 1, 'b')
            """));

        Assert.Equal("journal_numbers_grow", error.ConstraintName);
    }

    [Fact]
    public async Task A_dump_of_the_table_can_be_loaded_whatever_the_order_of_its_rows()
    {
        await _database.ExecuteAsync(
            """
            insert into akka.journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
            values (1, false, 'client', 7, '', 'a', 1, 'b'), (1, true, 'client', 6, '', 'a', 1, 'b'), (1, false, 'other', 1, '', 'a', 1, 'b')
            """);

        Assert.Equal(["3"], await _database.ReadAsync("select count(*) from akka.journal"));
    }

    private static JournalRow Row(string persistenceId, long number) => new(1, persistenceId, number, [42], "test.v1", 1, "writer");

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private JournalWriter Start()
    {
        var writer = new JournalWriter(_database.DataSource, mostWaiting: 1_000);
        _writers.Add(writer);
        return writer;
    }

    private async Task StoreAndShortenAsync(int highest)
    {
        await Start().WriteAsync([.. Enumerable.Range(1, highest).Select(number => Row("client", number))]).WaitAsync(Deadline);
        await ShortenAsync(highest);
    }

    /// <summary>What a saved snapshot leads to.</summary>
    private Task ShortenAsync(int upTo) => _database.ExecuteAsync(
        $"""
        delete from akka.journal where persistence_id = 'client' and sequence_number < {upTo};
        update akka.journal set deleted = true where persistence_id = 'client'
        """);

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(_database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Lets nobody write into the journal until it is disposed of.</summary>
    private async Task<NpgsqlConnection> LockAsync()
    {
        var connection = await ConnectAsync();
        await ExecuteAsync(connection, "begin; lock table akka.journal in exclusive mode");
        return connection;
    }

    private Task BecomesBlockedAsync(int statements) => Eventually.BecomesAsync(
        () => _database.ReadAsync(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"),
        blocked => blocked.SequenceEqual([$"{statements}"]), "a statement that waits");
}
