using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tests.Forms;

/// <summary>Any form that the settings allow: of few ids, so that two of them have much in common and little alike.</summary>
internal static class AnyForm
{
    // Some differ by letter case, ё and е only, and some are words that the dialogue knows.
    private static readonly string[] Choices =
        ["Белый", "БЕЛЫЙ", "Чёрный", "черный", "Зелёный", "Всё", "Оставить", "Готово", "Синий, тёмный", "7"];

    private static readonly Gen<QuestionKind> Kinds = Gen.Frequency(
        (4, Gen.Constant(QuestionKind.Choice)), (3, Gen.Constant(QuestionKind.YesNo)), (3, Gen.Constant(QuestionKind.Choices)),
        (3, Gen.Constant(QuestionKind.Text)), (2, Gen.Constant(QuestionKind.Date)), (2, Gen.Constant(QuestionKind.Number)),
        (2, Gen.Constant(QuestionKind.Phone)), (1, Gen.Constant(QuestionKind.Files)));

    private static readonly Gen<Question> AnyQuestion =
        from id in Gen.Elements("a", "b", "c", "d", "e", "f", "g", "h")
        from kind in Kinds
        from name in Gen.Elements("Метка", "Поле", "МЕТКА")
        from flags in Gen.Choose(0, 31)
        from listed in Gen.Elements(Choices).NonEmptyListOf()
        let choices = listed.DistinctBy(LabelRules.KeyOf).ToArray()
        from bounds in BoundsOf(kind, choices.Length)
        select new Question(id, $"{name} {id}", $"{name} {id}, какой ответ?", kind)
        {
            IsOptional = flags < 8,
            HasLines = kind == QuestionKind.Text && (flags & 1) != 0,
            TakesFiles = kind == QuestionKind.Text && (flags & 2) != 0,
            Choices = kind is QuestionKind.Choice or QuestionKind.Choices ? choices : null,
            Quick = (flags & 4) == 0 ? null : QuickOf(kind, bounds.Min),
            Min = bounds.Min,
            Max = bounds.Max,
        };

    /// <summary>Valid as the settings see it, with a contact question.</summary>
    public static Gen<FormDefinition> Any { get; } =
        from questions in AnyQuestion.ListOf(7)
        from length in Gen.Choose(1, 7)
        from conditions in Gen.Choose(0, 1 << 20).ListOf(7)
        select Valid([.. questions.Take(length).DistinctBy(question => question.Id)], [.. conditions]);

    private static string[]? QuickOf(QuestionKind kind, int? min) => kind switch
    {
        QuestionKind.Text => ["Частное лицо", "Пропустить"],
        QuestionKind.Number => [(min ?? 5).ToString(CultureInfo.InvariantCulture), "5,0"],
        _ => null,
    };

    private static Gen<(int? Min, int? Max)> BoundsOf(QuestionKind kind, int choices) => kind switch
    {
        QuestionKind.Text => Within(1, 5, 40, 60),
        QuestionKind.Choices => Within(1, (choices + 1) / 2, (choices + 1) / 2, choices),
        QuestionKind.Date => Gen.OneOf(
            Within(-400, 20, 20, 400),
            Gen.Elements<(int?, int?)>((null, -6570), (4000, null), (-400, 0), (1, 30), (null, null))),
        QuestionKind.Number => Within(-5, 5, 5, 9_000_000),
        QuestionKind.Files => Within(1, 3, 3, Attachment.Most),
        _ => Gen.Constant<(int?, int?)>((null, null)),
    };

    private static Gen<(int? Min, int? Max)> Within(int leastMin, int mostMin, int leastMax, int mostMax) =>
        from min in Gen.Choose(leastMin, mostMin)
        from max in Gen.Choose(leastMax, mostMax)
        from given in Gen.Choose(0, 3)
        select ((int?)((given & 1) != 0 ? min : null), (int?)((given & 2) != 0 ? max : null));

    private static FormDefinition Valid(List<Question> questions, int[] conditions)
    {
        if (!questions.Exists(question => question.Kind == QuestionKind.Phone))
            questions.Add(new Question("tel", "Телефон", "Какой телефон?", QuestionKind.Phone));
        foreach (var (place, number) in conditions.Take(questions.Count).Index())
            questions[place] = questions[place] with { When = WhenOf(questions[..place], number) };

        // The last one is always asked then.
        if (ConditionSearch.CanHide(questions, question => question.Kind == QuestionKind.Phone) is not false)
        {
            var phone = questions.FindIndex(question => question.Kind == QuestionKind.Phone);
            questions[phone] = questions[phone] with { When = null };
        }

        if (questions.TrueForAll(question => question.IsOptional)
            || ConditionSearch.CanHide(questions, question => !question.IsOptional) is not false)
        {
            questions.Add(new Question("z", "Имя", "Как вас зовут?", QuestionKind.Text));
        }

        return new FormDefinition(questions);
    }

    // On up to two of the questions before it that decide; every other question has none.
    private static Condition[]? WhenOf(List<Question> before, int number)
    {
        Condition[] conditions =
        [
            .. before.Where(question => question.Kind is QuestionKind.Choice or QuestionKind.YesNo)
                .Where((_, place) => (number >> place & 1) != 0).TakeLast(2)
                .Select((question, place) => new Condition(question.Id, Some(AnswersTo(question), number >> (7 + (place * 5))))),
        ];
        return conditions.Length == 0 || number % 2 == 0 ? null : conditions;
    }

    private static IReadOnlyList<string> AnswersTo(Question question) => question.Choices ?? [Answer.Yes, Answer.No];

    private static string[] Some(IReadOnlyList<string> labels, int number) =>
        labels.Where((_, place) => (number >> place & 1) != 0).ToArray() is { Length: > 0 } some ? some : [labels[0]];
}
