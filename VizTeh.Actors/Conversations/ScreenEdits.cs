using VizTeh.Actors.Forms;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// The edits of messages whose buttons are used up, by chat: one at a time in a chat, so that an older edit never replaces a newer one;
/// what waits for the same message is replaced by the newest.
/// </summary>
/// <param name="edit">Edits a message of a chat, once; it reports its own failures and throws nothing.</param>
internal sealed class ScreenEdits(Func<long, long, UsedMessage, Task> edit)
{
    private static readonly UsedMessage WithoutButtons = new(Html: null);

    private readonly Lock _lock = new();
    private readonly Dictionary<long, OrderedDictionary<long, UsedMessage>> _waiting = [];

    /// <summary>Edits the messages after those that wait already. Nothing waits for it.</summary>
    public void Add(long chatId, UsedUp usedUp)
    {
        var begins = false;
        lock (_lock)
        {
            if (!_waiting.TryGetValue(chatId, out var messages))
            {
                _waiting[chatId] = messages = [];
                begins = true;
            }

            if (usedUp is { Answered: { } answered, Content: { } content })
                messages[answered] = content;
            foreach (var other in usedUp.Others)
                messages[other] = WithoutButtons;
        }

        if (begins)
            _ = EditAllAsync(chatId);
    }

    private async Task EditAllAsync(long chatId)
    {
        while (Next(chatId) is var (messageId, content))
            await edit(chatId, messageId, content);
    }

    private (long MessageId, UsedMessage Content)? Next(long chatId)
    {
        lock (_lock)
        {
            var messages = _waiting[chatId];
            if (messages.Count == 0)
            {
                _waiting.Remove(chatId);
                return null;
            }

            var (messageId, content) = messages.GetAt(0);
            messages.RemoveAt(0);
            return (messageId, content);
        }
    }
}
