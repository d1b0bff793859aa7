using System.Net;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

public sealed class TicketMessageTextTests
{
    [Fact]
    public void The_managers_see_whose_words_they_are_and_the_words_as_typed() => Assert.Equal(
        "<b>Клиент добавил к заявке №12</b>\n&lt;b&gt;3 этаж&lt;/b&gt; &amp; двор",
        Render(12, "<b>3 этаж</b> & двор").Html);

    [Theory]
    [InlineData("ы")]
    [InlineData("&")]
    [InlineData("😀")]
    public void Words_that_are_too_long_for_one_message_are_shortened_and_the_message_says_so(string sign)
    {
        var words = string.Concat(Enumerable.Repeat(sign, 4096 / sign.Length));

        var shown = WebUtility.HtmlDecode(Render(long.MaxValue, words).Html.Replace("<b>", "").Replace("</b>", ""));

        Assert.InRange(CodePoints.CountIn(shown), 2000, 4096);
        Assert.EndsWith("… (сокращено: полный текст хранится в базе)", shown, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', shown);
        Assert.DoesNotContain("полный", Render(12, new string('ы', 4060)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_firm_words_the_line_above_anew_and_the_end_of_what_was_shortened()
    {
        var firm = ShippedForm.Company.Saying(("card.client-writes", "{number} <дополнение>"), ("card.shortened", "… (дальше — в базе)"));

        var html = TicketMessageText.Render(12, new string('ы', 5_000), firm.Texts).Html;

        Assert.StartsWith("<b>12 &lt;дополнение&gt;</b>\nыы", html, StringComparison.Ordinal);
        Assert.EndsWith("ыы… (дальше — в базе)", html, StringComparison.Ordinal);
        Assert.Equal(4_096, WebUtility.HtmlDecode(html.Replace("<b>", "").Replace("</b>", "")).Length);
    }

    private static Message Render(long ticketId, string words) => TicketMessageText.Render(ticketId, words, ShippedForm.Texts);
}
