using System.Collections.Immutable;

namespace VizTeh.Actors.Questions;

/// <summary>The answers of a form that was sent, as its ticket keeps them; compares by content. Stored for ever.</summary>
/// <param name="Given">In the order of the form when it was sent, without questions that were skipped or did not apply.</param>
/// <param name="Removed">Answers to questions that the form no longer had then, or had as another kind.</param>
public sealed record SentAnswers(ImmutableArray<Answer> Given, ImmutableArray<Answer> Removed)
{
    public static SentAnswers None { get; } = new([], []);

    /// <summary>The given answer to a question; null when there is none.</summary>
    public Answer? this[string id] => Given.FirstOrDefault(answer => answer.Id == id);

    /// <summary>What the form is about: the direction, or else what was chosen first; null when there is no such answer.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Answer? Subject =>
        this["direction"] ?? Given.FirstOrDefault(answer => answer.Kind is QuestionKind.Choice or QuestionKind.Choices);

    public bool Equals(SentAnswers? other) =>
        other is not null && Given.SequenceEqual(other.Given) && Removed.SequenceEqual(other.Removed);

    public override int GetHashCode() => Given.Aggregate(0, HashCode.Combine);

    // What a client wrote must not reach a log.
    public override string ToString() => $"{Given.Length + Removed.Length} answers";
}
