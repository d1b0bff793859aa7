using System.Collections.Immutable;
using System.Net.Sockets;
using Npgsql;

namespace VizTeh.Actors.Sandbox.Page.Live;

/// <summary>A row of <c>tickets</c>.</summary>
internal sealed record TicketRow(
    long Id, string Status, string? Name, string? Org, string? City, string? Direction, string? Description, string? Phone,
    string? Username, DateTimeOffset? CreatedAt, DateTimeOffset? CloseAt);

/// <summary>A node's newest row of <c>nodes</c>.</summary>
internal sealed record NodeRow(string Address, string State);

/// <summary>The figures of the bot's database.</summary>
/// <param name="IsReachable">False: the figures are those of the last successful query.</param>
/// <param name="Nodes">Null where there is one bot alone.</param>
internal sealed record DatabaseFigures(
    bool IsReachable, ImmutableArray<TicketRow> Tickets, long Open, long Closed, long Inbox, long InboxAside, long Outbox, long OutboxAside,
    ImmutableArray<NodeRow>? Nodes = null)
{
    public static DatabaseFigures None { get; } = new(false, [], 0, 0, 0, 0, 0, 0);
}

/// <summary>Queries the bot's tables twice a second while a page is open.</summary>
internal sealed class DatabaseWatch : IAsyncDisposable
{
    private const int NewestTickets = 60;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    private readonly NpgsqlDataSource _source;
    private readonly CancellationTokenSource _leaving = new();
    private readonly Func<bool> _isWatched;
    private readonly bool _readsNodes;
    private readonly TimeProvider _clock;
    private readonly Task _looking;
    private volatile DatabaseFigures _figures = DatabaseFigures.None;

    /// <param name="connectionString">The bot's database.</param>
    /// <param name="isWatched">Whether a page is open.</param>
    /// <param name="clock">Times the queries.</param>
    /// <param name="readsNodes">Whether several nodes work as the bot.</param>
    public DatabaseWatch(string connectionString, Func<bool> isWatched, TimeProvider clock, bool readsNodes)
    {
        (_isWatched, _clock, _readsNodes) = (isWatched, clock, readsNodes);
        _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = 2,
            Timeout = 2,
            CommandTimeout = 2,
            ApplicationName = "page",
        });
        _looking = LookOnAsync();
    }

    public DatabaseFigures Figures => _figures;

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _looking;
        await _source.DisposeAsync();
        _leaving.Dispose();
    }

    private async Task LookOnAsync()
    {
        using var timer = new PeriodicTimer(Interval, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_leaving.Token))
            {
                if (_isWatched())
                    _figures = await LookAsync(_leaving.Token);
            }
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The sandbox is stopping.
        }
    }

    private async Task<DatabaseFigures> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var batch = _source.CreateBatch();
            batch.BatchCommands.Add(new NpgsqlBatchCommand(
                """
                select (select count(*) from tickets where status <> 'closed'), (select count(*) from tickets where status = 'closed'),
                       (select count(*) from inbox where set_aside_at is null), (select count(*) from inbox where set_aside_at is not null),
                       (select count(*) from outbox where set_aside_at is null),
                       (select count(*) from outbox where set_aside_at is not null)
                """));
            batch.BatchCommands.Add(new NpgsqlBatchCommand(
                "select id, status, name, org, city, direction, description, phone, username, created_at, close_at"
                + $" from tickets order by id desc limit {NewestTickets}"));
            if (_readsNodes)
            {
                batch.BatchCommands.Add(new NpgsqlBatchCommand(
                    "select distinct on (address) address, state from nodes order by address, started_at desc"));
            }

            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            var counts = Enumerable.Range(0, reader.FieldCount).Select(reader.GetInt64).ToArray();
            await reader.NextResultAsync(cancellationToken);
            var tickets = ImmutableArray.CreateBuilder<TicketRow>();
            while (await reader.ReadAsync(cancellationToken))
                tickets.Add(Row(reader));
            return new DatabaseFigures(
                true, tickets.ToImmutable(), counts[0], counts[1], counts[2], counts[3], counts[4], counts[5],
                _readsNodes ? await NodesAsync(reader, cancellationToken) : null);
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            // The bot has not created its tables yet.
            return DatabaseFigures.None with { IsReachable = true };
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException or SocketException or IOException)
        {
            return _figures with { IsReachable = false };
        }
    }

    private static async Task<ImmutableArray<NodeRow>> NodesAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.NextResultAsync(cancellationToken);
        var nodes = ImmutableArray.CreateBuilder<NodeRow>();
        while (await reader.ReadAsync(cancellationToken))
            nodes.Add(new NodeRow(reader.GetString(0), reader.GetString(1)));
        return nodes.ToImmutable();
    }

    private static TicketRow Row(NpgsqlDataReader reader)
    {
        return new TicketRow(
            reader.GetInt64(0), reader.GetString(1), Text(2), Text(3), Text(4), Text(5), Text(6), Text(7), Text(8), Time(9), Time(10));

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

        DateTimeOffset? Time(int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
    }
}
