namespace VizTeh.Actors.Inbox;

/// <summary>
/// The updates that are handled, or that the bot does not handle, and whose rows are still in the inbox. One deletion runs at a time and
/// takes all of them; those that arrive meanwhile wait for the next. Pure.
/// </summary>
internal sealed class UndeletedUpdates
{
    private readonly Dictionary<long, long?> _chatOf = [];
    private readonly Dictionary<long, int> _countOf = [];
    private bool _isDueSoon;

    public int Count => _chatOf.Count;

    public IReadOnlyCollection<long> UpdateIds => _chatOf.Keys;

    /// <summary>Whether a deletion is in progress.</summary>
    public bool IsDeleting { get; private set; }

    public bool Contains(long updateId) => _chatOf.ContainsKey(updateId);

    /// <summary>The number of them that came from this chat.</summary>
    public int CountOf(long chatId) => _countOf.GetValueOrDefault(chatId);

    /// <param name="chatId">
    /// Null for an update that the bot does not handle: then no later update of its chat has to wait for the deletion.
    /// </param>
    public void Add(long updateId, long? chatId)
    {
        if (_chatOf.TryAdd(updateId, chatId) && chatId is { } chat)
            _countOf[chat] = CountOf(chat) + 1;
    }

    /// <summary>Begins a deletion of all of them.</summary>
    /// <returns>Their ids; none while a deletion is in progress.</returns>
    public long[] BeginDeletion()
    {
        if (IsDeleting || Count == 0)
            return [];
        IsDeleting = true;
        return [.. UpdateIds];
    }

    /// <summary>Delays the deletion for a moment, so that the transaction of the next batch may include it.</summary>
    /// <returns>Whether the caller has to call <see cref="OnDue"/> after that moment; only one such wait runs at a time.</returns>
    public bool IsToBeginSoon()
    {
        if (IsDeleting || Count == 0 || _isDueSoon)
            return false;
        return _isDueSoon = true;
    }

    /// <summary>The moment is over.</summary>
    public void OnDue() => _isDueSoon = false;

    /// <summary>The deletion succeeded.</summary>
    public void OnDeleted(long[] updateIds)
    {
        IsDeleting = false;
        foreach (var updateId in updateIds)
        {
            if (!_chatOf.Remove(updateId, out var chatId) || chatId is not { } chat)
                continue;
            if (CountOf(chat) is > 1 and var count)
                _countOf[chat] = count - 1;
            else
                _countOf.Remove(chat);
        }
    }

    /// <summary>The deletion failed, or it is unknown whether it succeeded; it may be repeated.</summary>
    public void OnDeleteFailed() => IsDeleting = false;
}
