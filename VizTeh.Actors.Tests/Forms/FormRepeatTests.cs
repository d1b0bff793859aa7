using VizTeh.Actors.Forms;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tests.Forms;

/// <summary>Repeated presses and messages after or during their effect: one form is one ticket.</summary>
public sealed class FormRepeatTests
{
    [Fact]
    public void Taps_on_a_direction_that_is_taken_and_on_a_field_that_is_asked_are_answered_by_their_toasts_only()
    {
        var client = Dialogue.At(Ids.Direction);
        var stelae = client.NewestButton("Стелы").Data;
        client.PressesData(stelae);
        foreach (var _ in "23")
            AssertToastOnly(stelae);

        client.Types("Фасад", "89161234567").Presses("Изменить");
        var city = client.NewestButton("Город").Data;
        client.PressesData(city);
        AssertToastOnly(city);
        AssertToastOnly(stelae);

        void AssertToastOnly(string data)
        {
            var before = client.Form;
            Assert.Empty(client.PressesData(data).Last.Replies);
            Assert.NotNull(client.Last.Toast);
            Assert.Equal(before, client.Form);
        }
    }

    [Fact]
    public void A_second_press_of_send_makes_no_second_event_and_is_answered_calmly()
    {
        var client = Dialogue.AtReview();
        var send = client.NewestButton("Отправить").Data;

        client.PressesData(send).PressesData(send);
        Assert.Null(client.Last.Event);
        Assert.Equal(ShippedForm.Texts[Phrases.ToastBeingSent], client.Last.Toast);

        client.GetsTicket(15).PressesData(send);
        Assert.Null(client.Last.Event);
        Assert.Contains("№15", client.Last.Toast!, StringComparison.Ordinal);
        Assert.Empty(client.Last.Replies);
        Assert.Equal(ShippedForm.Texts[Phrases.AlreadyAccepted], client.Types("Отправить").LastSaid);
        Assert.Single(client.Events.OfType<ConversationEvent.Submitted>());

        Assert.Equal(ShippedForm.Texts[Phrases.ToastNoForm], client.Types("Оставить заявку", "/cancel").PressesData(send).Last.Toast);
    }

    [Fact]
    public void While_the_ticket_is_being_made_whatever_comes_is_answered_calmly()
    {
        foreach (var typed in new[] { "/start", "/cancel", "Назад", "Оставить заявку", "Отправить", "ау" })
            Assert.Equal(ShippedForm.Texts[Phrases.BeingSent], Dialogue.Sent().Types(typed).LastSaid);

        Assert.Equal(ShippedForm.Texts.Help(), Dialogue.Sent().Types("/help").LastSaid);
        Assert.Equal([new Reply.ShowCompany(null)], Dialogue.Sent().Types("О компании").Last.Replies);
        Assert.Empty(FormPrompt.Of(Dialogue.Sent().Form, Dialogue.Firm, Dialogue.FirstDay));
    }

    [Fact]
    public void The_submission_has_the_forms_own_id_so_one_form_is_never_two_tickets()
    {
        var client = Dialogue.AtReview();
        var formId = client.FormId;

        Assert.Equal(formId, Assert.IsType<ConversationEvent.Submitted>(client.Presses("Отправить").Last.Event).SubmissionId);
    }
}
