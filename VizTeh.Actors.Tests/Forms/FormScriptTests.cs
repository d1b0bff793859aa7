using VizTeh.Actors.Forms;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Sandbox.Clients;

namespace VizTeh.Actors.Tests.Forms;

/// <summary>Compares the table of the form as seen from outside with the program's own table.</summary>
public sealed class FormScriptTests
{
    [Fact]
    public void Who_fills_the_form_from_outside_knows_its_questions_in_their_order() =>
        Assert.Equal(
            FormQuestions.InOrder.Select(question => (question.Label, question.KeyWord, question.Column)),
            FormScript.Questions.Select(question => (question.Label, question.KeyWord, question.Column)));

    [Fact]
    public void What_is_answered_from_outside_is_an_answer_of_its_kind()
    {
        foreach (var (question, scripted) in FormQuestions.InOrder.Zip(FormScript.Questions))
        {
            string[] answers = [.. scripted.Answers, scripted.MarkedAnswer(12, 3, 4, scripted.Answers[0])];
            Assert.All(answers, answer => Assert.IsType<AnswerReading.Valid>(AnswerReader.ReadTyped(question, answer, scripted.Answers)));
            if (scripted.NoAnswer is { } no)
            {
                var refused = Assert.IsType<AnswerReading.Refused>(AnswerReader.ReadTyped(question, no.Typed, scripted.Answers));
                Assert.Contains(no.Reply, refused.Html, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void The_labels_that_are_pressed_from_outside_are_those_of_the_form()
    {
        Assert.Equal(FormText.NewForm, FormScript.Begin);
        Assert.Equal(FormText.Send, FormScript.Send);
        Assert.Contains(FormScript.Review, FormText.Review(Answers.None), StringComparison.Ordinal);
    }
}
