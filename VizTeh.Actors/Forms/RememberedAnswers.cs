using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Forms;

/// <summary>The answers of the form that a client sent last, offered again by a button each. Pure.</summary>
internal static class RememberedAnswers
{
    // As many as a form has questions.
    private const int Most = 50;

    /// <summary>
    /// What is remembered after an event. It does not depend on the configured form, which decides only what of it is offered.
    /// </summary>
    /// <param name="after">The form after the event.</param>
    public static Answers After(Answers remembered, ConversationEvent happened, Form after) =>
        happened is ConversationEvent.Submitted && after is Form.Submitting { Answers: var sent }
            ? new([.. sent.Given.Where(CanBeRemembered).Take(Most).Select(answer => answer with { Files = null })], [])
            : remembered;

    /// <summary>
    /// The question with last time's answer as its first quick answer; unchanged when there is none, when it would not be taken now, or
    /// when it is the present answer, which has a button of its own.
    /// </summary>
    /// <param name="answers">The answers of the open form.</param>
    public static Question Offering(Question question, Answers answers, FormContext context)
    {
        if (!question.IsRemembered || context.LastAnswers.To(question) is not { } last || !WouldBeTaken(question, last, context))
            return question;
        var label = LabelOf(last);
        return answers.To(question) is { } held && AnswerText.SameLabel(LabelOf(held), label)
            ? question
            : question with { Quick = [label, .. (question.Quick ?? []).Where(quick => !AnswerText.SameLabel(quick, label))] };
    }

    /// <summary>Last time's phone number, if it was offered with the question; otherwise null.</summary>
    /// <param name="asked">The question as it was asked.</param>
    public static Answer? PhoneOffered(Question asked, FormContext context) =>
        asked.Kind == QuestionKind.Phone && context.LastAnswers.To(asked) is { } last
            && (asked.Quick ?? []).Any(quick => AnswerText.SameLabel(quick, LabelOf(last)))
            ? last
            : null;

    /// <summary>Last time's phone number, if it was offered and a text is what stands on its button; otherwise null.</summary>
    /// <inheritdoc cref="PhoneOffered"/>
    public static Answer? PhoneNamed(Question asked, string typed, FormContext context) =>
        PhoneOffered(asked, context) is { } last && AnswerText.SameLabel(typed, LabelOf(last)) ? last : null;

    // As a client would type it.
    private static string LabelOf(Answer answer) => answer.Words;

    private static bool CanBeRemembered(Answer answer) =>
        answer is { Kind: QuestionKind.Text or QuestionKind.Number or QuestionKind.Phone, Value.Length: > 0 }
        && !answer.Value.Contains('\n', StringComparison.Ordinal) && CodePoints.CountIn(answer.Value) <= Question.MaxLine;

    // The bounds may have changed. A number that was taken from a contact is taken again although nobody could type it.
    private static bool WouldBeTaken(Question question, Answer last, FormContext context) =>
        question.Kind == QuestionKind.Phone
        || AnswerReader.ReadTyped(question, last.Value, [], context.Today, context.Texts) is AnswerReading.Valid(var value)
            && value == last.Value;
}
