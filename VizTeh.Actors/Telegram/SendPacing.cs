using System.Threading.RateLimiting;

namespace VizTeh.Actors.Telegram;

/// <summary>
/// Telegram's published limits (core.telegram.org/bots/faq, "My bot is hitting limits"): about 30 messages a second over all, about
/// one a second to a person with a short burst allowed, 20 a minute to a group.
/// </summary>
/// <param name="PerSecond">Messages a second over all chats.</param>
/// <param name="PersonBurst">Messages to one person that may go at once before one a second holds.</param>
/// <param name="GroupPerMinute">Messages to one group in a <paramref name="GroupWindow"/>.</param>
/// <param name="GroupWindow">Null for the minute that Telegram counts by.</param>
public sealed record PacingLimits(int PerSecond = 30, int PersonBurst = 4, int GroupPerMinute = 20, TimeSpan? GroupWindow = null);

/// <summary>Lets a call to a chat pass when the limits allow it. Callers wait in order.</summary>
internal sealed class SendPacing : IDisposable
{
    // Far above what the poller lets be under way at once; only a bound, never a plan.
    private const int QueueLimit = 20_000;

    private readonly RateLimiter _overall;
    private readonly PartitionedRateLimiter<long> _chats;

    public SendPacing(PacingLimits limits)
    {
        _overall = new SlidingWindowRateLimiter(new SlidingWindowRateLimiterOptions
        {
            PermitLimit = limits.PerSecond,
            Window = TimeSpan.FromSeconds(1),
            SegmentsPerWindow = 10,
            QueueLimit = QueueLimit,
        });
        _chats = PartitionedRateLimiter.Create<long, long>(chatId => chatId > 0
            ? RateLimitPartition.GetTokenBucketLimiter(chatId, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = limits.PersonBurst,
                TokensPerPeriod = 1,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = QueueLimit,
            })
            : RateLimitPartition.GetSlidingWindowLimiter(chatId, _ => new SlidingWindowRateLimiterOptions
            {
                PermitLimit = limits.GroupPerMinute,
                Window = limits.GroupWindow ?? TimeSpan.FromMinutes(1),
                SegmentsPerWindow = 20,
                QueueLimit = QueueLimit,
            }));
    }

    /// <summary>Waits for the turn of a call to the chat; null is a call that belongs to no chat.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled before its turn came.</exception>
    public async Task WaitAsync(long? chatId, CancellationToken cancellationToken)
    {
        // The chat's turn first: a slow chat must not hold a permit that others could use.
        if (chatId is { } id)
            await AcquireAsync(token => _chats.AcquireAsync(id, 1, token), cancellationToken);
        await AcquireAsync(token => _overall.AcquireAsync(1, token), cancellationToken);
    }

    public void Dispose()
    {
        _overall.Dispose();
        _chats.Dispose();
    }

    private static async Task AcquireAsync(Func<CancellationToken, ValueTask<RateLimitLease>> acquire, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var lease = await acquire(cancellationToken);
            if (lease.IsAcquired)
                return;
            // The queue is full: stand in line outside of it.
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }
    }
}
