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

    /// <summary>
    /// Answers that the client has begun to give with files, to questions that are not answered yet. They are kept when the client turns
    /// to another question meanwhile.
    /// </summary>
    public ImmutableArray<Answer> Begun { get; init; } = [];

    /// <summary>
    /// Choices that the client has ticked, of questions that the client left before the ticking was ended. They are no answers: they are
    /// ticked again when the question is asked again.
    /// </summary>
    public ImmutableArray<Answer> Ticks { get; init; } = [];

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

    /// <summary>What the answer to a question has so far: the present answer, or what was begun; null for nothing.</summary>
    public Answer? SoFar(Question question) => To(question) ?? BegunFor(question);

    /// <summary>The answer to a question that the client has begun to give with files, and has not ended.</summary>
    public Answer? BegunFor(Question question)
    {
        foreach (var answer in Begun)
        {
            if (answer.Id == question.Id && answer.Kind == question.Kind)
                return answer;
        }

        return null;
    }

    /// <summary>What is ticked of a question that was left; null for nothing known.</summary>
    public Answer? TicksFor(Question question) => Ticks.FirstOrDefault(ticks => (ticks.Id, ticks.Kind) == (question.Id, question.Kind));

    /// <summary>With an answer, which ends what was begun of it.</summary>
    public Answers With(Answer answer)
    {
        Answer[] replaced = this[answer.Id] is { } before ? [before] : [];
        Answer[] begun = [.. Begun.Where(other => other.Id == answer.Id)];
        return new(
            replaced is [var old] ? Current.Replace(old, answer) : Current.Add(answer),
            [.. Former, .. replaced.Concat(begun).Where(other => other.Kind != answer.Kind && !other.IsSkipped)])
        {
            Begun = [.. Begun.Except(begun)],
            Ticks = [.. Ticks.Where(other => other.Id != answer.Id)],
        };
    }

    /// <summary>With what was begun of an answer, in place of what there was of it.</summary>
    public Answers WithBegun(Answer answer) => this with
    {
        Begun = [.. Begun.Where(other => (other.Id, other.Kind) != (answer.Id, answer.Kind)), answer],
    };

    /// <summary>With new words of an answer. One that is begun stays so.</summary>
    public Answers WithCorrected(Answer answer) =>
        this[answer.Id] is null && Begun.Any(other => (other.Id, other.Kind) == (answer.Id, answer.Kind))
            ? WithBegun(answer)
            : With(answer);

    /// <summary>With what is ticked of a question that is left.</summary>
    public Answers WithTicks(Answer ticks) => this with { Ticks = [.. Ticks.Where(other => other.Id != ticks.Id), ticks] };

    public bool Equals(Answers? other) =>
        other is not null && Current.SequenceEqual(other.Current) && Former.SequenceEqual(other.Former) && Begun.SequenceEqual(other.Begun)
        && Ticks.SequenceEqual(other.Ticks);

    public override int GetHashCode() => Current.Aggregate(0, HashCode.Combine);

    // What a client wrote must not reach a log.
    public override string ToString() => $"{Current.Length} answers";
}
