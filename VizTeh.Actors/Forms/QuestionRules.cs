using VizTeh.Actors.Questions;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Forms;

/// <summary>What an input means to the open question.</summary>
internal static class QuestionRules
{
    /// <returns>Null when the input is not meant for this question.</returns>
    public static Decision? Decide(Form.Asking asking, ClientIntent intent, FormContext context) => (asking.Question.Kind, intent) switch
    {
        (_, ClientIntent.Text(var typed)) => Typed(asking, typed, context),
        (QuestionKind.Phone, ClientIntent.Contact contact) => Shared(asking, contact, context),
        (_, ClientIntent.Press { Button: FormButton.Pick pick }) when IsUnder(asking, pick, pick.Id) => Pressed(asking, pick, context),
        (QuestionKind.Date, ClientIntent.Press { Button: FormButton.Month month }) when IsUnder(asking, month, month.Id) =>
            new(null, [], Used: ShowMonth(asking, month.First, context)),
        (_, ClientIntent.Press { Button: FormButton.Remove remove }) when IsUnder(asking, remove, remove.Id) =>
            FileRules.Removed(asking, remove, context),
        (_, ClientIntent.Press { Button: FormButton.Page page }) when IsUnder(asking, page, page.Id) =>
            new(null, [], Used: Show(asking, page.Number, context)),
        _ => null,
    };

    /// <summary>Whether a button stands for an answer that is given.</summary>
    public static bool StandsFor(FormButton.Pick pick, Answer answer) => answer.Kind switch
    {
        QuestionKind.Date => pick.Day is { } day && answer.Value == day.ToString(
            Questions.Answer.DateFormat, System.Globalization.CultureInfo.InvariantCulture),
        QuestionKind.YesNo => pick.Names(answer.Value),
        QuestionKind.Choices => pick.Choice == FormButton.Done,
        _ => pick.Names(answer.Value) || pick.Names(answer.Words) || (answer.IsSkipped && pick.Choice == FormButton.Skip)
            || (answer.Files is { Count: > 0 } && pick.Choice == FormButton.Done),
    };

    private static bool IsUnder(Form.Asking asking, FormButton button, string id) =>
        button.IsOf(asking.FormId) && id == asking.Question.Id;

    private static Decision Typed(Form.Asking asking, string typed, FormContext context)
    {
        return asking switch
        {
            { Question: var asked } when RememberedAnswers.PhoneNamed(asked, typed, context) is { } last =>
                Answered(asking, last.Value, context),
            // A choice may have the name of a button.
            _ when AnswerReader.Named(typed, FormPrompt.ChoicesFor(asking, context.Questions)) is not null =>
                Answer(asking, ReadTyped(asking, typed, context), context),
            // The review is still on the screen of a client whose form got another question since.
            { ForReview: true, EarlierAnswer: null } when context.Texts.IsLabel(Labels.Send, typed) =>
                FormRules.Again(asking, context.Texts[Phrases.QuestionsLeft], context),
            { AnswerToKeep: { } held } when IsNamed(Labels.KeepAnswer) => Kept(asking, held, context),
            { Question.IsOptional: true } when IsNamed(Labels.Skip) => Skipped(asking, context),
            { Question: { Kind: QuestionKind.Choices } or { AcceptsFiles: true } } when IsNamed(Labels.Done) => Done(asking, context),
            _ => Answer(asking, ReadTyped(asking, typed, context), context),
        };

        bool IsNamed(Label label) => context.Texts.Named(ButtonPlace.Question, typed) == label;
    }

    // The words of what is begun come before, and with files the words may be few.
    internal static AnswerReading ReadTyped(Form.Asking asking, string typed, FormContext context)
    {
        var (question, files) = (asking.Question, asking.SoFar?.Files?.Count ?? 0);
        var reading = AnswerReader.ReadTyped(
            files > 0 ? question with { Min = null } : question,
            asking.Begun is { Value.Length: > 0 } begun && !AnswerText.IsBlank(typed) ? $"{begun.Value}\n{typed}" : typed,
            FormPrompt.ChoicesFor(asking, context.Questions), context.Today, context.Texts);
        return reading is AnswerReading.Valid && files < question.LeastFiles
            ? new AnswerReading.Refused(context.Texts.TooFewFiles(question))
            : reading;
    }

