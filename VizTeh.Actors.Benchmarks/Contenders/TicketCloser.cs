using Npgsql;
using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Benchmarks.Contenders;

/// <summary>
/// Closes this bot's tickets soon after they came, as managers do. The people of a load send a form every second, and would have hundreds
/// of open tickets after a while: the bot draws the cards of a client's other open tickets anew with each new one, ten of them, which no
/// other contender does, and which a client with one or two open tickets never sees.
/// </summary>
internal sealed class TicketCloser : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly NpgsqlDataSource _database;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _closing;

    private long _commits;

    /// <param name="cards">How many cards the managers have got: while it does not grow, nothing is executed.</param>
    public TicketCloser(PostgresDatabase database, Func<long> cards)
    {
        _database = NpgsqlDataSource.Create(database.ConnectionString);
        _closing = CloseAsync(cards);
    }

    /// <summary>How many of the database's commits are not the bot's.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            await _closing;
        }
        catch (OperationCanceledException)
        {
            // The end. Whatever else ended it before would have changed what was measured.
        }

        await _database.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task CloseAsync(Func<long> cards)
    {
        using var timer = new PeriodicTimer(Interval);
        var (last, seen) = (0L, cards());
        while (await timer.WaitForNextTickAsync(_stopping.Token))
        {
            var now = cards();
            if (now == seen)
                continue;
            try
            {
                last = await CloseAfterAsync(last);
                seen = now;
            }
            catch (NpgsqlException)
            {
                // The bot has not made its tables yet, or PostgreSQL is away in this measurement: the next time.
            }
        }
    }

    private async Task<long> CloseAfterAsync(long last)
    {
        await using var command = _database.CreateCommand(
            """
            with closed as (update tickets set status = 'closed' where id > $1 and status = 'open' returning id)
            select greatest($1, max(id)) from closed
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = last });
        var closed = (long)(await command.ExecuteScalarAsync(_stopping.Token))!;
        Interlocked.Increment(ref _commits);
        return closed;
    }
}
