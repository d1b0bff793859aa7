using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Forms;

/// <summary>What the review offers, by button or by word.</summary>
internal abstract record ReviewChoice
{
    private ReviewChoice()
    {
    }

    public sealed record Send : ReviewChoice;

    public sealed record Change : ReviewChoice;

    /// <summary>Of earlier versions, whose reviews had this button too.</summary>
    public sealed record Cancel : ReviewChoice;

    public sealed record KeepAll : ReviewChoice;

    /// <param name="Id">The id of a question.</param>
    public sealed record ChangeAnswer(string Id) : ReviewChoice;
}

/// <summary>
/// An inline button of the form, as its callback data encodes it: <c>form:{form}:pick:{question}:{choice}</c>,
/// <c>form:{form}:month:{question}:{month}</c>, <c>form:{form}:page:{question}:{page}</c>,
/// <c>form:{form}:remove:{question}:{place}:{file}</c> or
/// <c>form:{form}:review:{revision}:{choice}</c>; 64 bytes at most (Bot API, InlineKeyboardButton.callback_data). Buttons stay in a chat
/// for ever, so each names the form it was made for, and the data of earlier versions stays readable.
/// </summary>
/// <param name="Form">A short token of the form's id.</param>
internal abstract record FormButton(string Form)
{
    /// <summary>Skips the question.</summary>
    public const string Skip = "skip";

    /// <summary>Leaves the present answer.</summary>
    public const string Keep = "keep";

    /// <summary>Ends the ticking of choices.</summary>
    public const string Done = "done";

    /// <summary>A label in a keyboard that does nothing.</summary>
    public const string Nothing = "-";

    private const string Prefix = "form";

    /// <summary>A button under a question.</summary>
    /// <param name="Id">The id of the question.</param>
    /// <param name="Choice">
    /// One of the words above, a day as yyyyMMdd, or the hash of a label: not its place, since the list may change while the button is on
    /// the screen.
    /// </param>
    public sealed record Pick(string Form, string Id, string Choice) : FormButton(Form)
    {
        public bool Names(string label) => Choice == HashOf(label);

        /// <summary>The day that the button stands for; null when it is no day.</summary>
        public DateOnly? Day =>
            DateOnly.TryParseExact(Choice, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
    }

    /// <summary>Shows another month.</summary>
    /// <param name="First">The first day of the month.</param>
    public sealed record Month(string Form, string Id, DateOnly First) : FormButton(Form);

    /// <summary>Shows other choices of a long list.</summary>
    /// <param name="Number">From zero.</param>
    public sealed record Page(string Form, string Id, int Number) : FormButton(Form);

    /// <summary>Takes a file off the answer.</summary>
    /// <param name="Place">Its place among those of the answer, from zero.</param>
    /// <param name="Check">Which file that is: the others may have moved up while the button is on the screen.</param>
    public sealed record Remove(string Form, string Id, int Place, string Check) : FormButton(Form)
    {
        public bool Names(Attachment file) => Check == CheckOf(file);
    }

    /// <param name="Revision">The revision of the answers that the review showed.</param>
    public sealed record Review(string Form, int Revision, ReviewChoice Choice) : FormButton(Form);

    private const string DayFormat = "yyyyMMdd";
    private const string MonthFormat = "yyyyMM";

    public static string ToPick(Guid formId, Question question, string label) => ToWord(formId, question, HashOf(label));

    public static string ToPick(Guid formId, Question question, DateOnly day) =>
        ToWord(formId, question, day.ToString(DayFormat, CultureInfo.InvariantCulture));

    /// <param name="word"><see cref="Skip"/>, <see cref="Keep"/>, <see cref="Done"/> or <see cref="Nothing"/>.</param>
    public static string ToWord(Guid formId, Question question, string word) =>
        $"{Prefix}:{TokenOf(formId)}:pick:{question.Id}:{word}";

    public static string ToMonth(Guid formId, Question question, DateOnly first) =>
        $"{Prefix}:{TokenOf(formId)}:month:{question.Id}:{first.ToString(MonthFormat, CultureInfo.InvariantCulture)}";

    public static string ToPage(Guid formId, Question question, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}:{TokenOf(formId)}:page:{question.Id}:{number}");

    public static string ToRemove(Guid formId, Question question, int place, Attachment file) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}:{TokenOf(formId)}:remove:{question.Id}:{place}:{CheckOf(file)}");

    public static string ToReview(Guid formId, int revision, ReviewChoice choice) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}:{TokenOf(formId)}:review:{revision}:{WordOf(choice)}");

    /// <summary>Reads the data of a press; null for data that no form made.</summary>
    public static FormButton? Parse(string? data) => data?.Split(':') switch
    {
        [Prefix, var form, "pick", var id, var choice] => new Pick(form, id, choice),
        [Prefix, var form, "month", var id, var month] when FirstDayOf(month) is { } first => new Month(form, id, first),
        [Prefix, var form, "page", var id, var page]
            when int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => new Page(form, id, number),
        [Prefix, var form, "remove", var id, var place, var check]
            when int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var number) =>
                new Remove(form, id, number, check),
        // Of versions that had one question with choices.
        [Prefix, var form, "direction", var hash] => new Pick(form, "direction", hash),
        [Prefix, var form, "review", var revision, .. var words]
            when int.TryParse(revision, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && ChoiceOf(words) is { } choice => new Review(form, number, choice),
        _ => null,
    };

    public bool IsOf(Guid formId) => Form == TokenOf(formId);

    // The last digits: the first ones of a time-ordered id are alike for forms begun together.
    internal static string TokenOf(Guid formId) => formId.ToString("N")[^12..];

    private static string HashOf(string label) => HashOf(AnswerText.LabelKey(label), bytes: 6);

    // The longest data with it has 60 bytes.
    private static string CheckOf(Attachment file) => HashOf(
        string.Create(CultureInfo.InvariantCulture, $"{file.Kind}:{file.UniqueId}:{file.Place?.Latitude}:{file.Place?.Longitude}"),
        bytes: 4);

    private static string HashOf(string text, int bytes) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, bytes));

    private static DateOnly? FirstDayOf(string month) =>
        DateOnly.TryParseExact(month, MonthFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) ? first : null;

    private static string WordOf(ReviewChoice choice) => choice switch
    {
        ReviewChoice.Send => "send",
        ReviewChoice.Change => "change",
        ReviewChoice.Cancel => "cancel",
        ReviewChoice.KeepAll => "keep",
        ReviewChoice.ChangeAnswer(var id) => $"edit:{id}",
        _ => throw new ArgumentOutOfRangeException(nameof(choice)),
    };

    private static ReviewChoice? ChoiceOf(string[] words) => words switch
    {
        ["send"] => new ReviewChoice.Send(),
        ["change"] => new ReviewChoice.Change(),
        ["cancel"] => new ReviewChoice.Cancel(),
        ["keep"] => new ReviewChoice.KeepAll(),
        ["edit", var id] => new ReviewChoice.ChangeAnswer(id),
        // Of versions that had the questions in code.
        [var name] => SixQuestions.Named(name) is { } question ? new ReviewChoice.ChangeAnswer(question.Id) : null,
        _ => null,
    };
}
