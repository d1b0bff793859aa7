using Akka.Actor;
using Akka.Persistence;
using VizTeh.Actors.Tests.Support;
using static VizTeh.Actors.Tests.Database.PersistenceSystem;

namespace VizTeh.Actors.Tests.Database;

/// <summary>Snapshots are found, replaced and deleted alike by the program's store and by that of Akka.Persistence.Sql.</summary>
public sealed class SnapshotStoreTests : IAsyncLifetime
{
    private static readonly DateTime Dawn = new(2026, 11, 27, 6, 0, 0, DateTimeKind.Utc);

    private TestDatabase _database = null!;

    public static TheoryData<string> Both => new("", OfPackage);

    public async Task InitializeAsync() => _database = await PostgresFixture.CreateMigratedAsync();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_newest_snapshot_within_the_bounds_is_loaded(string settings)
    {
        await using var system = Start(_database, settings);
        await SaveAsync(system, (3, "three"), (5, "five"), (9, "nine"));
        await SaveAsync(system, (7, "of another"), persistenceId: "another");

        Assert.Equal("9 nine", await LoadAsync(system, SnapshotSelectionCriteria.Latest));
        Assert.Equal("5 five", await LoadAsync(system, SnapshotSelectionCriteria.Latest, to: 8));
        Assert.Equal("5 five", await LoadAsync(system, new SnapshotSelectionCriteria(5)));
        Assert.Equal("3 three", await LoadAsync(system, new SnapshotSelectionCriteria(4)));
        Assert.Equal("none", await LoadAsync(system, new SnapshotSelectionCriteria(2)));
        Assert.Equal("5 five", await LoadAsync(system, new SnapshotSelectionCriteria(long.MaxValue, Dawn.AddHours(8))));
        Assert.Equal("3 three", await LoadAsync(system, new SnapshotSelectionCriteria(4, Dawn.AddHours(8))));
        Assert.Equal("none", await LoadAsync(system, SnapshotSelectionCriteria.None));
        Assert.Equal("none", await LoadAsync(system, SnapshotSelectionCriteria.Latest, persistenceId: "a third"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_snapshot_of_the_same_number_takes_the_place_of_the_earlier_one(string settings)
    {
        await using var system = Start(_database, settings);
        await SaveAsync(system, (5, "earlier"));

        await SaveAsync(system, (5, "later"));

        Assert.Equal("5 later", await LoadAsync(system, SnapshotSelectionCriteria.Latest));
        Assert.Equal(["1"], await _database.ReadAsync("select count(*) from akka.snapshot"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Only_the_snapshots_that_are_meant_are_deleted(string settings)
    {
        await using var system = Start(_database, settings);
        await SaveAsync(system, (1, "1"), (2, "2"), (3, "3"), (4, "4"), (5, "5"), (6, "6"));
        await SaveAsync(system, (1, "1"), persistenceId: "another");

        await DeleteAsync(system, new SnapshotSelectionCriteria(2));
        Assert.Equal(["another 1", "client 3", "client 4", "client 5", "client 6"], await StoredAsync());
        await DeleteAsync(system, new SnapshotSelectionCriteria(long.MaxValue, Dawn.AddHours(3)));
        Assert.Equal(["another 1", "client 4", "client 5", "client 6"], await StoredAsync());
        await DeleteOneAsync(system, 5, DateTime.MinValue);
        Assert.Equal(["another 1", "client 4", "client 6"], await StoredAsync());
        // A later snapshot of that number is not the one that is meant.
        await DeleteOneAsync(system, 6, Dawn.AddHours(5));
        Assert.Equal(["another 1", "client 4", "client 6"], await StoredAsync());
        await DeleteOneAsync(system, 6, Dawn.AddHours(6));
        Assert.Equal(["another 1", "client 4"], await StoredAsync());
        await DeleteAsync(system, SnapshotSelectionCriteria.Latest);
        Assert.Equal(["another 1"], await StoredAsync());
    }

    [Fact]
    public async Task Lower_bounds_are_kept_too()
    {
        await using var system = Start(_database);
        await SaveAsync(system, (1, "1"), (2, "2"), (3, "3"), (4, "4"));

        Assert.Equal("none", await LoadAsync(system, new SnapshotSelectionCriteria(4, DateTime.MaxValue, 5)));
        await DeleteAsync(system, new SnapshotSelectionCriteria(3, DateTime.MaxValue, 2));
        await DeleteAsync(system, new SnapshotSelectionCriteria(long.MaxValue, DateTime.MaxValue, 0, Dawn.AddHours(2)));

        Assert.Equal(["client 1"], await StoredAsync());
    }

    [Fact]
    public async Task The_rows_are_the_same_whoever_wrote_them_and_each_reads_those_of_the_other()
    {
        foreach (var (id, settings) in ((string, string)[])[("ours", ""), ("theirs", OfPackage)])
        {
            await using var system = Start(_database, settings);
            await SaveAsync(system, (5, "five"), persistenceId: id);
        }

        foreach (var (id, settings) in ((string, string)[])[("theirs", ""), ("ours", OfPackage)])
        {
            await using var system = Start(_database, settings);
            Assert.Equal("5 five", await LoadAsync(system, SnapshotSelectionCriteria.Latest, persistenceId: id));
        }

        Assert.Equal(
            ["1 2"],
            await _database.ReadAsync(
                "select count(distinct (sequence_number, created, snapshot, manifest, serializer_id)) || ' ' || count(*) "
                    + "from akka.snapshot"));
    }

    [Theory]
    [InlineData("manifest = 'No.Such.Type, Nowhere'")]
    [InlineData("serializer_id = 999999")]
    [InlineData("snapshot = '\\x7b'")]
    [InlineData("serializer_id = null")]
    [InlineData("manifest = null")]
    [InlineData("snapshot = null")]
    public async Task A_row_that_cannot_be_read_fails_the_recovery(string damage)
    {
        await using var system = Start(_database);
        await SaveAsync(system, (5, "five"));
        await _database.ExecuteAsync($"update akka.snapshot set {damage}");

        await Assert.ThrowsAnyAsync<Exception>(() => LoadAsync(system, SnapshotSelectionCriteria.Latest));
    }

    private static async Task SaveAsync(PersistenceSystem system, params (long Number, string State)[] snapshots)
    {
        foreach (var (number, state) in snapshots)
            await SaveAsync(system, (number, state), "client");
    }

    private static async Task SaveAsync(PersistenceSystem system, (long Number, string State) snapshot, string persistenceId)
    {
        var metadata = new SnapshotMetadata(persistenceId, snapshot.Number, Dawn.AddHours(snapshot.Number));
        var answer = await system.Snapshots.Ask<object>(new SaveSnapshot(metadata, snapshot.State), Deadline);
        Assert.Equal(metadata, Assert.IsType<SaveSnapshotSuccess>(answer).Metadata);
    }

    private static async Task<string> LoadAsync(
        PersistenceSystem system, SnapshotSelectionCriteria criteria, long to = long.MaxValue, string persistenceId = "client")
    {
        switch (await system.Snapshots.Ask<object>(new LoadSnapshot(persistenceId, criteria, to), Deadline))
        {
            case LoadSnapshotResult { Snapshot: null }:
                return "none";
            case LoadSnapshotResult { Snapshot: var found }:
                var number = found.Metadata.SequenceNr;
                Assert.Equal(new SnapshotMetadata(persistenceId, number, Dawn.AddHours(number)), found.Metadata);
                return $"{number} {found.Snapshot}";
            case LoadSnapshotFailed { Cause: var cause }:
                throw cause;
            case var other:
                throw new InvalidOperationException($"{other}");
        }
    }

    private static async Task DeleteAsync(PersistenceSystem system, SnapshotSelectionCriteria criteria)
    {
        var answer = await system.Snapshots.Ask<object>(new DeleteSnapshots("client", criteria), Deadline);
        Assert.IsType<DeleteSnapshotsSuccess>(answer);
    }

    private static async Task DeleteOneAsync(PersistenceSystem system, long number, DateTime savedAt)
    {
        var metadata = new SnapshotMetadata("client", number, savedAt);
        Assert.IsType<DeleteSnapshotSuccess>(await system.Snapshots.Ask<object>(new DeleteSnapshot(metadata), Deadline));
    }

    private Task<IReadOnlyList<string>> StoredAsync() => _database.ReadAsync(
        "select concat_ws(' ', persistence_id, sequence_number) from akka.snapshot order by 1");
}
