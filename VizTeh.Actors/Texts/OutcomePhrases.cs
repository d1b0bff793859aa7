using System.Collections.Immutable;

namespace VizTeh.Actors.Texts;

/// <summary>What managers read about how a ticket ended, as shipped: on its card, and in the notes on presses.</summary>
public static class OutcomePhrases
{
    /// <summary>How long the label of an outcome may be, in code points.</summary>
    public const int LongestOutcome = 30;

    private static readonly List<Phrase> Table = [];

    /// <summary>The way back from the buttons that a press has put on a card to its own ones.</summary>
    public static CardButton Back { get; } = new("card-back", "‹ Назад");

    /// <summary>In place of <see cref="CardPhrases.Closed"/>.</summary>
    public static Phrase ClosedAs { get; } = Add("card.closed-as", PhraseForm.Line, "Закрыта ({outcome})", Outcome());

    // The notes on presses.

    public static Phrase Choose { get; } = Toast("choose-outcome", "Чем закончилась заявка №{number}?", Number());

    public static Phrase ToastClosedAs { get; } = Toast("closed-as", "Заявка №{number} закрыта: {outcome}.", Number(), Outcome());

    public static Phrase AlreadyClosedAs { get; } = Toast(
        "already-closed-as", "Заявка №{number} уже закрыта: {by}. Итог: {outcome}.", Number(),
        new("by", "the person, if known, and the moment: «Анна (@anna), 22.11.2026 14:05»", new string('Я', 100) + ", 22.11.2026 14:05"),
        Outcome());

    public static Phrase Gone { get; } = Toast(
        "outcome-gone", "Такого итога в списке больше нет, заявка №{number} не закрыта. Выберите другой.", Number());

    public static ImmutableArray<CardButton> Buttons { get; } = [Back];

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

    private static Placeholder Outcome() => new(
        "outcome", "how it ended: a label of `vizteh.outcomes`", new string('Я', LongestOutcome));
}
