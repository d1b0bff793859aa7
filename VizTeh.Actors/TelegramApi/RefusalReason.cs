namespace VizTeh.Actors.TelegramApi;

/// <summary>What a final refusal of the Bot API is about, and so what may be done next.</summary>
public enum RefusalReason
{
    /// <summary>
    /// The chat, the bot's rights there, its token, or a cause that nobody knows yet: the same message may pass later, without anybody
    /// changing it.
    /// </summary>
    Chat,

    /// <summary>What was said: this very text or keyboard will be refused each time.</summary>
    Content,

    /// <summary>The message that was to be edited: it is gone, or can never be edited again.</summary>
    EditedMessage,

    /// <summary>Nothing is wrong: the message reads so already.</summary>
    NotModified,
}

/// <summary>
/// Reads a refusal by its words, since Telegram gives no other key. Only what is known to be about a message counts as that: whatever is
/// not listed here is the chat's, and passes.
/// </summary>
internal static class RefusalReasons
{
    // Words of telegram-bot-api (Client.cpp), of TDLib, and the constants of Telegram's servers that they pass on.
    private static readonly string[] NotModified = ["message is not modified", "MESSAGE_NOT_MODIFIED"];

    private static readonly string[] EditedMessage =
    [
        "message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID", "MESSAGE_EDIT_TIME_EXPIRED",
        "MESSAGE_AUTHOR_REQUIRED", "MESSAGE_DELETED", "message was deleted", "message not found", "there is no text in the message to edit",
        "message identifier is not specified", "wrong message identifier", "inline message identifier",
    ];

    private static readonly string[] Content =
    [
        // The text.
        "can't parse entities", "can't parse message", "can't parse caption", "can't find end", "unsupported parse_mode",
        "unsupported start tag", "message is too long", "MESSAGE_TOO_LONG", "text is too long", "caption is too long", "CAPTION_TOO_LONG",
        "ENTITIES_TOO_LONG",
        "message text is empty", "text must be non-empty", "MESSAGE_EMPTY",
        "must be encoded in UTF-8", "ENTITY_",
        // The keyboard.
        "BUTTON_", "reply markup", "reply_markup", "REPLY_MARKUP_", "inline keyboard", "reply keyboard", "keyboard button",
        // A photo or a file, and what stands for it.
        "wrong file", "wrong remote file", "wrong type of", "wrong padding", "file identifier", "file_id", "FILE_REFERENCE_", "FILE_ID_",
        "PHOTO_", "IMAGE_PROCESS_FAILED", "MEDIA_EMPTY", "MEDIA_INVALID", "type of file mismatch", "HTTP URL", "WEBPAGE_CURL_FAILED",
        "WEBPAGE_MEDIA_EMPTY", "file is too big",
    ];

    public static RefusalReason Of(int code, string description, long? migratedTo)
    {
        if (migratedTo is not null)
            return RefusalReason.Chat;
        return code switch
        {
            400 when SaysOneOf(NotModified) => RefusalReason.NotModified,
            400 when SaysOneOf(EditedMessage) => RefusalReason.EditedMessage,
            400 when SaysOneOf(Content) => RefusalReason.Content,
            413 => RefusalReason.Content,
            _ => RefusalReason.Chat,
        };

        bool SaysOneOf(string[] words) => words.Any(word => description.Contains(word, StringComparison.OrdinalIgnoreCase));
    }
}
