using System.Globalization;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>
/// What a client has typed into one form. Every value names the client, the form and the try, so that one that is lost, taken for
/// another's, or put into the wrong field shows in the row.
/// </summary>
internal sealed class TypedForm(int client, int number)
{
    public static readonly string[] Directions =
        ["Знаки", "Стелы", "Металлоконструкции", "Брендирование", "Услуги", "Производство", "Другое"];

    private readonly Dictionary<Speech, string> _values = [];
    private int _tries;

    public int Number { get; } = number;

    public string this[Speech question] => _values.GetValueOrDefault(question, "");

    /// <summary>The number that the client was told; null until then.</summary>
    public long? TicketId { get; set; }

    /// <summary>Makes up an answer to a question and remembers it.</summary>
    public string Answer(Speech question, Random random)
    {
        _tries++;
        var mark = string.Create(CultureInfo.InvariantCulture, $"{client}-{Number}-{_tries}");
        return _values[question] = question switch
        {
            Speech.Direction => Directions[random.Next(Directions.Length)],
            Speech.Phone => string.Create(CultureInfo.InvariantCulture, $"+7{client:0000}{Number % 1000:000}{_tries % 1000:000}"),
            Speech.Name => "Анна " + mark,
            Speech.Organization => $"ООО «Ромашка» & <{mark}>",
            Speech.City => "Тверь " + mark,
            Speech.Description => $"Вывеска {mark}\nи ещё одна",
            _ => throw new ArgumentOutOfRangeException(nameof(question), question, "Not a question."),
        };
    }
}
