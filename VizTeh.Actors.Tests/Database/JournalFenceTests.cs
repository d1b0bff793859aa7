using Npgsql;
using VizTeh.Actors.Database;
using static VizTeh.Actors.Tests.Database.JournalFixture;

namespace VizTeh.Actors.Tests.Database;

/// <summary>Of two processes with the same conversation, the one with an out-of-date copy cannot write into it.</summary>
public sealed class JournalFenceTests : IAsyncLifetime
{
    private JournalFixture _journal = null!;

    public async Task InitializeAsync() => _journal = await JournalFixture.CreateAsync();

    public async Task DisposeAsync() => await _journal.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    public async Task A_number_that_was_stored_and_deleted_is_not_given_again(long number)
    {
        await StoreAndShortenAsync(highest: 9);

        var error = await Assert.ThrowsAsync<PostgresException>(
            () => _journal.Start().WriteAsync([Row("client", number)]).WaitAsync(Deadline));

        Assert.Equal(PostgresErrorCodes.UniqueViolation, error.SqlState);
        Assert.Contains("client is stored up to number 9", error.MessageText, StringComparison.Ordinal);
        Assert.Equal(["9"], await _journal.ReadAsync("select sequence_number from akka.journal"));
    }

    [Fact]
    public async Task Numbers_go_on_above_the_highest_one_by_one_and_several_at_once()
    {
        await StoreAndShortenAsync(highest: 9);
        var writer = _journal.Start();

        await writer.WriteAsync([Row("client", 10)]).WaitAsync(Deadline);
        await writer.WriteAsync([Row("client", 11), Row("client", 12), Row("client", 13)]).WaitAsync(Deadline);

        Assert.Equal(["9", "10", "11", "12", "13"], await _journal.ReadAsync("select sequence_number from akka.journal order by 1"));
    }

    [Fact]
    public async Task A_conversation_that_is_stale_fails_alone_of_all_that_are_stored_together()
    {
        await StoreAndShortenAsync(highest: 9);
        var writer = _journal.Start();
        await using var hold = await _journal.HoldAsync();
        var first = writer.WriteAsync([Row("first", 1)]);
        await _journal.BecomesBlockedAsync();

        var before = writer.WriteAsync([Row("before", 1)]);
        var stale = writer.WriteAsync([Row("client", 5), Row("client", 6)]);
        var after = writer.WriteAsync([Row("after", 1), Row("after", 2)]);
        await hold.DisposeAsync();

        await Task.WhenAll(first, before, after).WaitAsync(Deadline);
        await Assert.ThrowsAsync<PostgresException>(() => stale.WaitAsync(Deadline));
        Assert.Equal(
            ["client 9", "first 1", "before 1", "after 1", "after 2"],
            await _journal.ReadAsync("select concat_ws(' ', persistence_id, sequence_number) from akka.journal order by ordering"));
    }

    /// <summary>
    /// The statement of the stale process has taken its database snapshot before the other process stores an event, saves a conversation
    /// snapshot and deletes the events that it replaces. When the statement continues, its sequence number is free again.
    /// </summary>
    [Fact]
    public async Task A_statement_that_is_older_than_all_that_the_other_process_stored_is_refused()
    {
        await _journal.Start().WriteAsync([Row("client", 1)]).WaitAsync(Deadline);
        await using var other = await _journal.ConnectAsync();
        // A lock that only the test holds stops the statement between its database snapshot and its first row.
        await _journal.Database.ExecuteAsync(
            """
            create function wait_for_test() returns trigger language plpgsql as $$
            begin
                if new.message = '\x00' then perform pg_advisory_xact_lock(1); end if;
                return new;
            end $$;
            create trigger wait_for_test before insert on akka.journal for each row execute function wait_for_test();
            """);
        await ExecuteAsync(other, "select pg_advisory_lock(1)");
        var stale = _journal.Start().WriteAsync([Row("client", 2) with { Payload = new StoredPayload([0], "test.v1", 1) }]);
        await _journal.BecomesBlockedAsync();

        var writer = _journal.Start();
        for (var number = 2; number <= 5; number++)
            await writer.WriteAsync([Row("client", number)]).WaitAsync(Deadline);
        await ShortenAsync(5);
        await ExecuteAsync(other, "select pg_advisory_unlock(1)");

        var error = await Assert.ThrowsAsync<PostgresException>(() => stale.WaitAsync(Deadline));
        Assert.Contains("stored up to number 5", error.MessageText, StringComparison.Ordinal);
        Assert.Equal(["5"], await _journal.ReadAsync("select sequence_number from akka.journal"));
    }

    [Fact]
    public async Task While_the_other_process_is_in_the_middle_of_deleting_the_stale_one_waits_and_is_refused()
    {
        var writer = _journal.Start();
        for (var number = 1; number <= 5; number++)
            await writer.WriteAsync([Row("client", number)]).WaitAsync(Deadline);
        await using var other = await _journal.ConnectAsync();
        await ExecuteAsync(other, "begin; delete from akka.journal where sequence_number < 5");
        var stale = _journal.Start().WriteAsync([Row("client", 3)]);
        await _journal.BecomesBlockedAsync();

        await ExecuteAsync(other, "commit");

        await Assert.ThrowsAsync<PostgresException>(() => stale.WaitAsync(Deadline));
        Assert.Equal(["5"], await _journal.ReadAsync("select sequence_number from akka.journal"));
    }

    [Fact]
    public async Task The_statements_of_an_earlier_version_of_the_program_are_fenced_as_well()
    {
        await StoreAndShortenAsync(highest: 9);

        var error = await Assert.ThrowsAsync<PostgresException>(() => _journal.Database.ExecuteAsync(
            """
            insert into akka.journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
            values (1, false, 'client', 4, '', 'a', 1, 'b')
            """));

        Assert.Equal("journal_numbers_grow", error.ConstraintName);
    }

    [Fact]
    public async Task A_dump_of_the_table_can_be_loaded_whatever_the_order_of_its_rows()
    {
        await _journal.Database.ExecuteAsync(
            """
            insert into akka.journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
            values (1, false, 'client', 7, '', 'a', 1, 'b'), (1, true, 'client', 6, '', 'a', 1, 'b'),
                (1, false, 'other', 1, '', 'a', 1, 'b')
            """);

        Assert.Equal(["3"], await _journal.ReadAsync("select count(*) from akka.journal"));
    }

    private async Task StoreAndShortenAsync(int highest)
    {
        await _journal.Start().WriteAsync([.. Enumerable.Range(1, highest).Select(number => Row("client", number))]).WaitAsync(Deadline);
        await ShortenAsync(highest);
    }

    /// <summary>Deletes the events that a saved snapshot replaces.</summary>
    private Task ShortenAsync(int upTo) => _journal.Database.ExecuteAsync(
        $"""
        delete from akka.journal where persistence_id = 'client' and sequence_number < {upTo};
        update akka.journal set deleted = true where persistence_id = 'client'
        """);
}
