using System.Collections.Immutable;

namespace VizTeh.Actors.Texts;

/// <summary>The texts of /export, as shipped: what is said with the file, and the headings in it.</summary>
public static class ExportPhrases
{
    private static readonly List<Phrase> Table = [];

    public static Phrase Menu { get; } = Add("menu", PhraseForm.Line, "Выгрузить заявки в Excel");

    public static Phrase Help { get; } = Add(
        "help", PhraseForm.Part,
        "/export — заявки файлом Excel; период можно дописать, как у /stats, а слово csv в конце даёт простую таблицу");

    public static Phrase Caption { get; } = Add(
        "caption", PhraseForm.Part, "Заявки за {period}: {count}",
        new("period", "the days: «01.03–15.03.2026»", "28.12.2025–03.01.2026"), new("count", "how many there are", "1000000"));

    public static Phrase None { get; } = Add(
        "none", PhraseForm.Message, "За {period} заявок не было.",
        new Placeholder("period", "the days: «01.03–15.03.2026»", "28.12.2025–03.01.2026"));

    public static Phrase Busy { get; } = Add(
        "busy", PhraseForm.Message, "Одна выгрузка уже готовится. Дождитесь её, пожалуйста, и попробуйте ещё раз.");

    public static Phrase TooLarge { get; } = Add(
        "too-large", PhraseForm.Message, "Заявки за {day} не помещаются в файл, который принимает Telegram.",
        new Placeholder("day", "the day that is too large", "28.12.2025"));

    public static Phrase TooSlow { get; } = Add(
        "too-slow", PhraseForm.Message,
        "Не получилось подготовить файл за пять минут. Попробуйте ещё раз позже или возьмите период короче.");

    public static Phrase Refused { get; } = Add(
        "refused", PhraseForm.Message, "Telegram не принял файл. Попробуйте ещё раз позже или возьмите период короче.");

    public static Phrase GivenUp { get; } = Add(
        "given-up", PhraseForm.Message,
        "Не получилось отправить файл за {period}: связь с Telegram слишком медленная или рвётся. Если файл всё же пришёл, им можно "
        + "пользоваться. Попробуйте ещё раз позже или возьмите период короче.",
        new Placeholder("period", "the days: «01.03–15.03.2026»", "28.12.2025–03.01.2026"));

    public static Phrase Split { get; } = Add(
        "split", PhraseForm.Message,
        "Заявки за {period} не поместятся в один файл. Пришлю несколько: по месяцам, а если понадобится — по дням.",
        new Placeholder("period", "the days: «01.03–15.03.2026»", "28.12.2025–03.01.2026"));

    public static Phrase SentBefore { get; } = Add(
        "sent-before", PhraseForm.Message, "До этого файлов пришло: {count}. Они полные, каждый за свой период.",
        new Placeholder("count", "how many files had come", "122"));

    // The headings of the table.

    public static Phrase Sheet { get; } = Column("sheet", "Заявки", limit: 31, forbidden: @"/\*?[]:'");
    public static Phrase Number { get; } = Column("number", "Номер");
    public static Phrase CreatedAt { get; } = Column("created-at", "Создана");
    public static Phrase Status { get; } = Column("status", "Состояние");
    public static Phrase Open { get; } = Column("open", "открыта");
    public static Phrase Closed { get; } = Column("closed", "закрыта");
    public static Phrase Outcome { get; } = Column("outcome", "Итог");
    public static Phrase ClosedAt { get; } = Column("closed-at", "Закрыта");
    public static Phrase ClosedBy { get; } = Column("closed-by", "Кто закрыл");
    public static Phrase Owner { get; } = Column("owner", "В работе у");
    public static Phrase ClaimedAt { get; } = Column("claimed-at", "Взята в работу");
    public static Phrase Source { get; } = Column("source", "Источник");
    public static Phrase Client { get; } = Column("client", "Имя в Telegram");
    public static Phrase Username { get; } = Column("username", "Ник в Telegram");
    public static Phrase OtherAnswers { get; } = Column("other-answers", "Другие ответы");
    public static Phrase Files { get; } = Column("files", "Файлов");

    public static ImmutableArray<Phrase> All { get; } = [.. Table];

    // What Excel does not take in the name of a sheet (SpreadCheetah refuses most of it, too).
    private static Phrase Column(string key, string shipped, int limit = 64, string forbidden = "")
    {
        var phrase = new Phrase("export.column." + key, PhraseForm.Line, shipped) { Limit = limit, Forbidden = forbidden };
        Table.Add(phrase);
        return phrase;
    }

    private static Phrase Add(string key, PhraseForm form, string shipped, params IReadOnlyList<Placeholder> placeholders)
    {
        var phrase = new Phrase("export." + key, form, shipped, placeholders);
        Table.Add(phrase);
        return phrase;
    }
}
