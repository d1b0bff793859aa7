using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Forms;

/// <summary>Folds events into the form.</summary>
public static class FormEvolution
{
    /// <summary>
    /// The form after an event. Within a form in progress every answer, step back and choice is applied as recorded, even if today's rules
    /// would have asked another question at that point: the order of the questions may have changed since.
    /// </summary>
    /// <exception cref="InvalidOperationException">The event is unknown, or cannot have happened in this state.</exception>
    public static Form Evolve(Form form, ConversationEvent happened) => (form.WithoutGaps(), happened) switch
    {
        (Form.NotStarted or Form.Cancelled or Form.Accepted, ConversationEvent.Started started) =>
            new Form.Asking(started.FormId, started.Next ?? FormQuestions.InOrder[0].Field, Answers.None, ForReview: false, Revision: 0),
        (Form.Draft draft, ConversationEvent.Answered answered) => After(draft, answered),
        (Form.Draft draft, ConversationEvent.WentBack { Field: { } field }) =>
            new Form.Asking(draft.FormId, field, draft.Answers, ForReview: false, draft.Revision),
        (Form.Draft draft, ConversationEvent.WentBack) => ReviewOf(draft),
        (Form.Draft draft, ConversationEvent.ChangeChosen chosen) =>
            new Form.Asking(draft.FormId, chosen.Field, draft.Answers, ForReview: true, draft.Revision),
        (Form.Draft, ConversationEvent.InputNotTaken) => form,
        (Form.Draft, ConversationEvent.Cancelled) => new Form.Cancelled(),
        (Form.Draft draft, ConversationEvent.Submitted sent) =>
            new Form.Submitting(sent.SubmissionId, draft.Answers, sent.Username, sent.At, AccountName: sent.AccountName),
        (Form.Submitting submitting, ConversationEvent.TicketDelayed told) when told.SubmissionId == submitting.SubmissionId =>
            submitting with { IsDelayTold = true },
        (Form.Submitting submitting, ConversationEvent.TicketCreated created) when created.SubmissionId == submitting.SubmissionId =>
            new Form.Accepted(created.SubmissionId, created.TicketId),
        // The message names only types: the contents are personal data.
        _ => throw new InvalidOperationException(
            $"{happened.GetType().Name} of update {happened.UpdateId} cannot happen to a form that is {form.GetType().Name}."),
    };

    /// <summary>
    /// The same form, but asking instead of reviewing while a question is unanswered: one may have been added to the form.
    /// </summary>
    internal static Form WithoutGaps(this Form form) => form is Form.Reviewing review ? ReviewOf(review) : form;

    private static Form.Draft After(Form.Draft draft, ConversationEvent.Answered answered)
    {
        var answers = draft.Answers.With(answered.Field, answered.Value);
        var revision = draft.Revision + 1;
        var forReview = draft is Form.Asking { ForReview: true };
        var next = answered.Next ?? (forReview ? null : FormQuestions.Next(answered.Field));
        // A question that follows a later question was put out of turn.
        return next is { } field
            ? new Form.Asking(draft.FormId, field, answers, forReview || FormQuestions.IsBefore(field, answered.Field), revision)
            : ReviewOf(new Form.Reviewing(draft.FormId, answers, revision));
    }

    private static Form.Draft ReviewOf(Form.Draft draft) => draft.Answers.FirstMissing() is { } missing
        ? new Form.Asking(draft.FormId, missing, draft.Answers, ForReview: true, draft.Revision)
        : new Form.Reviewing(draft.FormId, draft.Answers, draft.Revision);
}
