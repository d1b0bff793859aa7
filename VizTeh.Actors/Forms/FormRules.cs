using VizTeh.Actors.Questions;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Forms;

/// <summary>The client's dialogue, as a pure function of where the client is and what the client did.</summary>
public static class FormRules
{
    /// <summary>The consequences of an input: never an exception, whatever it holds, and at most one event.</summary>
    public static Decision Decide(Form form, ClientInput input, FormContext context) => form switch
    {
        _ when input is ClientInput.Edited(var text) => CorrectionRules.Decide(form, text, context) ?? Silence,
        Form.Draft draft => InForm(draft, IntentIn(draft, input, context), context),
        Form.Submitting => WhileSubmitting(ClientIntent.Of(input, context.Texts), context),
        var idle => WithoutForm(idle, ClientIntent.Of(input, context.Texts), context.Outside(idle)),
    };

    // A choice may have the name of a button.
    internal static ClientIntent IntentIn(Form.Draft draft, ClientInput input, FormContext context) => (draft, input) switch
    {
        (Form.Asking asking, ClientInput.Text(var typed))
            when AnswerReader.Named(typed, FormPrompt.ChoicesFor(asking, context.Questions)) is not null => new ClientIntent.Text(typed),
        _ => ClientIntent.Of(input, context.Texts),
    };

    private static Decision WithoutForm(Form form, ClientIntent intent, FormContext context) => (form, intent) switch
    {
        (_, ClientIntent.NewForm) => Begun(form, context, context.HasKept ? context.Texts[Phrases.BeginWithKept] : null),
        (Form.Accepted accepted, _) when AcceptedRules.Decide(accepted, intent, context) is { } decided => decided,
        (Form.Cancelled { Kept: { } draft }, ClientIntent.Resume) when context.CanResume => new(
            new ConversationEvent.Resumed(context.UpdateId, context.At),
            FormPrompt.Of(
                draft, context.Company, context.Today, context.Texts[context.HasKept ? Phrases.ResumeWithKept : Phrases.GoOn],
                menuOnScreen: false)),
        (_, ClientIntent.Resume) => Menu(context.Texts[Phrases.NothingToResume], context),
        (_, ClientIntent.Start) => Menu(context.Texts[Phrases.Greeting], context),
        (_, ClientIntent.Help) => Menu(context.Texts.Help(), context),
        (_, ClientIntent.UnknownCommand) => Menu(context.Texts.UnknownCommand(), context),
        (_, ClientIntent.AboutCompany) => new(null, [new Reply.ShowCompany(context.Menu)]),
        (_, ClientIntent.Cancel) => Menu(context.Texts[Phrases.NothingToCancel], context),
        (_, ClientIntent.File file) => FileRules.WithoutForm(file, context),
        (_, ClientIntent.Unsupported(var kind, _)) => Menu(context.Texts.Unsupported(kind, context.Texts[Phrases.AwaitsForm]), context),
        (_, ClientIntent.Press) =>
            Menu(context.Texts[Phrases.WhatNow], context, context.Texts[Phrases.ToastNoForm]) with { Used = NoButtons },
        _ => Menu(context.Texts[Phrases.WhatNow], context),
    };

    // The form is sent and cannot be taken back; the thank-you follows. Any input is answered with that.
    private static Decision WhileSubmitting(ClientIntent intent, FormContext context) => intent switch
    {
        ClientIntent.Press => new(null, [], context.Texts[Phrases.ToastBeingSent]),
        ClientIntent.Help => new(null, [FormPrompt.Say(context.Texts.Help())]),
        ClientIntent.AboutCompany => new(null, [new Reply.ShowCompany(null)]),
        _ => new(null, [FormPrompt.Say(context.Texts[Phrases.BeingSent])]),
    };

    private static Decision InForm(Form.Draft draft, ClientIntent intent, FormContext context) => (draft, intent) switch
    {
        (_, ClientIntent.Start or ClientIntent.NewForm) => new(
            null, FormPrompt.Of(draft, context.Company, context.Today, context.Texts[Phrases.Unfinished], menuOnScreen: false)),
        (_, ClientIntent.AboutCompany) => new(null, [
            new Reply.ShowCompany(FormKeyboard.Steps(context.Texts)),
            .. FormPrompt.Of(draft, context.Company, context.Today, note: null, menuOnScreen: true)]),
        (_, ClientIntent.Help) => Again(draft, context.Texts.Help(), context),
        (_, ClientIntent.UnknownCommand) => Again(draft, context.Texts.UnknownCommandInForm(), context),
        (_, ClientIntent.Cancel) => Cancelled(draft, context),
        (_, ClientIntent.Back) => GoBack(draft, context),
        (_, ClientIntent.File file) => FileRules.Decide(draft, file, context),
        (_, ClientIntent.Unsupported(var kind, _)) => Again(draft, context.Texts.Unsupported(kind, context.Texts.Awaited(draft)), context),
        (Form.Asking asking, _) when QuestionRules.Decide(asking, intent, context) is { } answered => answered,
        (Form.Reviewing review, _) when ReviewRules.Decide(review, intent, context) is { } reviewed => reviewed,
        (_, ClientIntent.Contact) => Again(draft, context.Texts[Phrases.ContactNotNeeded], context),
        (_, ClientIntent.Press { Button: { } button }) when HasTakenEffect(draft, button) => new(
            null, [], context.Texts[Phrases.ToastStale], NoButtons),
        (_, ClientIntent.Press) => Again(draft, note: null, context, context.Texts[Phrases.ToastStale]) with { Used = NoButtons },
        _ => Again(draft, note: null, context),
    };

