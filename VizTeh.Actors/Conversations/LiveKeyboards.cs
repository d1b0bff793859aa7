namespace VizTeh.Actors.Conversations;

/// <summary>
/// The messages of a chat whose buttons are still on the screen, as far as they are known: they are not stored, so those of before a
/// restart keep their buttons until one is pressed.
/// </summary>
internal sealed class LiveKeyboards
{
    private const int Most = 5;

    private readonly List<long> _messages = [];

    /// <summary>The newest of them; null for none.</summary>
    public long? Newest => _messages.Count > 0 ? _messages[^1] : null;

    public void Add(long messageId)
    {
        if (_messages.Count == Most)
            _messages.RemoveAt(0);
        _messages.Add(messageId);
    }

    public void Remove(long messageId) => _messages.Remove(messageId);

    /// <summary>Forgets all of them.</summary>
    /// <returns>Those that were known, apart from one.</returns>
    public IReadOnlyList<long> TakeAllBut(long? messageId)
    {
        long[] taken = [.. _messages.Where(known => known != messageId)];
        _messages.Clear();
        return taken;
    }
}

/// <summary>What becomes of messages whose buttons are used up.</summary>
/// <param name="Answered">The message that was answered; null when it is unknown.</param>
/// <param name="Content">What becomes of it; null leaves it as it is.</param>
/// <param name="Others">Messages that only lose their buttons.</param>
public sealed record UsedUp(long? Answered, Forms.UsedMessage? Content, IReadOnlyList<long> Others);
