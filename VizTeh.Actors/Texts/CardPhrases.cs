using System.Collections.Immutable;

namespace VizTeh.Actors.Texts;

/// <summary>The texts of a ticket's card in a managers' chat and of what follows it there, as shipped.</summary>
public static class CardPhrases
{
    // A card has room for its lines however they are worded.
    private const int LongestLine = 100;

    // A shortened answer keeps 100 UTF-16 units with this at its end; a code point has at most two.
    private const int LongestEnd = 48;

    private static readonly List<Phrase> Table = [];

    // The buttons.

    public static CardButton Close { get; } = new("close", "Закрыть заявку");
    public static CardButton Reopen { get; } = new("reopen", "Открыть заявку");
    public static CardButton Copy { get; } = new("copy", "Скопировать номер");

    // The lines, from the first.

    public static Phrase OpenNumber { get; } = Line("card.heading.open", "🟢 №{number}", Number());
    public static Phrase ClosedNumber { get; } = Line("card.heading.closed", "✅ №{number}", Number());

    public static Phrase WithdrawnNumber { get; } = Line("card.heading.withdrawn", "🚫 №{number} отозвана клиентом", Number());

    /// <summary>Followed by the moment and the person, if they are known.</summary>
    public static Phrase Closed { get; } = Line("card.closed", "Закрыта");

    /// <inheritdoc cref="Closed"/>
    public static Phrase Withdrawn { get; } = Line("card.withdrawn", "Отозвана");

    /// <inheritdoc cref="Closed"/>
    public static Phrase Reopened { get; } = Line("card.reopened", "Открыта снова");

    public static Phrase Account { get; } = Line("card.account", "Telegram");
    public static Phrase NoAccount { get; } = Line("card.no-account", "отсутствует");

    /// <summary>After a phone number that Telegram says is that of the client's own account.</summary>
    public static Phrase PhoneVerified { get; } = Line("card.phone-verified", "подтверждён Telegram");

    /// <summary>After one of Telegram's anonymous numbers, which cannot be called by telephone.</summary>
    public static Phrase PhoneAnonymous { get; } = Line("card.phone-anonymous", "анонимный");

    /// <summary>How many messages of the client nobody has answered.</summary>
    public static Phrase Unanswered { get; } = Line(
        "card.unanswered", "✉️ Без ответа: {messages}",
        new Placeholder("messages", "how many, with `card.messages`: «2 сообщения», or «99+ сообщений»", "99+ сообщений"));

    /// <summary>The word for one, for two to four, and for more.</summary>
    public static Phrase Messages { get; } = Line("card.messages", "сообщение/сообщения/сообщений");

    /// <summary>The client's other open tickets.</summary>
    public static Phrase OtherOpen { get; } = Add(new(
        "card.other-open", PhraseForm.Line, "🔁 Ещё {open}: {numbers}",
        new Placeholder("open", "`card.other-open-word`: «открыта», or «открыты»", "открыты", IsRequired: false),
        new Placeholder("numbers", "their numbers, the newest ten at most: «№7, №9»", "№7, №9"))
    {
        Limit = 200,
    });

    /// <summary>The word for one other ticket, and for more.</summary>
    // It stands within a line of the card, whose length is limited.
    public static Phrase OtherOpenWord { get; } = Add(
        new("card.other-open-word", PhraseForm.Line, "открыта/открыты") { Limit = 40 });

    /// <summary>In place of that, when the client has none, but has sent forms before.</summary>
    public static Phrase Returning { get; } = Line("card.returning", "🔁 Клиент обращался раньше");

    public static Phrase Former { get; } = Line("card.former", "Ранее указано");

    public static Phrase Source { get; } = Line("card.source", "Источник");

    public static Phrase Filled { get; } = Line(
        "card.filled", "Заполнена {when}", new Placeholder("when", "the moment, as in `card.moment`", "22.11.2026 в 14:05"));

    public static Phrase Moment { get; } = Line(
        "card.moment", "{date} в {time}", new Placeholder("date", "the day: «22.11.2026», or «22.11»", "22.11.2026"),
        new Placeholder("time", "the time: «14:05»", "14:05"));

    public static Phrase Shortened { get; } = Add(
        new("card.shortened", PhraseForm.Line, "… (сокращено: полный текст хранится в базе)") { Limit = LongestEnd });

    public static Phrase NotAll { get; } = Line("card.not-all", "Здесь не все ответы: остальные хранятся в базе.");

    /// <summary>In place of all that was the client's.</summary>
    public static Phrase DataErased { get; } = Line("card.data-erased", "Данные удалены по просьбе клиента");

    /// <summary>In place of it, when the data had been kept for as long as the firm has set.</summary>
    public static Phrase DataExpired { get; } = Line("card.data-expired", "Данные удалены: срок их хранения истёк");

    /// <summary>In place of a message about an erased ticket that can no longer be deleted.</summary>
    public static Phrase PostErased { get; } = Line("card.post-erased", "К заявке №{number}: данные удалены", Number());

    // What a client says about the ticket later.

    public static Phrase ClientWrites { get; } = Line("card.client-writes", "Клиент добавил к заявке №{number}", Number());

    public static Phrase ClientCorrects { get; } = Line(
        "card.client-corrects", "Клиент исправил сообщение к заявке №{number}", Number());

    /// <summary>Who opened the ticket again, in place of a manager's name.</summary>
    public static Phrase Client { get; } = Line("card.client", "клиент");

    public static Phrase Contact { get; } = Line(
        "card.contact", "Контакт: {number}", new Placeholder("number", "the number of the shared contact", "+123456789012345"));

    // What the client attached.

    public static Phrase FilesOf { get; } = Line("card.files-of", "К заявке №{number}", Number());

    public static Phrase FileRefused { get; } = Line(
        "card.file-refused", "К заявке №{number}: Telegram не передал вложение: {file}", Number(),
        new Placeholder("file", "the kind of the file, with its name", "документ «план.pdf»"));

    public static ImmutableArray<CardButton> Buttons { get; } = [Close, Reopen, Copy, AnswerPhrases.Answer];

    /// <summary>All texts of the card: the buttons first.</summary>
    public static ImmutableArray<Phrase> All { get; } = [.. Buttons, .. Table];

    private static Phrase Line(string key, string shipped, params IReadOnlyList<Placeholder> placeholders) =>
        Add(new(key, PhraseForm.Line, shipped, placeholders) { Limit = LongestLine });

    private static Phrase Add(Phrase phrase)
    {
        Table.Add(phrase);
        return phrase;
    }

    private static Placeholder Number() => new("number", "the number of the ticket", "9223372036854775807");
}

/// <summary>The label of a button under a card. A press of it writes nothing, so no typed text is compared with it.</summary>
/// <param name="name">Its placeholder in other texts, and the last part of its key.</param>
public sealed class CardButton(string name, string shipped) : Phrase("card.button." + name, PhraseForm.Button, shipped)
{
    public string Name { get; } = name;
}
