using VizTeh.Actors.Inbox;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Inbox;

/// <summary>What the reader makes of the managers' chats and of foreign groups.</summary>
public sealed class ManagerUpdateReaderTests : UpdateReaderFixture
{
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

    [Theory]
    [InlineData("""{"inline_keyboard":[[{"callback_data":"list:open:0"},{"callback_data":"list:open:2"}]]}""", "list:open:0")]
    [InlineData("""{"inline_keyboard":[[{"copy_text":{"text":"1"}}],[{"callback_data":"other"}]]}""", "other")]
    [InlineData("""{"inline_keyboard":[7,[null,[],{"callback_data":5}]]}""", null)]
    [InlineData("""{"inline_keyboard":"x"}""", null)]
    [InlineData("7", null)]
    public void A_press_of_a_lists_button_says_what_its_message_shows(string markup, string? first)
    {
        var incoming = Read($$"""
            {"update_id":6,"callback_query":{"id":"77","from":{{Anna}},"chat_instance":"1","data":"list:open:1",
             "message":{"message_id":3,"date":0,"text":7,"chat":{"id":{{ManagerGroup}},"type":"supergroup"},"reply_markup":{{markup}} } } }
            """);

        var press = Assert.IsType<ManagerInput.Press>(Assert.IsType<IncomingUpdate.ForManager>(incoming).Update.Input);
        Assert.Equal(3, press.MessageId);
        Assert.Equal(first, press.Shown!.ButtonData);
    }

    [Theory]
    [InlineData("""[{"type":"bold","offset":0,"length":6},{"type":"code","offset":7,"length":7}]""", "вывеска")]
    [InlineData("""[{"type":"code","offset":7,"length":8}]""", null)]
    [InlineData("""[{"type":"code","offset":-1,"length":3}]""", null)]
    [InlineData("""[{"type":"code","offset":2147483647,"length":2147483647}]""", null)]
    [InlineData("""[{"type":"code","offset":"7","length":7}]""", null)]
    [InlineData("""[7,{"type":5}]""", null)]
    [InlineData("{}", null)]
    public void A_press_under_a_search_says_what_is_searched_for(string entities, string? words)
    {
        var incoming = Read($$"""
            {"update_id":6,"callback_query":{"id":"77","from":{{Anna}},"chat_instance":"1","data":"list:find:1",
             "message":{"message_id":3,"date":0,"text":"Поиск: вывеска","entities":{{entities}},
             "chat":{"id":{{ManagerGroup}},"type":"supergroup"} } } }
            """);

        var press = Assert.IsType<ManagerInput.Press>(Assert.IsType<IncomingUpdate.ForManager>(incoming).Update.Input);
        Assert.Equal(words, press.Shown!.Words);
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
    [InlineData(
        """
        {"message_id":1,"photo":[{"file_id":"large","width":1280,"height":960},7,{"width":1},{"file_id":"small","width":90,"height":90}],
         "from":{"id":3,"is_bot":false}}
        """,
        "large")]
    [InlineData("""{"message_id":1,"photo":[{"file_id":5,"x":[{}]},{"file_id":"a","width":1e999}],"caption":"x"}""", "a")]
    [InlineData("""{"message_id":1,"photo":"x","text":"y"}""", null)]
    [InlineData("""{"message_id":1,"photo":[]}""", null)]
    [InlineData("""{"message_id":1}""", null)]
    public void A_command_in_reply_to_a_photo_carries_that_photo(string quoted, string? photo)
    {
        var incoming = Read($$"""
            {"update_id":7,"message":{"message_id":2,"date":1,"from":{{Anna}},"chat":{"id":{{ManagerGroup}},"type":"supergroup"},
             "text":"/photoid","reply_to_message":{{quoted}} } }
            """);

        Assert.Equal(new ManagerInput.Text("/photoid", photo), Assert.IsType<IncomingUpdate.ForManager>(incoming).Update.Input);
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

    [Theory]
    [InlineData("message")]
    [InlineData("edited_message")]
    public void A_post_that_telegram_forwards_from_the_channel_of_a_managers_group_is_no_command(string kind) =>
        Assert.Equal(new IncomingUpdate.ForNobody(7), Read($$"""
            {"update_id":7,"{{kind}}":{"message_id":1,"date":0,"from":{"id":777000,"is_bot":false,"first_name":"Telegram"},
             "sender_chat":{"id":-1005,"type":"channel","title":"М"},"is_automatic_forward":true,
             "chat":{"id":{{ManagerGroup}},"type":"supergroup","title":"М"},"text":"/export"} }
            """));

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
    [InlineData(ManagerGroup, "kicked", false)]
    [InlineData(ManagerGroup, "left", false)]
    [InlineData(ManagerGroup, "member", true)]
    [InlineData(ManagerGroup, "administrator", true)]
    [InlineData(ManagerChat, "kicked", false)]
    public void The_bots_own_place_in_a_managers_chat_is_told(long chatId, string status, bool isMember) =>
        Assert.Equal(
            new ManagerInput.Membership(isMember), Assert.IsType<IncomingUpdate.ForManager>(ReadMembership(chatId, status)).Update.Input);
}
