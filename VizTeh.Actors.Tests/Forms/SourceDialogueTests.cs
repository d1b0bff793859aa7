using VizTeh.Actors.Forms;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Forms;

/// <summary>A source that answers in place of the client.</summary>
public sealed class SourceDialogueTests
{
    [Fact]
    public void A_form_that_its_source_answers_wholly_begins_with_its_first_question()
    {
        var colour = new Question("colour", "Цвет", "Какой цвет?", QuestionKind.Choice) { Choices = ["Белый", "Чёрный"] };
        var size = new Question("size", "Размер", "Какой размер?", QuestionKind.Choice) { Choices = ["S", "M"] };
        var company = Dialogue.Firm with
        {
            Form = new FormDefinition([colour, size]),
            Sources = new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                ["expo"] = new Dictionary<string, string> { ["colour"] = "Белый", ["size"] = "M" },
            },
        };

        Form form = new Form.NotStarted();
        Decision decision = new(null, []);
        foreach (var typed in (string[])["Оставить заявку", "оставить как есть"])
        {
            decision = FormRules.Decide(
                form, new ClientInput.Text(typed),
                new FormContext(company, 1, DateTimeOffset.UnixEpoch, Guid.CreateVersion7(), null) { Source = "expo" });
            form = FormEvolution.Evolve(form, decision.Event!);
        }

        Assert.Equal(["Белый", "M"], Assert.IsType<Form.Reviewing>(form).Answers.Current.Select(answer => answer.Value));
    }
}
