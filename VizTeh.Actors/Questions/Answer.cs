using System.Globalization;
using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Questions;

/// <summary>
/// An answer with its question's label and kind, so that it can be shown after the question has changed. Stored for ever.
/// </summary>
/// <param name="Id">The question's id.</param>
/// <param name="Label">The question's label when it was asked.</param>
/// <param name="Kind">The question's kind when it was asked.</param>
/// <param name="Value">
/// Cleaned and valid. A date as yyyy-MM-dd; choices one a line; <see cref="Yes"/> or <see cref="No"/>; a number with a decimal point and
/// without spaces; empty when the question was skipped.
/// </param>
[method: System.Text.Json.Serialization.JsonConstructor]
public sealed record Answer(string Id, string Label, QuestionKind Kind, string Value)
{
    /// <summary>
    /// The message that gave the answer, whose edit corrects it; null for a pressed button, and in versions that did not record it. Left
    /// out of tickets.
    /// </summary>
    public long? MessageId { get; init; }

    /// <summary>What the client attached, in the order it was sent; null for nothing.</summary>
    public IReadOnlyList<Attachment>? Files { get; init; }

    /// <summary>
    /// Whether Telegram vouches that the phone number is that of the client's own account; false for a typed number, and in versions that
    /// did not record it.
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsVerified { get; init; }

    /// <summary>
    /// Whether the source of the form gave the answer in place of the client, to whom the question was not put; false in versions that did
    /// not record it. Left out of tickets.
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsOfSource { get; init; }

    /// <summary>
    /// The conditions of the question when it was asked; null for none, and in versions that did not record them. Left out of tickets.
    /// </summary>
    public IReadOnlyList<Condition>? When { get; init; }

    public const string Yes = "да";
    public const string No = "нет";
    public const string DateFormat = "yyyy-MM-dd";

    /// <summary>The answer to a question as it was asked.</summary>
    public Answer(Question question, string value)
        : this(question.Id, question.Label, question.Kind, value)
    {
        When = question.When;
    }

    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsSkipped => Value.Length == 0 && Files is not { Count: > 0 };

    /// <summary>The chosen labels, for <see cref="QuestionKind.Choices"/>.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string> Chosen => Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The value as a person reads it, without what is attached.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Words => Kind switch
    {
        QuestionKind.Phone => PhoneText.Display(Value),
        QuestionKind.Choices => string.Join(", ", Chosen),
        QuestionKind.Date when DateOnly.TryParseExact(Value, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) =>
            day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture),
        QuestionKind.Number => Value.Replace('.', ','),
        _ => Value,
    };

    public bool Equals(Answer? other) =>
        other is not null
        && (Id, Label, Kind, Value, MessageId, IsVerified, IsOfSource) ==
            (other.Id, other.Label, other.Kind, other.Value, other.MessageId, other.IsVerified, other.IsOfSource)
        && (Files ?? []).SequenceEqual(other.Files ?? []) && Question.Same(When, other.When);

    public override int GetHashCode() => HashCode.Combine(Id, Kind, Value, MessageId);

    // The value may be a phone number, which must not reach a log.
    public override string ToString() => $"{nameof(Answer)} {Id}";
}
