using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Forms;

/// <summary>An answer in its stored form, or the reason for its refusal.</summary>
internal abstract record AnswerReading
{
    private AnswerReading()
    {
    }

    public sealed record Valid(string Value) : AnswerReading;

    /// <param name="Html">The reason, as a sentence for the client.</param>
    public sealed record Refused(string Html) : AnswerReading;
}

/// <summary>Parses a typed or shared answer to a question.</summary>
internal static class AnswerReader
{
    // In code points. A longer text was probably cut by the client's app, so its length is not that of the answer.
    private const int MostOfOneMessage = 3700;

    /// <param name="choices">The allowed choices, used by a question of that kind only.</param>
    public static AnswerReading ReadTyped(Question question, string typed, IEnumerable<string> choices) => question.Kind switch
    {
        _ when AnswerText.IsBlank(typed) => new AnswerReading.Refused(FormText.Blank),
        QuestionKind.Choice or QuestionKind.Phone when MayBeCut(typed) => new AnswerReading.Refused(FormText.TooLong(question.Limit)),
        QuestionKind.Choice => ReadChoice(typed, choices),
        // An app without a phone number sends the contact button's label instead of a contact.
        QuestionKind.Phone when Synonyms.IsContactLabel(typed) => new AnswerReading.Refused(FormText.ContactNotShared),
        QuestionKind.Phone => Read(PhoneNumber.ReadTyped(typed)),
        QuestionKind.Paragraph => Within(question.Limit, AnswerText.MultiLine(typed), typed),
        QuestionKind.Line => Within(question.Limit, AnswerText.SingleLine(typed), typed),
        _ => throw new ArgumentOutOfRangeException(nameof(question), question.Kind, "A kind of question without a reader."),
    };

    /// <summary>Accepts any person's contact, since any number may be typed too.</summary>
    public static AnswerReading ReadContact(string number) => Read(PhoneNumber.ReadContact(number));

    /// <summary>The choice that a text names; null when it names none.</summary>
    public static string? Named(string typed, IEnumerable<string> choices)
    {
        var listed = choices.ToArray();
        return listed.FirstOrDefault(choice => AnswerText.SameLabel(choice, typed))
            ?? listed.FirstOrDefault(choice => Synonyms.SameWords(choice, typed));
    }

    private static AnswerReading Read(PhoneReading reading) => reading is PhoneReading.Valid(var number)
        ? new AnswerReading.Valid(number)
        : new AnswerReading.Refused(FormText.NotAPhone(reading));

    private static AnswerReading ReadChoice(string typed, IEnumerable<string> choices) =>
        Named(typed, choices) is { } chosen
            ? new AnswerReading.Valid(chosen)
            : new AnswerReading.Refused(FormText.NotADirection);

    private static AnswerReading Within(int limit, string value, string typed)
    {
        var length = CodePoints.CountIn(value);
        if (length <= limit)
            return new AnswerReading.Valid(value);
        return new AnswerReading.Refused(MayBeCut(typed) ? FormText.TooLong(limit) : FormText.TooLong(length, limit));
    }

    private static bool MayBeCut(string typed) => CodePoints.CountIn(typed) > MostOfOneMessage;
}
