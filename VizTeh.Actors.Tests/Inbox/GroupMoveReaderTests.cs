using VizTeh.Actors.Inbox;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Inbox;

/// <summary>A group that becomes a supergroup, and so gets another id.</summary>
public sealed class GroupMoveReaderTests : UpdateReaderFixture
{
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
}