    // A button that was pressed before: the question that the first press led to is on the screen already.
    private static bool HasTakenEffect(Form.Draft draft, FormButton button) => button.IsOf(draft.FormId) && (draft, button) switch
    {
        (_, FormButton.Pick picked) => draft.Answers[picked.Id] is { } held && QuestionRules.StandsFor(picked, held),
        (Form.Asking { ForReview: true } asking, FormButton.Review { Choice: ReviewChoice.ChangeAnswer(var id) } review) =>
            id == asking.Question.Id && review.Revision == asking.Revision,
        _ => false,
    };

    // A first question with buttons of its own is preceded by a message that brings the menu.
    /// <param name="note">A sentence to begin with, as HTML; null for the usual one.</param>
    internal static Decision Begun(Form form, FormContext context, string? note = null)
    {
        var chosen = SourceRules.Chosen(context);
        var answers = chosen.Aggregate(Answers.None, (all, answer) => all.With(answer));
        // A source may answer all that there is to ask.
        var unanswered = context.Questions.Applicable(answers).FirstOrDefault(question => answers.To(question) is null);
        var first = AsAsked(unanswered ?? context.Questions.Questions[0], answers, context);
        var started = new ConversationEvent.Started(context.UpdateId, context.At, context.NewFormId, first)
        {
            Chosen = chosen.Count > 0 ? chosen : null,
        };
        var asking = (Form.Asking)FormEvolution.Evolve(form, started);
        var hasButtons = FormPrompt.ButtonsOf(asking, context.Company, context.Today) is not null;
        return Happened(form, started, context, note ?? (hasButtons ? context.Texts[Phrases.Begin] : null));
    }

    private static Decision GoBack(Form.Draft draft, FormContext context)
    {
        return draft switch
        {
            // Files that were taken off meanwhile stay off.
            Form.Asking { ForReview: true, Question.AcceptsFiles: true } => WentBack(null),
            Form.Asking { ForReview: true } => WentBack(null, context.Texts[Phrases.NothingChanged]),
            Form.Asking { Question.Id: var id } when context.Questions.Before(id, draft.Answers) is { } previous => WentBack(previous),
            Form.Asking => Again(draft, context.Texts[Phrases.FirstQuestion], context),
            _ => context.Questions.Before(null, draft.Answers) is { } last ? WentBack(last) : Again(draft, note: null, context),
        };

        Decision WentBack(Question? question, string? note = null) => Happened(
            draft,
            new ConversationEvent.WentBack(
                context.UpdateId, context.At, question is null ? null : AsAsked(question, draft.Answers, context)),
            context, note);
    }

    /// <summary>Nothing happens, and nothing is said.</summary>
    internal static Decision Silence { get; } = new(null, []);

    /// <summary>Takes the buttons off a message whose text is unknown.</summary>
    internal static UsedMessage NoButtons { get; } = new(Html: null);

    /// <summary>The form is given up.</summary>
    internal static Decision Cancelled(Form.Draft draft, FormContext context) =>
        Happened(draft, new ConversationEvent.Cancelled(context.UpdateId, context.At), context);

    /// <summary>Asks a required question that the form got after the client had come to the review; null when none is missing.</summary>
    internal static Decision? AskMissing(Form.Draft draft, FormContext context) =>
        context.Questions.FirstMissing(draft.Answers) is { } missing
            ? Happened(
                draft, new ConversationEvent.ChangeChosen(context.UpdateId, context.At, AsAsked(missing, draft.Answers, context)), context,
                context.Texts[Phrases.QuestionsLeft])
            : null;

    /// <summary>
    /// A question as it is asked now: what is chosen at present stays among the choices although the list lost it, unless it decides what
    /// else is asked; last time's answer is among the quick ones.
    /// </summary>
    internal static Question AsAsked(Question question, Answers answers, FormContext context)
    {
        if (question.Choices is not { } choices || answers.To(question) is not { } held || context.Questions.Decides(question))
            return RememberedAnswers.Offering(question, answers, context);
        string[] lost = [.. held.Chosen.Where(label => !choices.Any(listed => AnswerText.SameLabel(listed, label)))];
        return lost.Length > 0 ? question with { Choices = [.. choices, .. lost] } : question;
    }

    /// <summary>The event, and what the state that it leads to says.</summary>
    internal static Decision Happened(Form before, ConversationEvent happened, FormContext context, string? note = null)
    {
        var after = FormEvolution.Evolve(before, happened);
        return after is Form.Draft draft
            ? new(happened, FormPrompt.Of(draft, context.Company, context.Today, note, menuOnScreen: before is Form.Draft))
            : new(happened, FormPrompt.Of(after, context.Company, context.Today));
    }

    /// <summary>Nothing happened: a sentence that says why, and the same question.</summary>
    internal static Decision Again(Form.Draft draft, string? note, FormContext context, string? toast = null) =>
        new(null, FormPrompt.Of(draft, context.Company, context.Today, note, menuOnScreen: true), toast);

    internal static Decision Menu(string html, FormContext context, string? toast = null) =>
        new(null, [FormPrompt.Say(html, context.Menu)], toast);
}
