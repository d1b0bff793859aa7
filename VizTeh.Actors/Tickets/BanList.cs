using System.Collections.Immutable;

namespace VizTeh.Actors.Tickets;

/// <summary>
/// The bans in force, in memory, so that no update costs a statement. The process that takes the updates reads them when it begins, and
/// every later change is a command of a manager, which comes to the same process. Thread-safe.
/// </summary>
public sealed class BanList
{
    private readonly Lock _lock = new();
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

    public void Add(long userId, long ban) => Change(bans => bans.SetItem(userId, ban));

    public void Remove(long userId) => Change(bans => bans.Remove(userId));

    private void Change(Func<ImmutableDictionary<long, long>, ImmutableDictionary<long, long>> change)
    {
        lock (_lock)
        {
            _changes++;
            Volatile.Write(ref _bans, change(_bans));
        }
    }
}
