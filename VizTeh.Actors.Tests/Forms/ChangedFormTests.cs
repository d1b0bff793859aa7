using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Forms;

/// <summary>A deploy changes the form while drafts are open.</summary>
public sealed class ChangedFormTests
{
    // Fixed, so that a run can be repeated; change it to look elsewhere.
    private const string Seed = "20301124,13";

    private static readonly string[] Choices = ["А", "Б", "В"];

    private static readonly Question A = new("a", "Имя", "Как зовут?", QuestionKind.Text);
    private static readonly Question B = new("b", "Город", "Где вы?", QuestionKind.Text);
    private static readonly Question C = new("c", "Цвет", "Какой цвет?", QuestionKind.Choice) { Choices = Choices };

    [Fact]
    public void The_question_on_the_screen_is_answered_as_it_was_asked_then_the_new_order_holds()
    {
        var client = With(A, C, B).Types("Оставить заявку", "Анна");
        client.Company = client.Company with { Form = new FormDefinition([B, C with { Choices = ["Г"] }, A]) };

        client.Types("Б");
        Assert.Equal("Б", ((Form.Asking)client.Form).Answers["c"]?.Value);
        Assert.Equal("b", ((Form.Asking)client.Form).Question.Id);
        Assert.IsType<Form.Reviewing>(client.Types("Тверь").Form);
        Assert.Equal(["b", "c", "a"], Sent(client).Given.Select(answer => answer.Id));
    }

    [Fact]
    public void An_answer_to_a_removed_question_is_sent_apart()
    {
        var client = With(A, B, C).Types("Оставить заявку", "Анна", "Тверь");
        client.Company = client.Company with { Form = new FormDefinition([A, C]) };

        client.Types("В");
        Assert.Contains("Ранее указано:\nГород: Тверь", Dialogue.Read(client.LastSaid), StringComparison.Ordinal);
        var sent = Sent(client);
        Assert.Equal(["a", "c"], sent.Given.Select(answer => answer.Id));
        Assert.Equal(new Answer("b", "Город", QuestionKind.Text, "Тверь"), Assert.Single(sent.Removed));
    }

    [Fact]
    public void A_question_of_another_kind_is_asked_again_and_the_former_answer_is_kept()
    {
        var client = With(A, B, C).Types("Оставить заявку", "Анна", "Тверь");
        client.Company = client.Company with { Form = new FormDefinition([A, C with { Id = "b", Label = "Город" }, C]) };

        client.Types("А");
        Assert.Equal(("b", QuestionKind.Choice), (((Form.Asking)client.Form).Question.Id, ((Form.Asking)client.Form).Question.Kind));
        client.Types("Б");
        var sent = Sent(client);
        Assert.Equal("Б", sent["b"]?.Value);
        Assert.Equal("Тверь", Assert.Single(sent.Removed).Value);
    }

    [Fact]
    public void A_new_required_question_comes_before_the_review_is_sent()
    {
        var client = With(A, C).Types("Оставить заявку", "Анна", "Б");
        var send = client.NewestButton("Отправить").Data;
        client.Company = client.Company with { Form = new FormDefinition([A, B, C]) };

        client.PressesData(send);
        Assert.Contains("Появился ещё один вопрос", client.LastSaid, StringComparison.Ordinal);
        Assert.Contains("Где вы?", client.LastSaid, StringComparison.Ordinal);

        // Recorded, so that another form after a restart does not take the answer for that to another question.
        client.Company = client.Company with { Form = new FormDefinition([C with { Id = "d", Label = "Новый" }, A, B, C]) };
        client.Types("Тверь");
        Assert.Equal("Тверь", ((Form.Asking)client.Form).Answers["b"]?.Value);
        client.Company = client.Company with { Form = new FormDefinition([A, B, C]) };
        client.Types("А");
        Assert.Equal(["a", "b", "c"], Sent(client).Given.Select(answer => answer.Id));
    }

    [Fact]
    public void A_new_optional_question_does_not_keep_a_finished_form_from_being_sent()
    {
        var client = With(A, C).Types("Оставить заявку", "Анна", "Б");
        client.Company = client.Company with { Form = new FormDefinition([A, B with { IsOptional = true }, C]) };

        Assert.Equal(["a", "c"], Sent(client).Given.Select(answer => answer.Id));
    }

