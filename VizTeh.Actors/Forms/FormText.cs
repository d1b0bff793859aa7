using System.Globalization;
using System.Text;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Forms;

/// <summary>Those texts for a client that take values, as Telegram HTML; toasts are plain.</summary>
public static class FormText
{
    /// <summary>Before a ticked or chosen label.</summary>
    public const string TickMark = "✓";

    private const string Ellipsis = "…";

    // Of an answer, in UTF-16 units.
    private const int MostOfNote = 100;

    // In UTF-16 units: what is added to a message once a button under it was pressed.
    private const int RoomForChoice = 200;

    /// <param name="additions">Whether the firm has passed on what is written outside of a form.</param>
    public static string Accepted(this FirmTexts texts, long ticketId, bool additions) => texts.OfTicket(
        additions ? Phrases.Accepted : texts.ForCase(Phrases.Accepted, Phrases.AcceptedAdditionsOff), ticketId);

    /// <inheritdoc cref="Accepted"/>
    internal static string AcceptedOutsideHours(this FirmTexts texts, long ticketId, AnswerMoment answer, bool additions) => texts.With(
        additions
            ? Phrases.AcceptedOutsideHours
            : texts.ForCase(Phrases.AcceptedOutsideHours, Phrases.AcceptedOutsideHoursAdditionsOff),
        ("number", Number(ticketId)), ("day", answer.Day), ("time", answer.Time));

    public static string ToastAccepted(this FirmTexts texts, long ticketId) =>
        texts.OfTicket(Phrases.ToastAccepted, ticketId);

    // After the thank-you.

    public static string NotPassedOn(this FirmTexts texts, UnsupportedKind kind, long ticketId) =>
        $"{texts[NotRead(kind)]} {texts.OfTicket(Phrases.NotPassedOn, ticketId)}";

    public static string NotPassedOn(this FirmTexts texts, UnsupportedKind kind) => $"{texts[NotRead(kind)]} {texts[Phrases.WriteOrCall]}";

    /// <summary>Sent while the database refuses the words; they stay in the inbox.</summary>
    public static string NotAddedYet(this FirmTexts texts, long ticketId) => texts.OfTicket(Phrases.NotAddedYet, ticketId);

    /// <inheritdoc cref="Accepted"/>
    public static string CancelAfterSending(this FirmTexts texts, long ticketId, bool additions) => texts.OfTicket(
        additions ? Phrases.CancelAfterSending : texts.ForCase(Phrases.CancelAfterSending, Phrases.CancelAfterSendingAdditionsOff),
        ticketId);

    /// <summary>A shared contact as words for the managers, plain.</summary>
    public static string SharedContact(this FirmTexts texts, string number) => texts.With(
        CardPhrases.Contact,
        ("number", PhoneNumber.ReadContact(number) is PhoneReading.Valid(var read) ? read : AnswerText.SingleLine(number)));

    // Anywhere.

    public static string UnknownCommandAfterSending(this FirmTexts texts) =>
        texts.With(Phrases.UnknownCommandAfterSending, ("commands", CommandNames(texts)));

    public static string UnknownCommand(this FirmTexts texts) =>
        texts.With(Phrases.UnknownCommand, ("commands", CommandNames(texts)));

    public static string UnknownCommandInForm(this FirmTexts texts) =>
        texts.With(Phrases.UnknownCommandInForm, ("commands", CommandNames(texts)));

    public static string Help(this FirmTexts texts)
    {
        var lines = ClientCommands.InTexts(texts).Select(command => $"/{command.Name} — {texts[command.HelpLine]}");
        return texts.With(Phrases.Help, ("commands", string.Join('\n', lines)));
    }

    // The questions.

    /// <param name="soFar">The present answer, or what is begun of it; null for neither.</param>
    /// <param name="place">The place of the question in the form, from one; null when it has none.</param>
    public static string Question(
        this FirmTexts texts, Question question, Answer? soFar = null, (int Place, int Count)? place = null)
    {
        var text = new StringBuilder(Html.Escape(question.Ask));
        if (soFar is not null)
            text.Append("\n\n").Append(texts.With(Phrases.EarlierAnswer, ("answer", Short(texts, soFar, RoomBeside(question.Ask)))));
        if (place is var (at, count))
            text.Append("\n\n").Append(texts.With(Phrases.Place, ("place", Number(at)), ("count", Number(count))));
        return text.ToString();
    }

