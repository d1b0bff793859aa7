using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tests.Forms;

/// <summary>A firm that words all its buttons otherwise: each works typed and pressed, in this wording and in the one as shipped.</summary>
public sealed class RewordedTextsTests
{
    private static readonly CompanySettings Firm = Dialogue.Firm.Saying(
        [.. Labels.All.Select(label => (label.Key, $"{label.Name} — кнопка")), ("what-now", "Жмите «{new-form}»!")]);

    private static readonly CompanySettings WithAllKinds = Firm with
    {
        Form = new FormDefinition(
        [
            new("urgent", "Срочно", "Срочно?", QuestionKind.YesNo),
            new("colours", "Цвета", "Какие цвета?", QuestionKind.Choices) { Choices = ["Красный", "Синий"] },
            new("more", "Ещё", "Что ещё?", QuestionKind.Text) { IsOptional = true },
            new("phone", "Телефон", "Какой номер?", QuestionKind.Phone),
        ]),
    };

    public static TheoryData<bool> Wordings => [true, false];

    [Theory]
    [MemberData(nameof(Wordings))]
    public void The_form_is_filled_by_typing_the_labels(bool reworded)
    {
        var client = new Dialogue { Company = WithAllKinds };
        string Of(Label label) => reworded ? Firm.Texts[label] : label.Shipped;

        client.Types(Of(Labels.NewForm), Of(Labels.Yes));
        Assert.Equal("да", ((Form.Draft)client.Form).Answers["urgent"]?.Value);
        client.Types(Of(Labels.Back), Of(Labels.No), "Красный", Of(Labels.Skip));
        Assert.Equal("нет", ((Form.Draft)client.Form).Answers["urgent"]?.Value);
        Assert.Contains("не передался", client.Types(Of(Labels.ShareContact)).LastSaid, StringComparison.Ordinal);
        client.Types("+7 916 123-45-67", Of(Labels.Change), "Цвета", Of(Labels.KeepAnswer), Of(Labels.Change), Of(Labels.KeepAll));
        Assert.IsType<Form.Reviewing>(client.Form);
        Assert.IsType<Form.Cancelled>(client.Types(Of(Labels.Cancel)).Form);
        Assert.IsType<Form.Submitting>(client.Types(Of(Labels.Resume), Of(Labels.Send)).Form);
        Assert.IsType<Reply.ShowCompany>(client.Types(Of(Labels.AboutCompany)).Last.Replies[0]);
    }

    [Fact]
    public void The_form_is_filled_by_pressing_the_buttons_which_have_the_new_labels()
    {
        var client = new Dialogue { Company = WithAllKinds }.Types("/start");
        Assert.Equal(
            [Firm.Texts[Labels.NewForm], Firm.Texts[Labels.OwnTickets], Firm.Texts[Labels.AboutCompany]], LabelsOf(client.Menu));

        Press(Labels.NewForm, Labels.Yes);
        client.Presses("Синий");
        Press(Labels.Done, Labels.Skip);
        client.Shares("+79161234567");
        Press(Labels.Change);
        client.Presses("Ещё");
        Press(Labels.Skip, Labels.Change, Labels.KeepAll);
        client.Types(Firm.Texts[Labels.Cancel]);
        Assert.Equal(Firm.Texts[Labels.Resume], LabelsOf(client.Menu).First());
        Press(Labels.Resume, Labels.Send);

        Assert.IsType<Form.Submitting>(client.Form);

        void Press(params Label[] labels)
        {
            foreach (var text in labels.Select(label => Firm.Texts[label]))
                _ = client.LastButtons.Any(button => button.Label == text) ? client.Presses(text) : client.Types(text);
        }
    }

    [Fact]
    public void A_button_that_was_on_the_screen_before_the_rewording_does_what_it_did()
    {
        var client = new Dialogue { Company = WithAllKinds with { Texts = ShippedForm.Texts } }.Types("Оставить заявку");
        var yes = client.NewestButton("Да").Data;

        client.Company = WithAllKinds;

        Assert.Equal("да", ((Form.Asking)client.PressesData(yes).Form).Answers["urgent"]?.Value);
        Assert.Empty(client.PressesData(yes).Last.Replies);
    }

    [Fact]
    public void A_text_that_names_a_button_names_it_as_it_is_labelled()
    {
        var client = new Dialogue { Company = Firm };

        Assert.Equal("Жмите «new-form — кнопка»!", client.Types("ау").LastSaid);
        Assert.Contains("«new-form — кнопка»", client.Types("Вернуть").LastSaid, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_without_values_of_its_own_is_made_once() =>
        Assert.Same(Firm.Texts[Phrases.WhatNow], Firm.Texts[Phrases.WhatNow]);

    private static IEnumerable<string> LabelsOf(Keyboard? menu) =>
        Assert.IsType<Keyboard.Menu>(menu).Rows.SelectMany(row => row).Select(button => button.Label);
}
