using System.Collections.Immutable;

namespace VizTeh.Actors.Questions;

/// <summary>The answers so far, by question; equality is by content.</summary>
public sealed record Answers(ImmutableSortedDictionary<FormField, string> Values)
{
    public static Answers None { get; } = new(ImmutableSortedDictionary<FormField, string>.Empty);

    /// <summary>The given answers, without the pairs that have none.</summary>
    public static Answers Of(params IEnumerable<(FormField Field, string? Answer)> answers) => new(answers
        .Where(pair => pair.Answer is not null)
        .ToImmutableSortedDictionary(pair => pair.Field, pair => pair.Answer!));

    /// <summary>The answer to a question; null when it is not answered.</summary>
    public string? this[FormField field] => Values.GetValueOrDefault(field);

    public Answers With(FormField field, string value) => new(Values.SetItem(field, value));

    /// <summary>The first question without an answer; null when all are answered.</summary>
    public FormField? FirstMissing()
    {
        foreach (var question in FormQuestions.InOrder)
        {
            if (!Values.ContainsKey(question.Field))
                return question.Field;
        }

        return null;
    }

    public bool Equals(Answers? other) => other is not null && Values.SequenceEqual(other.Values);

    public override int GetHashCode() =>
        Values.Aggregate(0, (hash, answer) => HashCode.Combine(hash, answer.Key, answer.Value));

    // A log must not hold what a client wrote.
    public override string ToString() => $"{Values.Count} answers";
}
