using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Text;

namespace VizTeh.Actors.Tests.Sandbox.BotApi;

public sealed class HtmlEntitiesTests
{
    [Theory]
    [InlineData("<b>а</b>", "а", "bold 0 1")]
    [InlineData("<strong>а</strong><em>б</em><ins>в</ins><del>г</del>", "абвг", "bold 0 1, italic 1 1, underline 2 1, strikethrough 3 1")]
    [InlineData("<i>а</i><u>б</u><s>в</s><strike>г</strike>", "абвг", "italic 0 1, underline 1 1, strikethrough 2 1, strikethrough 3 1")]
    [InlineData("<B>а</b>", "а", "bold 0 1")]
    [InlineData("<b>а<i>б</i></b>", "аб", "bold 0 2, italic 1 1")]
    [InlineData("<b>🙂</b>я", "🙂я", "bold 0 2")]
    [InlineData("<code>a</code><pre>b</pre>", "ab", "code 0 1, pre 1 1")]
    [InlineData("<pre><code class=\"language-sql\">a</code></pre>", "a", "pre 0 1 sql")]
    [InlineData("<a href=\"https://vizteh.ru\">сайт</a>", "сайт", "text_link 0 4 https://vizteh.ru/")]
    [InlineData("<a href='vizteh.ru'>сайт</a>", "сайт", "text_link 0 4 http://vizteh.ru/")]
    [InlineData("<a href=\"tel:+74953632042\">звоните</a>", "звоните", "")]
    [InlineData("<blockquote>а</blockquote>", "а", "blockquote 0 1")]
    [InlineData("<blockquote expandable>а</blockquote>", "а", "expandable_blockquote 0 1")]
    [InlineData("<tg-spoiler>а</tg-spoiler><span class=\"tg-spoiler\">б</span>", "аб", "spoiler 0 1, spoiler 1 1")]
    [InlineData("&lt;b&gt; &amp; &quot;&#1071;&#x42F;", "<b> & \"ЯЯ", "")]
    [InlineData("a & b &nbsp; &copy;", "a & b &nbsp; &copy;", "")]
    [InlineData("&lt", "<", "")]
    [InlineData("  <b> а </b>  ", " а", "bold 0 2")]
    [InlineData(" \n а <b> </b>", "а", "")]
    [InlineData("а\r\nб\tв\u0000г", "а\nб в г", "")]
    [InlineData("<b></b>а", "а", "")]
    public async Task Markup_becomes_plain_text_and_entities(string html, string plain, string entities)
    {
        await using var bot = await RawBot.StartAsync();
        bot.Client.Chat.SendText("/start");

        var answer = await bot.CallAsync("sendMessage", new { chat_id = bot.Client.Id, text = html, parse_mode = "HTML" });

        var message = bot.Client.Chat.Messages[^1];
        Assert.Equal(plain, message.Text);
        Assert.Equal(plain, (string?)answer.Result["text"]);
        Assert.Equal(entities, string.Join(", ", message.Entities.Select(Describe)));
    }

    [Theory]
    [InlineData("<b>а", "Can't find end tag corresponding to start tag \"b\"")]
    [InlineData("а<b", "Unclosed start tag at byte offset 2")]
    [InlineData("<div>а</div>", "Unsupported start tag \"div\" at byte offset 0")]
    [InlineData("я люблю <3", "Unclosed start tag at byte offset 14")]
    [InlineData("я <3 тебя", "Unsupported start tag \"3\" at byte offset 3")]
    [InlineData("<b><i>а</b></i>", "Unmatched end tag at byte offset 8, expected \"</i>\", found \"</b>\"")]
    [InlineData("а</b>", "Unexpected end tag at byte offset 2")]
    [InlineData("<b>а</b", "Unclosed end tag at byte offset 5")]
    [InlineData("<a href=\"x>а</a>", "Unclosed start tag at byte offset 0")]
    [InlineData("<span>а</span>", "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0")]
    [InlineData("<br/>", "Unsupported start tag \"br/\" at byte offset 0")]
    public async Task Markup_that_cannot_be_parsed_is_refused_with_the_place_in_bytes(string html, string description)
    {
        await using var bot = await RawBot.StartAsync();
        bot.Client.Chat.SendText("/start");

        var answer = await bot.CallAsync("sendMessage", new { chat_id = bot.Client.Id, text = html, parse_mode = "HTML" });

        Assert.Equal("Bad Request: can't parse entities: " + description, answer.Description);
    }

    [Fact]
    public async Task Spelled_out_entities_are_honoured_and_move_with_what_is_trimmed()
    {
        await using var bot = await RawBot.StartAsync();
        bot.Client.Chat.SendText("/start");

        await bot.CallAsync("sendMessage", new
        {
            chat_id = bot.Client.Id,
            text = " \r\nДа, конечно",
            entities = new[] { new { type = "bold", offset = 7, length = 7 } },
        });

        Assert.Equal(["конечно"], bot.Client.Chat.Messages[^1].Formatted("bold"));
    }

    private static string Describe(TextEntity entity) => $"{entity.Type} {entity.Offset} {entity.Length} {entity.Argument}".TrimEnd();
}
