using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Forms;

/// <summary>The choices of the review, made by button or by word.</summary>
internal abstract record ReviewChoice
{
    private ReviewChoice()
    {
    }

    public sealed record Send : ReviewChoice;

    public sealed record Change : ReviewChoice;

    public sealed record Cancel : ReviewChoice;

    public sealed record KeepAll : ReviewChoice;

    public sealed record ChangeField(FormField Field) : ReviewChoice;
}

/// <summary>
/// An inline button of the form, encoded in its data: <c>form:{form}:direction:{hash}</c> or <c>form:{form}:review:{revision}:{choice}</c>;
/// 64 bytes at most (Bot API, InlineKeyboardButton.callback_data). Buttons stay in a chat for ever, so each names its form.
/// </summary>
/// <param name="Form">A short token of the form's id.</param>
internal abstract record FormButton(string Form)
{
    private const string Prefix = "form";

    /// <param name="Hash">The hash of the label rather than its index: the list may change while the button is on screen.</param>
    public sealed record Direction(string Form, string Hash) : FormButton(Form)
    {
        public bool Names(string direction) => Hash == HashOf(direction);
    }

    /// <param name="Revision">The revision of the answers on the review.</param>
    public sealed record Review(string Form, int Revision, ReviewChoice Choice) : FormButton(Form);

    public static string DataFor(Guid formId, string direction) => $"{Prefix}:{TokenOf(formId)}:direction:{HashOf(direction)}";

    public static string DataFor(Guid formId, int revision, ReviewChoice choice) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}:{TokenOf(formId)}:review:{revision}:{WordOf(choice)}");

    /// <summary>Parses a press's data; null for data that the form did not make.</summary>
    public static FormButton? Parse(string? data) => data?.Split(':') switch
    {
        [Prefix, var form, "direction", var hash] => new Direction(form, hash),
        [Prefix, var form, "review", var revision, var word]
            when int.TryParse(revision, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && ChoiceOf(word) is { } choice => new Review(form, number, choice),
        _ => null,
    };

    public bool IsOf(Guid formId) => Form == TokenOf(formId);

    // The last digits: ids are time-ordered, so forms begun together share the first ones.
    private static string TokenOf(Guid formId) => formId.ToString("N")[^12..];

    private static string HashOf(string direction) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(AnswerText.LabelKey(direction))).AsSpan(0, 6));

    private static string WordOf(ReviewChoice choice) => choice switch
    {
        ReviewChoice.Send => "send",
        ReviewChoice.Change => "change",
        ReviewChoice.Cancel => "cancel",
        ReviewChoice.KeepAll => "keep",
        ReviewChoice.ChangeField(var field) => field.ToString(),
        _ => throw new ArgumentOutOfRangeException(nameof(choice)),
    };

    private static ReviewChoice? ChoiceOf(string word) => word switch
    {
        "send" => new ReviewChoice.Send(),
        "change" => new ReviewChoice.Change(),
        "cancel" => new ReviewChoice.Cancel(),
        "keep" => new ReviewChoice.KeepAll(),
        _ => FormQuestions.InOrder.Where(question => question.Field.ToString() == word)
            .Select(question => new ReviewChoice.ChangeField(question.Field)).FirstOrDefault(),
    };
}
