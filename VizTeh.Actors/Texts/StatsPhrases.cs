using System.Collections.Immutable;

namespace VizTeh.Actors.Texts;

/// <summary>
/// The texts of /stats and of the morning digest, as shipped. The lines of the table are plain, and are cut where it ends.
/// </summary>
public static class StatsPhrases
{
    private static readonly List<Phrase> Table = [];

    public static Phrase Menu { get; } = Add("menu", PhraseForm.Line, "Статистика за период");

    public static Phrase Help { get; } = Add(
        "help", PhraseForm.Part,
        "/stats — статистика; период можно дописать: день, неделя, месяц, март, 2026-03 или 01.03-15.03");

    public static Phrase Title { get; } = Add(
        "title", PhraseForm.Part, "<b>Статистика за {period}</b>", Period());

    public static Phrase Digest { get; } = Add(
        "digest", PhraseForm.Part, "<b>Доброе утро! Сводка за {period}</b>", Period());

    // The lines of the table.

    public static Phrase Created { get; } = Line("created", "Новых заявок");
    public static Phrase Closed { get; } = Line("closed", "Закрыто");
    public static Phrase Withdrawn { get; } = Line("withdrawn", "отозвана клиентом");
    public static Phrase WithoutOutcome { get; } = Line("without-outcome", "без итога");
    public static Phrase Open { get; } = Line("open", "Открыто сейчас");
    public static Phrase InWorkingTime { get; } = Line("in-working-time", "Обычно, в рабочем времени");
    public static Phrase InAnyTime { get; } = Line("in-any-time", "Обычно");
    public static Phrase ToClaim { get; } = Line("to-claim", "до взятия");
    public static Phrase ToAnswer { get; } = Line("to-answer", "до ответа");
    public static Phrase ToClose { get; } = Line("to-close", "до закрытия");
    public static Phrase Directions { get; } = Line("directions", "Направления");
    public static Phrase Cities { get; } = Line("cities", "Города");
    public static Phrase Sources { get; } = Line("sources", "Откуда пришли");
    public static Phrase WithoutSource { get; } = Line("without-source", "без метки");
    public static Phrase Managers { get; } = Line("managers", "Менеджеры: взято/закрыто");
    public static Phrase LeftForms { get; } = Line("left-forms", "Где бросили форму");
    public static Phrase Review { get; } = Line("review", "перед отправкой");
    public static Phrase Unset { get; } = Line("unset", "не указано");
    public static Phrase Others { get; } = Line("others", "остальные");
    public static Phrase LessThanAMinute { get; } = Line("less-than-a-minute", "до 1 мин");
    public static Phrase Minutes { get; } = Line("minutes", "{minutes} мин", new Placeholder("minutes", "up to 59", "59"));

    public static Phrase Hours { get; } = Line(
        "hours", "{hours} ч {minutes} мин", new("hours", "whole hours", "8784"), new("minutes", "up to 59", "59"));

    // What is said instead.

    public static Phrase Unclear { get; } = Add(
        "period.unclear", PhraseForm.Message,
        "Не понимаю такой период. Можно так: день, неделя, месяц, март, 2026-03 или 01.03-15.03.");

    public static Phrase NoSuchDay { get; } = Add(
        "period.no-such-day", PhraseForm.Message, "Такой даты нет: {day}. Проверьте период, пожалуйста.",
        new Placeholder("day", "the date as it was written", "31.02.2026"));

    public static Phrase Reversed { get; } = Add(
        "period.reversed", PhraseForm.Message, "Период заканчивается раньше, чем начинается. Поменяйте даты местами, пожалуйста.");

    public static Phrase NotYet { get; } = Add("period.not-yet", PhraseForm.Message, "Этот период ещё не начался.");

    public static Phrase TooLong { get; } = Add(
        "period.too-long", PhraseForm.Message, "Это слишком длинный период, можно не больше {days} дней.",
        new Placeholder("days", "how many days at most", "366"));

    public static Phrase TooSlow { get; } = Add(
        "too-slow", PhraseForm.Message, "Не получилось посчитать за полминуты. Попробуйте ещё раз позже или возьмите период короче.");

    public static Phrase DigestTooSlow { get; } = Add(
        "digest-too-slow", PhraseForm.Message,
        "Доброе утро! Сводку за {period} посчитать не получилось: база данных отвечает слишком медленно. Попробуйте /stats чуть позже.",
        Period());

    public static ImmutableArray<Phrase> All { get; } = [.. Table];

    private static Placeholder Period() => new("period", "the days: «01.03–15.03.2026»", "28.12.2025–03.01.2026");

    private static Phrase Line(string key, string shipped, params IReadOnlyList<Placeholder> placeholders) =>
        Add("line." + key, PhraseForm.Line, shipped, placeholders);

    private static Phrase Add(string key, PhraseForm form, string shipped, params IReadOnlyList<Placeholder> placeholders)
    {
        var phrase = new Phrase("stats." + key, form, shipped, placeholders);
        Table.Add(phrase);
        return phrase;
    }
}
