using System.Collections.Immutable;

namespace VizTeh.Actors.Texts;

/// <summary>What reminds the managers of a ticket whose client waits, as shipped.</summary>
public static class WaitingPhrases
{
    /// <summary>Where the firm has no working hours.</summary>
    public static Phrase Waits { get; } = Reminder("card.waits", "⏳ Заявка №{number} ждёт ответа {time}: с {when}.");

    /// <summary>Where it has.</summary>
    public static Phrase WaitsWorking { get; } = Reminder(
        "card.waits-working", "⏳ Заявка №{number} ждёт ответа {time} рабочего времени: с {when}.");

    public static ImmutableArray<Phrase> All { get; } = [Waits, WaitsWorking];

    private static Phrase Reminder(string key, string shipped) => new(
        key, PhraseForm.Part, shipped,
        new Placeholder("number", "the number of the ticket", "9223372036854775807"),
        new Placeholder("time", "how long: «3 ч 20 мин»", "10000 ч 59 мин", IsRequired: false),
        new Placeholder("when", "since when: «12.03 10:00», or «12.03.2027 10:00»", "12.03.2027 10:00", IsRequired: false));
}
