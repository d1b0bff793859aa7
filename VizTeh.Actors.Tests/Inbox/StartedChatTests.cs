using VizTeh.Actors.Inbox;

namespace VizTeh.Actors.Tests.Inbox;

public sealed class StartedChatTests
{
    private const string Group = """{"id":-1005,"type":"supergroup","title":"Заявки"}""";
    private const string Private = """{"id":42,"type":"private","first_name":"Анна","last_name":"К"}""";

    [Theory]
    [InlineData("/start", Group, -1005, "Заявки")]
    [InlineData("/START@Viz_Bot", Group, -1005, "Заявки")]
    [InlineData("/start payload", Private, 42, "Анна К")]
    [InlineData("/start", """{"id":42,"type":"private"}""", 42, " ")]
    public void The_chat_in_which_the_bot_is_started_is_known_with_its_title(string text, string chat, long chatId, string title) =>
        Assert.Equal(new StartedChat(chatId, title), StartedChat.In(Message(text, chat), "viz_bot"));

    [Theory]
    [InlineData("/start@other_bot")]
    [InlineData("/started")]
    [InlineData("start")]
    [InlineData("скажи /start")]
    public void Other_words_start_nothing(string text) => Assert.Null(StartedChat.In(Message(text, Group), "viz_bot"));

    [Theory]
    [InlineData("""{"update_id":1,"callback_query":{"id":"1","data":"start"} }""")]
    [InlineData("""{"update_id":1,"message":{"text":"/start"} }""")]
    [InlineData("""{"update_id":1,"message":{"text":"/start","chat":{"title":"start"} } }""")]
    public void An_update_without_a_chat_starts_nothing(string json) => Assert.Null(StartedChat.In(json, "viz_bot"));

    private static string Message(string text, string chat) =>
        $$"""{"update_id":1,"message":{"message_id":1,"date":1,"chat":{{chat}},"text":"{{text}}"} }""";
}
