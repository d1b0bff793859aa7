using System.Text.Json;
using VizTeh.Actors.Inbox;
using VizTeh.Actors.Tests.Sandbox.BotApi;

namespace VizTeh.Actors.Tests.Inbox;

/// <summary>Service messages, and shapes that the Bot API does not have.</summary>
public sealed class ServiceMessageReaderTests : UpdateReaderFixture
{
    [Theory]
    [InlineData(""" "pinned_message":{"message_id":1,"date":0,"chat":{"id":42,"type":"private"}} """)]
    [InlineData(""" "message_auto_delete_timer_changed":{"message_auto_delete_time":86400} """)]
    [InlineData(""" "chat_background_set":{"type":{"type":"chat_theme","theme_name":"x"}} """)]
    [InlineData(""" "new_chat_title":"x" """)]
    [InlineData(""" "new_chat_members":[{"id":42,"is_bot":false,"first_name":"Анна"}] """)]
    public void A_service_message_in_a_private_chat_is_for_nobody_whoever_that_is(string service)
    {
        foreach (var id in (long[])[42, ManagerChat])
        {
            var from = Anna.Replace("42", $"{id}", StringComparison.Ordinal);
            var json = $$"""
                {"update_id":5,"message":{"message_id":1,"date":0,"from":{{from}},"chat":{"id":{{id}},"type":"private"},{{service}} } }
                """;
            Assert.Equal(new IncomingUpdate.ForNobody(5), Read(json));
        }
    }

    [Fact]
    public void Every_field_of_a_message_is_either_of_a_service_message_or_not()
    {
        string[] ofPeople =
        [
            "animation", "audio", "author_signature", "business_connection_id", "caption", "caption_entities", "chat", "checklist",
            "contact",
            "date", "dice", "direct_messages_topic", "document", "edit_date", "effect_id", "entities", "ephemeral_message_id",
            "external_reply", "forward_origin", "from", "game", "giveaway", "giveaway_winners", "guest_bot_caller_chat",
            "guest_bot_caller_user", "guest_query_id", "has_media_spoiler", "has_protected_content", "invoice", "is_automatic_forward",
            "is_from_offline", "is_paid_post", "is_topic_message", "link_preview_options", "live_photo", "location", "media_group_id",
            "message_id", "message_thread_id", "paid_media", "paid_star_count", "photo", "poll", "quote", "receiver_user", "reply_markup",
            "reply_to_checklist_task_id", "reply_to_message", "reply_to_poll_option_id", "reply_to_story", "rich_message",
            "sender_boost_count", "sender_business_bot", "sender_chat", "sender_tag", "show_caption_above_media", "sticker", "story",
            "suggested_post_info", "text", "venue", "via_bot", "video", "video_note", "voice",
        ];

        var published = BotApiSchema.Published.MessageFields.ToArray();

        Assert.Empty(published.Except(ServiceMessages.Fields).Except(ofPeople));
        Assert.Empty(ServiceMessages.Fields.Intersect(ofPeople));
    }

    [Theory]
    [InlineData("""{"update_id":8,"message":{"message_id":1,"date":0,"from":{"id":1,"is_bot":false},"chat":{"id":1,"type":"private"},"text":{}}}""")]
    [InlineData("""{"update_id":8,"message":[]}""")]
    [InlineData("null")]
    public void A_shape_that_the_bot_api_does_not_have_is_said_to_be_one(string json) =>
        Assert.Throws<JsonException>(() => Read(json));
}
