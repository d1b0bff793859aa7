using Akka.Configuration.Hocon;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Settings;

/// <summary>Reads <c>vizteh.form.questions</c>: the list, and what its questions have to do with each other.</summary>
internal static class FormKeys
{
    public const string Key = "vizteh.form.questions";

    private const int MostQuestions = 50;

    /// <summary>
    /// Collects all mistakes before it refuses the form, so that an operator can mend them at once. Each is a sentence that begins with its
    /// place.
    /// </summary>
    /// <returns>The form; null when there are mistakes.</returns>
    public static (FormDefinition? Form, IReadOnlyList<string> Mistakes) Read(HoconValue? value)
    {
        const string Example = "{ id = \"name\", kind = text, label = \"...\", ask = \"...\" }";
        if (value is null)
        {
            return (null,
            [
                $"{Key} is missing: list the questions, [ {Example} ], or take those of the {HoconFile.FileName} of the program",
            ]);
        }

        if (!value.IsArray() || value.GetArray() is not { Count: > 0 and <= MostQuestions } entries)
            return (null, [$"{Key} must be a list of 1 to {MostQuestions} questions: [ {Example} ]"]);

        var mistakes = new List<string>();
        var questions = entries.Index().Select(entry => QuestionKeys.Read(entry.Index + 1, entry.Item, mistakes)).ToList();
        foreach (var (place, read) in questions.Index())
        {
            FindTwins(questions[..place], read, mistakes);
            FindConditionFaults(questions[..place], questions[place..], read, mistakes);
        }

        if (mistakes.Count > 0)
            return (null, mistakes);

        var whole = questions.ConvertAll(read => read.Question!);
        FindWaysAround(whole, mistakes);
        return mistakes.Count > 0 ? (null, mistakes) : (new FormDefinition(whole), mistakes);
    }

    private static void FindTwins(List<ReadQuestion> before, ReadQuestion read, List<string> mistakes)
    {
        if (read.Id is { } id && before.Find(other => other.Id == id) is { } namesake)
            mistakes.Add($"{read.Place}: question {namesake.Number} has this id too; an id belongs to one question for ever");
        if (read.Label is { } label
            && before.Find(other => other.Label is { } earlier && LabelRules.AreAlike(earlier, label)) is { } twin)
        {
            mistakes.Add($"{read.Place}: label is \"{label}\", as in question {twin.Number}; the review could not tell them apart");
        }
    }

    private static void FindConditionFaults(
        List<ReadQuestion> before, List<ReadQuestion> notBefore, ReadQuestion read, List<string> mistakes)
    {
        foreach (var condition in read.When)
        {
            var place = $"{read.Place}: when.{condition.Question}";
            if (before.Find(other => other.Id == condition.Question) is not { } asked)
            {
                if (notBefore.Exists(other => other.Id == condition.Question))
                    mistakes.Add($"{place} is not asked before this question; a condition looks back");
                else
                    mistakes.Add($"{place} is no question{DidYouMean(condition.Question, before.Select(other => other.Id))}");
                continue;
            }

            // What is unknown of a question is reported there.
            if (asked.Question is { } question && (question.Kind != QuestionKind.Choice || question.Choices is not null))
                FindConditionFaults(place, question, condition, mistakes);
        }
    }

    private static void FindConditionFaults(string place, Question asked, Condition condition, List<string> mistakes)
    {
        if (AnswersTo(asked) is not { } known)
        {
            mistakes.Add($"{place} is of the kind {QuestionKeys.NameOf(asked.Kind)}; a condition needs a choice or a yes-no");
            return;
        }

        foreach (var value in condition.Values.Where(value => !known.Contains(value)))
        {
            var meant = DidYouMean(value, known) is { Length: > 0 } hint ? hint : $"; there are {string.Join(", ", known)}";
            mistakes.Add($"{place} has \"{value}\", which is no answer to that question{meant}");
        }
    }

    /// <summary>Faults of the form as a whole: a way through it that leaves a ticket without what it needs.</summary>
    private static void FindWaysAround(List<Question> questions, List<string> mistakes)
    {
        if (questions.TrueForAll(question => question.IsOptional))
            mistakes.Add($"{Key}: all questions are optional (required = false), so an empty form could be sent; require one");
        else
            Find("required question", "an empty form could be sent", question => !question.IsOptional);
        Find("question of the kind phone", "nobody could call back", question => question.Kind == QuestionKind.Phone);

        void Find(string what, string consequence, Func<Question, bool> isWanted)
        {
            if (ConditionSearch.CanHide(questions, isWanted) is not false and var found)
            {
                mistakes.Add(found is true
                    ? $"{Key}: the conditions (when) can hide every {what}, so {consequence}; ask one always"
                    : $"{Key}: the conditions (when) are too many to tell whether they can hide every {what}; ask one always");
            }
        }
    }

    /// <summary>The answers that a condition can name; null for a question of another kind.</summary>
    private static IReadOnlyList<string>? AnswersTo(Question question) => question.Kind switch
    {
        QuestionKind.Choice => question.Choices ?? [],
        QuestionKind.YesNo => [Answer.Yes, Answer.No],
        _ => null,
    };

    private static string DidYouMean(string name, IEnumerable<string?> known) =>
        Nearest.To(name, known.OfType<string>()) is { } meant ? $": did you mean \"{meant}\"" : "";
}
