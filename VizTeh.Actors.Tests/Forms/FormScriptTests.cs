using VizTeh.Actors.Forms;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Sandbox.Clients;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Forms;

/// <summary>What people who see only the chat know of the form as shipped, beside what the program reads from its file.</summary>
public sealed class FormScriptTests
{
    private static readonly FormDefinition Shipped = HoconFile.Load(HoconFile.DefaultPath).Company.Form;

    private static readonly DateOnly Today = new(2026, 11, 26);

    [Fact]
    public void Who_fills_the_form_from_outside_knows_its_questions_in_their_order()
    {
        Assert.Equal(
            Shipped.Questions.Select(question => (question.Id, question.Label, question.IsOptional)),
            FormScript.Questions.Select(scripted => (scripted.Id, scripted.Label, scripted.IsOptional)));
        Assert.Equal(SixAnswers.Ids.Zip(SixAnswers.Columns), FormScript.Questions.Select(scripted => (scripted.Id, scripted.Column!)));
    }

    [Fact]
    public void Each_question_has_its_key_word_and_no_other_question_has_it()
    {
        foreach (var scripted in FormScript.Questions)
        {
            var asked = Shipped.Questions.Where(question => question.Ask.Contains(scripted.KeyWord, StringComparison.Ordinal));
            Assert.Equal([scripted.Id], asked.Select(question => question.Id));
        }
    }

    [Fact]
    public void What_is_answered_from_outside_is_an_answer_of_its_kind()
    {
        foreach (var (question, scripted) in Shipped.Questions.Zip(FormScript.Questions))
        {
            var choices = question.Choices ?? [];
            AnswerReading Read(string typed) => AnswerReader.ReadTyped(question, typed, choices, Today, ShippedForm.Texts);
            string[] answers = [.. scripted.Answers, scripted.MarkedAnswer(12, 3, 4, scripted.Answers[0])];
            Assert.All(answers, answer => Assert.IsType<AnswerReading.Valid>(Read(answer)));
            if (scripted.NoAnswer is { } no)
            {
                var refused = Assert.IsType<AnswerReading.Refused>(Read(no.Typed));
                Assert.Contains(no.Reply, refused.Html, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void The_labels_that_are_pressed_from_outside_are_those_of_the_form()
    {
        Assert.Equal(FormScript.Begin, ShippedForm.Texts[Labels.NewForm]);
        Assert.Equal(FormScript.Send, ShippedForm.Texts[Labels.Send]);
        Assert.Equal(FormScript.KeepAnswer, ShippedForm.Texts[Labels.KeepAnswer]);
        Assert.Equal(FormScript.Skip, ShippedForm.Texts[Labels.Skip]);
        Assert.Contains(FormScript.Review, ShippedForm.Texts.Review(Answers.None, Shipped), StringComparison.Ordinal);
    }
}
