using System.Collections.Immutable;

namespace VizTeh.Actors.Texts;

/// <summary>What a client hears about a form that was left unfinished, as shipped.</summary>
public static class ReminderPhrases
{
    public static Phrase Reminder { get; } = new(
        "reminder.text", PhraseForm.Message, "Вы начали заявку, но ещё не отправили её. Продолжим?");

    /// <summary>Also understood when it is typed in answer to the reminder.</summary>
    public static Phrase Continue { get; } = new("reminder.continue", PhraseForm.Button, "Продолжить");

    /// <summary>The form was cancelled because its client did not come back.</summary>
    public static Phrase Expired { get; } = new(
        "form-expired", PhraseForm.Message,
        "Вы начали заявку, но так и не отправили её, поэтому мы её закрыли. В ближайшие сутки её можно вернуть.");

    /// <summary>A button of a reminder was pressed, and that form has ended.</summary>
    public static Phrase ToastOver { get; } = new(
        "toast.reminder-over", PhraseForm.Toast, "Эта заявка уже закрыта: она отправлена или отменена.");

    public static ImmutableArray<Phrase> All { get; } = [Reminder, Continue, Expired, ToastOver];
}
