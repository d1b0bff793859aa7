namespace VizTeh.Actors.TelegramApi;

/// <summary>The outcome of a call that sends something to a person. Transient errors are no outcomes: the sender retries them.</summary>
public abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    /// <summary>Telegram has accepted the message.</summary>
    /// <param name="MessageId">The message's id; null when the Bot API's response, a success, was cut off before it.</param>
    public sealed record Delivered(long? MessageId) : SendOutcome
    {
        /// <summary>Whether an earlier attempt may have sent the same message under an unknown id.</summary>
        public bool MayBeCopy { get; init; }

        /// <summary>The ids of the further messages of an album, in order; empty for anything else, and when they are unknown.</summary>
        public IReadOnlyList<long> MoreMessageIds { get; init; } = [];
    }

    /// <summary>Telegram refuses the call: the bot is blocked, the message deleted, too old or malformed, the action not allowed.</summary>
    /// <param name="MigratedTo">The new chat id of a group that became a supergroup (Bot API, ResponseParameters).</param>
    public sealed record Refused(int Code, string Description, long? MigratedTo = null) : SendOutcome
    {
        public RefusalReason Reason => RefusalReasons.Of(Code, Description, MigratedTo);

        /// <summary>Whether the refusal may pass later, as opposed to a fault of this one message.</summary>
        public bool IsAboutChat => Reason == RefusalReason.Chat;

        /// <summary>Whether the person has left: they blocked the bot, or their account is gone.</summary>
        public bool IsPersonGone => PersonGone.IsSaidBy(Code, Description);

        /// <summary>Whether the person has blocked the bot, as opposed to an account or a chat that is gone.</summary>
        public bool IsBlocked => PersonGone.IsBlockSaidBy(Description);

        /// <summary>Whether the person takes no voice and video notes from anybody, or from bots.</summary>
        public bool IsVoiceForbidden => VoiceForbidden.IsSaidBy(Code, Description);

        /// <summary>Whether only the topic is closed to the bot, not the rest of the forum.</summary>
        public bool IsAboutTopic => TopicGone.IsSaidBy(Code, Description);

        /// <summary>Whether the message can never be deleted by the bot: it is too old for that, or was sent under other rights.</summary>
        public bool IsUndeletable => Undeletable.IsSaidBy(Code, Description);

        /// <summary>Whether the message to be deleted is gone already.</summary>
        public bool IsDeletedAlready => Undeletable.IsGone(Code, Description);

        /// <summary>Whether the message to be edited is gone, as opposed to one that can no longer be edited.</summary>
        public bool IsEditedGone => Reason == RefusalReason.EditedMessage && Undeletable.IsEditedGone(Description);

        /// <summary>Whether the edit would change nothing: the message has this content already.</summary>
        public bool IsNotModified => Reason == RefusalReason.NotModified;
    }

    /// <summary>Not sent: the wait for its turn is longer than the caller's patience. Or <paramref name="Unconfirmed"/>.</summary>
    /// <param name="Unconfirmed">
    /// The fault because of which it is unknown whether Telegram has the message, so that each retry may duplicate it; null when it was not
    /// sent.
    /// </param>
    public sealed record Postponed(TimeSpan RetryAfter, string? Unconfirmed = null) : SendOutcome
    {
        /// <summary>Whether Telegram has limited this very call (429), which names no chat: other calls need not wait.</summary>
        public bool IsLimitedAlone { get; init; }
    }
}

/// <summary>Telegram's errors for a message that is to be deleted, or is gone (telegram-bot-api, Client.cpp).</summary>
internal static class Undeletable
{
    private static readonly string[] Words = ["message can't be deleted", "MESSAGE_DELETE_FORBIDDEN"];

    private static readonly string[] GoneWords = ["message to delete not found", "MESSAGE_ID_INVALID"];

    private static readonly string[] EditedGoneWords =
        ["message to edit not found", "message not found", "MESSAGE_ID_INVALID", "MESSAGE_DELETED", "message was deleted"];

    public static bool IsEditedGone(string description) => Says(EditedGoneWords, description);

    public static bool IsSaidBy(int code, string description) => code == 400 && Says(Words, description);

    public static bool IsGone(int code, string description) => code == 400 && Says(GoneWords, description);

    private static bool Says(string[] words, string description) =>
        words.Any(word => description.Contains(word, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Telegram's errors for a forum topic that is deleted, or closed to all but administrators.</summary>
internal static class TopicGone
{
    private static readonly string[] Words = ["message thread not found", "TOPIC_"];

    public static bool IsSaidBy(int code, string description) =>
        code == 400 && Words.Any(word => description.Contains(word, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Telegram's errors for a person whose settings take no voice and video notes (TDLib, and its servers' own words).</summary>
internal static class VoiceForbidden
{
    public static readonly IReadOnlyList<string> Words =
        ["VOICE_MESSAGES_FORBIDDEN", "restricted receiving of voice messages", "restricted receiving of video messages"];

    public static bool IsSaidBy(int code, string description) =>
        code == 400 && Words.Any(word => description.Contains(word, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Telegram's errors for a person who has left, which neither the bot nor its operator can mend.</summary>
internal static class PersonGone
{
    private static readonly string[] Words =
        ["chat not found", "user not found", "user is deactivated", "USER_IS_BLOCKED", "USER_IS_DEACTIVATED", "INPUT_USER_DEACTIVATED",
            "PEER_ID_INVALID"];

    public static bool IsBlockSaidBy(string description) => description.Contains("blocked", StringComparison.OrdinalIgnoreCase);

    public static bool IsSaidBy(int code, string description) =>
        code == 403 || (code == 400 && Words.Any(word => description.Contains(word, StringComparison.OrdinalIgnoreCase)));
}
