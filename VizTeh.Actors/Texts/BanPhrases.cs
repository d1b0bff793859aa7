using System.Collections.Immutable;

namespace VizTeh.Actors.Texts;

/// <summary>What a banned client is told, and what managers read about bans, as shipped.</summary>
public static class BanPhrases
{
    private static readonly List<Phrase> Table = [];

    // To the client.

    public static Phrase Sentence { get; } = Add(
        "banned", PhraseForm.Message,
        "Извините, мы больше не принимаем от вас сообщения в этом боте. Если это ошибка, позвоните нам: {phone}.");

    public static Phrase Toast { get; } = Add("toast.banned", PhraseForm.Toast, "Мы больше не принимаем от вас сообщения в этом боте.");

    // The answers to managers.

    public static Phrase Banned { get; } = Message(
        "ban.done",
        "Клиент заявки №{number} заблокирован: бот ответит ему ещё один раз и больше не примет от него сообщений. Вернуть: /unban {number}",
        Number());

    public static Phrase AlreadyBanned { get; } = Message(
        "ban.already", "Клиент заявки №{number} уже заблокирован: {by}.", Number(), By());

    public static Phrase NoClient { get; } = Message(
        "ban.no-client", "По заявке №{number} некого блокировать: данные её клиента удалены или не сохранились.", Number());

    public static Phrase BanUsage { get; } = Message("ban.usage", "Напишите номер заявки, клиента которой надо заблокировать: /ban 12");

    public static Phrase Unbanned { get; } = Message("unban.done", "Клиент разблокирован, бот снова ему отвечает.");

    public static Phrase NotBanned { get; } = Message("unban.none", "Такой клиент не заблокирован. Список покажет /banned.");

    public static Phrase UnbanUsage { get; } = Message(
        "unban.usage", "Напишите номер заявки или id клиента из списка /banned, например: /unban 12");

    public static Phrase Nobody { get; } = Message("banned.none", "Никто не заблокирован.");

    public static Phrase Title { get; } = Message(
        "banned.title", "<b>Заблокированные клиенты: {count}</b>", new Placeholder("count", "how many there are", "1234567"));

    public static Phrase Line { get; } = Add(
        "manager.banned.line", PhraseForm.Part, "• №{number}, {client}: {by}", Number(), Client(), By());

    /// <summary>Of a client whose data was erased.</summary>
    public static Phrase LineOfId { get; } = Add("manager.banned.line-of-id", PhraseForm.Part, "• {client}: {by}", Client(), By());

    public static Phrase Next { get; } = Message(
        "banned.next", "Дальше: /banned {page}", new Placeholder("page", "the number of the next page", "1234567"));

    // The commands' lines in the app's menu, and in the help.

    public static Phrase MenuBan { get; } = Add("manager.menu.ban", PhraseForm.Line, "Заблокировать клиента по номеру заявки");
    public static Phrase MenuUnban { get; } = Add("manager.menu.unban", PhraseForm.Line, "Разблокировать клиента");
    public static Phrase MenuBanned { get; } = Add("manager.menu.banned", PhraseForm.Line, "Кто заблокирован");

    public static Phrase Help { get; } = Add(
        "manager.help.ban", PhraseForm.Part,
        "/ban и номер заявки блокируют её клиента: бот перестаёт ему отвечать; /unban возвращает его, /banned показывает всех таких");

    /// <summary>All of these texts.</summary>
    public static ImmutableArray<Phrase> All { get; } = [.. Table];

    private static Phrase Message(string key, string shipped, params IReadOnlyList<Placeholder> placeholders) =>
        Add("manager." + key, PhraseForm.Message, shipped, placeholders);

    private static Phrase Add(string key, PhraseForm form, string shipped, params IReadOnlyList<Placeholder> placeholders)
    {
        var phrase = new Phrase(key, form, shipped, placeholders);
        Table.Add(phrase);
        return phrase;
    }

    private static Placeholder Number() => new("number", "the number of the ticket", "9223372036854775807", IsRequired: false);

    private static Placeholder Client() => new("client", "the client: «Анна, id 42»", new string('Я', 30) + ", id 9223372036854775807");

    private static Placeholder By() => new(
        "by", "the manager, and the moment: «Мария (@maria), 22.11.2026 14:05»", new string('Я', 100) + ", 22.11.2026 14:05");
}
