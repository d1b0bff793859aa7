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
    /// <summary>In code points, after cleaning.</summary>
    public const int MaxLine = 200;

    /// <inheritdoc cref="MaxLine"/>
    public const int MaxDescription = 3000;

    // In code points. Whatever is longer was probably cut by the client's app, so its length says nothing.
    private const int MostOfOneMessage = 3700;

    /// <summary>How long an answer may be.</summary>
    public static int LimitOf(FormField field) => field == FormField.Description ? MaxDescription : MaxLine;

    public static AnswerReading ReadTyped(FormField field, string typed, IEnumerable<string> directions) => field switch
    {
        _ when AnswerText.IsBlank(typed) => new AnswerReading.Refused(FormText.Blank),
        FormField.Direction or FormField.Phone when MayBeCut(typed) => new AnswerReading.Refused(FormText.TooLong(LimitOf(field))),
        FormField.Direction => ReadDirection(typed, directions),
        // A client without a phone app sends the contact button's label instead of a contact.
        FormField.Phone when Synonyms.IsContactLabel(typed) => new AnswerReading.Refused(FormText.ContactNotShared),
        FormField.Phone => Read(PhoneNumber.ReadTyped(typed)),
        FormField.Description => Within(LimitOf(field), AnswerText.MultiLine(typed), typed),
        _ => Within(LimitOf(field), AnswerText.SingleLine(typed), typed),
    };

    /// <summary>Anybody's contact, as anybody's number may be typed.</summary>
    public static AnswerReading ReadContact(string number) => Read(PhoneNumber.ReadContact(number));

    /// <summary>The direction that a text names; null when it names none of them.</summary>
    public static string? Named(string typed, IEnumerable<string> directions)
    {
        var listed = directions.ToArray();
        return listed.FirstOrDefault(direction => AnswerText.SameLabel(direction, typed))
            ?? listed.FirstOrDefault(direction => Synonyms.SameWords(direction, typed));
    }

    private static AnswerReading Read(PhoneReading reading) => reading is PhoneReading.Valid(var number)
        ? new AnswerReading.Valid(number)
        : new AnswerReading.Refused(FormText.NotAPhone(reading));

    private static AnswerReading ReadDirection(string typed, IEnumerable<string> directions) =>
        Named(typed, directions) is { } chosen
            ? new AnswerReading.Valid(chosen)
            : new AnswerReading.Refused(FormText.NotADirection);

    private static AnswerReading Within(int limit, string value, string typed)
    {
        var length = AnswerText.Length(value);
        if (length <= limit)
            return new AnswerReading.Valid(value);
        return new AnswerReading.Refused(MayBeCut(typed) ? FormText.TooLong(limit) : FormText.TooLong(length, limit));
    }

    private static bool MayBeCut(string typed) => AnswerText.Length(typed) > MostOfOneMessage;
}
