using System.Globalization;
using VizTeh.Actors.Inbox;

namespace VizTeh.Actors.Tests.Inbox;

/// <summary>
/// The table of an <see cref="InboxWorld"/>: its current rows, all earlier rows, and the notices that were sent in place of dropped
/// updates.
/// </summary>
internal sealed class WorldTable
{
    private readonly List<WorldRow> _rows = [];
    private readonly Dictionary<long, WorldRow> _everStored = [];
    private readonly Dictionary<long, int> _noticeSaidAt = [];

    public IReadOnlyList<WorldRow> Rows => _rows;

    public IEnumerable<WorldRow> Waiting => _rows.Where(row => !row.IsSetAside);

    public IReadOnlyDictionary<long, WorldRow> EverStored => _everStored;

    /// <summary>Executes a step, whether or not its result is reported.</summary>
    /// <param name="chatOf">The chat of a new update.</param>
    public void Write(InboxEffect effect, Func<long, int> chatOf, int now)
    {
        switch (effect)
        {
            case InboxEffect.Store store:
                Delete(store.Leaving);
                foreach (var id in IdsOf(store).Where(id => !_everStored.ContainsKey(id)))
                {
                    var row = WorldRow.Of(id, chatOf(id), now);
                    _everStored.Add(id, row);
                    _rows.Add(row);
                }

                break;
            case InboxEffect.Delete delete:
                Delete(delete.UpdateIds);
                break;
            case InboxEffect.SetAside setAside:
                foreach (var row in _rows.Where(row => row.Id == setAside.UpdateId))
                    row.IsSetAside = true;
                break;
            case InboxEffect.NoteEndOfFlood { End: var end }:
                foreach (var row in _rows.Where(row => row.Id == end.UpdateId))
                    row.EndsFlood = true;
                break;
            case InboxEffect.SayNotice { End: var end }:
                _noticeSaidAt[end.UpdateId] = now;
                break;
        }
    }

    /// <summary>The rows of a stored batch, in the order of the batch.</summary>
    public IEnumerable<WorldRow> Of(InboxEffect.Store store) =>
        IdsOf(store).Select(id => _rows.Find(row => row.Id == id && !row.IsSetAside)).OfType<WorldRow>();

    /// <summary>Whether a client was answered: by the receiver, or by the notice that ends a flood.</summary>
    public bool IsAnswered(WorldRow row) => row.IsHandled || _noticeSaidAt.ContainsKey(row.Id) || IsCoveredByNotice(row);

    private bool IsCoveredByNotice(WorldRow surplus) => _noticeSaidAt.Any(
        notice => _everStored[notice.Key] is var end
            && end.Lane == surplus.Lane && end.Id < surplus.Id && notice.Value >= surplus.StoredAt);

    private void Delete(long[] updateIds) => _rows.RemoveAll(row => !row.IsSetAside && updateIds.Contains(row.Id));

    private static IEnumerable<long> IdsOf(InboxEffect.Store store) =>
        store.Updates.Updates.Select(id => long.Parse(id, CultureInfo.InvariantCulture));
}
