using Npgsql;
using VizTeh.Actors.Database;
using static VizTeh.Actors.Tests.Database.JournalFixture;

namespace VizTeh.Actors.Tests.Database;

/// <summary>Concurrent events are stored together, and each actor gets the result of its own event.</summary>
public sealed class JournalWriterTests : IAsyncLifetime
{
    private JournalFixture _journal = null!;

    public async Task InitializeAsync() => _journal = await JournalFixture.CreateAsync();

    public async Task DisposeAsync() => await _journal.DisposeAsync();

    [Fact]
    public async Task What_comes_while_a_statement_is_under_way_shares_the_next_one()
    {
        var writer = _journal.Start();
        var hold = await _journal.HoldAsync();
        var first = writer.WriteAsync([Row("first", 1)]);
        await _journal.BecomesBlockedAsync();

        var others = Enumerable.Range(1, 200).Select(client => writer.WriteAsync([Row($"client-{client}", 1)])).ToList();
        await hold.DisposeAsync();

        await Task.WhenAll([first, .. others]).WaitAsync(Deadline);
        Assert.Equal(["1", "200"], await _journal.ReadAsync("select count(*) from akka.journal group by xmin::text order by 1"));
        Assert.Equal(
            Enumerable.Range(1, 200).Select(client => $"client-{client}"),
            await _journal.ReadAsync("select persistence_id from akka.journal where persistence_id <> 'first' order by ordering"));
    }

    [Fact]
    public async Task All_that_a_recovery_reads_is_in_the_row()
    {
        await _journal.Start().WriteAsync(
            [new JournalRow(638_000_000_000_000_000, "client", 7, new StoredPayload([0, 1, 255], "form.v1", 4_950), "a-writer")]);

        Assert.Equal(
            ["638000000000000000 false client 7 \\x0001ff form.v1 4950 a-writer"],
            await _journal.ReadAsync(
                """
                select concat_ws(' ', created, case when deleted then 'true' else 'false' end, persistence_id, sequence_number, message,
                                 manifest, identifier, writer_uuid) from akka.journal
                """));
    }

    [Fact]
    public async Task A_row_that_the_table_refuses_takes_only_its_own_write_with_it()
    {
        var writer = _journal.Start();
        await writer.WriteAsync([Row("taken", 2)]);
        var hold = await _journal.HoldAsync();
        var first = writer.WriteAsync([Row("first", 1)]);
        await _journal.BecomesBlockedAsync();

        var before = writer.WriteAsync([Row("before", 1)]);
        var refused = writer.WriteAsync([Row("taken", 1), Row("taken", 2)]);
        var after = writer.WriteAsync([Row("after", 1), Row("after", 2)]);
        await hold.DisposeAsync();

        await Task.WhenAll(first, before, after).WaitAsync(Deadline);
        var error = await Assert.ThrowsAsync<PostgresException>(() => refused.WaitAsync(Deadline));
        Assert.Equal(PostgresErrorCodes.UniqueViolation, error.SqlState);
        Assert.Equal(
            ["taken 2", "first 1", "before 1", "after 1", "after 2"],
            await _journal.ReadAsync("select concat_ws(' ', persistence_id, sequence_number) from akka.journal order by ordering"));
    }

    [Fact]
    public async Task A_database_that_goes_away_after_it_refused_a_batch_is_not_asked_for_each_of_its_rows()
    {
        await _journal.Database.ExecuteAsync(
            """
            create sequence asked;
            create function refuse_or_fail() returns trigger language plpgsql as $$
            begin
                if nextval('asked') = 2 then raise unique_violation; end if;
                if currval('asked') > 3 then raise cannot_connect_now; end if;
                return null;
            end $$;
            create trigger refuse_or_fail before insert on akka.journal for each statement execute function refuse_or_fail();
            """);
        var writer = _journal.Start();
        var hold = await _journal.HoldAsync();
        var first = writer.WriteAsync([Row("first", 1)]);
        await _journal.BecomesBlockedAsync();

        var stored = writer.WriteAsync([Row("stored", 1)]);
        var others = Enumerable.Range(1, 50).Select(client => writer.WriteAsync([Row($"client-{client}", 1)])).ToList();
        await hold.DisposeAsync();

        await Task.WhenAll(first, stored).WaitAsync(Deadline);
        foreach (var other in others)
            Assert.Equal("57P03", (await Assert.ThrowsAsync<PostgresException>(() => other.WaitAsync(Deadline))).SqlState);
        Assert.Equal(["4"], await _journal.ReadAsync("select last_value from asked"));
    }

    [Fact]
    public async Task Whoever_starts_anew_waits_for_what_its_former_self_wrote()
    {
        var writer = _journal.Start();
        var hold = await _journal.HoldAsync();
        var write = writer.WriteAsync([Row("client", 1)]);
        await _journal.BecomesBlockedAsync();

        var ofClient = writer.FinishAsync("client", CancellationToken.None);
        await writer.FinishAsync("another", CancellationToken.None).WaitAsync(Deadline);
        Assert.False(ofClient.IsCompleted);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writer.FinishAsync("client", new CancellationToken(canceled: true)));
        await hold.DisposeAsync();

        await ofClient.WaitAsync(Deadline);
        Assert.True(write.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_write_that_failed_keeps_nobody_waiting_and_the_next_one_is_stored()
    {
        var writer = _journal.Start();
        await writer.WriteAsync([Row("client", 1)]);
        var again = writer.WriteAsync([Row("client", 1)]);

        await writer.FinishAsync("client", CancellationToken.None).WaitAsync(Deadline);
        await Assert.ThrowsAsync<PostgresException>(() => again);
        await writer.WriteAsync([Row("client", 2)]).WaitAsync(Deadline);
    }

    [Fact]
    public async Task A_connection_that_breaks_fails_what_was_under_way_and_nothing_after_it()
    {
        var writer = _journal.Start();
        var hold = await _journal.HoldAsync();
        var first = writer.WriteAsync([Row("client", 1)]);
        await _journal.BecomesBlockedAsync();
        await _journal.Database.ExecuteAsync(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => first.WaitAsync(Deadline));
        await hold.DisposeAsync();
        await writer.WriteAsync([Row("client", 1)]).WaitAsync(Deadline);
    }

    [Fact]
    public async Task More_than_may_wait_fails_at_once()
    {
        var writer = _journal.Start(mostWaiting: 1);
        await using var hold = await _journal.HoldAsync();
        var underWay = writer.WriteAsync([Row("a", 1)]);
        await _journal.BecomesBlockedAsync();
        var waiting = writer.WriteAsync([Row("b", 1)]);

        var tooMany = writer.WriteAsync([Row("c", 1)]);

        Assert.True(tooMany.IsFaulted);
        Assert.False(underWay.IsCompleted || waiting.IsCompleted);
    }

    [Fact]
    public async Task A_stop_fails_what_is_under_way_what_waits_and_what_comes_later()
    {
        var writer = _journal.Start();
        await using var hold = await _journal.HoldAsync();
        var underWay = writer.WriteAsync([Row("a", 1)]);
        await _journal.BecomesBlockedAsync();
        var waiting = writer.WriteAsync([Row("b", 1)]);

        writer.Stop();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => underWay.WaitAsync(Deadline));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Deadline));
        await Assert.ThrowsAsync<InvalidOperationException>(() => writer.WriteAsync([Row("c", 1)]).WaitAsync(Deadline));
    }
}
