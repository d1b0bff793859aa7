using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Tests.TelegramApi;

/// <summary>The classification of refusals by their words: those of api.telegram.org, telegram-bot-api and TDLib.</summary>
public sealed class RefusalReasonTests
{
    [Theory]
    [InlineData(400, "Bad Request: chat not found")]
    [InlineData(400, "Bad Request: group chat was upgraded to a supergroup chat")]
    [InlineData(400, "Bad Request: TOPIC_CLOSED")]
    [InlineData(400, "Bad Request: TOPIC_DELETED")]
    [InlineData(400, "Bad Request: message thread not found")]
    [InlineData(400, "Bad Request: CHAT_RESTRICTED")]
    [InlineData(400, "Bad Request: have no rights to send a message")]
    [InlineData(400, "Bad Request: not enough rights to send text messages to the chat")]
    [InlineData(400, "Bad Request: need administrator rights in the channel chat")]
    [InlineData(400, "Bad Request: CHAT_ADMIN_REQUIRED")]
    [InlineData(400, "Bad Request: CHAT_WRITE_FORBIDDEN")]
    [InlineData(400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN")]
    [InlineData(400, "Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN")]
    [InlineData(400, "Bad Request: CHAT_SEND_WEBPAGE_FORBIDDEN")]
    [InlineData(400, "Bad Request: CHAT_GUEST_SEND_FORBIDDEN")]
    [InlineData(400, "Bad Request: CHAT_ID_INVALID")]
    [InlineData(400, "Bad Request: USER_BANNED_IN_CHANNEL")]
    [InlineData(400, "Bad Request: USER_IS_BLOCKED")]
    [InlineData(400, "Bad Request: CHANNEL_PRIVATE")]
    [InlineData(400, "Bad Request: PEER_ID_INVALID")]
    [InlineData(400, "Bad Request: ALLOW_PAYMENT_REQUIRED")]
    [InlineData(400, "Bad Request: SLOWMODE_WAIT_30")]
    [InlineData(400, "Bad Request: group is deactivated")]
    [InlineData(400, "Logged out")]
    [InlineData(400, "Bad Request: SOMETHING_THAT_NOBODY_KNOWS_YET")]
    [InlineData(401, "Unauthorized")]
    [InlineData(403, "Forbidden: bot was kicked from the supergroup chat")]
    [InlineData(403, "Forbidden: the group chat was deleted")]
    [InlineData(403, "Forbidden: not enough rights to send text messages to the chat")]
    [InlineData(404, "Not Found")]
    [InlineData(406, "Not Acceptable")]
    [InlineData(420, "FLOOD_WAIT_5")]
    public void What_is_the_chats_or_not_known_may_pass(int code, string description) => Reads(RefusalReason.Chat, code, description);

    [Theory]
    [InlineData(400, "Bad Request: can't parse entities: Unsupported start tag \"x\" at byte offset 3")]
    [InlineData(400, "Bad Request: can't parse entities in message text: Can't find end of the entity starting at byte offset 3")]
    [InlineData(400, "Bad Request: message is too long")]
    [InlineData(400, "Bad Request: MESSAGE_TOO_LONG")]
    [InlineData(400, "Bad Request: text is too long")]
    [InlineData(400, "Bad Request: MEDIA_CAPTION_TOO_LONG")]
    [InlineData(400, "Bad Request: message text is empty")]
    [InlineData(400, "Bad Request: text must be non-empty")]
    [InlineData(400, "Bad Request: strings must be encoded in UTF-8")]
    [InlineData(400, "Bad Request: ENTITY_BOUNDS_INVALID")]
    [InlineData(400, "Bad Request: BUTTON_DATA_INVALID")]
    [InlineData(400, "Bad Request: BUTTON_TYPE_INVALID")]
    [InlineData(400, "Bad Request: reply markup is too long")]
    [InlineData(400, "Bad Request: REPLY_MARKUP_INVALID")]
    [InlineData(400, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")]
    [InlineData(400, "Bad Request: wrong remote file identifier specified: can't unserialize it. Wrong last symbol")]
    [InlineData(413, "Request Entity Too Large")]
    public void What_is_known_to_be_about_the_text_or_the_keyboard_will_never_pass(int code, string description) =>
        Reads(RefusalReason.Content, code, description);

    [Theory]
    [InlineData("Bad Request: message to edit not found")]
    [InlineData("Bad Request: message can't be edited")]
    [InlineData("Bad Request: MESSAGE_ID_INVALID")]
    [InlineData("Bad Request: MESSAGE_EDIT_TIME_EXPIRED")]
    [InlineData("Bad Request: there is no text in the message to edit")]
    public void A_message_that_can_never_be_edited_is_told_from_a_chat_where_nothing_can(string description) =>
        Reads(RefusalReason.EditedMessage, 400, description);

    [Fact]
    public void An_edit_that_changes_nothing_is_no_trouble_although_it_speaks_of_reply_markup() => Reads(
        RefusalReason.NotModified, 400,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content "
        + "and reply markup of the message");

    [Fact]
    public void A_group_that_moved_is_about_the_chat_in_whatever_words() =>
        Assert.Equal(RefusalReason.Chat, new SendOutcome.Refused(400, "Bad Request: message to edit not found", MigratedTo: -1001).Reason);

    private static void Reads(RefusalReason reason, int code, string description) =>
        Assert.Equal(reason, new SendOutcome.Refused(code, description).Reason);
}