    /// <summary>A message that has been answered, with the answer.</summary>
    public static string Used(string html, string chosen) => $"{html}\n\n{TickMark} {Html.Escape(Short(chosen, RoomForChoice - 10))}";

    /// <summary>
    /// All answers, in one message: an answer that has no room is shortened, since a message that Telegram refuses would hold the client
    /// up.
    /// </summary>
    public static string Review(this FirmTexts texts, Answers answers, FormDefinition form)
    {
        List<TextLine> lines =
        [
            .. form.Applicable(answers).SelectMany(question => answers.SoFar(question) is { IsSkipped: false } answer
                ? Lines(answer)
                : [Line(question.Label, texts[Phrases.ReviewMissing])]),
        ];
        if (form.ToSent(answers).Removed is { IsEmpty: false } removed)
        {
            lines.AddRange([new("") { GivesWay = true }, new(texts[Phrases.ReviewFormer]) { IsHeading = true, GivesWay = true }]);
            lines.AddRange(removed.SelectMany(Lines));
        }

        var (title, end) = (texts[Phrases.Review], texts[Phrases.ReviewEnd]);
        var room = TextLine.LongestText - RoomForChoice - title.Length - end.Length;
        return $"{title}\n\n{TextLine.ToHtml(lines, room, Ellipsis, texts[Phrases.ReviewShortened])}\n\n{end}";

        // How much is attached stands on a line of its own, which long words do not push out.
        IEnumerable<TextLine> Lines(Answer answer) => texts.Attached(answer) is { } attached && answer.Words.Length > 0
            ? [Line(answer.Label, answer.Words), new TextLine(attached) { GivesWay = true }]
            : [Line(answer.Label, texts.Shown(answer))];

        static TextLine Line(string label, string shown) => new(shown) { Label = label, GivesWay = true };
    }

    /// <summary>The client edited the message that had given this answer.</summary>
    public static string Corrected(this FirmTexts texts, Answer answer) =>
        texts.With(Phrases.Corrected, NameAndAnswer(texts, answer));

    /// <param name="reason">The refusal of the edited text.</param>
    /// <param name="answer">The answer that stays.</param>
    public static string CorrectionRefused(this FirmTexts texts, string reason, Answer answer) =>
        $"{reason}\n\n{texts.With(Phrases.CorrectionRefused, NameAndAnswer(texts, answer))}";

    /// <summary>The number of another person's contact was taken.</summary>
    public static string OtherContactTaken(this FirmTexts texts, Answer phone) =>
        texts.With(Phrases.OtherContactTaken, ("number", phone.Words));

    // Refusals.

    public static string TooLong(this FirmTexts texts, int length, int limit) => texts.With(
        Phrases.TooLong, ("length", Count(length, "символ", "символа", "символов")), ("limit", Characters(limit)));

    /// <summary>For a text that may be only a part of what was typed, so that its length is unknown.</summary>
    public static string TooLong(this FirmTexts texts, int limit) => texts.With(Phrases.TooLongInParts, ("limit", Characters(limit)));

    public static string TooShort(this FirmTexts texts, int min) => texts.With(Phrases.TooShort, ("min", Characters(min)));

    public static string TooEarly(this FirmTexts texts, DateOnly first) => texts.With(Phrases.TooEarly, ("day", Day(first)));

    public static string TooLate(this FirmTexts texts, DateOnly last) => texts.With(Phrases.TooLate, ("day", Day(last)));

    public static string TooSmall(this FirmTexts texts, int min) => texts.With(Phrases.TooSmall, ("min", Number(min)));

    public static string TooLarge(this FirmTexts texts, int max) => texts.With(Phrases.TooLarge, ("max", Number(max)));

    public static string TooFewChoices(this FirmTexts texts, int min) => texts.With(Phrases.TooFewChoices, ("min", Choices(min)));

    public static string TooManyChoices(this FirmTexts texts, int max) => texts.With(Phrases.TooManyChoices, ("max", Choices(max)));

