using Microsoft.Extensions.Logging;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// What the database refuses of the night's erasures, for the view <c>health</c> and the log: a trouble a ticket until it is erased, or is
/// due no more, and one for the other rows. Of a refusal only the SQLSTATE is told: the words of a trigger may hold a row. Thread-safe.
/// </summary>
internal sealed class RetentionTroubles(Troubles troubles, ILogger logger)
{
    public const string Matter = "retention refused";

    private readonly Lock _lock = new();
    private readonly HashSet<long> _ofThisNight = [];

    // Of this night and the one before.
    private readonly HashSet<long> _refused = [];

    private bool _closed;

    /// <summary>How many tickets were refused in this night.</summary>
    public int Tickets
    {
        get
        {
            lock (_lock)
                return _ofThisNight.Count;
        }
    }

    public void RefuseTicket(long id, string sqlState)
    {
        lock (_lock)
        {
            if (_closed)
                return;
            _ofThisNight.Add(id);
            _refused.Add(id);
            if (troubles.Raise(Matter, id, $"ticket {id} cannot be erased: SQLSTATE {sqlState}"))
            {
                logger.LogError(
                    "Retention: the database refuses to erase ticket {TicketId} (SQLSTATE {SqlState}): it is tried again the next night, "
                        + "but somebody has to mend the database",
                    id, sqlState);
            }
        }
    }

    public void AcceptTickets(IEnumerable<long> ids)
    {
        lock (_lock)
        {
            foreach (var id in ids)
                Forget(id);
        }
    }

    /// <param name="refused">Which rows, and the SQLSTATE of each refusal; none when all could be deleted.</param>
    public void RefuseRows(IReadOnlyCollection<string> refused)
    {
        lock (_lock)
        {
            if (_closed)
                return;
            if (refused.Count == 0)
            {
                troubles.Clear(Matter, null);
                return;
            }

            var words = string.Join("; ", refused);
            if (troubles.Raise(Matter, null, words))
                logger.LogError("Retention: the database refuses to delete rows, which somebody has to mend ({Refused})", words);
        }
    }

    /// <param name="isAll">Whether all tickets that are due were looked at: what was not refused again is due no more.</param>
    /// <param name="postponed">Tickets that were not tried in this night.</param>
    public void EndNight(bool isAll, IReadOnlySet<long> postponed)
    {
        lock (_lock)
        {
            if (isAll)
            {
                foreach (var id in _refused.Where(id => !_ofThisNight.Contains(id) && !postponed.Contains(id)).ToList())
                    Forget(id);
            }

            _ofThisNight.Clear();
        }
    }

    /// <summary>Another process does the erasures from now on.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            foreach (var id in _refused.ToList())
                Forget(id);
            troubles.Clear(Matter, null);
        }
    }

    private void Forget(long id)
    {
        _refused.Remove(id);
        _ofThisNight.Remove(id);
        troubles.Clear(Matter, id);
    }
}