    [Property(MaxTest = 400, Replay = Seed)]
    public Property Whatever_the_forms_and_the_inputs_a_review_is_reached_and_nothing_typed_is_lost() =>
        Prop.ForAll(Scenarios.ToArbitrary(), scenario =>
        {
            var client = With([.. scenario.Before]).Types("Оставить заявку");
            foreach (var input in scenario.Inputs)
                Step(client, input);
            client.Company = client.Company with { Form = new FormDefinition(scenario.After) };
            foreach (var input in scenario.Inputs)
                Step(client, input);
            if (client.Form is not Form.Draft begun)
                return;
            var typedLast = begun.Answers;

            // Every question is answered once, and once more if its kind has changed; some take a file first.
            for (var left = 8 * (scenario.Before.Count + scenario.After.Count); client.Form is Form.Draft draft; left--)
            {
                Assert.True(left > 0, "the form is never sent");
                typedLast = draft.Answers;
                FormInvariants.Hold(client, draft is Form.Asking asking ? GoodInput(asking) : new ClientInput.Text("Отправить"));
            }

            // A client may skip what they have answered before.
            var typed = client.Events.Select(FormInvariants.AnswerOf).OfType<Answer>()
                .GroupBy(answer => (answer.Id, answer.Kind)).Select(answers => answers.Last()).Where(answer => !answer.IsSkipped);
            Assert.All(typed, answer => Assert.Contains(
                typedLast.Current.Concat(typedLast.Former),
                kept => (kept.Id, kept.Kind) == (answer.Id, answer.Kind)
                    && (kept.Value.StartsWith(answer.Value, StringComparison.Ordinal) || kept.Files is not null)));
            Assert.IsType<Form.Submitting>(client.Form);
        });

    private const string File = "(файл)";

    private static readonly ClientInput.File Photo = new(new Attachment(AttachmentKind.Photo, "file", "unique")) { Caption = "подпись" };

    private static readonly string[] Inputs =
    [
        "ответ", "Назад", "Изменить", "Имя", "Оставить как есть", "Пропустить", "Готово", "Б", "да", "12.03", "7", "+79161234567", "/start",
        "Ничего не менять", "/help", File, File,
    ];

    private static readonly Gen<Question> AnyQuestion =
        from id in Gen.Elements("a", "b", "c", "d", "e")
        from kind in Gen.Elements(Enum.GetValues<QuestionKind>())
        from isOptional in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new Question(id, $"Метка {id}", $"Вопрос {id}?", kind)
        {
            IsOptional = isOptional,
            TakesFiles = kind == QuestionKind.Text && id is "a" or "b",
            Choices = kind is QuestionKind.Choice or QuestionKind.Choices ? Choices : null,
        };

    // As the settings allow: ids are distinct, a question is required of everybody, conditions name earlier choices.
    private static readonly Gen<List<Question>> AnyForm =
        from questions in AnyQuestion.NonEmptyListOf()
        from conditional in Gen.Choose(0, 4)
        let distinct = questions.DistinctBy(question => question.Id).ToList()
        select Conditioned([new Question("z", "Имя", "Как зовут?", QuestionKind.Text), .. distinct], conditional);

    private static readonly Gen<Scenario> Scenarios =
        from before in AnyForm
        from after in AnyForm
        from inputs in Gen.Elements(Inputs).ListOf(12)
        select new Scenario(before, after, [.. inputs]);

    private static List<Question> Conditioned(List<Question> questions, int place)
    {
        var on = questions.FindIndex(question => question.Kind == QuestionKind.Choice);
        if (on < 0 || place <= on || place >= questions.Count)
            return questions;
        questions[place] = questions[place] with { When = [new Condition(questions[on].Id, ["А", "Б"])] };
        return questions;
    }

    private static void Step(Dialogue client, string input)
    {
        if (client.Form is Form.Draft)
            FormInvariants.Hold(client, input == File ? Photo : new ClientInput.Text(input));
    }

    private static ClientInput GoodInput(Form.Asking asking) =>
        (asking.SoFar?.Files?.Count ?? 0) < asking.Question.LeastFiles ? Photo : new ClientInput.Text(GoodAnswer(asking.Question));

    private static string GoodAnswer(Question question) => question.Kind switch
    {
        QuestionKind.Choice or QuestionKind.Choices => "Б",
        QuestionKind.Date => "завтра",
        QuestionKind.Number => "7",
        QuestionKind.Phone => "+79161234567",
        QuestionKind.YesNo => "да",
        _ => "слово",
    };

    private static Dialogue With(params Question[] questions) =>
        new() { Company = Dialogue.Firm with { Form = new FormDefinition(questions) } };

    private static SentAnswers Sent(Dialogue client) => Assert.IsType<Form.Submitting>(client.Types("Отправить").Form).Answers;

    public sealed record Scenario(List<Question> Before, List<Question> After, List<string> Inputs);
}
