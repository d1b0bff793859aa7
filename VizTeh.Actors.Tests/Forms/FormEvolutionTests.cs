using VizTeh.Actors.Forms;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Forms;

public sealed class FormEvolutionTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid FormId = Guid.Parse("00000000-0000-4000-8000-000000000001");

    private sealed record SomethingNew() : ConversationEvent(1, Noon);

    private static readonly IReadOnlyList<ConversationEvent> EveryEvent =
    [
        new ConversationEvent.Started(1, Noon, FormId),
        new ConversationEvent.Answered(1, Noon, FormField.City, "Тверь"),
        new ConversationEvent.WentBack(1, Noon, FormField.Name),
        new ConversationEvent.WentBack(1, Noon, null),
        new ConversationEvent.ChangeChosen(1, Noon, FormField.City),
        new ConversationEvent.InputNotTaken(1, Noon, NotTakenReason.OlderThanQuestion),
        new ConversationEvent.Cancelled(1, Noon),
        new ConversationEvent.Submitted(1, Noon, FormId, null),
        new ConversationEvent.TicketCreated(1, Noon, FormId, 15),
    ];

    public static TheoryData<string> States => ["NotStarted", "Asking", "Reviewing", "Submitting", "Accepted", "Cancelled"];

    [Theory]
    [MemberData(nameof(States))]
    public void An_event_that_cannot_have_happened_in_a_state_is_an_error_and_the_rest_fold(string state)
    {
        Type[] possible = state switch
        {
            "Asking" or "Reviewing" =>
            [
                typeof(ConversationEvent.Answered), typeof(ConversationEvent.WentBack), typeof(ConversationEvent.ChangeChosen),
                typeof(ConversationEvent.InputNotTaken), typeof(ConversationEvent.Cancelled), typeof(ConversationEvent.Submitted),
            ],
            "Submitting" => [typeof(ConversationEvent.TicketCreated)],
            _ => [typeof(ConversationEvent.Started)],
        };

        foreach (var happened in EveryEvent)
        {
            if (possible.Contains(happened.GetType()))
                Assert.NotNull(FormEvolution.Evolve(StateNamed(state), happened));
            else
                Assert.Throws<InvalidOperationException>(() => FormEvolution.Evolve(StateNamed(state), happened));
        }

        Assert.Throws<InvalidOperationException>(() => FormEvolution.Evolve(StateNamed(state), new SomethingNew()));
    }

    [Fact]
    public void A_ticket_of_another_submission_is_an_error() =>
        Assert.Throws<InvalidOperationException>(
            () => FormEvolution.Evolve(StateNamed("Submitting"), new ConversationEvent.TicketCreated(1, Noon, Guid.NewGuid(), 15)));

    [Fact]
    public void An_error_does_not_tell_what_a_client_typed()
    {
        var answered = new ConversationEvent.Answered(1, Noon, FormField.Phone, "+79161234567");

        Assert.DoesNotContain("916", Assert.Throws<InvalidOperationException>(
            () => FormEvolution.Evolve(new Form.NotStarted(), answered)).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("916", answered.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("916", new ClientInput.Contact("79161234567", true).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("916", new ClientInput.Text("79161234567").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("916", PhoneNumber.ReadTyped("79161234567").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("916", StateNamed("Reviewing").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_that_a_draft_was_never_asked_is_asked_before_the_review()
    {
        // As if City and Direction had been added to the form while the client was at the last question.
        Form form = new Form.Asking(FormId, FormField.Phone, Without(FormField.City, FormField.Direction, FormField.Phone), false, 3);

        form = Answer(form, "89161234567");
        Assert.Equal((FormField.City, true), Asked(form));
        form = Answer(form, "Тверь");
        Assert.Equal((FormField.Direction, true), Asked(form));
        Assert.IsType<Form.Reviewing>(Answer(form, "Знаки"));
    }

    [Fact]
    public void Back_from_a_question_asked_out_of_turn_leads_to_the_one_before_it_in_time()
    {
        Form form = new Form.Asking(FormId, FormField.City, Without(FormField.City), ForReview: true, 5);

        form = Decide(form, "Назад", out var decision);
        Assert.Equal(FormField.Phone, ((ConversationEvent.WentBack)decision.Event!).Field);
        form = Answer(form, "89161234567");
        Assert.Equal((FormField.City, true), Asked(form));

        Form last = new Form.Asking(FormId, FormField.Phone, Without(FormField.Phone), ForReview: true, 5);
        Assert.Equal((FormField.Description, false), Asked(Decide(last, "Назад", out _)));
    }

    [Fact]
    public void A_review_that_lacks_an_answer_asks_for_it_and_cannot_be_sent()
    {
        Form form = new Form.Reviewing(FormId, Without(FormField.City), 5);
        Assert.Contains("город", ((Reply.Say)Assert.Single(FormPrompt.Of(form, Dialogue.Firm))).Message.Html, StringComparison.Ordinal);

        var send = FormButton.DataFor(FormId, 5, new ReviewChoice.Send());
        Assert.Null(FormRules.Decide(form, new ClientInput.Press("query", send), Context).Event);

        var answered = Assert.IsType<Form.Reviewing>(Answer(form, "Тверь"));
        Assert.Equal("Тверь", answered.Answers[FormField.City]);
    }

    [Fact]
    public void A_journal_written_when_the_form_was_shorter_still_folds()
    {
        // The form of that version: name, city and phone.
        ConversationEvent[] journal =
        [
            new ConversationEvent.Started(1, Noon, FormId),
            new ConversationEvent.Answered(2, Noon, FormField.Name, "Анна"),
            new ConversationEvent.Answered(3, Noon, FormField.City, "Тверь"),
            new ConversationEvent.Answered(4, Noon, FormField.Phone, "+79161234567"),
            new ConversationEvent.ChangeChosen(5, Noon, FormField.City),
            new ConversationEvent.WentBack(6, Noon, null),
            new ConversationEvent.Submitted(7, Noon, FormId, "anna"),
            new ConversationEvent.TicketCreated(8, Noon, FormId, 15),
        ];

        Assert.Equal(new Form.Accepted(FormId, 15), journal.Aggregate((Form)new Form.NotStarted(), FormEvolution.Evolve));
    }

    [Fact]
    public void Answers_compare_by_content()
    {
        var one = Answers.None.With(FormField.Name, "Анна").With(FormField.City, "Тверь");
        var other = Answers.None.With(FormField.City, "Тверь").With(FormField.Name, "Анна");

        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, other.With(FormField.City, "Псков"));
        Assert.NotEqual(one, Answers.None.With(FormField.Name, "Анна"));
    }

    private static FormContext Context { get; } = new(Dialogue.Firm, 9, Noon, FormId, null);

    private static Form StateNamed(string state) => state switch
    {
        "NotStarted" => new Form.NotStarted(),
        "Asking" => new Form.Asking(FormId, FormField.City, Without(FormField.City), false, 2),
        "Reviewing" => new Form.Reviewing(FormId, Without(), 6),
        "Submitting" => new Form.Submitting(FormId, Without(), "anna", Noon),
        "Accepted" => new Form.Accepted(FormId, 15),
        _ => new Form.Cancelled(),
    };

    private static Answers Without(params FormField[] missing) => TicketSamples.Fields.Except(missing)
        .Aggregate(Answers.None, (answers, field) => answers.With(field, Dialogue.GoodAnswers[field]));

    private static Form Answer(Form form, string typed) => Decide(form, typed, out _);

    private static Form Decide(Form form, string typed, out Decision decision)
    {
        decision = FormRules.Decide(form, new ClientInput.Text(typed), Context);
        return FormEvolution.Evolve(form, decision.Event!);
    }

    private static (FormField Field, bool ForReview) Asked(Form form)
    {
        var asking = Assert.IsType<Form.Asking>(form);
        return (asking.Field, asking.ForReview);
    }
}
