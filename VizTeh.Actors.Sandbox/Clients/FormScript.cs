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

    /// <summary>With a number.</summary>
    Number,

    /// <summary>With yes or no.</summary>
    YesNo,

    /// <summary>With a day.</summary>
    Date,

    /// <summary>With some of the choices under it.</summary>
    Choices,
}

/// <summary>A question of the bot's form, as people know it who see nothing but the chat and the table.</summary>
/// <param name="Id">Its permanent id, under which column <c>answers</c> of table <c>tickets</c> keeps the answer.</param>
/// <param name="Label">Its name on the review and on the card.</param>
/// <param name="KeyWord">A word of its text that no other message of the bot has.</param>
/// <param name="Column">The column of its own that the answer has in table <c>tickets</c>; null for none.</param>
/// <param name="Answers">What people answer.</param>
/// <param name="Marked">An answer that a mark makes unlike any other, as a format; null when it is made otherwise.</param>
/// <param name="NoAnswer">What the question does not take, and words of the reply to that; null when it takes any words.</param>
public sealed record ScriptedQuestion(
    string Id, string Label, string KeyWord, string? Column, ScriptedKind Kind, ImmutableArray<string> Answers, string? Marked = null,
    (string Typed, string Reply)? NoAnswer = null)
{
    /// <summary>Whether it can be skipped.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether files can be sent beside the words.</summary>
    public bool TakesFiles { get; init; }

    /// <summary>The earlier question of yes or no whose «да» it depends on; null for a question that is always asked.</summary>
    public string? AfterYesTo { get; init; }

    /// <summary>An answer that names a person, a form and a try, if the question takes free words or a number.</summary>
    /// <param name="choice">The answer to a choice.</param>
    public string MarkedAnswer(int person, int form, int attempt, string choice) => Kind switch
    {
        ScriptedKind.Choice or ScriptedKind.YesNo or ScriptedKind.Choices => choice,
        ScriptedKind.Date => new DateOnly(2028, 1, 1).AddDays(((person * 97) + (form * 31) + attempt) % 2500)
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ScriptedKind.Phone => string.Create(CultureInfo.InvariantCulture, $"+7{person % 10_000:0000}{form % 1000:000}{attempt % 1000:000}"),
        ScriptedKind.Number => string.Create(CultureInfo.InvariantCulture, $"{person}{form % 1000:000}{attempt % 1000:000}"),
        _ => string.Format(CultureInfo.InvariantCulture, Marked!, $"{person}-{form}-{attempt}"),
    };
}

/// <summary>
/// The one table of the questions of the form as shipped, for all that fills it from outside: demo, durability runs, load, tests.
/// </summary>
public static class FormScript
{
    /// <summary>The label that begins a form.</summary>
    public const string Begin = "Оставить заявку";

    /// <summary>Words of the review, which follows the last question.</summary>
    public const string Review = "Проверьте заявку";

    /// <summary>The label that sends the form.</summary>
    public const string Send = "Отправить";

    /// <summary>The label that keeps the answer of a question that is shown again.</summary>
    public const string KeepAnswer = "Оставить как есть";

    /// <summary>The label that skips an optional question.</summary>
    public const string Skip = "Пропустить";

    public static ImmutableArray<ScriptedQuestion> Questions { get; } =
    [
        new(
            "name", "Имя", "обращаться", "name", ScriptedKind.Words,
            ["Анна", "Олег Ким", "Дарья Лебедева", "Игорь Панов", "Вера Зотова", "Тимур Гареев"], "Анна {0}"),
        new(
            "organization", "Организация", "организац", "org", ScriptedKind.Words,
            ["ООО «Ромашка»", "АО «Север»", "ИП Панов", "Завод «Маяк»", "ТЦ «Радуга»", "частное лицо"], "ООО «Ромашка» & <{0}>"),
        new(
            "city", "Город", "город", "city", ScriptedKind.Words,
            ["Тверь", "Казань", "Пермь", "Москва", "Тула", "Омск", "Самара"], "Тверь {0}"),
        new(
            "direction", "Направление", "направлен", "direction", ScriptedKind.Choice,
            ["Стелы", "Знаки", "Металлоконструкции", "Брендирование", "Услуги", "Производство", "Другое"],
            NoAnswer: ("что-нибудь красивое", "в списке нет")),
        new(
            "description", "Описание", "задач", "description", ScriptedKind.Words,
            [
                "Въездная стела", "Таблички на двери, 24 штуки", "Въездная стела 6 м с подсветкой", "Указатели на парковке",
                "Вывеска на фасад, 8 на 1,2 м",
            ],
            "Вывеска {0}\nи ещё одна")
        {
            TakesFiles = true,
        },
        new(
            "phone", "Телефон", "телефон", "phone", ScriptedKind.Phone, ["+79161234567", "+79001112233"],
            NoAnswer: ("позвоните мне", "разобрать номер")),
    ];

    /// <summary>A word of the text that follows the question at this place: the next question or the review.</summary>
    public static string KeyWordAfter(int place) => place + 1 < Questions.Length ? Questions[place + 1].KeyWord : Review;
}
