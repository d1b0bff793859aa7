using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Inbox;
using VizTeh.Actors.Tests.Sandbox.BotApi;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Inbox;

public sealed class UpdateReaderTests
{
    private const long ManagerGroup = -1001234567890;
    private const long ManagerChat = 900;
    private const string Anna = """{"id":42,"is_bot":false,"first_name":"Анна","last_name":"К","username":"anna"}""";
    private const string AnnasChat = """{"id":42,"type":"private","first_name":"Анна"}""";

    private readonly UpdateReader _reader = new(new ManagerChats([ManagerGroup, ManagerChat], NullLogger<ManagerChats>.Instance));

    [Fact]
    public void A_text_in_a_private_chat_is_for_that_clients_conversation()
    {
        var incoming = Read($$"""
            {"update_id":5,"message":{"message_id":1,"date":0,"from":{{Anna}},"chat":{{AnnasChat}},"text":"привет"} }
            """);

        Assert.Equal(new IncomingUpdate.ForClient(new ClientUpdate(5, 42, "anna", new ClientInput.Text("привет"))), incoming);
    }

    [Theory]
    [InlineData("Анна", "К", null, "Анна К")]
    [InlineData("Анна", null, "", "Анна")]
    [InlineData("Анна", "К", "anna", null)]
    [InlineData("\u3164", "\u200B \u2060", null, null)]
    public void Of_a_client_without_a_username_the_accounts_name_is_read_if_it_can_be_seen(
        string first, string? last, string? username, string? expected)
    {
        var from = JsonSerializer.Serialize(new { id = 42, is_bot = false, first_name = first, last_name = last, username });
        var message = Read($$"""{"update_id":5,"message":{"message_id":1,"date":0,"from":{{from}},"chat":{{AnnasChat}},"text":"да"} }""");
        var press = Read($$"""
            {"update_id":5,"callback_query":{"id":"1","from":{{from}},"data":"x","message":{"message_id":1,"date":0,
             "chat":{{AnnasChat}} } } }
            """);

        Assert.Equal(expected, Assert.IsType<IncomingUpdate.ForClient>(message).Update.AccountName);
        Assert.Equal(expected, Assert.IsType<IncomingUpdate.ForClient>(press).Update.AccountName);
    }

    [Theory]
    [InlineData(42, true)]
    [InlineData(43, false)]
    public void A_contact_is_own_only_when_it_is_the_senders_account(long contactOf, bool isOwn)
    {
        var client = ReadClient($$"""
            "contact":{"phone_number":"79990000000","first_name":"А","user_id":{{contactOf}} }
            """);

        Assert.Equal(new ClientInput.Contact("79990000000", isOwn), client);
    }

    [Fact]
    public void A_contact_from_a_phone_book_is_not_own() =>
        Assert.Equal(
            new ClientInput.Contact("79990000000", IsOwn: false),
            ReadClient(""" "contact":{"phone_number":"79990000000","first_name":"А"} """));

    [Theory]
    [InlineData(""" "sticker":{"file_id":"s"} """, UnsupportedKind.Sticker)]
    [InlineData(""" "voice":{"file_id":"v"} """, UnsupportedKind.Voice)]
    [InlineData(""" "video_note":{"file_id":"v"} """, UnsupportedKind.Video)]
    [InlineData(""" "animation":{"file_id":"a"}, "document":{"file_id":"a"} """, UnsupportedKind.Document)]
    [InlineData(""" "photo":[{"file_id":"p","width":1,"height":1}], "caption":"подпись" """, UnsupportedKind.Photo)]
    [InlineData(""" "location":{"latitude":1,"longitude":2} """, UnsupportedKind.Location)]
    [InlineData(""" "dice":{"emoji":"x","value":1} """, UnsupportedKind.Other)]
    public void What_the_form_cannot_use_is_named_by_its_kind(string content, UnsupportedKind kind) =>
        Assert.Equal(new ClientInput.Unsupported(kind), ReadClient(content));

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

    [Theory]
    [InlineData(""" "pinned_message":null, "dice":{"emoji":"x","value":1} """)]
    [InlineData(""" "a_content_from_the_future":{} """)]
    public void What_is_not_known_for_a_service_message_is_answered(string content) =>
        Assert.Equal(new ClientInput.Unsupported(UnsupportedKind.Other), ReadClient(content));

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

    [Fact]
    public void A_forward_whose_origin_is_of_a_kind_nobody_knows_yet_is_still_read() =>
        Assert.Equal(
            new ClientInput.Text("да"),
            ReadClient(""" "text":"да", "forward_origin":{"type":"from_the_future","date":1}, "reply_markup":{"x":[]} """));

    [Fact]
    public void A_press_in_a_clients_chat_is_for_the_conversation()
    {
        var incoming = Read($$"""
            {"update_id":6,"callback_query":{"id":"77","from":{{Anna}},"chat_instance":"1","data":"form:x",
             "message":{"message_id":3,"date":0,"chat":{{AnnasChat}} } } }
            """);

        Assert.Equal(new IncomingUpdate.ForClient(new ClientUpdate(6, 42, "anna", new ClientInput.Press("77", "form:x"))), incoming);
    }

