using Dapper;
using Npgsql;

namespace VizTeh.Actors.Tickets;

/// <summary>The open tickets in table <c>tickets</c>, in the order in which managers should look at them.</summary>
public sealed class TicketQueueStore(NpgsqlDataSource database)
{
    /// <summary>How many tickets a page has.</summary>
    public const int PerPage = 8;

    // A list that nobody pages through to its end.
    private const int MostCounted = 100_000;

    /// <summary>
    /// A page of the open tickets: first those whose clients wait, the longest first, then the answered ones by their numbers.
    /// </summary>
    /// <param name="ownerId">The manager who has them in work; null for all of them.</param>
    /// <param name="page">From zero; the nearest one that exists is read.</param>
    public async Task<TicketQueuePage> ReadAsync(long? ownerId, int page, CancellationToken cancellationToken)
    {
        var condition = ownerId is null ? "ticket.status <> 'closed'" : "ticket.status <> 'closed' and ticket.owner_id = @ownerId";
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var count = await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            $"select count(*)::int from (select from tickets ticket where {condition} limit {MostCounted}) open_ticket", new { ownerId },
            cancellationToken: cancellationToken));
        var pages = Math.Max(1, (count + PerPage - 1) / PerPage);
        var shown = Math.Clamp(page, 0, pages - 1);
        var waiting = (await connection.QueryAsync<WaitingRow>(new CommandDefinition(
            $"""
            select ticket.id::bigint as id, {ClientWaiting.IsWaiting} as iswaiting, {ClientWaiting.Since} as since
              from tickets ticket
            {ClientWaiting.Joins}
             where {condition}
             order by {ClientWaiting.IsWaiting} desc, {ClientWaiting.Since} nulls first, ticket.id
            offset @skipped limit {PerPage}
            """,
            new { ownerId, skipped = shown * PerPage }, cancellationToken: cancellationToken))).AsList();
        var rows = await connection.QueryAsync<TicketRow>(new CommandDefinition(
            $"select {TicketRow.Columns} from {TicketRow.Tables} where ticket.id = any(@ids)",
            new { ids = waiting.Select(row => row.Id).ToArray() }, cancellationToken: cancellationToken));
        var byId = rows.ToDictionary(row => row.Id);
        return new TicketQueuePage(
            [
                .. from row in waiting
                   where byId.ContainsKey(row.Id)
                   select new QueuedTicket(byId[row.Id].ToState().Ticket, row.IsWaiting, row.Since),
            ],
            shown, pages, count);
    }

    private sealed record WaitingRow
    {
        public long Id { get; init; }

        public bool IsWaiting { get; init; }

        public DateTime? Since { get; init; }
    }
}
