using System.Net;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

public sealed class TicketMessageTextTests
{
    [Fact]
    public void The_managers_see_whose_words_they_are_and_the_words_as_typed() => Assert.Equal(
        "<b>Клиент пишет к заявке №12</b>\n&lt;b&gt;3 этаж&lt;/b&gt; &amp; двор",
        TicketMessageText.Render(12, "<b>3 этаж</b> & двор").Html);

    [Theory]
    [InlineData("ы")]
    [InlineData("&")]
    [InlineData("😀")]
    public void Words_that_are_too_long_for_one_message_are_shortened_and_the_message_says_so(string sign)
    {
        var words = string.Concat(Enumerable.Repeat(sign, 4096 / sign.Length));

        var shown = WebUtility.HtmlDecode(TicketMessageText.Render(long.MaxValue, words).Html.Replace("<b>", "").Replace("</b>", ""));

        Assert.InRange(CodePoints.CountIn(shown), 2000, 4096);
        Assert.EndsWith("… (сокращено: полный текст хранится в базе)", shown, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', shown);
        Assert.DoesNotContain("полный", TicketMessageText.Render(12, new string('ы', 4060)).Html, StringComparison.Ordinal);
    }
}
