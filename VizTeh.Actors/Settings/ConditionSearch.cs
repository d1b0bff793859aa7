using System.Collections.Immutable;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Settings;

/// <summary>Searches the answers by which conditions could leave questions out.</summary>
internal static class ConditionSearch
{
    // Far above any form that a person fills in.
    private const int MostWays = 100_000;

    /// <summary>Whether there are answers with which none of the wanted questions is asked; false when there are none.</summary>
    /// <param name="questions">Valid, each condition on an earlier question.</param>
    /// <returns>Null when there are too many ways to look at.</returns>
    public static bool? CanHide(IReadOnlyList<Question> questions, Func<Question, bool> isWanted)
    {
        var wanted = questions.Where(isWanted).ToList();
        if (wanted.Count == 0 || wanted.Exists(question => question.When is null))
            return false;

        var deciding = Deciding(questions, wanted);
        var form = new FormDefinition(questions);
        var left = MostWays;
        var isFound = Search(0, Answers.None);
        return isFound || left >= 0 ? isFound : null;

        bool Search(int at, Answers answers)
        {
            // A question that is asked is asked whatever is answered to later ones.
            if (--left < 0 || wanted.Exists(question => form.Applies(question, answers)))
                return false;
            if (at == deciding.Count)
                return true;
            var question = deciding[at];
            if (!form.Applies(question, answers))
                return Search(at + 1, answers);
            return WaysOf(question, questions).Any(value => Search(at + 1, answers.With(new Answer(question, value))));
        }
    }

    /// <summary>The questions on which those depend, in the order of the form.</summary>
    private static List<Question> Deciding(IReadOnlyList<Question> questions, IEnumerable<Question> wanted)
    {
        var names = new HashSet<string>();
        var open = new Stack<Question>(wanted);
        while (open.TryPop(out var question))
        {
            foreach (var condition in question.When ?? [])
            {
                if (names.Add(condition.Question))
                    open.Push(questions.First(other => other.Id == condition.Question));
            }
        }

        return [.. questions.Where(question => names.Contains(question.Id))];
    }

    /// <summary>The answers that conditions tell apart, one of each.</summary>
    private static ImmutableArray<string> WaysOf(Question question, IReadOnlyList<Question> questions)
    {
        var conditions = questions.SelectMany(other => other.When ?? []).Where(condition => condition.Question == question.Id).ToList();
        IEnumerable<string> values = question.Kind == QuestionKind.YesNo ? [Answer.Yes, Answer.No] : question.Choices ?? [];
        // Skipped.
        if (question.IsOptional)
            values = values.Append("");
        return [.. values.DistinctBy(value => string.Concat(conditions.Select(condition => condition.Values.Contains(value) ? '1' : '0')))];
    }
}
