namespace VizTeh.Actors.Telegram;

/// <summary>How a call that speaks to a person ended. Errors that go away by themselves are not outcomes: the sender waits them out.</summary>
public abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    /// <summary>Telegram has it.</summary>
    /// <param name="MessageId">
    /// The message's id; null when the answer was unreadable although its status said success: most likely delivered, id unknown.
    /// </param>
    public sealed record Delivered(long? MessageId) : SendOutcome;

    /// <summary>Telegram will not do it, however often it is asked: blocked, deleted, too old, malformed.</summary>
    /// <param name="MigratedTo">The new chat id of a group that became a supergroup (Bot API, ResponseParameters).</param>
    public sealed record Refused(int Code, string Description, long? MigratedTo = null) : SendOutcome
    {
        /// <summary>Whether the chat as a whole is out of reach, as opposed to this one message being wrong.</summary>
        public bool IsAboutChat =>
            Code == 403 || MigratedTo is not null || Description.Contains("chat not found", StringComparison.OrdinalIgnoreCase)
            || Description.Contains("group chat was upgraded", StringComparison.OrdinalIgnoreCase)
            || Description.Contains("not enough rights", StringComparison.OrdinalIgnoreCase)
            || Description.Contains("CHAT_WRITE_FORBIDDEN", StringComparison.OrdinalIgnoreCase);

        /// <summary>An edit that would change nothing; the message already reads so.</summary>
        public bool IsNotModified => Code == 400 && Description.Contains("message is not modified", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Not sent: its turn comes later than the caller was willing to wait.</summary>
    public sealed record Postponed(TimeSpan RetryAfter) : SendOutcome;
}
