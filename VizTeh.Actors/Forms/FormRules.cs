using VizTeh.Actors.Questions;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Forms;

/// <summary>The client's dialogue, as a pure function of the form's state and the client's input.</summary>
public static class FormRules
{
    /// <summary>The consequences of an input: at most one event. Never throws, whatever the input holds.</summary>
    public static Decision Decide(Form form, ClientInput input, FormContext context) => form.WithoutGaps() switch
    {
        Form.Draft draft => InForm(draft, IntentIn(draft, input, context), context),
        Form.Submitting => WhileSubmitting(ClientIntent.Of(input)),
        var idle => WithoutForm(idle, ClientIntent.Of(input), context),
    };

    // A choice of the list may have the same name as a button.
    private static ClientIntent IntentIn(Form.Draft draft, ClientInput input, FormContext context) => (draft, input) switch
    {
        (Form.Asking { Question.Kind: QuestionKind.Choice } asking, ClientInput.Text(var typed))
            when AnswerReader.Named(typed, FormPrompt.ChoicesFor(asking, context.Company)) is not null => new ClientIntent.Text(typed),
        _ => ClientIntent.Of(input),
    };

    private static Decision WithoutForm(Form form, ClientIntent intent, FormContext context) => (form, intent) switch
    {
        (_, ClientIntent.NewForm) => Happened(form, Started(context), context),
        (_, ClientIntent.Start) => Menu(FormText.Greeting(context.Company)),
        (_, ClientIntent.Help) => Menu(FormText.Help),
        (_, ClientIntent.UnknownCommand) => Menu(FormText.UnknownCommand),
        (_, ClientIntent.AboutCompany) => new(null, [new Reply.ShowCompany(FormKeyboard.Main)]),
        (_, ClientIntent.Cancel) => Menu(FormText.NothingToCancel),
        (_, ClientIntent.Unsupported(var kind)) => Menu(FormText.Unsupported(kind, FormText.AwaitedWithoutForm)),
        (Form.Accepted accepted, ClientIntent.Press { Button: { } button }) when button.IsOf(accepted.SubmissionId) =>
            new(null, [], FormText.ToastAccepted(accepted.TicketId)),
        (Form.Accepted, ClientIntent.Text(var typed)) when AnswerText.SameLabel(typed, FormText.Send) => Menu(FormText.AlreadyAccepted),
        (_, ClientIntent.Press) => Menu(FormText.WhatNow, FormText.ToastNoForm),
        _ => Menu(FormText.WhatNow),
    };

    // The form is sent and cannot be undone. Any input gets that as its reply; the thank-you follows.
    private static Decision WhileSubmitting(ClientIntent intent) => intent switch
    {
        ClientIntent.Press => new(null, [], FormText.ToastBeingSent),
        ClientIntent.Help => new(null, [FormPrompt.Say(FormText.Help)]),
        ClientIntent.AboutCompany => new(null, [new Reply.ShowCompany(null)]),
        _ => new(null, [FormPrompt.Say(FormText.BeingSent)]),
    };

    private static Decision InForm(Form.Draft draft, ClientIntent intent, FormContext context) => (draft, intent) switch
    {
        (_, ClientIntent.Start or ClientIntent.NewForm) => new(
            null, FormPrompt.Of(draft, context.Company, FormText.Unfinished, menuOnScreen: false)),
        (_, ClientIntent.AboutCompany) => new(null, [
            new Reply.ShowCompany(FormPrompt.MenuOf(draft)),
            .. FormPrompt.Of(draft, context.Company, note: null, menuOnScreen: true)]),
        (_, ClientIntent.Help) => Again(draft, FormText.Help, context),
        (_, ClientIntent.UnknownCommand) => Again(draft, FormText.UnknownCommandInForm, context),
        (_, ClientIntent.Cancel) => Happened(draft, new ConversationEvent.Cancelled(context.UpdateId, context.At), context),
        (_, ClientIntent.Back) => GoBack(draft, context),
        (_, ClientIntent.Unsupported(var kind)) => Again(draft, FormText.Unsupported(kind, FormText.Awaited(draft)), context),

        // The client may still see the review, if a question was added to the form since.
        (Form.Asking { ForReview: true }, ClientIntent.Text(var typed))
            when AnswerText.SameLabel(typed, FormText.Send) && draft.Answers.FirstMissing() is not null =>
            Again(draft, FormText.QuestionsLeft, context),
        (Form.Asking asking, ClientIntent.Text(var typed)) =>
            Answer(asking, AnswerReader.ReadTyped(asking.Question, typed, FormPrompt.ChoicesFor(asking, context.Company)), context),
        (Form.Asking { Question.Kind: QuestionKind.Phone } asking, ClientIntent.Contact(var number)) =>
            Answer(asking, AnswerReader.ReadContact(number), context),
        (Form.Asking { Question.Kind: QuestionKind.Choice } asking, ClientIntent.Press { Button: FormButton.Direction button })
            when button.IsOf(asking.FormId) => Choose(asking, button, context),

        (Form.Reviewing review, ClientIntent.Text(var typed)) => Synonyms.ChoiceOf(typed) is { } choice
            ? Choose(review, choice, context)
            : Again(review, FormText.NotAReviewChoice, context),
        (Form.Reviewing review, ClientIntent.Press { Button: FormButton.Review button }) when button.IsOf(review.FormId) =>
            button.Revision == review.Revision
                ? Choose(review, button.Choice, context)
                : Again(review, note: null, context, FormText.ToastStaleReview),

        (_, ClientIntent.Contact) => Again(draft, FormText.ContactNotNeeded, context),
        (_, ClientIntent.Press { Button: { } button }) when HasTakenEffect(draft, button) => new(null, [], FormText.ToastStale),
        (_, ClientIntent.Press) => Again(draft, note: null, context, FormText.ToastStale),
        _ => throw new ArgumentOutOfRangeException(nameof(intent), intent.GetType().Name, "Not decided."),
    };

