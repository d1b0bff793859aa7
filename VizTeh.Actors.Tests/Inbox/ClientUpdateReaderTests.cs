using System.Text.Json;
using VizTeh.Actors.Inbox;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Inbox;

/// <summary>What the reader makes of a private chat with a client.</summary>
public sealed class ClientUpdateReaderTests : UpdateReaderFixture
{
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
    [InlineData(""" "sticker":{"file_id":"s","file_unique_id":"u"} """, UnsupportedKind.Sticker)]
    [InlineData(""" "dice":{"emoji":"x","value":1} """, UnsupportedKind.Other)]
    [InlineData(""" "poll":{"id":"1","question":"?"} """, UnsupportedKind.Other)]
    public void What_the_form_cannot_use_is_named_by_its_kind(string content, UnsupportedKind kind) =>
        Assert.Equal(kind, Assert.IsType<ClientInput.Unsupported>(ReadClient(content)).Kind);

    [Fact]
    public void A_forward_whose_origin_is_of_a_kind_nobody_knows_yet_is_still_read() =>
        Assert.Equal(
            new ClientInput.Text("да"),
            ReadClient(""" "text":"да", "forward_origin":{"type":"from_the_future","date":1}, "reply_markup":{"x":[]} """));

    [Fact]
    public void An_edited_caption_is_taken_like_an_edited_text() => Assert.Equal(
        new ClientInput.Edited("4 стелы") { EditedAt = 1_700_000_060 },
        Assert.IsType<IncomingUpdate.ForClient>(Read($$"""
            {"update_id":5,"edited_message":{"message_id":17,"date":1700000000,"edit_date":1700000060,"from":{{Anna}},
             "chat":{{AnnasChat}},"caption":"4 стелы","photo":[{"file_id":"p","width":1,"height":1}] } }
            """)).Update.Input);

    [Fact]
    public void An_edited_text_in_a_private_chat_is_for_that_clients_conversation_at_the_place_where_it_was_sent_first()
    {
        var incoming = Read($$"""
            {"update_id":5,"edited_message":{"message_id":17,"date":1700000000,"edit_date":1700000060,"from":{{Anna}},
             "chat":{{AnnasChat}},"text":"привет" } }
            """);

        Assert.Equal(
            new IncomingUpdate.ForClient(new ClientUpdate(
                5, 42, "anna", new ClientInput.Edited("привет") { EditedAt = 1_700_000_060 },
                Message: new MessageStamp(17, 1_700_000_000))),
            incoming);
    }

    [Theory]
    [InlineData(""" "location":{"latitude":1,"longitude":2,"live_period":900} """)]
    [InlineData(""" "a_content_from_the_future":{} """)]
    public void An_edit_of_anything_but_a_text_is_for_nobody(string content) => Assert.Equal(
        new IncomingUpdate.ForNobody(5),
        Read($$"""
            {"update_id":5,"edited_message":{"message_id":1,"date":1,"edit_date":2,"from":{{Anna}},"chat":{{AnnasChat}},{{content}} } }
            """));

    [Fact]
    public void An_edit_in_a_foreign_group_is_for_nobody() => Assert.Equal(
        new IncomingUpdate.ForNobody(5),
        Read("""
            {"update_id":5,"edited_message":{"message_id":1,"date":1,"edit_date":2,"text":"/start",
             "from":{"id":42,"is_bot":false,"first_name":"Пётр"},"chat":{"id":-5,"type":"group" } } }
            """));

    [Fact]
    public void A_press_in_a_clients_chat_is_for_the_conversation()
    {
        var incoming = Read($$"""
            {"update_id":6,"callback_query":{"id":"77","from":{{Anna}},"chat_instance":"1","data":"form:x",
             "message":{"message_id":3,"date":0,"chat":{{AnnasChat}} } } }
            """);

        Assert.Equal(
            new IncomingUpdate.ForClient(new ClientUpdate(6, 42, "anna", new ClientInput.Press("77", "form:x", MessageId: 3))), incoming);
    }

    [Theory]
    [InlineData(42)]
    [InlineData(-5)]
    public void A_client_who_blocks_the_bot_or_a_foreign_group_that_lets_it_in_is_for_nobody(long chatId) =>
        Assert.Equal(new IncomingUpdate.ForNobody(9), ReadMembership(chatId, "kicked"));

    [Theory]
    [InlineData(""" "pinned_message":null, "dice":{"emoji":"x","value":1} """)]
    [InlineData(""" "a_content_from_the_future":{} """)]
    public void What_is_not_known_for_a_service_message_is_answered(string content) =>
        Assert.Equal(new ClientInput.Unsupported(UnsupportedKind.Other), ReadClient(content));
}
