using Akka.Actor;
using Akka.Persistence;
using Npgsql;
using VizTeh.Actors.Tests.Support;
using static VizTeh.Actors.Tests.Database.PersistenceSystem;
using ActorInbox = Akka.Actor.Inbox;

namespace VizTeh.Actors.Tests.Database;

/// <summary>What a recovery is told of the journal: the same by the program's journal and by that of Akka.Persistence.Sql.</summary>
public sealed class ReplayTests : IAsyncLifetime
{
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await PostgresFixture.CreateMigratedAsync();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData(OfPackage)]
    public async Task Events_come_in_the_order_of_their_numbers_with_all_that_was_stored(string settings)
    {
        // Stored in one statement, whose rows may be in any order.
        await FillAsync("(3, false), (5, false), (4, false)");
        await FillAsync("(1, false)", persistenceId: "another");
        await using var system = Start(_database, settings);

        Assert.Equal(["3 e3", "4 e4", "5 e5", "highest 5"], (await system.ReplayAsync("client")).Select(Words));
        var first = ((ReplayedMessage)(await system.ReplayAsync("client"))[0]).Persistent;
        Assert.Equal(
            ("client", 3L, "System.String, System.Private.CoreLib", "writer", 638_000_000_000_000_003L, false),
            (first.PersistenceId, first.SequenceNr, first.Manifest, first.WriterGuid, first.Timestamp, first.IsDeleted));
    }

    [Theory]
    [InlineData("")]
    [InlineData(OfPackage)]
    public async Task A_deleted_row_is_no_event_but_keeps_its_number(string settings)
    {
        await FillAsync("(9, true)");
        await using var system = Start(_database, settings);

        Assert.Equal(["highest 9"], (await system.ReplayAsync("client")).Select(Words));

        await FillAsync("(10, false)");
        Assert.Equal(["10 e10", "highest 10"], (await system.ReplayAsync("client")).Select(Words));
    }

    [Theory]
    [InlineData("")]
    [InlineData(OfPackage)]
    public async Task Somebody_without_a_row_begins_at_nought(string settings)
    {
        await FillAsync("(1, false)", persistenceId: "another");
        await using var system = Start(_database, settings);

        Assert.Equal(["highest 0"], (await system.ReplayAsync("client")).Select(Words));
    }

    [Theory]
    [InlineData(1, 3, long.MaxValue, "1 e1", "2 e2", "3 e3")]
    [InlineData(4, long.MaxValue, long.MaxValue, "4 e4", "5 e5", "6 e6")]
    [InlineData(3, 4, long.MaxValue, "3 e3", "4 e4")]
    [InlineData(2, long.MaxValue, 2, "2 e2", "3 e3")]
    [InlineData(0, 2, long.MaxValue, "1 e1", "2 e2")]
    [InlineData(1, long.MaxValue, 0)]
    [InlineData(1, 0, long.MaxValue)]
    public async Task The_bounds_that_a_recovery_asks_for_are_kept(long from, long to, long max, params string[] expected)
    {
        await FillAsync("(1, false), (2, false), (3, false), (4, false), (5, false), (6, false)");
        foreach (var settings in (string[])["", OfPackage])
        {
            await using var system = Start(_database, settings);

            Assert.Equal([.. expected, "highest 6"], (await system.ReplayAsync("client", from, to, max)).Select(Words));
        }
    }

    [Fact]
    public async Task More_events_than_the_package_reads_at_once_are_all_replayed()
    {
        await _database.ExecuteAsync(
            "insert into akka.journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid) "
                + $"select n, false, 'client', n, '\"e\"', '{Manifest}', 1, 'writer' from generate_series(1, 2500) n");
        await using var system = Start(_database);

        var told = await system.ReplayAsync("client");

        Assert.Equal(
            Enumerable.Range(1, 2500).Select(number => (long)number),
            told.OfType<ReplayedMessage>().Select(one => one.Persistent.SequenceNr));
        Assert.Equal("highest 2500", Words(told[^1]));
    }

    [Theory]
    [InlineData("manifest = 'No.Such.Type, Nowhere'")]
    [InlineData("identifier = 999999")]
    [InlineData("message = '\\x7b'")]
    [InlineData("identifier = null")]
    [InlineData("manifest = null")]
    public async Task A_row_that_cannot_be_read_fails_the_recovery(string damage)
    {
        await FillAsync("(1, false), (2, false), (3, false)");
        await _database.ExecuteAsync($"update akka.journal set {damage} where sequence_number = 2");
        await using var system = Start(_database);

        var told = await system.ReplayAsync("client");

        Assert.Equal(["1 e1"], told.SkipLast(1).Select(Words));
        Assert.IsType<ReplayMessagesFailure>(told[^1]);
    }

    [Fact]
    public async Task A_recovery_waits_for_what_the_former_self_of_the_actor_writes()
    {
        await using var system = Start(_database);
        var hold = await HoldAsync("exclusive");
        using var former = ActorInbox.Create(system.System);
        var write = new AtomicWrite(new Persistent("e1", 1, "client", sender: ActorRefs.NoSender));
        system.Journal.Tell(new WriteMessages([write], former.Receiver, 1));
        await BecomesBlockedAsync(1);

        var recovery = system.ReplayAsync("client");
        var another = await system.ReplayAsync("another");
        Assert.Equal(["highest 0"], another.Select(Words));
        Assert.False(recovery.IsCompleted);
        await hold.DisposeAsync();

        Assert.Equal(["1 e1", "highest 1"], (await recovery).Select(Words));
    }

    [Fact]
    public async Task A_recovery_that_the_circuit_breaker_gives_up_leaves_no_statement_behind()
    {
        await using var hold = await HoldAsync("access exclusive");
        await using var system = Start(_database, "akka.persistence.journal.sql.circuit-breaker.call-timeout = 300ms");

        Assert.IsType<ReplayMessagesFailure>(Assert.Single(await system.ReplayAsync("client")));

        await BecomesBlockedAsync(0);
    }

    [Fact]
    public async Task A_stop_ends_the_statements_of_recoveries()
    {
        await using var hold = await HoldAsync("access exclusive");
        await using (var system = Start(_database, "akka.persistence.journal.sql.circuit-breaker.call-timeout = 60s"))
        {
            using var actor = ActorInbox.Create(system.System);
            system.Journal.Tell(new ReplayMessages(1, long.MaxValue, long.MaxValue, "client", actor.Receiver));
            await BecomesBlockedAsync(1);
        }

        await BecomesBlockedAsync(0);
    }

    private const string Manifest = "System.String, System.Private.CoreLib";

    private static string Words(object told) => told switch
    {
        ReplayedMessage { Persistent: var one } => $"{one.SequenceNr} {one.Payload}",
        RecoverySuccess success => $"highest {success.HighestSequenceNr}",
        _ => $"{told}",
    };

    /// <param name="rows">The number of each row, and whether it is marked as deleted.</param>
    private Task FillAsync(string rows, string persistenceId = "client") => _database.ExecuteAsync(
        $"""
        insert into akka.journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
        select 638000000000000000 + number, deleted, '{persistenceId}', number, convert_to('"e' || number || '"', 'utf8'), '{Manifest}', 1,
            'writer'
          from (values {rows}) as row (number, deleted)
        """);

    private async Task<NpgsqlConnection> HoldAsync(string mode)
    {
        var connection = new NpgsqlConnection(_database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await JournalFixture.ExecuteAsync(connection, $"begin; lock table akka.journal in {mode} mode");
        return connection;
    }

    private Task BecomesBlockedAsync(int statements) => Eventually.BecomesAsync(
        () => _database.ReadAsync(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"),
        blocked => blocked.SequenceEqual([$"{statements}"]), $"{statements} statements that wait");
}
