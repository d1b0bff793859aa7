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
    public void Words_that_do_not_fit_beside_the_line_above_them_stay_whole_in_a_message_of_their_own(string sign)
    {
        var words = string.Concat(Enumerable.Repeat(sign, 3897));

        Assert.False(TicketMessageText.Fits(words));
        Assert.True(TicketMessageText.Fits(words[sign.Length..]));
        Assert.Equal("<b>Клиент добавил к заявке №12</b>", Render(12, "").Html);
        Assert.Equal(Html.Escape(words), TicketMessageText.Alone(words).Html);
    }

    [Fact]
    public void A_firm_words_the_line_above_anew()
    {
        var firm = ShippedForm.Company.Saying(("card.client-writes", "{number} <дополнение>"));

        Assert.Equal("<b>12 &lt;дополнение&gt;</b>\nы", TicketMessageText.Render(12, "ы", firm.Texts).Html);
    }

    private static Message Render(long ticketId, string words) => TicketMessageText.Render(ticketId, words, ShippedForm.Texts);
}
