using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Forms;

/// <summary>
/// Contacts that are not the client's own, and what is sent in place of a number: a clear sentence each, and nothing lost.
/// </summary>
public sealed class OddContactTests
{
    [Fact]
    public void Whose_contact_is_another_persons_hears_which_number_was_taken()
    {
        var client = Dialogue.At(Ids.Phone).Shares("79035550101", own: false);

        var said = Assert.Single(client.LastMessages).Html;
        Assert.StartsWith("Записали номер из контакта: +7\u00A0903\u00A0555-01-01. ", said, StringComparison.Ordinal);
        Assert.Contains("<b>Проверьте заявку</b>", said, StringComparison.Ordinal);
        Assert.Equal("+79035550101", Assert.IsType<Form.Reviewing>(client.Form).Answers[Ids.Phone]?.Value);
    }

    [Fact]
    public void Whose_contact_is_their_own_hears_nothing_of_it()
    {
        var client = Dialogue.At(Ids.Phone).Shares("79035550101");

        Assert.StartsWith("<b>Проверьте заявку</b>", Assert.Single(client.LastMessages).Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Before_a_question_with_buttons_the_number_is_named_too()
    {
        var day = new Question("day", "День", "Когда удобно?", QuestionKind.Date);
        var form = new FormDefinition([ShippedForm.Question(Ids.Phone), day]);
        var client = new Dialogue { Company = Dialogue.Firm with { Form = form } }.Types("Оставить заявку");

        client.Shares("79035550101", own: false);

        Assert.StartsWith("Записали номер из контакта: +7\u00A0903\u00A0555-01-01.", client.LastSaid, StringComparison.Ordinal);
        Assert.Contains("Когда удобно?", client.LastSaid, StringComparison.Ordinal);
        Assert.IsType<Keyboard.Inline>(client.LastMessages.Last().Keyboard);
    }

    [Theory]
    [InlineData("", "Не получилось разобрать номер")]
    [InlineData("спросить у Анны", "Не получилось разобрать номер")]
    [InlineData("112", "Не получилось разобрать номер")]
    [InlineData("555-12", "В номере 5 цифр")]
    [InlineData("1234567890123456", "В номере 16 цифр")]
    public void A_contact_without_a_number_to_call_is_refused_with_the_reason_and_the_question_stays(string shared, string reason)
    {
        foreach (var own in new[] { true, false })
        {
            var client = Dialogue.At(Ids.Phone).Shares(shared, own);

            AssertAskedForThePhone(client, reason);
        }
    }

    [Fact]
    public void A_place_instead_of_a_number_is_answered_in_words_and_asks_for_the_number_again() => AssertAskedForThePhone(
        Dialogue.At(Ids.Phone).Sends(new ClientInput.Unsupported(UnsupportedKind.Location)),
        "Геопозиция здесь не подойдёт. Напишите номер.");

    [Fact]
    public void A_contact_at_another_question_or_before_any_is_answered_in_words_and_changes_nothing()
    {
        foreach (var field in ShippedForm.Ids.Where(field => field != Ids.Phone))
        {
            var client = Dialogue.At(field).Shares("79035550101", own: false);
            Assert.Null(client.Last.Event);
            Assert.StartsWith(ShippedForm.Texts[Phrases.ContactNotNeeded], client.LastSaid, StringComparison.Ordinal);
        }

        Assert.Null(new Dialogue().Shares("79035550101", own: false).Last.Event);
    }

    private static void AssertAskedForThePhone(Dialogue client, string reason)
    {
        Assert.Null(client.Last.Event);
        Assert.Equal(Ids.Phone, Assert.IsType<Form.Asking>(client.Form).Question.Id);
        var said = Assert.Single(client.LastMessages);
        Assert.StartsWith(reason, said.Html, StringComparison.Ordinal);
        Assert.Contains(ShippedForm.Question(Ids.Phone).Ask, said.Html, StringComparison.Ordinal);
        Assert.True(Assert.IsType<Keyboard.Menu>(said.Keyboard).Rows[0][0].SharesContact);
    }
}
