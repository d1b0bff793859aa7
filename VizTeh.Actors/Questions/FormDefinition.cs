using System.Collections.Frozen;
using System.Collections.Immutable;

namespace VizTeh.Actors.Questions;

/// <summary>The form as it is configured now: which questions there are, in which order, and which of them apply.</summary>
public sealed class FormDefinition
{
    private readonly FrozenDictionary<string, int> _places;

    public FormDefinition(IEnumerable<Question> questions)
    {
        Questions = [.. questions];
        _places = Questions.Index().ToFrozenDictionary(question => question.Item.Id, question => question.Index);
    }

    /// <summary>In the order they are asked.</summary>
    public ImmutableArray<Question> Questions { get; }

    public Question? Find(string id) => _places.TryGetValue(id, out var place) ? Questions[place] : null;

    /// <summary>Whether the answers to the questions in its conditions let a question be asked.</summary>
    public bool Applies(Question question, Answers answers)
    {
        foreach (var condition in question.When ?? [])
        {
            // A condition on a question that does not apply itself never holds, whatever was answered to it before.
            if (Find(condition.Question) is not { } asked || !Applies(asked, answers)
                || answers.To(asked) is not { } answer || !condition.Values.Contains(answer.Value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The questions that apply, in order.</summary>
    public IEnumerable<Question> Applicable(Answers answers) => Questions.Where(question => Applies(question, answers));

    /// <summary>
    /// The question to ask after one was answered: the next without an answer of its kind, or else a required one before it without an
    /// answer, as after the form got another question. Null when the review is next.
    /// </summary>
    /// <param name="id">The question that was answered. One that the form no longer has counts as before all others.</param>
    public Question? After(string id, Answers answers)
    {
        // From the question itself: it is asked again when its kind has changed since it was asked.
        for (var at = _places.GetValueOrDefault(id); at < Questions.Length; at++)
        {
            if (answers.To(Questions[at]) is null && Applies(Questions[at], answers))
                return Questions[at];
        }

        return FirstMissing(answers);
    }

    /// <summary>Whether one question is asked before another; those that the form no longer has are before all others.</summary>
    public bool IsBefore(string one, string other) =>
        _places.GetValueOrDefault(one, -1) < _places.GetValueOrDefault(other, -1);

    /// <summary>The question that applies and is asked before this one; null before the first.</summary>
    /// <param name="id">Null, or a question that the form no longer has: the last one is returned.</param>
    public Question? Before(string? id, Answers answers)
    {
        var from = id is not null && _places.TryGetValue(id, out var place) ? place - 1 : Questions.Length - 1;
        for (var at = from; at >= 0; at--)
        {
            if (Applies(Questions[at], answers))
                return Questions[at];
        }

        return null;
    }

    /// <summary>The first required question that applies and has no answer of its kind; null when none is missing.</summary>
    public Question? FirstMissing(Answers answers)
    {
        foreach (var question in Questions)
        {
            if (!question.IsOptional && answers.To(question) is not { IsSkipped: false } && Applies(question, answers))
                return question;
        }

        return null;
    }

    /// <summary>What a ticket gets of these answers. Answers to questions that do not apply are left out.</summary>
    public SentAnswers ToSent(Answers answers) => new(
        [.. Applicable(answers).Select(answers.SoFar).OfType<Answer>().Where(answer => !answer.IsSkipped).Select(ToSent)],
        [
            .. answers.Former.Select(ToSent),
            .. answers.Current.Concat(answers.Begun)
                .Where(answer => !answer.IsSkipped && Find(answer.Id)?.Kind != answer.Kind).Select(ToSent),
        ]);

    private static Answer ToSent(Answer answer) => answer with { MessageId = null };
}
