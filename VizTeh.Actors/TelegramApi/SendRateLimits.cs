using System.Collections.Concurrent;
using System.Threading.RateLimiting;

namespace VizTeh.Actors.TelegramApi;

/// <summary>
/// Telegram's published limits (core.telegram.org/bots/faq, "My bot is hitting limits"): about 30 messages a second over all, about
/// one a second to a person with a short burst allowed, 20 a minute to a group.
/// </summary>
/// <param name="PerSecond">Messages a second over all chats.</param>
/// <param name="PersonBurst">Messages to one person that may be sent at once before the limit of one a second applies.</param>
/// <param name="GroupPerMinute">Messages to one group in a <paramref name="GroupWindow"/>.</param>
/// <param name="GroupWindow">Null for a minute, Telegram's window.</param>
public sealed record PacingLimits(int PerSecond = 30, int PersonBurst = 4, int GroupPerMinute = 20, TimeSpan? GroupWindow = null);

/// <summary>
/// Rate limiter for calls. Each chat has a queue of its own; for the limit over all chats, clients and managers have a queue each
/// (<see cref="CommonTurns"/>).
/// </summary>
internal sealed class SendRateLimits : IDisposable
{
    /// <summary>Telegram's window of the limit of a group.</summary>
    public static readonly TimeSpan GroupWindow = TimeSpan.FromMinutes(1);

    // Of the permits of a second, a third is the clients' alone: cards that come to several chats at once would use up all of them, and a
    // client's reply would wait for the second to pass.
    private const int PartForClients = 3;

    // Far above the number of updates in progress that the poller allows.
    private const int QueueLimit = 20_000;

    // A turn that is not used for this time expires. A caller that still wants to send comes back within two seconds.
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(10);
    private const int PruneAbove = 100;

    private readonly TimeProvider _clock;
    private readonly NodeShare? _share;
    private readonly int _managersLimit;
    private readonly CommonTurns _overall;
    private readonly SlidingWindowRateLimiter _managers;
    private readonly PartitionedRateLimiter<long> _chats;
    private readonly ConcurrentDictionary<long, Lazy<KeptTurn>> _kept = new();
    private readonly CancellationTokenSource _disposing = new();

