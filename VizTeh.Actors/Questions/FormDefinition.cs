using System.Collections.Frozen;
using System.Collections.Immutable;

namespace VizTeh.Actors.Questions;

/// <summary>The form as it is configured now: which questions there are, in which order, and which of them apply.</summary>
public sealed class FormDefinition
{
    private readonly FrozenDictionary<string, int> _places;
    private readonly FrozenSet<string> _deciding;

    public FormDefinition(IEnumerable<Question> questions)
    {
        Questions = [.. questions];
        _places = Questions.Index().ToFrozenDictionary(question => question.Item.Id, question => question.Index);
        _deciding = Questions.SelectMany(question => question.When ?? []).Select(condition => condition.Question).ToFrozenSet();
    }

    /// <summary>In the order they are asked.</summary>
    public ImmutableArray<Question> Questions { get; }

    public Question? Find(string id) => _places.TryGetValue(id, out var place) ? Questions[place] : null;

    /// <summary>Whether a condition of another question names this one.</summary>
    public bool Decides(Question question) => _deciding.Contains(question.Id);

    /// <summary>Whether the answers to the questions in its conditions let a question of the form be asked.</summary>
    public bool Applies(Question question, Answers answers) =>
        question.When is null || Applicable(answers).Any(applicable => applicable.Id == question.Id);

    /// <summary>The questions that apply, in order.</summary>
    public IEnumerable<Question> Applicable(Answers answers)
    {
        // A condition on a question that does not apply itself never holds, whatever was answered to it before.
        var decided = new Dictionary<string, Answer>();
        foreach (var question in Questions)
        {
            if (!(question.When ?? []).All(condition =>
                decided.TryGetValue(condition.Question, out var answer) && condition.Holds(answer)))
            {
                continue;
            }

            if (Decides(question) && answers.To(question) is { } given)
                decided[question.Id] = given;
            yield return question;
        }
    }

    /// <summary>
    /// The question to ask after one was answered: the next without an answer of its kind, or else one before it that is missing, as after
    /// the form got another question. Null when the review is next.
    /// </summary>
    /// <param name="id">The question that was answered. One that the form no longer has counts as before all others.</param>
    public Question? After(string id, Answers answers)
    {
        // From the question itself: it is asked again when its kind has changed since it was asked.
        var from = _places.GetValueOrDefault(id);
        return Applicable(answers).FirstOrDefault(question => _places[question.Id] >= from && answers.To(question) is null)
            ?? FirstMissing(answers);
    }

    /// <summary>Whether one question is asked before another; those that the form no longer has are before all others.</summary>
    public bool IsBefore(string one, string other) =>
        _places.GetValueOrDefault(one, -1) < _places.GetValueOrDefault(other, -1);

    /// <summary>The question that applies and is asked before this one; null before the first.</summary>
    /// <param name="id">
    /// Null for the review, which comes after the last question. The place of a question that the form no longer has is unknown: the last
    /// one that has an answer is returned.
    /// </param>
    public Question? Before(string? id, Answers answers)
    {
        if (id is not null && !_places.ContainsKey(id))
            return Applicable(answers).LastOrDefault(question => answers.To(question) is not null);
        var end = id is null ? Questions.Length : _places[id];
        return Applicable(answers).TakeWhile(question => _places[question.Id] < end).LastOrDefault();
    }

    /// <summary>
    /// The first question that applies and has to be asked before the form is sent: a required one without an answer, or one whose answer
    /// is from before the question changed. Null when none is missing.
    /// </summary>
    public Question? FirstMissing(Answers answers) => Applicable(answers).FirstOrDefault(question => IsMissing(question, answers));

    /// <summary>
    /// What a ticket gets of these answers. Answers to questions that do not apply are left out, also when the form has lost the question
    /// since.
    /// </summary>
    public SentAnswers ToSent(Answers answers)
    {
        var applicable = Applicable(answers).ToList();
        var applying = applicable.Select(question => question.Id).ToHashSet();
        var shown = new Dictionary<string, bool>();
        return new(
            [.. applicable.Select(answers.SoFar).OfType<Answer>().Where(answer => !answer.IsSkipped).Select(ToSent)],
            [
                .. answers.Former
                    .Concat(answers.Current.Concat(answers.Begun).Where(answer => Find(answer.Id)?.Kind != answer.Kind))
                    .Where(answer => !answer.IsSkipped && IsShown(answer)).Select(ToSent),
            ]);

        // By the conditions of the form, and by those that the question had when it was asked.
        bool IsShown(Answer answer) => (!_places.ContainsKey(answer.Id) || applying.Contains(answer.Id)) && (answer.When ?? []).All(Holds);

        // What another form has made of the question that decided is no reason to hold an answer back.
        bool Holds(Condition condition) => answers[condition.Question] is not { Kind: QuestionKind.Choice or QuestionKind.YesNo } decided
            || answers.Former.Any(answer => answer.Id == decided.Id)
            || (condition.Holds(decided) && IsShownOnce(decided));

        // Conditions of questions of different forms may lead round in a circle.
        bool IsShownOnce(Answer decided)
        {
            if (shown.TryAdd(decided.Id, true))
                shown[decided.Id] = IsShown(decided);
            return shown[decided.Id];
        }
    }

    // An answer of another kind, or one that decides and is no longer a choice, is an answer to another question.
    private bool IsMissing(Question question, Answers answers) => answers.To(question) is { } given
        ? given.IsSkipped ? !question.IsOptional : Decides(question) && !IsChoice(question, given)
        : !question.IsOptional || answers[question.Id] is { IsSkipped: false };

    private static bool IsChoice(Question question, Answer given) =>
        question.Choices is not { } choices || choices.Any(choice => Condition.AreAlike(choice, given.Value));

    private static Answer ToSent(Answer answer) => answer with { MessageId = null, When = null, IsOfSource = false };
}