    private static Decision Answer(Form.Asking asking, AnswerReading reading, FormContext context) => reading switch
    {
        AnswerReading.Valid(var value) => Answered(asking, value, context),
        AnswerReading.Refused(var sentence) => Again(asking, sentence, context),
        _ => throw new ArgumentOutOfRangeException(nameof(reading), reading.GetType().Name, "Not decided."),
    };

    // A repeated press: the question that the first press led to is on the screen already.
    private static bool HasTakenEffect(Form.Draft draft, FormButton button) => button.IsOf(draft.FormId) && (draft, button) switch
    {
        (_, FormButton.Direction pressed) => FormQuestions.InOrder.Any(
            question => question.Kind == QuestionKind.Choice && draft.Answers[question.Field] is { } held && pressed.Names(held)),
        (Form.Asking { ForReview: true } asking, FormButton.Review { Choice: ReviewChoice.ChangeField(var field) } review) =>
            field == asking.Field && review.Revision == asking.Revision,
        _ => false,
    };

    private static Decision Choose(Form.Asking asking, FormButton.Direction button, FormContext context) =>
        FormPrompt.ChoicesFor(asking, context.Company).FirstOrDefault(button.Names) is { } choice
            ? Answered(asking, choice, context)
            : Again(asking, note: null, context, FormText.ToastDirectionGone);

    private static Decision Choose(Form.Reviewing review, ReviewChoice choice, FormContext context) => choice switch
    {
        ReviewChoice.Send =>
            Happened(
                review,
                new ConversationEvent.Submitted(context.UpdateId, context.At, review.FormId, context.Username, context.AccountName),
                context),
        ReviewChoice.Cancel => Happened(review, new ConversationEvent.Cancelled(context.UpdateId, context.At), context),
        ReviewChoice.Change => new(null, [FormPrompt.Say(FormText.WhatToChange, FormKeyboard.Fields(review))]),
        ReviewChoice.KeepAll => Again(review, FormText.NothingChanged, context),
        ReviewChoice.ChangeField(var field) =>
            Happened(review, new ConversationEvent.ChangeChosen(context.UpdateId, context.At, field), context),
        _ => throw new ArgumentOutOfRangeException(nameof(choice), choice.GetType().Name, "Not decided."),
    };

    private static Decision Answered(Form.Asking asking, string value, FormContext context)
    {
        var answered = new ConversationEvent.Answered(context.UpdateId, context.At, asking.Field, value);
        var next = (FormEvolution.Evolve(asking, answered) as Form.Asking)?.Field;
        return Happened(asking, answered with { Next = next }, context);
    }

    private static ConversationEvent.Started Started(FormContext context) =>
        new(context.UpdateId, context.At, context.NewFormId, FormQuestions.InOrder[0].Field);

    private static Decision GoBack(Form.Draft draft, FormContext context)
    {
        var complete = draft.Answers.FirstMissing() is null;
        FormField? last = FormQuestions.InOrder[^1].Field;
        return draft switch
        {
            Form.Asking { ForReview: true } when complete => WentBack(null, FormText.NothingChanged),
            // This question was asked out of turn, after the last one.
            Form.Asking { ForReview: true } asking when asking.Field != last => WentBack(last),
            Form.Asking asking when FormQuestions.Previous(asking.Field) is { } previous => WentBack(previous),
            Form.Asking => Again(draft, FormText.FirstQuestion, context),
            _ => WentBack(last),
        };

        Decision WentBack(FormField? field, string? note = null) =>
            Happened(draft, new ConversationEvent.WentBack(context.UpdateId, context.At, field), context, note);
    }

    /// <summary>The event, with the messages of the state that it leads to.</summary>
    internal static Decision Happened(Form before, ConversationEvent happened, FormContext context, string? note = null)
    {
        var after = FormEvolution.Evolve(before, happened);
        if (after is not Form.Draft draft)
            return new(happened, FormPrompt.Of(after, context.Company));

        var menuOnScreen = before is Form.Draft from && FormPrompt.MenuOf(from) == FormPrompt.MenuOf(draft);
        if (happened is ConversationEvent.Answered && draft is Form.Reviewing && !menuOnScreen)
            note ??= FormText.AllAnswered;
        return new(happened, FormPrompt.Of(draft, context.Company, note, menuOnScreen));
    }

    /// <summary>No event: a sentence with the reason, and the same question again.</summary>
    internal static Decision Again(Form.Draft draft, string? note, FormContext context, string? toast = null) =>
        new(null, FormPrompt.Of(draft, context.Company, note, menuOnScreen: true), toast);

    private static Decision Menu(string html, string? toast = null) => new(null, [FormPrompt.Say(html, FormKeyboard.Main)], toast);
}
