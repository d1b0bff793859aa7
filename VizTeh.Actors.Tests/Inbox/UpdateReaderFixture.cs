using Microsoft.Extensions.Logging.Abstractions;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Inbox;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Inbox;

/// <summary>The reader of a bot with two managers' chats, and the JSON of a client.</summary>
public abstract class UpdateReaderFixture
{
    protected const long ManagerGroup = -1001234567890;
    protected const long ManagerChat = 900;
    protected const string Anna = """{"id":42,"is_bot":false,"first_name":"Анна","last_name":"К","username":"anna"}""";
    protected const string AnnasChat = """{"id":42,"type":"private","first_name":"Анна"}""";

    private readonly UpdateReader _reader = new(new ManagerChats([ManagerGroup, ManagerChat], NullLogger<ManagerChats>.Instance));

    protected IncomingUpdate ReadMembership(long chatId, string status) => Read($$"""
        {"update_id":9,"my_chat_member":{"date":0,"from":{{Anna}},"chat":{"id":{{chatId}},"type":"{{(chatId > 0 ? "private" : "group")}}"},
         "old_chat_member":{"status":"member","user":{"id":7} },"new_chat_member":{"status":"{{status}}","user":{"id":7} } } }
        """);

    protected IncomingUpdate Read(string json) => _reader.Read(json);

    protected ClientInput ReadClient(string content)
    {
        var incoming = Read($$"""{"update_id":5,"message":{"message_id":1,"date":0,"from":{{Anna}},"chat":{{AnnasChat}},{{content}} } }""");
        return Assert.IsType<IncomingUpdate.ForClient>(incoming).Update.Input;
    }
}
