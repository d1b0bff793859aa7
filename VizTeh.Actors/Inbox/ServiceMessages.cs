using System.Collections.Frozen;
using System.Text.Json;

namespace VizTeh.Actors.Inbox;

/// <summary>
/// Telegram's service messages about an event in a chat (a message was pinned, a member joined). Nobody wrote them, so nobody waits for an
/// answer.
/// </summary>
internal static class ServiceMessages
{
    /// <summary>
    /// The fields that mark a service message (Bot API 10.3, Message). A kind that Telegram adds later is taken for a message that a person
    /// wrote: a new kind of content would otherwise stay unanswered.
    /// </summary>
    public static readonly FrozenSet<string> Fields = FrozenSet.Create(
        "boost_added", "channel_chat_created", "chat_background_set", "chat_owner_changed", "chat_owner_left", "chat_shared",
        "checklist_tasks_added", "checklist_tasks_done", "community_chat_added", "community_chat_joined", "community_chat_removed",
        "connected_website", "delete_chat_photo", "direct_message_price_changed", "forum_topic_closed", "forum_topic_created",
        "forum_topic_edited", "forum_topic_reopened", "general_forum_topic_hidden", "general_forum_topic_unhidden", "gift",
        "gift_upgrade_sent", "giveaway_completed", "giveaway_created", "group_chat_created", "left_chat_member", "managed_bot_created",
        "message_auto_delete_timer_changed", "migrate_from_chat_id", "migrate_to_chat_id", "new_chat_members", "new_chat_photo",
        "new_chat_title", "paid_message_price_changed", "passport_data", "pinned_message", "poll_option_added", "poll_option_deleted",
        "proximity_alert_triggered", "refunded_payment", "successful_payment", "suggested_post_approval_failed",
        "suggested_post_approved", "suggested_post_declined", "suggested_post_paid", "suggested_post_refunded",
        "supergroup_chat_created", "unique_gift", "users_shared", "video_chat_ended", "video_chat_participants_invited",
        "video_chat_scheduled", "video_chat_started", "web_app_data", "write_access_allowed",
        // Names of earlier versions of the Bot API, which a self-hosted server may still write.
        "new_chat_member", "new_chat_participant", "left_chat_participant", "user_shared", "voice_chat_ended",
        "voice_chat_participants_invited", "voice_chat_scheduled", "voice_chat_started");

    /// <summary>
    /// Whether the update's message is a service message. Reads only the names of its fields: to be called for a message in which the bot
    /// found no usable content.
    /// </summary>
    public static bool IsIn(ReadOnlySpan<byte> update)
    {
        var reader = new Utf8JsonReader(update, new JsonReaderOptions { MaxDepth = int.MaxValue });
        return reader.Read() && FindMember(ref reader, name => name == "message") && FindMember(ref reader, Fields.Contains);
    }

    // Leaves the reader at the value; a null member counts as absent.
    private static bool FindMember(ref Utf8JsonReader reader, Func<string, bool> isWanted)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var wanted = isWanted(reader.GetString()!);
            reader.Read();
            if (wanted && reader.TokenType != JsonTokenType.Null)
                return true;
            reader.Skip();
        }

        return false;
    }
}
