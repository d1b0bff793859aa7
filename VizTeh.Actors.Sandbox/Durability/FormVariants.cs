using System.Collections.Immutable;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.Clients;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>
/// Three forms of one firm, for a bot that meets another one at each start: the one as shipped; one with a question more, in another order;
/// one with a question less, a question of another kind and one that can be skipped. Each is a whole hocon.conf in a folder of its own.
/// </summary>
internal sealed class FormVariants : IDisposable
{
    private static readonly ImmutableArray<string> Cities = ["Тверь", "Казань", "Пермь"];

    private static readonly ScriptedQuestion Quantity = new(
        "quantity", "Количество", "Сколько изделий", Column: null, ScriptedKind.Number, ["3", "12"]);

    private static readonly ScriptedQuestion CityOfList = FormScript.Questions.Single(question => question.Id == "city") with
    {
        KeyWord = "населённый пункт",
        Kind = ScriptedKind.Choice,
        Answers = Cities,
        Marked = null,
    };

    private static readonly ImmutableArray<(ScriptedForm Form, string? Configured)> All =
    [
        (ScriptedForm.Shipped, null),
        (
            new([Named("name"), Named("phone"), Named("city"), Named("direction"), Quantity, Named("description"), Named("organization")]),
            """
              { id = name, kind = text, label = "Имя", ask = "Как к вам обращаться?" }
              { id = phone, kind = phone, label = "Телефон", ask = "По какому телефону с вами связаться?" }
              { id = city, kind = text, label = "Город", ask = "В каком вы городе?" }
              { id = direction, kind = choice, label = "Направление", ask = "Какое направление вас интересует?"
                choices = ["Знаки", "Стелы", "Металлоконструкции", "Брендирование", "Услуги", "Производство", "Другое"] }
              { id = quantity, kind = number, label = "Количество", ask = "Сколько изделий вам нужно?", min = 1 }
              { id = description, kind = text, label = "Описание", ask = "Опишите задачу.", lines = true }
              { id = organization, kind = text, label = "Организация", ask = "Из какой вы организации?" }
            """),
        (
            new([Named("name"), Named("description") with { IsOptional = true }, Named("direction"), CityOfList, Named("phone")]),
            """
              { id = name, kind = text, label = "Имя", ask = "Как к вам обращаться?" }
              { id = description, kind = text, label = "Описание", ask = "Опишите задачу.", lines = true, required = false }
              { id = direction, kind = choice, label = "Направление", ask = "Какое направление вас интересует?"
                choices = ["Знаки", "Стелы", "Металлоконструкции", "Брендирование", "Услуги", "Производство", "Другое"] }
              { id = city, kind = choice, label = "Город", ask = "Выберите населённый пункт.", choices = ["Тверь", "Казань", "Пермь"] }
              { id = phone, kind = phone, label = "Телефон", ask = "По какому телефону с вами связаться?" }
            """),
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vizteh-forms-");

    /// <param name="program">The bot's dll, whose hocon.conf is the pattern; null for the one built beside this program.</param>
    public FormVariants(string? program)
    {
        var shipped = File.ReadAllText(Path.Combine(Path.GetDirectoryName(program ?? BotProgram.Path)!, BotProgram.ConfigurationName));
        Files = [.. All.Index().Select(variant => Write(variant.Index, shipped, variant.Item.Configured))];
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