    /// <param name="overall">The limiter over all chats; null for that of <paramref name="limits"/>.</param>
    /// <param name="share">The nodes that share the limit over all chats; null for a bot on its own, which has all of it.</param>
    public SendRateLimits(PacingLimits limits, TimeProvider clock, RateLimiter? overall = null, NodeShare? share = null)
    {
        (_clock, _share) = (clock, share);
        _managersLimit = Math.Max(1, limits.PerSecond - (limits.PerSecond / PartForClients));
        _overall = new CommonTurns(
            overall ?? new SlidingWindowRateLimiter(new SlidingWindowRateLimiterOptions
            {
                PermitLimit = limits.PerSecond,
                Window = TimeSpan.FromSeconds(1),
                SegmentsPerWindow = 10,
                // One turn is waited for at a time.
                QueueLimit = limits.PerSecond,
            }),
            share is null ? null : () => PriceWithin(limits.PerSecond));
        _managers = new SlidingWindowRateLimiter(new SlidingWindowRateLimiterOptions
        {
            PermitLimit = _managersLimit,
            Window = TimeSpan.FromSeconds(1),
            SegmentsPerWindow = 10,
            QueueLimit = QueueLimit,
        });
        _chats = PartitionedRateLimiter.Create<long, long>(chatId => !IsGroup(chatId)
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
                Window = limits.GroupWindow ?? GroupWindow,
                SegmentsPerWindow = 20,
                QueueLimit = QueueLimit,
            }));
    }

    public static bool IsGroup(long chatId) => chatId < 0;

    /// <summary>Waits for the turn of a call to the chat; null for a call that belongs to no chat.</summary>
    /// <param name="forManagers">The queue in which the call waits for the limit over all chats.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled before its turn came.</exception>
    public Task WaitAsync(long? chatId, bool forManagers, CancellationToken cancellationToken) =>
        WaitAsync(chatId, forManagers, messages: 1, cancellationToken);

    /// <inheritdoc cref="WaitAsync(long?, bool, CancellationToken)"/>
    /// <param name="messages">An album counts as the messages of which it consists.</param>
    public async Task WaitAsync(long? chatId, bool forManagers, int messages, CancellationToken cancellationToken)
    {
        // The chat's turn first: a slow chat must not hold a permit that others could use. One after another, since an album may be larger
        // than a burst.
        for (var message = 0; chatId is { } id && message < messages; message++)
            await AcquireAsync(id, cancellationToken);
        for (var message = 0; message < messages; message++)
            await WaitForAllChatsAsync(forManagers, cancellationToken);
    }

    /// <summary>
    /// Waits for no longer than <paramref name="patience"/>. The place in the chat's queue is kept for the next caller with patience: a
    /// caller that started again at the end each time might never get a turn while others keep arriving.
    /// </summary>
    /// <returns>Whether the turn came.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled before its turn came.</exception>
    public Task<bool> TryWaitAsync(long? chatId, bool forManagers, TimeSpan patience, CancellationToken cancellationToken) =>
        TryWaitAsync(chatId, forManagers, messages: 1, patience, cancellationToken);

    /// <inheritdoc cref="TryWaitAsync(long?, bool, TimeSpan, CancellationToken)"/>
    /// <param name="messages">An album counts as the messages of which it consists.</param>
    public Task<bool> TryWaitAsync(
        long? chatId, bool forManagers, int messages, TimeSpan patience, CancellationToken cancellationToken) =>
        chatId is { } id
            ? TryWaitForChatAsync(id, forManagers, messages, patience, cancellationToken)
            : TryWaitForNoChatAsync(forManagers, patience, cancellationToken);

    /// <summary>Another node has sent messages to a group: they count here too.</summary>
    public void Count(long chatId, long messages)
    {
        for (var message = 0L; message < messages && IsGroup(chatId); message++)
        {
            using var lease = _chats.AttemptAcquire(chatId);
            if (!lease.IsAcquired)
                return;
        }
    }

    public void Dispose()
    {
        _disposing.Cancel();
        _overall.Dispose();
        _managers.Dispose();
        _chats.Dispose();
        _disposing.Dispose();
    }

    private async Task<bool> TryWaitForChatAsync(
        long chatId, bool forManagers, int messages, TimeSpan patience, CancellationToken cancellationToken)
    {
        var startedAt = _clock.GetTimestamp();
        while (true)
        {
            var kept = _kept.GetOrAdd(
                chatId, id => new Lazy<KeptTurn>(() => new KeptTurn(WaitAsync(id, forManagers, messages, _disposing.Token), _clock)));
            var left = patience - _clock.GetElapsedTime(startedAt);
            try
            {
                await kept.Value.Coming.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _clock, cancellationToken);
            }
            catch (TimeoutException)
            {
                Prune();
                return false;
            }

            if (_kept.TryRemove(KeyValuePair.Create(chatId, kept)) && !kept.Value.IsStale)
                return true;
        }
    }

    private async Task<bool> TryWaitForNoChatAsync(bool forManagers, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (patience <= TimeSpan.Zero)
            return false;
        using var tooLate = new CancellationTokenSource(patience, _clock);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(tooLate.Token, cancellationToken);
        try
        {
            await WaitForAllChatsAsync(forManagers, giveUp.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task WaitForAllChatsAsync(bool forManagers, CancellationToken cancellationToken)
    {
        if (forManagers)
            await AcquireAsync(() => _managers.AcquireAsync(PriceWithin(_managersLimit), cancellationToken), cancellationToken);
        await _overall.WaitAsync(forManagers, cancellationToken);
    }

    // Each node has a limiter of the whole size, where a message costs as many permits as there are nodes.
    private int PriceWithin(int limit) => _share is null ? 1 : Math.Min(_share.Nodes, limit);

    private Task AcquireAsync(long chatId, CancellationToken cancellationToken) =>
        AcquireAsync(() => _chats.AcquireAsync(chatId, 1, cancellationToken), cancellationToken);

    private async Task AcquireAsync(Func<ValueTask<RateLimitLease>> acquire, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var lease = await acquire();
            if (lease.IsAcquired)
                return;
            // The queue is full: retry later.
            await Task.Delay(TimeSpan.FromSeconds(1), _clock, cancellationToken);
        }
    }

    private void Prune()
    {
        if (_kept.Count <= PruneAbove)
            return;
        foreach (var (chatId, kept) in _kept)
        {
            if (kept.Value.IsStale)
                _kept.TryRemove(KeyValuePair.Create(chatId, kept));
        }
    }

    /// <summary>A place in the queue that outlives its caller's patience.</summary>
    private sealed class KeptTurn
    {
        private readonly TimeProvider _clock;
        private long _cameAt;

        public KeptTurn(Task turn, TimeProvider clock)
        {
            _clock = clock;
            Coming = NoteAsync(turn);
        }

        /// <summary>Completes when the turn comes.</summary>
        public Task Coming { get; }

        /// <summary>Whether the turn came too long ago and has expired.</summary>
        public bool IsStale => Coming.IsCompletedSuccessfully && _clock.GetElapsedTime(_cameAt) > KeptFor;

        private async Task NoteAsync(Task turn)
        {
            await turn;
            _cameAt = _clock.GetTimestamp();
        }
    }
}
