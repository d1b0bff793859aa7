using VizTeh.Actors.Questions;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Forms;

/// <summary>What an input means to the review.</summary>
internal static class ReviewRules
{
    /// <returns>Null when the input is not meant for this review.</returns>
    public static Decision? Decide(Form.Reviewing review, ClientIntent intent, FormContext context) => intent switch
    {
        ClientIntent.Text(var typed) => Synonyms.ChoiceOf(typed, context) is { } choice && IsOffered(choice, review, context)
            ? Choose(review, choice, context) with { Used = FormRules.NoButtons }
            : FormRules.Again(review, context.Texts[Phrases.NotAReviewChoice], context),
        ClientIntent.Press { Button: FormButton.Review button } when button.IsOf(review.FormId) =>
            button.Revision == review.Revision
                ? Choose(review, button.Choice, context)
                : Stale(review, context),
        ClientIntent.Contact { IsOwn: true } own
            when PhoneOf(review, context) is { } phone && AnswerReader.ReadContact(own.PhoneNumber, context.Texts) is AnswerReading.Valid =>
            QuestionRules.Shared(phone, own, context) with { Used = FormRules.NoButtons },
        _ => null,
    };

    // The button that shares the contact may still be on the screen, since the review brings no menu of its own.
    private static Form.Asking? PhoneOf(Form.Reviewing review, FormContext context) =>
        context.Questions.Applicable(review.Answers).LastOrDefault(question => question.Kind == QuestionKind.Phone) is { } phone
            ? new Form.Asking(review.FormId, phone, review.Answers, ForReview: true, review.Revision)
            : null;

    // The label of a hidden question is no choice.
    private static bool IsOffered(ReviewChoice choice, Form.Reviewing review, FormContext context) =>
        choice is not ReviewChoice.ChangeAnswer(var id)
        || (context.Questions.Find(id) is { } question && context.Questions.Applies(question, review.Answers));

    // The buttons that keep or change an answer are under a message of their own. For what is typed the newest message loses its buttons,
    // which may be either.
    private static Decision Choose(Form.Reviewing review, ReviewChoice choice, FormContext context) => choice switch
    {
        ReviewChoice.Send => Sent(review, context),
        ReviewChoice.Cancel => FormRules.Cancelled(review, context) with { Used = Used(review, context.Texts[Labels.Cancel], context) },
        ReviewChoice.Change => new(
            null, [FormPrompt.Say(context.Texts[Phrases.WhatToChange], FormKeyboard.Changes(review, context.Questions, context.Texts))],
            Used: Used(review, context.Texts[Labels.Change], context)),
        ReviewChoice.KeepAll => FormRules.Again(review, context.Texts[Phrases.NothingChanged], context) with
        {
            Used = UsedList(context.Texts[Labels.KeepAll], context),
        },
        ReviewChoice.ChangeAnswer(var id) => ChangeChosen(review, id, context),
        _ => throw new ArgumentOutOfRangeException(nameof(choice), choice.GetType().Name, "Not decided."),
    };

    private static Decision Sent(Form.Reviewing review, FormContext context)
    {
        // Recorded like any other question: an input that follows a restart with another form is the answer to what is on the screen.
        if (FormRules.AskMissing(review, context) is { } missing)
            return missing with { Used = Used(review, context.Texts[Labels.Send], context) };
        var sent = new ConversationEvent.Submitted(
            context.UpdateId, context.At, review.FormId, context.Questions.ToSent(review.Answers), context.Username, context.AccountName)
        {
            Source = context.Source,
        };
        return FormRules.Happened(review, sent, context) with { Used = Used(review, context.Texts[Labels.Send], context) };
    }

    private static Decision ChangeChosen(Form.Reviewing review, string id, FormContext context)
    {
        // The form may have lost the question while its button was on the screen, or a condition hides it now.
        if (context.Questions.Find(id) is not { } question || !context.Questions.Applies(question, review.Answers))
            return Stale(review, context);
        var chosen = new ConversationEvent.ChangeChosen(context.UpdateId, context.At, FormRules.AsAsked(question, review.Answers, context));
        return FormRules.Happened(review, chosen, context) with { Used = UsedList(question.Label, context) };
    }

    private static Decision Stale(Form.Reviewing review, FormContext context) =>
        FormRules.Again(review, note: null, context, context.Texts[Phrases.ToastStaleReview]) with { Used = FormRules.NoButtons };

    private static UsedMessage UsedList(string label, FormContext context) =>
        new(FormText.Used(context.Texts[Phrases.WhatToChange], label));

    private static UsedMessage Used(Form.Reviewing review, string label, FormContext context) =>
        new(FormText.Used(FormPrompt.TextOf(review, context.Company), label));
}
