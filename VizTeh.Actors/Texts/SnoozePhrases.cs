using System.Collections.Immutable;

namespace VizTeh.Actors.Texts;

/// <summary>
/// What managers read about the reminder of a ticket, as shipped: on its card, in the notes on presses, and when it comes.
/// </summary>
public static class SnoozePhrases
{
    private static readonly List<Phrase> Table = [];

    // The buttons of the card. Those of its days and times are numbers.

    public static CardButton Remind { get; } = new("remind", "Напомнить");
    public static CardButton InAnHour { get; } = new("remind-in-an-hour", "через 1 ч");
    public static CardButton Tomorrow { get; } = new("remind-tomorrow", "завтра 10:00");
    public static CardButton Monday { get; } = new("remind-monday", "пн 10:00");
    public static CardButton Date { get; } = new("remind-date", "дата");
    public static CardButton Never { get; } = new("remind-never", "не напоминать");

    /// <summary>Followed by the moment of a reminder that a client's message has ended.</summary>
    public static CardButton Again { get; } = new("remind-again", "⏰ Снова") { Limit = 40 };

    /// <summary>The weekdays on the buttons, from Monday, with white space between them.</summary>
    public static Phrase Weekdays { get; } = Add("card.weekdays", PhraseForm.Line, "пн вт ср чт пт сб вс");

    /// <summary>The line of the card.</summary>
    public static Phrase Line { get; } = Add("card.snoozed", PhraseForm.Line, "⏰ {when}", When());

    /// <summary>The reminder, after the manager's name, which is a link to the person.</summary>
    public static Phrase Reminder { get; } = Add(
        "card.reminder", PhraseForm.Part, "пора вернуться к заявке №{number}.",
        new Placeholder("number", "the number of the ticket", "9223372036854775807"));

    // The notes on presses.

    public static Phrase Snoozed { get; } = Toast("snoozed", "Напомню о заявке №{number}: {when}.", Number(), When());
    public static Phrase Ended { get; } = Toast("snooze-ended", "О заявке №{number} больше не напомню.", Number());
    public static Phrase NoReminder { get; } = Toast("snooze-none", "Напоминания о заявке №{number} и так нет.", Number());
    public static Phrase Past { get; } = Toast("snooze-past", "Это время уже прошло. Выберите другое.");
    public static Phrase TooFar { get; } = Toast("snooze-far", "Напомнить можно не позже чем через год.");

    public static Phrase Closed { get; } = Toast(
        "snooze-closed", "Заявка №{number} закрыта. Чтобы поставить напоминание, сначала откройте её снова.", Number());

    public static Phrase Off { get; } = Toast("snooze-off", "Поставить напоминание сейчас нельзя: это выключено в настройках.");

    public static ImmutableArray<CardButton> Buttons { get; } = [Remind, InAnHour, Tomorrow, Monday, Date, Never, Again];

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

    private static Placeholder When() => new("when", "the moment: «12.03 10:00», or «12.03.2027 10:00»", "12.03.2027 10:00");
}