    [Fact]
    public void A_press_of_a_tickets_button_is_judged_in_the_managers_room_even_when_a_client_forged_it()
    {
        var incoming = Read($$"""
            {"update_id":6,"callback_query":{"id":"77","from":{{Anna}},"chat_instance":"1","data":"question_status:close:1",
             "message":{"message_id":3,"date":0,"chat":{{AnnasChat}} } } }
            """);

        var update = Assert.IsType<IncomingUpdate.ForManager>(incoming).Update;
        Assert.Equal(42, update.ChatId);
        Assert.Equal(new Person(42, "Анна К", "anna"), update.From);
    }

    [Fact]
    public void A_press_on_a_message_that_telegram_no_longer_shows_is_for_the_managers_room_without_a_chat()
    {
        var incoming = Read($$"""
            {"update_id":6,"callback_query":{"id":"77","from":{{Anna}},"chat_instance":"1","inline_message_id":"x","data":"y"} }
            """);

        Assert.Null(Assert.IsType<IncomingUpdate.ForManager>(incoming).Update.ChatId);
    }

    [Fact]
    public void A_photo_with_a_caption_in_a_managers_chat_carries_its_largest_size()
    {
        var incoming = Read($$"""
            {"update_id":7,"message":{"message_id":1,"date":0,"from":{{Anna}},
             "chat":{"id":{{ManagerGroup}},"type":"supergroup","title":"М"},
             "photo":[{"file_id":"small","width":90,"height":90},{"file_id":"large","width":1280,"height":960}],"caption":"/photoid"} }
            """);

        var update = Assert.IsType<IncomingUpdate.ForManager>(incoming).Update;
        Assert.Equal(new ManagerInput.Text("/photoid", "large"), update.Input);
        Assert.True(update.IsGroup);
    }

    [Theory]
    [InlineData("""{"update_id":8,"message":{"message_id":1,"date":0,"from":{"id":1,"is_bot":false,"first_name":"x"},"chat":{"id":-5,"type":"group","title":"t"},"text":"hi"}}""")]
    [InlineData("""{"update_id":8,"message":{"message_id":1,"date":0,"from":{"id":1,"is_bot":true,"first_name":"x"},"chat":{"id":1,"type":"private"},"text":"hi"}}""")]
    [InlineData("""{"update_id":8,"message":{"message_id":1,"date":0,"chat":{"id":-5,"type":"channel","title":"t"},"text":"hi"}}""")]
    [InlineData("""{"update_id":8,"a_kind_from_the_future":{"text":"hi"}}""")]
    public void Foreign_groups_bots_channels_and_unknown_kinds_are_for_nobody(string json) =>
        Assert.Equal(new IncomingUpdate.ForNobody(8), Read(json));

    [Theory]
    [InlineData(1087968824, true, "GroupAnonymousBot", ManagerGroup, "supergroup")]
    [InlineData(136817688, true, "Channel_Bot", -1005, "channel")]
    [InlineData(777000, false, null, -1005, "channel")]
    public void In_a_managers_group_an_anonymous_administrator_and_a_channel_are_heard_and_in_a_foreign_one_they_are_not(
        long account, bool isBot, string? username, long sender, string type)
    {
        IncomingUpdate In(long chatId) => Read($$"""
            {"update_id":7,"message":{"message_id":1,"date":0,"from":{"id":{{account}},"is_bot":{{(isBot ? "true" : "false")}},
             "first_name":"x","username":"{{username}}"},
             "sender_chat":{"id":{{sender}},"type":"{{type}}","title":"М"},
              "chat":{"id":{{chatId}},"type":"supergroup","title":"М"},"text":"/help"} }
            """);

        Assert.Equal(new ManagerInput.Text("/help", null), Assert.IsType<IncomingUpdate.ForManager>(In(ManagerGroup)).Update.Input);
        Assert.Equal(new IncomingUpdate.ForNobody(7), In(-1009));
    }

    [Fact]
    public void Another_bot_in_a_managers_group_is_not_heard() =>
        Assert.Equal(new IncomingUpdate.ForNobody(7), Read($$"""
            {"update_id":7,"message":{"message_id":1,"date":0,"from":{"id":7,"is_bot":true,"first_name":"x"},
             "chat":{"id":{{ManagerGroup}},"type":"supergroup","title":"М"},"text":"/help"} }
            """));

    [Theory]
    [InlineData("\"message_thread_id\":5,\"is_topic_message\":true", 5)]
    [InlineData("\"message_thread_id\":5,\"is_topic_message\":false", null)]
    [InlineData("\"message_thread_id\":5,\"is_topic_message\":\"yes\"", null)]
    [InlineData("\"message_thread_id\":5", null)]
    [InlineData("\"message_thread_id\":5000000000,\"is_topic_message\":true", null)]
    [InlineData("\"is_topic_message\":true", null)]
    public void Only_what_telegram_calls_a_topic_is_one(string fields, int? topic)
    {
        var message = $$"""
            {"message_id":9,"date":0,"from":{{Anna}},
             "chat":{"id":{{ManagerGroup}},"type":"supergroup","title":"М"},"text":"/help",{{fields}} }
            """;

        Assert.Equal(
            topic, Assert.IsType<IncomingUpdate.ForManager>(Read($$"""{"update_id":7,"message":{{message}} }""")).Update.TopicId);
        Assert.Equal(
            topic, Assert.IsType<IncomingUpdate.ForManager>(
                Read($$"""
                    {"update_id":7,"callback_query":{"id":"1","from":{{Anna}},"data":"x","message":{{message}} } }
                    """)).Update.TopicId);
    }

