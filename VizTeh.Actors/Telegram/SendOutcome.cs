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

    /// <summary>Telegram will not do it now: blocked, deleted, too old, malformed, not allowed.</summary>
    /// <param name="MigratedTo">The new chat id of a group that became a supergroup (Bot API, ResponseParameters).</param>
    public sealed record Refused(int Code, string Description, long? MigratedTo = null) : SendOutcome
    {
        public RefusalReason Reason => RefusalReasons.Of(Code, Description, MigratedTo);

        /// <summary>Whether it may pass later, as opposed to this one message being wrong.</summary>
        public bool IsAboutChat => Reason == RefusalReason.Chat;

        /// <summary>An edit that would change nothing; the message already reads so.</summary>
        public bool IsNotModified => Reason == RefusalReason.NotModified;
    }

    /// <summary>Not sent: its turn comes later than the caller was willing to wait.</summary>
    public sealed record Postponed(TimeSpan RetryAfter) : SendOutcome;
}
