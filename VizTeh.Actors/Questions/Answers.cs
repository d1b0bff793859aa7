using System.Collections.Immutable;

namespace VizTeh.Actors.Questions;

/// <summary>The answers of a draft, in the order in which the questions were first answered; compares by content.</summary>
/// <param name="Current">The newest answer to each question.</param>
/// <param name="Former">
/// Answers that an answer of another kind replaced, after the question's kind had changed. They are kept, so that nothing typed is lost.
/// </param>
public sealed record Answers(ImmutableArray<Answer> Current, ImmutableArray<Answer> Former)
{
    public static Answers None { get; } = new([], []);

    /// <summary>The newest answer to a question; null when there is none.</summary>
    public Answer? this[string id]
    {
        get
        {
            foreach (var answer in Current)
            {
                if (answer.Id == id)
                    return answer;
            }

            return null;
        }
    }

    /// <summary>The newest answer to a question, unless the question had another kind then.</summary>
    public Answer? To(Question question) => this[question.Id] is { } answer && answer.Kind == question.Kind ? answer : null;

    public Answers With(Answer answer)
    {
        if (this[answer.Id] is not { } before)
            return this with { Current = Current.Add(answer) };
        var former = before.Kind == answer.Kind || before.IsSkipped ? Former : Former.Add(before);
        return new(Current.Replace(before, answer), former);
    }

    public bool Equals(Answers? other) =>
        other is not null && Current.SequenceEqual(other.Current) && Former.SequenceEqual(other.Former);

    public override int GetHashCode() => Current.Aggregate(0, HashCode.Combine);

    // What a client wrote must not reach a log.
    public override string ToString() => $"{Current.Length} answers";
}
