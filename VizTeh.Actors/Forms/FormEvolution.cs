using VizTeh.Actors.Questions;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Forms;

/// <summary>
/// Folds events into the form. It does not depend on the configured form: each event records what was asked, so a journal leads to the same
/// state under any configuration.
/// </summary>
public static class FormEvolution
{
    /// <summary>The form after an event.</summary>
    /// <exception cref="InvalidOperationException">The event is unknown, or cannot have happened in this state.</exception>
    public static Form Evolve(Form form, ConversationEvent happened) => (form, Next(form, happened)) switch
    {
        (Form.Draft { LastFile: { } last }, Form.Draft { LastFile: null } draft) => draft with { LastFile = last },
        (_, var next) => next,
    };

    private static Form Next(Form form, ConversationEvent happened) => (form, happened) switch
    {
        (Form.NotStarted or Form.Cancelled or Form.Accepted, ConversationEvent.Started started) =>
            new Form.Asking(
                started.FormId, started.Asked,
                (started.Chosen ?? []).Aggregate(Answers.None, (all, chosen) => all.With(chosen with { IsOfSource = true })),
                ForReview: false, Revision: 0),
        (Form.Draft draft, ConversationEvent.Answered answered) => After(draft, answered),
        (Form.Draft draft, ConversationEvent.Corrected corrected) => After(draft, corrected),
        (Form.Asking asking, ConversationEvent.Ticked ticked) => asking with { Ticked = ticked.Labels },
        (Form.Draft draft, ConversationEvent.WentBack { Asked: { } asked }) =>
            Ask(draft, WithTicksOf(draft), asked, forReview: false, draft.Revision),
        (Form.Draft draft, ConversationEvent.WentBack) => new Form.Reviewing(draft.FormId, draft.Answers, draft.Revision),
        (Form.Draft draft, ConversationEvent.ChangeChosen chosen) =>
            Ask(draft, draft.Answers, chosen.Asked, forReview: true, draft.Revision),
        (Form.Draft draft, ConversationEvent.InputNotTaken notTaken) => FileEvolution.After(draft, notTaken),
        (Form.Draft draft, ConversationEvent.FileAdded added) => FileEvolution.After(draft, added),
        (Form.Draft draft, ConversationEvent.FileRemoved removed) => FileEvolution.After(draft, removed),
        (Form.Draft draft, ConversationEvent.Cancelled cancelled) => new Form.Cancelled(draft, cancelled.At, cancelled.IsExpired),
        (Form.Cancelled { Kept: { } draft }, ConversationEvent.Resumed) => draft,
        (Form.Draft draft, ConversationEvent.Submitted sent) => new Form.Submitting(
            sent.SubmissionId, sent.Answers ?? new SentAnswers(draft.Answers.Current, []), sent.Username, sent.At,
            AccountName: sent.AccountName)
        {
            Source = sent.Source,
        },
        (Form.Draft draft, ConversationEvent.Reminded reminded) when reminded.FormId == draft.FormId => draft,
        (Form.Draft draft, ConversationEvent.AdditionProgressed { IsReply: true }) => draft,
        // They stand beside the form.
        (_, ConversationEvent.SourceNoted or ConversationEvent.ErasureAsked or ConversationEvent.ErasureDeclined
            or ConversationEvent.ErasureConfirmed or ConversationEvent.KeptCorrected) => form,
        (_, ConversationEvent.Erased) => new Form.NotStarted(),
        (Form.Submitting submitting, ConversationEvent.TicketDelayed told) when told.SubmissionId == submitting.SubmissionId =>
            submitting with { IsDelayTold = true },
        (Form.Submitting submitting, ConversationEvent.TicketCreated created) when created.SubmissionId == submitting.SubmissionId =>
            new Form.Accepted(created.SubmissionId, created.TicketId, created.At),
        // Nothing personal stays of who did not consent: a cancelled form cannot be taken up again either.
        (Form.Cancelled, ConversationEvent.ConsentRefused) => new Form.NotStarted(),
        (not (Form.Draft or Form.Submitting), ConversationEvent.MessageKept or ConversationEvent.MessagesAdded
            or ConversationEvent.ConsentAsked or ConversationEvent.ConsentRefused or ConversationEvent.AdditionProgressed) => form,
        // Only the types are named: the contents are a person's.
        _ => throw new InvalidOperationException(
            $"{happened.GetType().Name} of update {happened.UpdateId} cannot happen to a form that is {form.GetType().Name}."),
    };

    private static Form.Draft After(Form.Draft draft, ConversationEvent.Answered answered)
    {
        var answers = draft.Answers.With(answered.Answer);
        var revision = draft.Revision + 1;
        // Those versions asked a question that was missing at the review without an event.
        var (next, forReview) = answered.IsOfSixQuestions
            ? SixQuestions.After(answered.Answer.Id, answered.Next, draft is Form.Reviewing or Form.Asking { ForReview: true })
            : (answered.Next, answered.ForReview);
        return next is null
            ? new Form.Reviewing(draft.FormId, answers, revision)
            : Ask(draft, answers, next, forReview, revision);
    }

    private static Form.Draft After(Form.Draft draft, ConversationEvent.Corrected corrected)
    {
        var answers = draft.Answers.WithCorrected(corrected.Answer);
        var revision = draft.Revision + 1;
        if (corrected.LeavesOpen(draft))
            return draft with { Answers = answers, Revision = revision };
        return corrected.Next is null
            ? new Form.Reviewing(draft.FormId, answers, revision)
            : Ask(draft, WithTicksOf(draft).WithCorrected(corrected.Answer), corrected.Next, corrected.ForReview, revision);
    }

    private static Form.Asking Ask(Form.Draft draft, Answers answers, Question question, bool forReview, int revision) =>
        new(draft.FormId, question, answers, forReview, revision, TicksFor(question, answers));

    // The ticks begin with those that were left, or with the present answer: with the choices of the question as it is asked now.
    private static string? TicksFor(Question question, Answers answers)
    {
        if (question.Kind != QuestionKind.Choices
            || (answers.TicksFor(question) ?? answers.To(question)) is not { IsSkipped: false, Chosen: var ticked })
        {
            return null;
        }

        return question.Choices is not { } choices
            ? string.Join('\n', ticked)
            : string.Join('\n', choices.Where(choice => ticked.Any(label => AnswerText.SameLabel(label, choice))));
    }

    // Not on the way back to the review: there everything stays as it was.
    private static Answers WithTicksOf(Form.Draft draft) => draft is Form.Asking { ForReview: false, Ticked: { } ticked } left
        ? draft.Answers.WithTicks(new Answer(left.Question, ticked))
        : draft.Answers;
}
