namespace VizTeh.Actors.TelegramApi;

/// <summary>The cause of a final refusal by the Bot API, on which the next step depends.</summary>
public enum RefusalReason
{
    /// <summary>
    /// The chat, the bot's rights there, its token, or an unknown cause: the same message may be accepted later without a change.
    /// </summary>
    Chat,

    /// <summary>The content: the same text or keyboard would be refused each time.</summary>
    Content,

    /// <summary>The message to be edited: it is gone, or can never be edited again.</summary>
    EditedMessage,

    /// <summary>No error: the message has this content already.</summary>
    NotModified,
}

/// <summary>
/// Classifies a refusal by its words, since Telegram gives no other key. Only words that are known to concern a message count as that: any
/// other refusal is attributed to the chat, and is retried.
/// </summary>
internal static class RefusalReasons
{
    // The texts of telegram-bot-api (Client.cpp) and TDLib, and the error constants of Telegram's servers that they pass on.
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
        // A photo or a file, and its identifiers.
        "wrong file", "wrong remote file", "wrong type of", "wrong padding", "file identifier", "file_id", "FILE_REFERENCE_", "FILE_ID_",
        "PHOTO_", "IMAGE_PROCESS_FAILED", "MEDIA_EMPTY", "MEDIA_INVALID", "type of file mismatch", "HTTP URL", "WEBPAGE_CURL_FAILED",
        "WEBPAGE_MEDIA_EMPTY", "file is too big", "can't use file of type", "file must be non-empty", "FILE_PARTS_INVALID",
        "DOCUMENT_INVALID", "VIDEO_FILE_INVALID", "VIDEO_CONTENT_TYPE_INVALID", "VOICE_FILE_INVALID", "GROUPED_MEDIA_INVALID",
        "MULTI_MEDIA_", "can't be mixed with other media",
        // A voice or a video note, for a person who takes none.
        .. VoiceForbidden.Words,
        // A place.
        "wrong location", "wrong venue location", "latitude is empty", "longitude is empty", "GEO_POINT_INVALID", "VENUE_",
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
