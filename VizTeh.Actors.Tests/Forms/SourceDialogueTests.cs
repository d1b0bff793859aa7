using VizTeh.Actors.Forms;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Forms;

/// <summary>A source that answers in place of the client.</summary>
public sealed class SourceDialogueTests
{
    [Fact]
    public void Progress_counts_only_what_is_asked_and_leaves_out_no_number()
    {
        var places = new List<string>();
        Form form = new Form.NotStarted();
        foreach (var typed in (string[])["Оставить заявку", "Анна", "ООО", "Тверь", "назад", "Знаки", "Вывеска"])
        {
            var decision = FormRules.Decide(form, new ClientInput.Text(typed), Context());
            form = FormEvolution.Evolve(form, decision.Event!);
            places.Add(PlaceIn(decision));
        }

        Assert.Equal(["1 из 5", "2 из 5", "3 из 5", "4 из 5", "4 из 6", "5 из 6", "6 из 6"], places);
        Assert.Equal("Знаки", ((Form.Draft)form).Answers["direction"]!.Value);
    }

    [Fact]
    public void A_question_to_which_the_client_goes_back_gets_a_number_of_its_own_and_the_ticket_does_not_tell_who_answered_it()
    {
        Form form = new Form.NotStarted();
        foreach (var typed in (string[])["Оставить заявку", "Анна", "ООО", "Тверь", "Вывеска", "+79161234567"])
            form = FormEvolution.Evolve(form, FormRules.Decide(form, new ClientInput.Text(typed), Context()).Event!);
        var review = Assert.IsType<Form.Reviewing>(form);

        Assert.True(review.Answers["direction"]!.IsOfSource);
        Assert.DoesNotContain(Dialogue.Firm.Form.ToSent(review.Answers).Given, answer => answer.IsOfSource);
    }

    private static FormContext Context() => new(
        Dialogue.Firm with
        {
            Sources = new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                ["expo"] = new Dictionary<string, string> { ["direction"] = "Знаки" },
            },
        },
        1, DateTimeOffset.UnixEpoch, Guid.CreateVersion7(), null)
    {
        Source = "expo",
    };

    private static string PlaceIn(Decision decision) => System.Text.RegularExpressions.Regex.Match(
        string.Join('\n', decision.Replies.OfType<Reply.Say>().Select(said => said.Message.Html)), @"\d из \d").Value;

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
