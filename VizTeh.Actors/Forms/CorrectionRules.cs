using VizTeh.Actors.Questions;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Forms;

/// <summary>
/// What an edit of a client's message means to the form: the new text replaces the answer that the message gave, as long as the form is
/// open. An edit presses no button and is no command.
/// </summary>
internal static class CorrectionRules
{
    /// <summary>Whether a message has given one of the present answers.</summary>
    public static bool Concerns(Form.Draft draft, long messageId) => HeldBy(draft, messageId) is not null;

    /// <param name="typed">The new text of the message of the context.</param>
    /// <returns>Null when the message has given none of the present answers.</returns>
    public static Decision? Decide(Form form, string typed, FormContext context)
    {
        if (form is not Form.Draft draft || context.MessageId is not { } messageId
            || HeldBy(draft, messageId) is not { } held)
        {
            return null;
        }

        var isBegun = draft.Answers.Begun.Contains(held);
        var asked = AskedFor(draft, held, context);
        // The new words take the place of those that are begun.
        if (isBegun)
            asked = asked with { Answers = asked.Answers.WithBegun(held with { Value = "" }) };
        return Read(asked, typed, context) switch
        {
            AnswerReading.Valid(var value) when (asked.Question.Kind, value) == (held.Kind, held.Value) => FormRules.Silence,
            AnswerReading.Valid(var value) when !isBegun && draft is Form.Asking open && open.Question.Id == held.Id =>
                QuestionRules.Answered(open, value, context),
            AnswerReading.Valid(var value) =>
                Corrected(
                    draft,
                    VerifiedPhone.Marked(held with { Value = value, IsVerified = false }, asked, context),
                    context),
            AnswerReading.Refused(var reason) => FormRules.Again(draft, context.Texts.CorrectionRefused(reason, held), context),
            _ => FormRules.Silence,
        };
    }

    private static Answer? HeldBy(Form.Draft draft, long messageId) =>
        draft.Answers.Current.Concat(draft.Answers.Begun).FirstOrDefault(answer => answer.MessageId == messageId);

    // As if it were asked now. Of a question that the form no longer has, the answer tells what is known.
    private static Form.Asking AskedFor(Form.Draft draft, Answer held, FormContext context)
    {
        if (draft is Form.Asking open && open.Question.Id == held.Id)
            return open;
        var question = context.Questions.Find(held.Id) is { } configured && configured.Kind == held.Kind
            ? FormRules.AsAsked(configured, draft.Answers, context)
            : new Question(held.Id, held.Label, held.Label, held.Kind)
            {
                HasLines = true,
                When = held.When,
                Choices = held.Kind is QuestionKind.Choice or QuestionKind.Choices ? held.Chosen : null,
            };
        return new Form.Asking(draft.FormId, question, draft.Answers, ForReview: true, draft.Revision);
    }

    // Null for the words of a button, other than those of a choice and of «Пропустить».
    private static AnswerReading? Read(Form.Asking asked, string typed, FormContext context)
    {
        if (FormRules.IntentIn(asked, new ClientInput.Text(typed), context) is not ClientIntent.Text)
            return null;
        // A choice may have the name of a button.
        if (AnswerReader.Named(typed, FormPrompt.ChoicesFor(asked, context.Questions)) is not null)
            return QuestionRules.ReadTyped(asked, typed, context);
        var named = context.Texts.Named(ButtonPlace.Question, typed);
        if (asked.Question.IsOptional && named == Labels.Skip)
            return new AnswerReading.Valid("");
        return (asked.AnswerToKeep is not null && named == Labels.KeepAnswer)
            || (asked.Question is { Kind: QuestionKind.Choices } or { AcceptsFiles: true } && named == Labels.Done)
            ? null
            : QuestionRules.ReadTyped(asked, typed, context);
    }

    private static Decision Corrected(Form.Draft draft, Answer answer, FormContext context)
    {
        var (next, forReview) = NextAfter(draft, answer, context);
        var happened = new ConversationEvent.Corrected(context.UpdateId, context.At, answer, next, forReview);
        var decision = FormRules.Happened(draft, happened, context, context.Texts.Corrected(answer));
        return happened.LeavesOpen(draft) ? decision : decision with { Used = FormRules.NoButtons };
    }

    /// <summary>
    /// The open question stays, unless the correction hides it, or brings up a question before it that the client is still on the way to.
    /// From the review, or from a question that is hidden now, the form goes on as after any answer.
    /// </summary>
    private static (Question? Next, bool ForReview) NextAfter(Form.Draft draft, Answer answer, FormContext context)
    {
        var form = context.Questions;
        var (before, after) = (draft.Answers, draft.Answers.WithCorrected(answer));
        if (draft is Form.Asking open && (form.Find(open.Question.Id) is not { } asked || form.Applies(asked, after)))
        {
            var earlier = open.EarlierAnswer is null && !open.ForReview
                ? form.Applicable(after).FirstOrDefault(question =>
                    after.To(question) is null && !form.Applies(question, before) && form.IsBefore(question.Id, open.Question.Id))
                : null;
            return earlier is null ? (open.Question, open.ForReview) : (FormRules.AsAsked(earlier, after, context), false);
        }

        var cameFromReview = draft is Form.Reviewing or Form.Asking { ForReview: true };
        return form.After(answer.Id, after) is { } next
            ? (FormRules.AsAsked(next, after, context), cameFromReview || form.IsBefore(next.Id, answer.Id))
            : (null, false);
    }
}
