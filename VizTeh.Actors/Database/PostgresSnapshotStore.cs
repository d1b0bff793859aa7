using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Snapshot;

namespace VizTeh.Actors.Database;

/// <summary>
/// The snapshot store, on the table of Akka.Persistence.Sql: one statement for each request. The rows are those of the package's own store,
/// so that either reads what the other wrote.
/// </summary>
/// <remarks>Named in hocon.conf as <c>akka.persistence.snapshot-store.sql.class</c>.</remarks>
public sealed class PostgresSnapshotStore : SnapshotStore
{
    private readonly ExtendedActorSystem _system = (ExtendedActorSystem)Context.System;
    private readonly SnapshotTable _snapshots;
    private readonly CancellationTokenSource _stopping = new();

    /// <param name="config">The plugin's section, which Akka passes to each plugin; its circuit breaker is read by the base class.</param>
    public PostgresSnapshotStore(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        _snapshots = new SnapshotTable(PersistenceConnection.Of(Context.System));
    }

    protected override async Task<SelectedSnapshot?> LoadAsync(
        string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        if (await _snapshots.FindNewestAsync(Range(persistenceId, criteria), ends.Token) is not { } row)
            return null;
        var metadata = new SnapshotMetadata(row.PersistenceId, row.SequenceNumber, new DateTime(row.Created, DateTimeKind.Utc));
        return new SelectedSnapshot(metadata, row.Payload.Read(_system));
    }

    protected override async Task SaveAsync(SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        await _snapshots.StoreAsync(
            new SnapshotRow(
                metadata.PersistenceId, metadata.SequenceNr, metadata.Timestamp.Ticks, StoredPayload.Of(snapshot, _system)),
            ends.Token);
    }

    protected override Task DeleteAsync(SnapshotMetadata metadata, CancellationToken cancellationToken)
    {
        // Without a time of its own the request means the snapshot of that number, whenever it was saved.
        var latest = metadata.Timestamp == DateTime.MinValue ? DateTime.MaxValue : metadata.Timestamp;
        return DeleteAsync(
            new SnapshotRange(metadata.PersistenceId, metadata.SequenceNr, metadata.SequenceNr, 0, latest.Ticks), cancellationToken);
    }

    protected override Task DeleteAsync(
        string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken) =>
        DeleteAsync(Range(persistenceId, criteria), cancellationToken);

    protected override void PostStop()
    {
        _stopping.Cancel();
        base.PostStop();
    }

    private static SnapshotRange Range(string persistenceId, SnapshotSelectionCriteria criteria) => new(
        persistenceId, criteria.MinSequenceNr, criteria.MaxSequenceNr, criteria.MinTimestamp?.Ticks ?? 0, criteria.MaxTimeStamp.Ticks);

    private async Task DeleteAsync(SnapshotRange range, CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        await _snapshots.DeleteAsync(range, ends.Token);
    }
}
