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
        _ => pick.Names(answer.Value) || (answer.IsSkipped && pick.Choice == FormButton.Skip),
    };

    private static bool IsUnder(Form.Asking asking, FormButton button, string id) =>
        button.IsOf(asking.FormId) && id == asking.Question.Id;

    private static Decision Typed(Form.Asking asking, string typed, FormContext context)
    {
        return asking switch
        {
            // The review is still on the screen of a client whose form got another question since.
            { ForReview: true, EarlierAnswer: null } when context.Texts.IsLabel(Labels.Send, typed) =>
                FormRules.Again(asking, context.Texts[Phrases.QuestionsLeft], context),
            { EarlierAnswer: { } held } when IsNamed(Labels.KeepAnswer) => Kept(asking, held, context),
            { Question.IsOptional: true } when IsNamed(Labels.Skip) => Answered(asking, "", context),
            { Question.Kind: QuestionKind.Choices } when IsNamed(Labels.Done) => Done(asking, context),
            { Question: var asked } when RememberedAnswers.PhoneNamed(asked, typed, context) is { } last =>
                Answered(asking, last.Value, context),
            _ => Answer(asking, ReadTyped(asking, typed, context), context),
        };

        bool IsNamed(Label label) => context.Texts.Named(ButtonPlace.Question, typed) == label;
    }

    internal static AnswerReading ReadTyped(Form.Asking asking, string typed, FormContext context) => AnswerReader.ReadTyped(
        asking.Question, typed, FormPrompt.ChoicesFor(asking, context.Questions), context.Today, context.Texts);

    private static Decision Pressed(Form.Asking asking, FormButton.Pick pick, FormContext context)
    {
        switch (pick.Choice)
        {
            case FormButton.Nothing:
                return new(null, []);
            case FormButton.Keep when asking.EarlierAnswer is { } held:
                return Kept(asking, held, context);
            case FormButton.Skip when asking.Question.IsOptional:
                return Answered(asking, "", context);
            case FormButton.Done when asking.Question.Kind == QuestionKind.Choices:
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
            _ => Answer(asking, AnswerReader.ReadTyped(asking.Question, label, [], context.Today, context.Texts), context),
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

    private static Decision Done(Form.Asking asking, FormContext context) =>
        AnswerReader.ReadTicked(asking.Question, TicksOf(asking), context.Texts) switch
        {
            AnswerReading.Valid(var value) => Answered(asking, value, context),
            AnswerReading.Refused(var sentence) => FormRules.Again(asking, sentence, context),
            var reading => throw new ArgumentOutOfRangeException(nameof(asking), reading.GetType().Name, "Not decided."),
        };

    private static string[] TicksOf(Form.Asking asking) => asking.Ticked?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static UsedMessage Show(Form.Asking asking, int page, FormContext context) => new(
        FormPrompt.TextOf(asking, context.Company), FormPrompt.ButtonsOf(asking, context.Company, context.Today, page));

    private static UsedMessage ShowMonth(Form.Asking asking, DateOnly month, FormContext context) => new(
        FormPrompt.TextOf(asking, context.Company),
        FormKeyboard.AtMonth(asking, MonthKeyboard.Reached(asking.Question, month, context.Today), context.Today, context.Texts));

    // Telegram vouches for the number of the client's own account only.
    private static Decision Shared(Form.Asking asking, ClientIntent.Contact contact, FormContext context)
    {
        var reading = AnswerReader.ReadContact(contact.PhoneNumber, context.Texts);
        if (reading is not AnswerReading.Valid(var number))
            return Answer(asking, reading, context);
        var answer = new Answer(asking.Question, number) { IsVerified = contact.IsOwn };
        return Answered(asking, answer, context, contact.IsOwn ? null : context.Texts.OtherContactTaken(answer));
    }

    private static Decision Answer(Form.Asking asking, AnswerReading reading, FormContext context) => reading switch
    {
        AnswerReading.Valid(var value) => Answered(asking, value, context),
        AnswerReading.Refused(var sentence) => FormRules.Again(asking, sentence, context),
        _ => throw new ArgumentOutOfRangeException(nameof(reading), reading.GetType().Name, "Not decided."),
    };

    // An edit of the message that gave the answer still corrects it.
    private static Decision Kept(Form.Asking asking, Answer held, FormContext context) =>
        Answered(asking, held.Value, context with { MessageId = held.MessageId });

    internal static Decision Answered(Form.Asking asking, string value, FormContext context) =>
        Answered(asking, VerifiedPhone.Marked(new Answer(asking.Question, value), asking, context), context);

    // The client returns to where they came from: the next question without an answer, or the review.
    private static Decision Answered(Form.Asking asking, Answer given, FormContext context, string? note = null)
    {
        var answer = given with { MessageId = context.MessageId };
        var answers = asking.Answers.With(answer);
        var next = context.Questions.After(answer.Id, answers);
        var happened = new ConversationEvent.Answered(
            context.UpdateId, context.At, answer, next is null ? null : FormRules.AsAsked(next, answers, context),
            ForReview: next is not null && (asking.ForReview || context.Questions.IsBefore(next.Id, answer.Id)));
        var used = FormPrompt.ButtonsOf(asking, context.Company, context.Today) is null
            ? null
            : new UsedMessage(FormText.Used(context.Texts.Question(asking.Question), ShownOf(answer, context)));
        return FormRules.Happened(asking, happened, context, note) with { Used = used };
    }

    private static string ShownOf(Answer answer, FormContext context) => answer.IsSkipped ? context.Texts[Labels.Skip] : answer.Shown;
}
