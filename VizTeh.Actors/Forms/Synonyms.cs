using System.Collections.Frozen;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Forms;

/// <summary>
/// Words that people write instead of pressing a button, as a whole message: letter case, ё and е, punctuation and emoji are ignored. Each
/// list is short: a word that may be an answer («Старт» is the name of many firms) does not belong here.
/// </summary>
internal static class Synonyms
{
    // Longer than any of the synonyms.
    private const int MostLength = 64;

    private static readonly FrozenDictionary<string, ClientIntent> Intents = Table<ClientIntent>(
        (new ClientIntent.NewForm(), [FormText.NewForm, "новая заявка", "подать заявку", "создать заявку", "сделать заявку"]),
        (new ClientIntent.AboutCompany(), [FormText.AboutCompany, "о нас", "о вас", "про компанию"]),
        (new ClientIntent.Resume(), [FormText.Resume, "вернуть заявку", "верни заявку", "верните заявку"]),
        (new ClientIntent.Back(), [FormText.Back, "вернуться", "вернуться назад", "шаг назад", "back"]),
        (new ClientIntent.Cancel(),
            [FormText.Cancel, "отмена", "отмени", "отмените", "отменить заявку", "отмена заявки", "стоп", "cancel", "stop"]));

    // At the review no question is open that these words could answer.
    private static readonly FrozenDictionary<string, ReviewChoice> Choices = Table<ReviewChoice>(
        (new ReviewChoice.Send(),
        [
            FormText.Send, "да", "да все верно", "все верно", "верно", "да верно", "все правильно", "правильно", "подтверждаю", "ок",
            "окей", "ok", "okay", "yes", "ага", "отправь", "отправьте", "отправляй", "отправляйте", "отправить заявку", "send",
        ]),
        (new ReviewChoice.Change(),
            [FormText.Change, "нет", "не верно", "неверно", "исправить", "поправить", "изменить заявку", "no", "edit", "change"]),
        (new ReviewChoice.KeepAll(), [FormText.KeepAll, "ничего", FormText.KeepAnswer, "не менять"]));

    private static readonly FrozenDictionary<string, object> Answers = Table<object>(
        (true, [FormText.Yes, "ага", "конечно", "yes"]),
        (false, [FormText.No, "не", "no"]));

    private static readonly FrozenSet<string> SkipLabels = Keys(FormText.Skip, "пропусти", "skip");
    private static readonly FrozenSet<string> KeepLabels = Keys(FormText.KeepAnswer, "оставить", "как есть", "не менять");
    private static readonly FrozenSet<string> DoneLabels = Keys(FormText.Done, "готов", "все", "это все", "done");

    private static readonly FrozenSet<string> ContactLabels =
        Keys(FormText.ShareContact, "отправить номер", "мой номер", "поделиться номером", "поделиться контактом");

    /// <summary>The menu button that a text is a synonym of; null when there is none.</summary>
    public static ClientIntent? IntentOf(string typed) => Find(Intents, typed);

    /// <summary>The review button that a text is a synonym of; null when there is none.</summary>
    public static ReviewChoice? ChoiceOf(string typed, FormDefinition form) =>
        Find(Choices, typed)
        ?? (form.Questions.FirstOrDefault(question => SameWords(question.Label, typed)) is { } question
            ? new ReviewChoice.ChangeAnswer(question.Id) : null);

    /// <summary>The answer to a yes-no question; null when it is neither.</summary>
    public static bool? YesOrNo(string typed) => (bool?)Find(Answers, typed);

    /// <summary>Whether a text skips an optional question.</summary>
    public static bool IsSkip(string typed) => IsOneOf(SkipLabels, typed);

    /// <summary>Whether a text leaves the present answer.</summary>
    public static bool IsKeep(string typed) => IsOneOf(KeepLabels, typed);

    /// <summary>Whether a text ends the ticking of choices.</summary>
    public static bool IsDone(string typed) => IsOneOf(DoneLabels, typed);

    /// <summary>
    /// Whether the text is the label of the button that shares a contact: an app without a phone number sends the label instead.
    /// </summary>
    public static bool IsContactLabel(string typed) => IsOneOf(ContactLabels, typed);

    /// <summary>Whether two labels have the same words.</summary>
    public static bool SameWords(string one, string other) =>
        AnswerText.WordKey(one) is { Length: > 0 } words && words == AnswerText.WordKey(other);

    private static bool IsOneOf(FrozenSet<string> labels, string typed) =>
        typed.Length <= MostLength && labels.Contains(AnswerText.WordKey(typed));

    private static T? Find<T>(FrozenDictionary<string, T> table, string typed)
        where T : class =>
        typed.Length <= MostLength ? table.GetValueOrDefault(AnswerText.WordKey(typed)) : null;

    private static FrozenDictionary<string, T> Table<T>(params IEnumerable<(T Meant, string[] Words)> rows) => rows
        .SelectMany(row => Keys(row.Words), (row, key) => KeyValuePair.Create(key, row.Meant))
        .ToFrozenDictionary();

    private static FrozenSet<string> Keys(params IEnumerable<string> words) => words.Select(AnswerText.WordKey).ToFrozenSet();
}
