using System.Collections.Immutable;

namespace VizTeh.Actors.Texts;

/// <summary>What managers read about who has a ticket in work, as shipped: on its card, and in the notes on presses.</summary>
public static class ClaimPhrases
{
    private static readonly List<Phrase> Table = [];

    // The buttons of the card.

    public static CardButton Claim { get; } = new("claim", "В работу");
    public static CardButton TakeOver { get; } = new("take-over", "Перехватить");
    public static CardButton Release { get; } = new("release", "Вернуть в очередь");

    // The lines of the card.

    /// <summary>Followed by the person.</summary>
    public static Phrase InWork { get; } = Add(
        "card.claimed", PhraseForm.Line, "👤 В работе с {when}",
        new Placeholder("when", "the moment, as in `card.moment`", "22.11.2026 в 14:05"));

    /// <summary>On a closed card. Followed by the person.</summary>
    public static Phrase WasInWork { get; } = Add("card.claimed-before", PhraseForm.Line, "👤 Была в работе");

    // The notes on presses.

    public static Phrase Taken { get; } = Toast("taken", "Заявка №{number} теперь у вас в работе.", Number());

    public static Phrase TakenOver { get; } = Toast(
        "taken-over", "Заявка №{number} теперь у вас в работе. До этого: {former}.", Number(),
        new("former", "the person who had it", new string('Я', 100)));

    public static Phrase Released { get; } = Toast("released", "Заявка №{number} снова свободна.", Number());
    public static Phrase Yours { get; } = Toast("claim.yours", "Заявка №{number} уже у вас в работе.", Number());
    public static Phrase Held { get; } = Toast("claim.held", "Заявка №{number} уже в работе: {by}.", Number(), By());

    public static Phrase TooEarly { get; } = Toast(
        "claim.too-early", "Заявка №{number} в работе: {by}. Перехватить можно с {when}.", Number(), By(),
        new("when", "the moment: «22.11.2026 14:05»", "22.11.2026 14:05"));

    public static Phrase Never { get; } = Toast(
        "claim.never", "Заявка №{number} в работе: {by}. Перехватить её нельзя.", Number(), By());

    public static Phrase Free { get; } = Toast("claim.free", "Заявка №{number} ни у кого не в работе.", Number());

    public static Phrase Closed { get; } = Toast(
        "claim.closed", "Заявка №{number} закрыта. Чтобы взять её в работу, сначала откройте её снова.", Number());

    public static Phrase Off { get; } = Toast("claim.off", "Брать заявки в работу сейчас нельзя: это выключено в настройках.");

    public static ImmutableArray<CardButton> Buttons { get; } = [Claim, TakeOver, Release];

    /// <summary>All of these texts: the buttons first.</summary>
    public static ImmutableArray<Phrase> All { get; } = [.. Buttons, .. Table];

    private static Phrase Toast(string key, string shipped, params IReadOnlyList<Placeholder> placeholders) =>
        Add("manager.toast." + key, PhraseForm.Toast, shipped, placeholders);

    private static Phrase Add(string key, PhraseForm form, string shipped, params IReadOnlyList<Placeholder> placeholders)
    {
        var phrase = new Phrase(key, form, shipped, placeholders);
        Table.Add(phrase);
        return phrase;
    }

    private static Placeholder Number() => new("number", "the number of the ticket", "9223372036854775807", IsRequired: false);

    private static Placeholder By() => new(
        "by", "the person, and the moment: «Анна (@anna), 22.11.2026 14:05»", new string('Я', 100) + ", 22.11.2026 14:05");
}
