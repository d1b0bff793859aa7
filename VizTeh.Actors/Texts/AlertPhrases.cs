using System.Collections.Immutable;

namespace VizTeh.Actors.Texts;

/// <summary>
/// The alerts for whoever runs the bot, in the ops chat and by e-mail, and the letter with a ticket that reached no managers' chat; as
/// shipped. None of them but that letter has a place for anything that a client wrote.
/// </summary>
public static class AlertPhrases
{
    private static readonly List<Phrase> Table = [];

    public static Phrase Database { get; } = Add(
        "database", PhraseForm.Message,
        "⚠️ База данных не отвечает: {duration}. Сообщения ждут в Telegram, бот примет их, как только база ответит.", Lasts());

    public static Phrase Writes { get; } = Add(
        "writes", PhraseForm.Message,
        "⚠️ База данных отвечает, но ничего не записывает: {duration}. Чаще всего это полный диск. Сообщения ждут в Telegram, бот примет "
        + "их, как только база снова начнёт записывать.",
        Lasts());

    public static Phrase Outbox { get; } = Add(
        "outbox", PhraseForm.Message,
        "⚠️ Сообщения не доходят: самое старое ждёт {duration}, чатов с такой очередью — {chats}. Причина — в представлении health и в "
        + "журнале бота.",
        Lasts(), new Placeholder("chats", "in how many chats the same message is first in the queue", "100"));

    public static Phrase OutboxSlow { get; } = Add(
        "outbox-slow", PhraseForm.Message,
        "⚠️ Сообщения опаздывают: очередь движется, но слишком медленно. Самое старое ждёт {duration}, всего опаздывает сообщений — "
        + "{messages}, чатов с такой очередью — {chats}. Чаще всего причина в пределе Telegram: 20 сообщений в минуту в одну группу.",
        Lasts(), new("messages", "how many messages are late", "100000"),
        new("chats", "in how many chats a queue moves too slowly", "100"));

    public static Phrase SetAside { get; } = Add(
        "set-aside", PhraseForm.Message,
        "⚠️ Отложено после ошибок: обновлений — {updates}, сообщений — {messages}. Само это не пройдёт: причины — в представлении health, "
        + "а что делать, сказано в README, в части про SQL.",
        new("updates", "how many updates are set aside", "10000"), new("messages", "how many owed messages are", "10000"));

    public static Phrase Telegram { get; } = Add(
        "telegram", PhraseForm.Message,
        "⚠️ Telegram не отвечает: {duration}. Бот ждёт и продолжит, когда связь вернётся. Заявки не теряются.", Lasts());

    public static Phrase Token { get; } = Add(
        "token", PhraseForm.Message,
        "⚠️ Telegram не принимает TOKEN бота. Возьмите новый у @BotFather, впишите его в настройки и перезапустите бота.");

    public static Phrase Over { get; } = Add(
        "over", PhraseForm.Message, "✅ Снова в порядке: {what}.",
        new Placeholder("what", "one of the texts below", "база данных отвечает (перерыв 8784 ч 59 мин)"));

    public static Phrase DatabaseOver { get; } = Add(
        "is-over.database", PhraseForm.Line, "база данных отвечает (перерыв — {duration})", Lasted());

    public static Phrase WritesOver { get; } = Add(
        "is-over.writes", PhraseForm.Line, "база данных снова записывает (перерыв — {duration})", Lasted());

    public static Phrase OutboxOver { get; } = Add("is-over.outbox", PhraseForm.Line, "сообщения доходят");

    public static Phrase SetAsideOver { get; } = Add("is-over.set-aside", PhraseForm.Line, "отложенного больше нет");

    public static Phrase TelegramOver { get; } = Add(
        "is-over.telegram", PhraseForm.Line, "Telegram отвечает (перерыв — {duration})", Lasted());

    public static Phrase TokenOver { get; } = Add("is-over.token", PhraseForm.Line, "Telegram принимает TOKEN бота");

    public static Phrase ChatIsMute { get; } = Add(
        "chat-is-mute", PhraseForm.Message, "В служебный чат это сообщение не дошло. Причина — в журнале бота.");

    public static Phrase Subject { get; } = Add("subject", PhraseForm.Line, "Бот {company}: нужна помощь");

    public static Phrase SubjectOver { get; } = Add("subject-over", PhraseForm.Line, "Бот {company}: снова в порядке");

    public static Phrase TicketSubject { get; } = Add(
        "ticket.subject", PhraseForm.Line, "Заявка №{number} не дошла до чата менеджеров",
        new Placeholder("number", "the ticket's number", "1000000"));

    public static Phrase TicketIntro { get; } = Add(
        "ticket.intro", PhraseForm.Message,
        "Карточка этой заявки за {duration} не дошла до чата менеджеров, поэтому она здесь. Когда чат заработает, она придёт и туда.",
        new Placeholder("duration", "how long the card waits at least", "24 ч 0 мин"));

    public static ImmutableArray<Phrase> All { get; } = [.. Table];

    private static Placeholder Lasts() => new("duration", "how long it has lasted: «12 мин»", "8784 ч 59 мин");

    private static Placeholder Lasted() => new("duration", "how long it lasted: «12 мин»", "8784 ч 59 мин");

    private static Phrase Add(string key, PhraseForm form, string shipped, params IReadOnlyList<Placeholder> placeholders)
    {
        var phrase = new Phrase("alert." + key, form, shipped, placeholders);
        Table.Add(phrase);
        return phrase;
    }
}
