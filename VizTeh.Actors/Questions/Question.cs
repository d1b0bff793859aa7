using System.Text.Json.Serialization;
using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Questions;

/// <summary>
/// A question as it is asked. It is part of the event that asks it, and stored for ever: the question on a client's screen stays valid
/// after the form has changed. A member may be added, none may be renamed or change its meaning.
/// </summary>
/// <param name="Id">Permanent: 1 to <see cref="LongestId"/> of a-z, A-Z, 0-9, - and _.</param>
/// <param name="Label">Its name on the review and the card, and on the button that changes its answer. Plain text.</param>
/// <param name="Ask">What the client is asked. Plain text.</param>
/// <param name="Kind">How an answer is read and shown.</param>
public sealed record Question(string Id, string Label, string Ask, QuestionKind Kind)
{
    /// <summary>In bytes: the data of a button has 64 (Bot API, InlineKeyboardButton.callback_data).</summary>
    public const int LongestId = 24;

    /// <summary>In code points, after cleaning.</summary>
    public const int MaxLine = 200;

    /// <inheritdoc cref="MaxLine"/>
    public const int MaxParagraph = 3000;

    /// <summary>Whether it can be skipped.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsOptional { get; init; }

    /// <summary>Whether its answer, a text, may have more than one line.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HasLines { get; init; }

    /// <summary>Whether a text takes files and places beside its words.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool TakesFiles { get; init; }

    /// <summary>Answers that are offered as buttons beside typing; null for none.</summary>
    public IReadOnlyList<string>? Quick { get; init; }

    /// <summary>
    /// Whether the answer of the last form is offered. A matter of the configured form alone: as asked, the answer is among
    /// <see cref="Quick"/>.
    /// </summary>
    [JsonIgnore]
    public bool IsRemembered { get; init; }

    /// <summary>
    /// The labels of the choices, for <see cref="QuestionKind.Choice"/> and <see cref="QuestionKind.Choices"/>; null for other kinds, and
    /// in events of versions that did not record them.
    /// </summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>
    /// The lower bound: of the number itself, of how many choices or files, of how many code points of a text, or of how many days from
    /// today. Null for none beyond that of the kind.
    /// </summary>
    public int? Min { get; init; }

    /// <summary>The upper bound, in the same unit as <see cref="Min"/>.</summary>
    public int? Max { get; init; }

    /// <summary>All of these conditions must hold for the question to be asked; null for a question that is always asked.</summary>
    public IReadOnlyList<Condition>? When { get; init; }

    /// <summary>How long an answer in words may be, in code points.</summary>
    [JsonIgnore]
    public int Limit => Max is { } max && Kind == QuestionKind.Text ? max : IsOfLines ? MaxParagraph : MaxLine;

    /// <summary>Whether its words may have more than one line.</summary>
    [JsonIgnore]
    public bool IsOfLines => HasLines || Kind == QuestionKind.Files;

    /// <summary>Whether a file or a place may be a part of its answer.</summary>
    [JsonIgnore]
    public bool AcceptsFiles => Kind == QuestionKind.Files || (Kind == QuestionKind.Text && TakesFiles);

    /// <summary>How few files its answer may have.</summary>
    [JsonIgnore]
    public int LeastFiles => Kind == QuestionKind.Files ? Min ?? 1 : 0;

    /// <summary>How many files its answer may have.</summary>
    [JsonIgnore]
    public int MostFiles => Kind == QuestionKind.Files ? Max ?? Attachment.Most : Attachment.Most;

    public bool Equals(Question? other) =>
        other is not null
        && (Id, Label, Ask, Kind, IsOptional, HasLines, TakesFiles, Min, Max) ==
            (other.Id, other.Label, other.Ask, other.Kind, other.IsOptional, other.HasLines, other.TakesFiles, other.Min, other.Max)
        && Same(Quick, other.Quick) && Same(Choices, other.Choices) && Same(When, other.When);

    public override int GetHashCode() => HashCode.Combine(Id, Kind, Label);

    internal static bool Same<T>(IReadOnlyList<T>? one, IReadOnlyList<T>? other) => (one ?? []).SequenceEqual(other ?? []);
}

/// <summary>An earlier question has one of these answers.</summary>
/// <param name="Question">The id of a question of the kind choice or yes-no.</param>
/// <param name="Values">Labels of choices, or <see cref="Answer.Yes"/> and <see cref="Answer.No"/>.</param>
public sealed record Condition(string Question, IReadOnlyList<string> Values)
{
    /// <summary>Whether the answer to that question is one of these.</summary>
    public bool Holds(Answer answer) => Values.Any(value => AreAlike(value, answer.Value));

    /// <summary>Whether two choices are the same apart from letter case, ё and е.</summary>
    public static bool AreAlike(string one, string other) => KeyOf(one) == KeyOf(other);

    private static string KeyOf(string label) => label.ToUpperInvariant().Replace('Ё', 'Е');

    public bool Equals(Condition? other) =>
        other is not null && Question == other.Question && Questions.Question.Same(Values, other.Values);

    public override int GetHashCode() => HashCode.Combine(Question, Values.Count);
}
