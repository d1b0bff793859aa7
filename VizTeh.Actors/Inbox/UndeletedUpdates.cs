namespace VizTeh.Actors.Inbox;

/// <summary>The updates that are handled while their rows are still in the inbox. Pure bookkeeping of one poller.</summary>
internal sealed class UndeletedUpdates
{
    private readonly Dictionary<long, long?> _chatOf = [];
    private readonly Dictionary<long, int> _countOf = [];

    public int Count => _chatOf.Count;

    public IReadOnlyCollection<long> UpdateIds => _chatOf.Keys;

    public bool Contains(long updateId) => _chatOf.ContainsKey(updateId);

    /// <summary>How many of them came from this chat.</summary>
    public int CountOf(long chatId) => _countOf.GetValueOrDefault(chatId);

    /// <param name="chatId">Null when nobody reacts to the update, so that it is of no chat.</param>
    public void Add(long updateId, long? chatId)
    {
        if (_chatOf.TryAdd(updateId, chatId) && chatId is { } chat)
            _countOf[chat] = CountOf(chat) + 1;
    }

    public void Remove(IEnumerable<long> updateIds)
    {
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
}