    [Theory]
    [InlineData("group", ManagerGroup, """ "migrate_to_chat_id":-100777 """, ManagerGroup, -100777)]
    [InlineData("supergroup", -100777, """ "migrate_from_chat_id":-1001234567890 """, ManagerGroup, -100777)]
    public void The_move_of_a_managers_group_is_told_whoever_telegram_names_and_counts_for_the_very_next_update(
        string type, long chatId, string service, long oldId, long newId)
    {
        var anonymous = """{"id":1087968824,"is_bot":true,"first_name":"Group","username":"GroupAnonymousBot"}""";
        var incoming = Read($$"""
            {"update_id":7,"message":{"message_id":1,"date":0,"from":{{anonymous}},
             "chat":{"id":{{chatId}},"type":"{{type}}","title":"М"},{{service}} } }
            """);
        var next = Read($$"""
            {"update_id":8,"message":{"message_id":2,"date":0,"from":{{Anna}},
             "chat":{"id":{{newId}},"type":"supergroup","title":"М"},"text":"/start"} }
            """);

        Assert.Equal(new ManagerInput.Migrated(oldId, newId), Assert.IsType<IncomingUpdate.ForManager>(incoming).Update.Input);
        Assert.Equal(newId, Assert.IsType<IncomingUpdate.ForManager>(next).Update.ChatId);
    }

    [Theory]
    [InlineData("group", -5, """ "migrate_to_chat_id":-100777 """)]
    [InlineData("supergroup", -100777, """ "migrate_from_chat_id":-5 """)]
    [InlineData("private", 42, """ "migrate_from_chat_id":-1001234567890 """)]
    public void The_move_of_a_foreign_group_gives_nobody_the_rights_of_a_manager(string type, long chatId, string service)
    {
        var incoming = Read($$"""
            {"update_id":7,"message":{"message_id":1,"date":0,"from":{{Anna}},"chat":{"id":{{chatId}},"type":"{{type}}"},{{service}} } }
            """);
        var next = Read("""
            {"update_id":8,"message":{"message_id":2,"date":0,"from":{"id":1,"is_bot":false},
             "chat":{"id":-100777,"type":"supergroup"},"text":"/start"} }
            """);

        Assert.Equal(new IncomingUpdate.ForNobody(7), incoming);
        Assert.Equal(new IncomingUpdate.ForNobody(8), next);
    }

    [Theory]
    [InlineData(ManagerGroup, "kicked", false)]
    [InlineData(ManagerGroup, "left", false)]
    [InlineData(ManagerGroup, "member", true)]
    [InlineData(ManagerGroup, "administrator", true)]
    [InlineData(ManagerChat, "kicked", false)]
    public void The_bots_own_place_in_a_managers_chat_is_told(long chatId, string status, bool isMember) =>
        Assert.Equal(
            new ManagerInput.Membership(isMember), Assert.IsType<IncomingUpdate.ForManager>(ReadMembership(chatId, status)).Update.Input);

    [Theory]
    [InlineData(42)]
    [InlineData(-5)]
    public void A_client_who_blocks_the_bot_or_a_foreign_group_that_lets_it_in_is_for_nobody(long chatId) =>
        Assert.Equal(new IncomingUpdate.ForNobody(9), ReadMembership(chatId, "kicked"));

    [Theory]
    [InlineData("""{"update_id":8,"message":{"message_id":1,"date":0,"from":{"id":1,"is_bot":false},"chat":{"id":1,"type":"private"},"text":{}}}""")]
    [InlineData("""{"update_id":8,"message":[]}""")]
    [InlineData("null")]
    public void A_shape_that_the_bot_api_does_not_have_is_said_to_be_one(string json) =>
        Assert.Throws<JsonException>(() => Read(json));

    private IncomingUpdate ReadMembership(long chatId, string status) => Read($$"""
        {"update_id":9,"my_chat_member":{"date":0,"from":{{Anna}},"chat":{"id":{{chatId}},"type":"{{(chatId > 0 ? "private" : "group")}}"},
         "old_chat_member":{"status":"member","user":{"id":7} },"new_chat_member":{"status":"{{status}}","user":{"id":7} } } }
        """);

    private IncomingUpdate Read(string json) => _reader.Read(json);

    private ClientInput ReadClient(string content)
    {
        var incoming = Read($$"""{"update_id":5,"message":{"message_id":1,"date":0,"from":{{Anna}},"chat":{{AnnasChat}},{{content}} } }""");
        return Assert.IsType<IncomingUpdate.ForClient>(incoming).Update.Input;
    }
}
