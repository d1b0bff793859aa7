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
        ShippedForm.Started(1, Noon, FormId),
        ShippedForm.Answered(1, Noon, Ids.City, "Тверь"),
        new ConversationEvent.Corrected(1, Noon, new Answer(ShippedForm.Question(Ids.Name), "Яна"), ShippedForm.Question(Ids.City)),
        new ConversationEvent.WentBack(1, Noon, ShippedForm.Question(Ids.Name)),
        new ConversationEvent.WentBack(1, Noon, null),
        new ConversationEvent.ChangeChosen(1, Noon, ShippedForm.Question(Ids.City)),
        new ConversationEvent.InputNotTaken(1, Noon, NotTakenReason.OlderThanQuestion),
        new ConversationEvent.Cancelled(1, Noon),
        new ConversationEvent.Submitted(1, Noon, FormId, Sent, null),
        new ConversationEvent.TicketCreated(1, Noon, FormId, 15),
        new ConversationEvent.SourceNoted(1, Noon, "expo-2026"),
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
                typeof(ConversationEvent.Answered), typeof(ConversationEvent.Corrected), typeof(ConversationEvent.WentBack),
                typeof(ConversationEvent.ChangeChosen),
                typeof(ConversationEvent.InputNotTaken), typeof(ConversationEvent.Cancelled), typeof(ConversationEvent.Submitted),
            ],
            "Submitting" => [typeof(ConversationEvent.TicketCreated)],
            _ => [typeof(ConversationEvent.Started)],
        };

        foreach (var happened in EveryEvent)
        {
            if (happened is ConversationEvent.SourceNoted)
                Assert.Equal(StateNamed(state), FormEvolution.Evolve(StateNamed(state), happened));
            else if (possible.Contains(happened.GetType()))
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
        var answered = ShippedForm.Answered(1, Noon, Ids.Phone, "+79161234567");

        Assert.DoesNotContain("916", Assert.Throws<InvalidOperationException>(
            () => FormEvolution.Evolve(new Form.NotStarted(), answered)).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("916", answered.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("916", new ClientInput.Contact("79161234567", true).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("916", new ClientInput.Text("79161234567").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("916", new ClientInput.Edited("79161234567").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("916", PhoneNumber.ReadTyped("79161234567").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("916", StateNamed("Reviewing").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_that_a_draft_was_never_asked_is_asked_before_the_review()
    {
        // As if City and Direction had been added to the form while the client was at the last question.
        Form form = new Form.Asking(FormId, ShippedForm.Question(Ids.Phone), Without(Ids.City, Ids.Direction, Ids.Phone), false, 3);

        form = Answer(form, "89161234567");
        Assert.Equal((Ids.City, true), Asked(form));
        form = Answer(form, "Тверь");
        Assert.Equal((Ids.Direction, true), Asked(form));
        Assert.IsType<Form.Reviewing>(Answer(form, "Знаки"));
    }

    [Fact]
    public void Back_from_a_question_asked_out_of_turn_leads_to_the_review_that_lacks_its_answer()
    {
        Form form = new Form.Asking(FormId, ShippedForm.Question(Ids.City), Without(Ids.City), ForReview: true, 5);

        form = Decide(form, "Назад", out var decision);

        Assert.Null(((ConversationEvent.WentBack)decision.Event!).Asked);
        Assert.IsType<Form.Reviewing>(form);
        Assert.Equal((Ids.City, true), Asked(Decide(form, "Отправить", out _)));
    }

    [Fact]
    public void A_review_that_lacks_an_answer_asks_for_it_and_cannot_be_sent()
    {
        Form form = new Form.Reviewing(FormId, Without(Ids.City), 5);
        var send = FormButton.ToReview(FormId, 5, new ReviewChoice.Send());

        var decision = FormRules.Decide(form, new ClientInput.Press("query", send), Context);
        form = FormEvolution.Evolve(form, decision.Event!);
        Assert.Equal((Ids.City, true), Asked(form));

        var answered = Assert.IsType<Form.Reviewing>(Answer(form, "Тверь"));
        Assert.Equal("Тверь", answered.Answers[Ids.City]?.Value);
    }

    [Fact]
    public void A_journal_of_the_versions_that_recorded_no_next_question_asks_their_six_in_order()
    {
        var form = Earlier("name", "Анна");
        Assert.Equal(("organization", false), Asked(form));
        form = Earlier("organization", "ООО", form);
        form = FormEvolution.Evolve(form, new ConversationEvent.WentBack(3, Noon, SixQuestions.InOrder[0]));
        Assert.Equal(("organization", false), Asked(Earlier("name", "Ольга", form)));
        form = FormEvolution.Evolve(
            new Form.Reviewing(FormId, Without(), 6), new ConversationEvent.ChangeChosen(4, Noon, SixQuestions.InOrder[2]));
        Assert.IsType<Form.Reviewing>(Earlier("city", "Псков", form));
        var sent = FormEvolution.Evolve(
            new Form.Reviewing(FormId, Without(), 6), new ConversationEvent.Submitted(7, Noon, FormId, null, "anna"));
        Assert.Equal(ShippedForm.Ids, Assert.IsType<Form.Submitting>(sent).Answers.Given.Select(answer => answer.Id));
    }

    [Fact]
    public void A_cancelled_form_is_taken_up_again_as_it_was()
    {
        var draft = StateNamed("Asking");
        var cancelled = FormEvolution.Evolve(draft, new ConversationEvent.Cancelled(1, Noon));

        Assert.Equal(draft, FormEvolution.Evolve(cancelled, new ConversationEvent.Resumed(2, Noon)));
        Assert.Throws<InvalidOperationException>(
            () => FormEvolution.Evolve(new Form.Cancelled(), new ConversationEvent.Resumed(2, Noon)));
    }

    [Fact]
    public void Answers_compare_by_content()
    {
        var one = ShippedForm.Answers(("name", "Анна"), ("city", "Тверь"));
        var other = ShippedForm.Answers(("name", "Ольга"), ("city", "Тверь"), ("name", "Анна"));

        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, other.With(ShippedForm.Answer("city", "Псков")));
        Assert.NotEqual(one, ShippedForm.Answers(("name", "Анна")));
    }

    private static SentAnswers Sent { get; } = Dialogue.Firm.Form.ToSent(Without());

    private static Form Earlier(string id, string value, Form? before = null) => FormEvolution.Evolve(
        before ?? new Form.Asking(FormId, SixQuestions.InOrder[0], Answers.None, false, 0),
        ShippedForm.Answered(2, Noon, id, value) with { IsOfSixQuestions = true });

    private static FormContext Context { get; } = new(Dialogue.Firm, 9, Noon, FormId, null);

    private static Form StateNamed(string state) => state switch
    {
        "NotStarted" => new Form.NotStarted(),
        "Asking" => new Form.Asking(FormId, ShippedForm.Question(Ids.City), Without(Ids.City), false, 2),
        "Reviewing" => new Form.Reviewing(FormId, Without(), 6),
        "Submitting" => new Form.Submitting(FormId, Sent, "anna", Noon),
        "Accepted" => new Form.Accepted(FormId, 15),
        _ => new Form.Cancelled(),
    };

    private static Answers Without(params string[] missing) => ShippedForm.Ids.Except(missing)
        .Aggregate(Answers.None, (answers, field) => answers.With(ShippedForm.Answer(field, Dialogue.GoodAnswers[field])));

    private static Form Answer(Form form, string typed) => Decide(form, typed, out _);

    private static Form Decide(Form form, string typed, out Decision decision)
    {
        decision = FormRules.Decide(form, new ClientInput.Text(typed), Context);
        return FormEvolution.Evolve(form, decision.Event!);
    }

    private static (string Field, bool ForReview) Asked(Form form)
    {
        var asking = Assert.IsType<Form.Asking>(form);
        return (asking.Question.Id, asking.ForReview);
    }
}