    private static Decision Pressed(Form.Asking asking, FormButton.Pick pick, FormContext context)
    {
        switch (pick.Choice)
        {
            case FormButton.Nothing:
                return new(null, []);
            case FormButton.Keep when asking.AnswerToKeep is { } held:
                return Kept(asking, held, context);
            case FormButton.Skip when asking.Question.IsOptional:
                return Skipped(asking, context);
            case FormButton.Done when asking.Question is { Kind: QuestionKind.Choices } or { AcceptsFiles: true }:
                return Done(asking, context);
        }

        if (asking.Question.Kind == QuestionKind.Date && pick.Day is { } day)
            return Answer(asking, AnswerReader.ReadDay(asking.Question, day, context.Today, context.Texts), context);
        if (FormPrompt.ChoicesFor(asking, context.Questions).FirstOrDefault(pick.Names) is not { } label)
            return FormRules.Again(asking, note: null, context, context.Texts[Phrases.ToastChoiceGone]);
        return asking.Question.Kind switch
        {
            QuestionKind.Choices => Ticked(asking, label, context),
            QuestionKind.Choice => Answered(asking, label, context),
            // A quick answer is read as if it were typed.
            _ => Answer(asking, ReadTyped(asking, label, context), context),
        };
    }

    // The message with the buttons shows the ticks, so nothing is said; a press without a known message gets a new one.
    private static Decision Ticked(Form.Asking asking, string label, FormContext context)
    {
        var before = TicksOf(asking);
        var choices = FormPrompt.ChoicesFor(asking, context.Questions);
        var after = before.Contains(label)
            ? before.Where(ticked => ticked != label)
            : choices.Where(choice => choice == label || before.Contains(choice));
        var happened = new ConversationEvent.Ticked(context.UpdateId, context.At, string.Join('\n', after));
        var ticked = (Form.Asking)FormEvolution.Evolve(asking, happened);
        return new(happened, [], Used: Show(ticked, ChoicePages.Showing(label, choices, FormKeyboard.PerRow), context));
    }

    private static Decision Done(Form.Asking asking, FormContext context) => asking.Question.AcceptsFiles
        ? Ended(asking, context)
        : AnswerReader.ReadTicked(asking.Question, TicksOf(asking), context.Texts) switch
        {
            AnswerReading.Valid(var value) => Answered(asking, value, context),
            AnswerReading.Refused(var sentence) => FormRules.Again(asking, sentence, context),
            var reading => throw new ArgumentOutOfRangeException(nameof(asking), reading.GetType().Name, "Not decided."),
        };

    // What there is becomes the answer.
    private static Decision Ended(Form.Asking asking, FormContext context) => asking switch
    {
        _ when (asking.SoFar?.Files?.Count ?? 0) < asking.Question.LeastFiles =>
            FormRules.Again(asking, context.Texts.TooFewFiles(asking.Question), context),
        { SoFar: null } => FormRules.Again(asking, context.Texts[Phrases.NothingYet], context),
        { SoFar: { Files: not { Count: > 0 } } words }
            when AnswerReader.ReadTyped(asking.Question, words.Value, [], context.Today, context.Texts) is AnswerReading.Refused refused =>
                FormRules.Again(asking, refused.Html, context),
        { SoFar: { } soFar } => Answered(
            asking, new Answer(asking.Question, soFar.Value) { MessageId = soFar.MessageId, Files = soFar.Files }, context),
    };

