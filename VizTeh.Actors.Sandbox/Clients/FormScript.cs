using System.Collections.Immutable;
using System.Globalization;

namespace VizTeh.Actors.Sandbox.Clients;

/// <summary>How a question of the form is answered.</summary>
public enum ScriptedKind
{
    /// <summary>With words.</summary>
    Words,

    /// <summary>With one of the buttons under it, or the words on one.</summary>
    Choice,

    /// <summary>With a phone number.</summary>
    Phone,
}

/// <summary>A question of the bot's form, as it is seen from outside: in the chat and in the table.</summary>
/// <param name="Label">The question's name on the review and on the card.</param>
/// <param name="KeyWord">A word of the question's text that occurs in no other message of the bot.</param>
/// <param name="Column">The column of table <c>tickets</c> that keeps the answer.</param>
/// <param name="Answers">The answers to choose from.</param>
/// <param name="Marked">The format of an answer with a unique mark; null for a choice and for a number.</param>
/// <param name="NoAnswer">An answer that the question refuses, and words of the reply to it; null if any words are accepted.</param>
public sealed record ScriptedQuestion(
    string Label, string KeyWord, string Column, ScriptedKind Kind, ImmutableArray<string> Answers, string? Marked = null,
    (string Typed, string Reply)? NoAnswer = null)
{
    /// <summary>An answer that identifies a person, a form and a try, if the question takes free words or a number.</summary>
    /// <param name="choice">The answer to a choice.</param>
    public string MarkedAnswer(int person, int form, int attempt, string choice) => Kind switch
    {
        ScriptedKind.Choice => choice,
        ScriptedKind.Phone => string.Create(CultureInfo.InvariantCulture, $"+7{person % 10_000:0000}{form % 1000:000}{attempt % 1000:000}"),
        _ => string.Format(CultureInfo.InvariantCulture, Marked!, $"{person}-{form}-{attempt}"),
    };
}

/// <summary>
/// The one table of the form's questions for everything that fills the form from outside: demo, durability runs, load, tests.
/// </summary>
public static class FormScript
{
    /// <summary>The label that begins a form.</summary>
    public const string Begin = "Оставить заявку";

    /// <summary>Words of the review, which follows the last question.</summary>
    public const string Review = "Проверьте заявку";

    /// <summary>The label that sends the form.</summary>
    public const string Send = "Отправить";

    public static ImmutableArray<ScriptedQuestion> Questions { get; } =
    [
        new(
            "Имя", "обращаться", "name", ScriptedKind.Words,
            ["Анна", "Олег Ким", "Дарья Лебедева", "Игорь Панов", "Вера Зотова", "Тимур Гареев"], "Анна {0}"),
        new(
            "Организация", "организац", "org", ScriptedKind.Words,
            ["ООО «Ромашка»", "АО «Север»", "ИП Панов", "Завод «Маяк»", "ТЦ «Радуга»", "частное лицо"], "ООО «Ромашка» & <{0}>"),
        new(
            "Город", "город", "city", ScriptedKind.Words, ["Тверь", "Казань", "Пермь", "Москва", "Тула", "Омск", "Самара"], "Тверь {0}"),
        new(
            "Направление", "направлен", "direction", ScriptedKind.Choice,
            ["Стелы", "Знаки", "Металлоконструкции", "Брендирование", "Услуги", "Производство", "Другое"],
            NoAnswer: ("что-нибудь красивое", "в списке нет")),
        new(
            "Описание", "задач", "description", ScriptedKind.Words,
            [
                "Въездная стела", "Таблички на двери, 24 штуки", "Въездная стела 6 м с подсветкой", "Указатели на парковке",
                "Вывеска на фасад, 8 на 1,2 м",
            ],
            "Вывеска {0}\nи ещё одна"),
        new(
            "Телефон", "телефон", "phone", ScriptedKind.Phone, ["+79161234567", "+79001112233"],
            NoAnswer: ("позвоните мне", "не похоже на номер")),
    ];

    /// <summary>A word of the text that follows the question at this place: the next question or the review.</summary>
    public static string KeyWordAfter(int place) => place + 1 < Questions.Length ? Questions[place + 1].KeyWord : Review;
}
