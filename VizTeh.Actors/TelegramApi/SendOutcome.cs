namespace VizTeh.Actors.TelegramApi;

/// <summary>
/// How a call that speaks to a person ended. Errors that go away by themselves are not outcomes: the sender waits them out.
/// </summary>
public abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    /// <summary>Telegram has it.</summary>
    /// <param name="MessageId">
    /// The message's id; null when the answer, a success of the Bot API, was cut off before it: delivered, id unknown.
    /// </param>
    public sealed record Delivered(long? MessageId) : SendOutcome
    {
        /// <summary>Whether an earlier try may have shown the same, in a message whose id is not known.</summary>
        public bool MayBeCopy { get; init; }
    }

    /// <summary>Telegram will not do it now: blocked, deleted, too old, malformed, not allowed.</summary>
    /// <param name="MigratedTo">The new chat id of a group that became a supergroup (Bot API, ResponseParameters).</param>
    public sealed record Refused(int Code, string Description, long? MigratedTo = null) : SendOutcome
    {
        public RefusalReason Reason => RefusalReasons.Of(Code, Description, MigratedTo);

        /// <summary>Whether it may pass later, as opposed to this one message being wrong.</summary>
        public bool IsAboutChat => Reason == RefusalReason.Chat;

        /// <summary>Whether a person cannot be written to since they left: they blocked the bot, or their account is gone.</summary>
        public bool IsPersonGone => PersonGone.IsSaidBy(Code, Description);

        /// <summary>Whether it is the topic that cannot be written to, which says nothing of the rest of the forum.</summary>
        public bool IsAboutTopic => TopicGone.IsSaidBy(Code, Description);

        /// <summary>An edit that would change nothing; the message already reads so.</summary>
        public bool IsNotModified => Reason == RefusalReason.NotModified;
    }

    /// <summary>Not sent: its turn comes later than the caller was willing to wait. Or <paramref name="Unconfirmed"/>.</summary>
    /// <param name="Unconfirmed">
    /// Why it is not known whether Telegram has it, so that a person may see it once more with each repeat; null when it was not sent.
    /// </param>
    public sealed record Postponed(TimeSpan RetryAfter, string? Unconfirmed = null) : SendOutcome;
}

/// <summary>How Telegram says that a topic of a forum is deleted, or closed to all but administrators.</summary>
internal static class TopicGone
{
    private static readonly string[] Words = ["message thread not found", "TOPIC_"];

    public static bool IsSaidBy(int code, string description) =>
        code == 400 && Words.Any(word => description.Contains(word, StringComparison.OrdinalIgnoreCase));
}

/// <summary>How Telegram says that a person has left; nothing that the bot or its operator does brings them back.</summary>
internal static class PersonGone
{
    private static readonly string[] Words =
        ["chat not found", "user not found", "user is deactivated", "USER_IS_BLOCKED", "USER_IS_DEACTIVATED", "INPUT_USER_DEACTIVATED",
            "PEER_ID_INVALID"];

    public static bool IsSaidBy(int code, string description) =>
        code == 403 || (code == 400 && Words.Any(word => description.Contains(word, StringComparison.OrdinalIgnoreCase)));
}
