namespace VizTeh.Actors.Inbox;

/// <summary>
/// The updates that are handled, or to be handled by nobody, while their rows are still in the inbox. One deletion is under way at a time:
/// it takes all that there are, and what comes meanwhile waits for the next. Pure.
/// </summary>
internal sealed class UndeletedUpdates
{
    private readonly Dictionary<long, long?> _chatOf = [];
    private readonly Dictionary<long, int> _countOf = [];
    private bool _isDueSoon;

    public int Count => _chatOf.Count;

    public IReadOnlyCollection<long> UpdateIds => _chatOf.Keys;

    /// <summary>Whether a deletion is under way.</summary>
    public bool IsDeleting { get; private set; }

    public bool Contains(long updateId) => _chatOf.ContainsKey(updateId);

    /// <summary>How many of them came from this chat.</summary>
    public int CountOf(long chatId) => _countOf.GetValueOrDefault(chatId);

    /// <param name="chatId">Null when nobody reacted to the update: then no later update of its chat has to wait for the deletion.</param>
    public void Add(long updateId, long? chatId)
    {
        if (_chatOf.TryAdd(updateId, chatId) && chatId is { } chat)
            _countOf[chat] = CountOf(chat) + 1;
    }

    /// <summary>Begins a deletion of all of them.</summary>
    /// <returns>Their ids; none while a deletion is under way.</returns>
    public long[] BeginDeletion()
    {
        if (IsDeleting || Count == 0)
            return [];
        IsDeleting = true;
        return [.. UpdateIds];
    }

    /// <summary>
    /// Puts the deletion off for a moment, so that the next batch may take them along in its transaction.
    /// </summary>
    /// <returns>Whether somebody has to call <see cref="OnDue"/> after that moment: only one waits at a time.</returns>
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

    /// <summary>The deletion failed, or nobody knows whether it succeeded; it may be repeated.</summary>
    public void OnDeleteFailed() => IsDeleting = false;
}
