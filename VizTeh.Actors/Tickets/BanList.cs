using System.Collections.Immutable;

namespace VizTeh.Actors.Tickets;

/// <summary>
/// The bans in force, in memory, so that no update costs a statement. The process that takes the updates reads them when it begins, and
/// every later change is a command of a manager, which comes to the same process. Thread-safe.
/// </summary>
public sealed class BanList : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _turn = new(1);
    private ImmutableDictionary<long, long> _bans = ImmutableDictionary<long, long>.Empty;
    private long _changes;

    /// <summary>The update that banned the client; null when the client is not banned.</summary>
    public long? Find(long userId) => Volatile.Read(ref _bans).TryGetValue(userId, out var ban) ? ban : null;

    /// <summary>Reads the list anew. What changes while it is read is not lost: it is then read once more.</summary>
    /// <param name="read">Reads for each banned client the update that banned them.</param>
    public async Task LoadAsync(
        Func<CancellationToken, Task<IReadOnlyDictionary<long, long>>> read, CancellationToken cancellationToken)
    {
        while (true)
        {
            var before = Interlocked.Read(ref _changes);
            var bans = (await read(cancellationToken)).ToImmutableDictionary();
            lock (_lock)
            {
                if (_changes != before)
                    continue;
                Volatile.Write(ref _bans, bans);
                return;
            }
        }
    }

    /// <summary>
    /// Carries out a command, and takes over what is in force after it. One command runs at a time, so that the list changes in the order
    /// of the commits. A command whose commit was not confirmed changes nothing here: its repeat does, whatever it finds done already.
    /// </summary>
    public async Task<BanReport> ChangeAsync(Func<CancellationToken, Task<BanReport>> command, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var report = await command(cancellationToken);
            lock (_lock)
            {
                _changes++;
                var bans = _bans.ToBuilder();
                foreach (var (userId, ban) in report.InForce)
                {
                    if (ban is { } update)
                        bans[userId] = update;
                    else
                        bans.Remove(userId);
                }

                Volatile.Write(ref _bans, bans.ToImmutable());
            }

            return report;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
