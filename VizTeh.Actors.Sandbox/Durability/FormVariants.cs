using System.Collections.Immutable;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.Clients;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>
/// Three forms of one firm, for a bot that meets another one at each start: the one as shipped; one with more questions, in another order;
/// one with fewer, another kind, other labels and choices, and some that can be skipped. Two of them ask some questions only after «да» to
/// another, which itself may hang on an answer. Each is a whole hocon.conf in a folder of its own.
/// </summary>
internal sealed class FormVariants : IDisposable
{
    private static readonly ImmutableArray<string> Cities = ["Тверь", "Казань", "Пермь"];

    private const string Consent =
        """

        vizteh.consent {
          operator = "ООО «Ромашка», ИНН 7700000000"
          purpose = "ответ на заявку"
          actions = "сбор, хранение, удаление"
          term = "до отзыва"
          link = "https://example.org/privacy"
          version = "1"
        }

        """;

    private static readonly ScriptedQuestion Quantity = new(
        "quantity", "Количество", "Сколько изделий", Column: null, ScriptedKind.Number, ["3", "12"]);

    private static readonly ScriptedQuestion CityOfList = Named("city") with
    {
        Label = "Населённый пункт",
        KeyWord = "населённый пункт",
        Kind = ScriptedKind.Choice,
        Answers = Cities,
        Marked = null,
    };

    private static readonly ScriptedQuestion Firm = Named("organization") with { Label = "Фирма", KeyWord = "какой фирме" };

    private static readonly ScriptedQuestion Urgent = new(
        "urgent", "Спешка", "Торопитесь", Column: null, ScriptedKind.YesNo, ["да", "нет"], NoAnswer: ("может быть", "«Да» или «Нет»"));

    private static readonly ScriptedQuestion Mounting = new(
        "mounting", "Монтаж", "Смонтировать", Column: null, ScriptedKind.YesNo, ["да", "нет"])
    {
        AfterYesTo = "urgent",
    };

    private static readonly ScriptedQuestion Day = new(
        "day", "День монтажа", "В какой день", Column: null, ScriptedKind.Date, [""])
    {
        AfterYesTo = "mounting",
    };

    private static readonly ScriptedQuestion Extras = new(
        "extras", "Дополнительно", "пригодится", Column: null, ScriptedKind.Choices, ["Подсветка", "Доставка", "Макет"]);

    private static readonly ScriptedQuestion OtherExtras = Extras with
    {
        Label = "Ещё",
        KeyWord = "взять ещё",
        Answers = ["Макет", "Гарантия", "Доставка"],
        IsOptional = true,
    };

    private static readonly ImmutableArray<(ScriptedForm Form, string? Configured)> All =
    [
        (ScriptedForm.Shipped, null),
        (
            new([
                Named("name"), Named("phone"), Urgent, Named("city"), Named("direction"), Quantity, Mounting, Extras, Named("description"),
                Day, Firm,
            ]),
            """
              { id = name, kind = text, label = "Имя", ask = "Как к вам обращаться?" }
              { id = phone, kind = phone, label = "Телефон", ask = "По какому телефону с вами связаться?" }
              { id = urgent, kind = yes-no, label = "Спешка", ask = "Торопитесь?" }
              { id = city, kind = text, label = "Город", ask = "В каком вы городе?" }
              { id = direction, kind = choice, label = "Направление", ask = "Какое направление вас интересует?"
                choices = ["Знаки", "Стелы", "Металлоконструкции", "Брендирование", "Услуги", "Производство", "Другое"] }
              { id = quantity, kind = number, label = "Количество", ask = "Сколько изделий вам нужно?", min = 1 }
              { id = mounting, kind = yes-no, label = "Монтаж", ask = "Смонтировать у вас?", when { urgent = ["да"] } }
              { id = extras, kind = choices, label = "Дополнительно", ask = "Что пригодится?"
                choices = ["Подсветка", "Доставка", "Макет"] }
              { id = description, kind = text, label = "Описание", ask = "Опишите задачу.", lines = true }
              { id = day, kind = date, label = "День монтажа", ask = "В какой день приехать?", when { mounting = ["да"] } }
              { id = organization, kind = text, label = "Фирма", ask = "В какой фирме вы работаете?" }
            """),
        (
            new([
                Named("name"), Urgent, Mounting, Named("description") with { IsOptional = true },
                Named("direction") with { Answers = ["Стелы", "Вывески", "Знаки", "Другое"] }, CityOfList, Day, OtherExtras, Named("phone"),
            ]),
            """
              { id = name, kind = text, label = "Имя", ask = "Как к вам обращаться?" }
              { id = urgent, kind = yes-no, label = "Спешка", ask = "Торопитесь?" }
              { id = mounting, kind = yes-no, label = "Монтаж", ask = "Смонтировать у вас?", when { urgent = ["да"] } }
              { id = description, kind = text, label = "Описание", ask = "Опишите задачу.", lines = true, required = false }
              { id = direction, kind = choice, label = "Направление", ask = "Какое направление вас интересует?"
                choices = ["Стелы", "Вывески", "Знаки", "Другое"] }
              { id = city, kind = choice, label = "Населённый пункт", ask = "Выберите населённый пункт."
                choices = ["Тверь", "Казань", "Пермь"] }
              { id = day, kind = date, label = "День монтажа", ask = "В какой день приехать?", when { mounting = ["да"] } }
              { id = extras, kind = choices, label = "Ещё", ask = "Что взять ещё?"
                choices = ["Макет", "Гарантия", "Доставка"], required = false }
              { id = phone, kind = phone, label = "Телефон", ask = "По какому телефону с вами связаться?" }
            """),
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vizteh-forms-");

    /// <param name="program">The bot's dll, whose hocon.conf is the pattern; null for the one built beside this program.</param>
    /// <param name="changesForms">Whether there are files of all three forms; otherwise of the one as shipped.</param>
    /// <param name="asksConsent">Whether consent is asked for before a form.</param>
    public FormVariants(string? program, bool changesForms = true, bool asksConsent = false)
    {
        var shipped = File.ReadAllText(Path.Combine(Path.GetDirectoryName(program ?? BotProgram.Path)!, BotProgram.ConfigurationName));
        if (asksConsent)
            shipped += Consent;
        Files =
        [
            .. All.Take(changesForms ? All.Length : 1).Index()
                .Select(variant => Write(variant.Index, shipped, variant.Item.Configured)),
        ];
    }

    public static ImmutableArray<ScriptedForm> Forms { get; } = [.. All.Select(variant => variant.Form)];

    /// <summary>The files of the forms, in their order.</summary>
    public ImmutableArray<string> Files { get; }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(int number, string shipped, string? questions)
    {
        var path = Path.Combine(_folder.CreateSubdirectory($"{number}").FullName, BotProgram.ConfigurationName);
        // Of a key that is given twice, the last value counts.
        File.WriteAllText(path, questions is null ? shipped : $"{shipped}\nvizteh.form.questions = [\n{questions}\n]\n");
        return path;
    }

    private static ScriptedQuestion Named(string id) => FormScript.Questions.Single(question => question.Id == id);
}