    // What was sent is kept: only the answer that was there before can be skipped as a whole. The caption of a file that was taken off
    // again is no answer to a question for files.
    private static Decision Skipped(Form.Asking asking, FormContext context) =>
        asking.Begun is { } begun && (asking.Question.Kind != QuestionKind.Files || begun.Files is { Count: > 0 })
            ? Answered(asking, begun.Value, context with { MessageId = null })
            : Answered(asking, new Answer(asking.Question, "") { MessageId = context.MessageId }, context);

    private static string[] TicksOf(Form.Asking asking) => asking.Ticked?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static UsedMessage Show(Form.Asking asking, int page, FormContext context) => new(
        FormPrompt.TextOf(asking, context.Company), FormPrompt.ButtonsOf(asking, context.Company, context.Today, page));

    private static UsedMessage ShowMonth(Form.Asking asking, DateOnly month, FormContext context) => new(
        FormPrompt.TextOf(asking, context.Company),
        FormKeyboard.AtMonth(asking, MonthKeyboard.Reached(asking.Question, month, context.Today), context.Today, context.Texts));

    // Telegram vouches for the number of the client's own account only.
    internal static Decision Shared(Form.Asking asking, ClientIntent.Contact contact, FormContext context)
    {
        var reading = AnswerReader.ReadContact(contact.PhoneNumber, context.Texts);
        if (reading is not AnswerReading.Valid(var number))
            return Answer(asking, reading, context);
        var answer = new Answer(asking.Question, number) { MessageId = context.MessageId, IsVerified = contact.IsOwn };
        return Answered(asking, answer, context, contact.IsOwn ? null : context.Texts.OtherContactTaken(answer));
    }

    private static Decision Answer(Form.Asking asking, AnswerReading reading, FormContext context) => reading switch
    {
        AnswerReading.Valid(var value) => Answered(asking, value, context),
        AnswerReading.Refused(var sentence) => FormRules.Again(asking, sentence, context),
        _ => throw new ArgumentOutOfRangeException(nameof(reading), reading.GetType().Name, "Not decided."),
    };

    // An edit of the message that gave the answer still corrects it.
    private static Decision Kept(Form.Asking asking, Answer held, FormContext context) => asking.Question.AcceptsFiles
        ? Ended(asking, context)
        : Answered(asking, held.Value, context with { MessageId = held.MessageId });

    internal static Decision Answered(Form.Asking asking, string value, FormContext context)
    {
        var answer = new Answer(asking.Question, value)
        {
            // An edit of a message that gave only a part of the words cannot correct them.
            MessageId = asking.Begun is { Value.Length: > 0 } ? null : context.MessageId,
            Files = asking.SoFar?.Files,
        };
        return Answered(asking, VerifiedPhone.Marked(answer, asking, context), context);
    }

    // The client returns to where they came from: the next question without an answer, or the review.
    private static Decision Answered(Form.Asking asking, Answer answer, FormContext context, string? note = null)
    {
        var answers = asking.Answers.With(answer);
        var next = context.Questions.After(answer.Id, answers);
        var happened = new ConversationEvent.Answered(
            context.UpdateId, context.At, answer, next is null ? null : FormRules.AsAsked(next, answers, context),
            ForReview: next is not null && (asking.ForReview || context.Questions.IsBefore(next.Id, answer.Id)));
        var used = FormPrompt.ButtonsOf(asking, context.Company, context.Today) is null
            ? null
            // The newest message with buttons may be the one that said that a file was added.
            : asking.SoFar?.Files is { Count: > 0 } ? FormRules.NoButtons
            : new UsedMessage(FormText.Used(context.Texts.Question(asking.Question), ShownOf(answer, context)));
        // Taken as it was asked, and asked again as the form has it now.
        if (next is { Kind: QuestionKind.Choice } && next.Id == answer.Id && next.Kind == answer.Kind)
            note ??= context.Texts[Phrases.NotAChoice];
        return FormRules.Happened(asking, happened, context, note) with { Used = used };
    }

    private static string ShownOf(Answer answer, FormContext context) =>
        answer.IsSkipped ? context.Texts[Labels.Skip] : context.Texts.Shown(answer);
}
