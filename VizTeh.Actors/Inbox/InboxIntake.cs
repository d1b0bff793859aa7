using Microsoft.Extensions.Logging;
using Npgsql;

namespace VizTeh.Actors.Inbox;

/// <summary>
/// Stores batches of updates in spite of single faulty ones: an update that PostgreSQL refuses is set aside with the refusal, in the
/// transaction that stores the rest.
/// </summary>
public sealed class InboxIntake(InboxStore store, ILogger<InboxIntake> logger)
{
    /// <inheritdoc cref="InboxStore.StoreAsync"/>
    public async Task<IReadOnlyList<InboxRow>> StoreAsync(
        IReadOnlyList<InboxRow> batch, long nextOffset, long[] handled, CancellationToken cancellationToken)
    {
        IReadOnlyList<InboxRow> waiting;
        try
        {
            waiting = await store.StoreAsync(batch, nextOffset, handled, cancellationToken);
        }
        catch (PostgresException refusal) when (IsAboutUpdate(refusal))
        {
            batch = await SetRefusedAsideAsync(batch, cancellationToken);
            waiting = await store.StoreAsync(batch, nextOffset, handled, cancellationToken);
        }

        foreach (var row in batch.Where(row => row.Refusal is not null))
        {
            logger.LogError(
                "Update {UpdateId} cannot be taken in and is set aside, see the table inbox: {Error}",
                row.UpdateId == InboxRow.NoId ? "without id" : row.UpdateId, row.Refusal);
        }

        return waiting;
    }

    private async Task<IReadOnlyList<InboxRow>> SetRefusedAsideAsync(
        IReadOnlyList<InboxRow> batch, CancellationToken cancellationToken)
    {
        var kept = new List<InboxRow>(batch.Count);
        foreach (var row in batch)
            kept.Add(await FindWayToKeepAsync(row, cancellationToken));
        return kept;
    }

    private async Task<InboxRow> FindWayToKeepAsync(InboxRow row, CancellationToken cancellationToken)
    {
        if (await RefusalOfAsync(row, cancellationToken) is not { } refusal)
            return row;
        // Only the message: the detail of a refusal may quote the refused data.
        foreach (var way in RefusedUpdate.WaysToKeep(row, $"{refusal.SqlState}: {refusal.MessageText}"))
        {
            if (await RefusalOfAsync(way, cancellationToken) is null)
                return way;
        }

        // The table refuses every update, so this one is not at fault.
        throw refusal;
    }

    private async Task<PostgresException?> RefusalOfAsync(InboxRow row, CancellationToken cancellationToken)
    {
        try
        {
            await store.ProbeAsync(row, cancellationToken);
            return null;
        }
        catch (PostgresException refusal) when (IsAboutUpdate(refusal))
        {
            return refusal;
        }
    }

    // The classes of SQLSTATE that the update's content causes: data (22), constraints (23), too large or too deep (54), raised by a
    // trigger of the operator's own (P0); PostgreSQL manual, appendix A. All others are caused by the database, and must not set an update
    // aside.
    private static bool IsAboutUpdate(PostgresException refusal) =>
        refusal.SqlState is ['2', '2' or '3', ..] or ['5', '4', ..] or ['P', '0', ..];
}