    public static string NotAPhone(this FirmTexts texts, PhoneReading reading) => reading switch
    {
        PhoneReading.WrongLength(var digits) => texts.With(Phrases.PhoneLength, ("digits", Count(digits, "цифра", "цифры", "цифр"))),
        PhoneReading.NotOfItsCountrysLength => texts[Phrases.PhoneOtherLength],
        PhoneReading.NotTenAfterSeven => texts[Phrases.PhoneAfterSeven],
        _ => texts[Phrases.NotAPhone],
    };

    /// <param name="awaited">A sentence that says what to do instead.</param>
    public static string Unsupported(this FirmTexts texts, UnsupportedKind kind, string awaited) => $"{texts[NotRead(kind)]} {awaited}";

    /// <summary>What a form in progress waits for, as a sentence.</summary>
    public static string Awaited(this FirmTexts texts, Form.Draft draft) => texts[draft switch
    {
        Form.Asking { Question.Kind: QuestionKind.Choice or QuestionKind.Choices } => Phrases.AwaitsChoice,
        Form.Asking { Question.Kind: QuestionKind.YesNo } => Phrases.AwaitsYesOrNo,
        Form.Asking { Question.Kind: QuestionKind.Date } => Phrases.AwaitsDate,
        Form.Asking { Question.Kind: QuestionKind.Number } => Phrases.AwaitsNumber,
        Form.Asking { Question.Kind: QuestionKind.Phone } => Phrases.AwaitsPhone,
        Form.Asking { Question.Kind: QuestionKind.Files } => Phrases.AwaitsFiles,
        Form.Asking { Question.TakesFiles: true } => Phrases.AwaitsWordsOrFiles,
        Form.Asking => Phrases.AwaitsWords,
        _ => Phrases.AwaitsReview,
    }];

    private static string CommandNames(FirmTexts texts) =>
        Listed([.. ClientCommands.InTexts(texts).Select(command => $"/{command.Name}")]);

    private static Phrase NotRead(UnsupportedKind kind) => kind switch
    {
        UnsupportedKind.Photo => Phrases.NoPhoto,
        UnsupportedKind.Sticker => Phrases.NoSticker,
        UnsupportedKind.Voice => Phrases.NoVoice,
        UnsupportedKind.Video => Phrases.NoVideo,
        UnsupportedKind.Document => Phrases.NoDocument,
        UnsupportedKind.Location => Phrases.NoLocation,
        _ => Phrases.NoOther,
    };

    private static string Short(string text, int length) =>
        text.Length <= length ? text : CodePoints.Cut(text, Math.Max(0, length - Ellipsis.Length)) + Ellipsis;

    // What is attached stays whole.
    private static string Short(FirmTexts texts, Answer answer, int length) =>
        texts.Attached(answer) is { } attached && answer.Words.Length > 0
        ? $"{Short(answer.Words, length - attached.Length - 1)}\n{attached}"
        : Short(texts.Shown(answer), length);

    // Of the text under a question. In code points, which are never more than UTF-16 units.
    private static int RoomBeside(string ask) => TextLine.LongestText - (2 * RoomForChoice) - CodePoints.CountIn(ask);

    private static (string Name, string Value)[] NameAndAnswer(FirmTexts texts, Answer answer) =>
    [
        ("label", QuotedName.Of(answer.Label)),
        // A long answer stands whole on the review.
        ("answer", answer.IsSkipped
            ? texts[Phrases.ReviewMissing]
            : Short(texts.Shown(answer).Replace('\n', ' '), MostOfNote).TrimEnd('.')),
    ];

    private static string Day(DateOnly day) => day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);


    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    // After «не больше», «не меньше».
    internal static string Characters(int count) => Count(count, "символа", "символов", "символов");

    private static string Choices(int count) => Count(count, "варианта", "вариантов", "вариантов");

    // Two or more items: «a, b и c».
    private static string Listed(IReadOnlyList<string> items) => $"{string.Join(", ", items.SkipLast(1))} и {items[^1]}";

    internal static string Count(int count, string one, string few, string many)
    {
        var form = (count % 100, count % 10) switch
        {
            ( >= 11 and <= 14, _) => many,
            (_, 1) => one,
            (_, >= 2 and <= 4) => few,
            _ => many,
        };
        return $"{Number(count)} {form}";
    }
}
