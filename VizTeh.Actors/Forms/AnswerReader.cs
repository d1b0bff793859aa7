using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Forms;

/// <summary>An answer as it will be stored, or why it cannot be.</summary>
internal abstract record AnswerReading
{
    private AnswerReading()
    {
    }

    public sealed record Valid(string Value) : AnswerReading;

    /// <param name="Html">A sentence for the client.</param>
    public sealed record Refused(string Html) : AnswerReading;
}

/// <summary>Reads what was typed or shared as the answer to a question.</summary>
internal static class AnswerReader
{
    // In code points. A longer text was probably cut by the client's app, so its length says nothing.
    private const int MostOfOneMessage = 3700;

    private static readonly char[] BetweenChoices = [',', ';', '\n'];

    /// <param name="choices">What may be chosen, if the question is of that kind.</param>
    /// <param name="today">The day where the firm is.</param>
    public static AnswerReading ReadTyped(
        Question question, string typed, IReadOnlyList<string> choices, DateOnly today, FirmTexts texts) =>
        question.Kind switch
        {
            _ when AnswerText.IsBlank(typed) => new AnswerReading.Refused(texts[Phrases.Blank]),
            QuestionKind.Text or QuestionKind.Files => ReadText(question, typed, texts),
            _ when MayBeCut(typed) => new AnswerReading.Refused(texts.TooLong(question.Limit)),
            QuestionKind.Choice => ReadChoice(typed, choices, texts),
            QuestionKind.Choices => ReadChoices(question, typed, choices, texts),
            QuestionKind.YesNo => Synonyms.YesOrNo(typed, texts) is { } isYes
                ? new AnswerReading.Valid(isYes ? Answer.Yes : Answer.No)
                : new AnswerReading.Refused(texts[Phrases.NotYesOrNo]),
            QuestionKind.Date => WrittenDate.Read(typed, today, DateBounds.Of(question, today)) is { } day
                ? ReadDay(question, day, today, texts)
                : new AnswerReading.Refused(texts[Phrases.NotADate]),
            QuestionKind.Number => WrittenNumber.Read(typed) is { } number
                ? ReadNumber(question, number, texts)
                : new AnswerReading.Refused(texts[Phrases.NotANumber]),
            // A client without a phone app sends the contact button's label instead of a contact.
            QuestionKind.Phone when texts.Named(ButtonPlace.Question, typed) == Labels.ShareContact =>
                new AnswerReading.Refused(texts[Phrases.ContactNotShared]),
            QuestionKind.Phone => Read(PhoneNumber.ReadTyped(typed), texts),
            _ => throw new ArgumentOutOfRangeException(nameof(question), question.Kind, "A kind of question without a reader."),
        };

    /// <summary>Anybody's contact, as anybody's number may be typed.</summary>
    public static AnswerReading ReadContact(string number, FirmTexts texts) => Read(PhoneNumber.ReadContact(number), texts);

    /// <summary>A day, if the question takes it.</summary>
    public static AnswerReading ReadDay(Question question, DateOnly day, DateOnly today, FirmTexts texts)
    {
        var bounds = DateBounds.Of(question, today);
        return bounds.Contain(day)
            ? new AnswerReading.Valid(day.ToString(Answer.DateFormat, CultureInfo.InvariantCulture))
            : new AnswerReading.Refused(day < bounds.First ? texts.TooEarly(bounds.First) : texts.TooLate(bounds.Last));
    }

    /// <summary>Ticked choices, if there are neither too few nor too many.</summary>
    public static AnswerReading ReadTicked(Question question, IReadOnlyList<string> ticked, FirmTexts texts)
    {
        if (ticked.Count < Math.Max(question.Min ?? 1, 1))
            return new AnswerReading.Refused(texts.TooFewChoices(Math.Max(question.Min ?? 1, 1)));
        return question.Max is { } max && ticked.Count > max
            ? new AnswerReading.Refused(texts.TooManyChoices(max))
            : new AnswerReading.Valid(string.Join('\n', ticked));
    }

    /// <summary>The choice that a text names; null when it names none of them.</summary>
    public static string? Named(string typed, IReadOnlyList<string> choices) =>
        choices.FirstOrDefault(choice => AnswerText.SameLabel(choice, typed))
        ?? choices.FirstOrDefault(choice => Synonyms.SameWords(choice, typed));

    /// <summary>Words that follow others of the same answer.</summary>
    /// <param name="before">Null for none.</param>
    public static string Joined(Question question, string? before, string typed) =>
        Cleaned(question, string.IsNullOrEmpty(before) ? typed : $"{before}\n{typed}");

    private static AnswerReading Read(PhoneReading reading, FirmTexts texts) => reading is PhoneReading.Valid(var number)
        ? new AnswerReading.Valid(number)
        : new AnswerReading.Refused(texts.NotAPhone(reading));

    private static AnswerReading ReadChoice(string typed, IReadOnlyList<string> choices, FirmTexts texts) =>
        Named(typed, choices) is { } chosen
            ? new AnswerReading.Valid(chosen)
            : new AnswerReading.Refused(texts[Phrases.NotAChoice]);

    private static AnswerReading ReadChoices(Question question, string typed, IReadOnlyList<string> choices, FirmTexts texts)
    {
        // The label of a choice may have a comma.
        string?[] named = Named(typed, choices) is { } one
            ? [one]
            : [.. typed.Split(BetweenChoices, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(part => Named(part, choices))];
        return named.Contains(null)
            ? new AnswerReading.Refused(texts[Phrases.NotAChoice])
            : ReadTicked(question, [.. choices.Where(choice => named.Contains(choice))], texts);
    }

    private static AnswerReading ReadNumber(Question question, decimal number, FirmTexts texts)
    {
        if (number < question.Min)
            return new AnswerReading.Refused(texts.TooSmall(question.Min.Value));
        return number > question.Max
            ? new AnswerReading.Refused(texts.TooLarge(question.Max.Value))
            : new AnswerReading.Valid(number.ToString(CultureInfo.InvariantCulture));
    }

    private static AnswerReading ReadText(Question question, string typed, FirmTexts texts)
    {
        var value = Cleaned(question, typed);
        var length = CodePoints.CountIn(value);
        if (question.Kind == QuestionKind.Text && length < question.Min)
            return new AnswerReading.Refused(texts.TooShort(question.Min.Value));
        if (length <= question.Limit)
            return new AnswerReading.Valid(value);
        return new AnswerReading.Refused(
            MayBeCut(typed) ? texts.TooLong(question.Limit) : texts.TooLong(length, question.Limit));
    }

    private static string Cleaned(Question question, string typed) =>
        question.IsOfLines ? AnswerText.MultiLine(typed) : AnswerText.SingleLine(typed);

    private static bool MayBeCut(string typed) => CodePoints.CountIn(typed) > MostOfOneMessage;
}
