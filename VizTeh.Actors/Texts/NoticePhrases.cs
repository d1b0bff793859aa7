using System.Collections.Immutable;

namespace VizTeh.Actors.Texts;

/// <summary>
/// What a client is told of a ticket by the bot itself, as shipped. Each names the number of the ticket, by which a reply finds it.
/// </summary>
public static class NoticePhrases
{
    private static readonly List<Phrase> Table = [];

    public static Phrase Taken { get; } = Message(
        "taken",
        "Заявка №{number} уже в работе. Менеджер скоро свяжется с вами. Если захотите что-то добавить, ответьте на это сообщение или "
        + "позвоните {phone}.");

    public static Phrase Closed { get; } = Message(
        "closed",
        "Мы закрыли заявку №{number}. Спасибо, что обратились к нам! Если остались вопросы, ответьте на это сообщение или позвоните "
        + "{phone}.");

    public static Phrase Reopened { get; } = Message(
        "reopened",
        "Мы снова открыли заявку №{number} и продолжаем по ней работать. Если захотите что-то уточнить, ответьте на это сообщение или "
        + "позвоните {phone}.");

    /// <summary>A line below any of them, if the firm wants its managers to be named.</summary>
    public static Phrase Manager { get; } = Add(new(
        "notice.manager", PhraseForm.Part, "Ваш менеджер: {manager}",
        new Placeholder("manager", "the manager's name", new string('Я', 100))));

    public static ImmutableArray<Phrase> All { get; } = [.. Table];

    private static Phrase Message(string name, string shipped) => Add(new(
        "notice." + name, PhraseForm.Message, shipped, new Placeholder("number", "the number of the ticket", "9223372036854775807")
        {
            IsOfClientsTicket = true,
        }));

    private static Phrase Add(Phrase phrase)
    {
        Table.Add(phrase);
        return phrase;
    }
}
