using VizTeh.Actors.Forms;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// Sees to it that table <c>form_reminders</c> has a row while a form is open. The row is written beside the reply to the update that began
/// the form, and that update is not reported as handled before. So a crash between event and row leaves the update in the inbox; when it
/// is redelivered, the recovered conversation writes the row again. The end of a form writes nothing: its row is dropped when it is due.
/// But the cancellation of a form whose client was reminded is noted in the row, since that reminder may not be sent yet.
/// </summary>
/// <remarks>
/// Inputs that change the conversation are in its journal, and cost no statement. Of the others, which leave no trace, the row tells from
/// time to time.
/// </remarks>
internal sealed class OpenFormNote(long userId, FormReminderWriter writer, ReminderSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan TouchInterval = TimeSpan.FromMinutes(10);

    // As long as a reminder may wait to be sent.
    private static readonly TimeSpan LongestOwed = TimeSpan.FromDays(1);

    // The form whose row this process has written; null for none.
    private Guid? _noted;
    private DateTimeOffset _notedAt;

    // The form whose cancellation this process has written; null for none.
    private Guid? _cancelled;

    /// <summary>The newest input that this process handled; null before the first.</summary>
    public DateTimeOffset? HeardAt { get; private set; }

    /// <summary>Completes with the id of the reply's message, when the row is there too.</summary>
    /// <param name="say">Begins the reply.</param>
    public Task<long?> BesideAsync(Func<Task<long?>> say, Conversation conversation, CancellationToken cancellationToken)
    {
        // The input came before the reply.
        var now = clock.GetUtcNow();
        HeardAt = now;
        var reply = say();
        if (CancelledAfterReminder(conversation, now) is { } cancelled && cancelled != _cancelled)
        {
            _noted = null;
            return WhenNotedAsync(reply, new OpenForm(userId, cancelled, now, now) { IsCancelled = true }, cancellationToken);
        }

        if (conversation.Form is not Form.Draft draft || settings.FirstLook is not { } firstLook)
        {
            _noted = null;
            return reply;
        }

        var known = conversation.LastInputAt > _notedAt ? conversation.LastInputAt.Value : _notedAt;
        return draft.FormId == _noted && now - known < TouchInterval
            ? reply
            : WhenNotedAsync(reply, new OpenForm(userId, draft.FormId, now, settings.Within(now + firstLook)), cancellationToken);
    }

    /// <summary>The row may go: what the form still needs is written with the next input.</summary>
    public void Forget() => _noted = null;

    private async Task<long?> WhenNotedAsync(Task<long?> reply, OpenForm form, CancellationToken cancellationToken)
    {
        var writing = writer.WriteAsync(form, cancellationToken);
        await Task.WhenAll(reply, writing);
        if (await writing)
        {
            if (form.IsCancelled)
                _cancelled = form.FormId;
            else
                (_noted, _notedAt, _cancelled) = (form.FormId, form.TouchedAt, null);
        }

        return await reply;
    }

    private static Guid? CancelledAfterReminder(Conversation conversation, DateTimeOffset now) =>
        conversation is { Form: Form.Cancelled { IsExpired: false, Kept.FormId: var formId }, Reminded: { } reminded }
        && reminded.FormId == formId && now - reminded.At < LongestOwed
            ? formId
            : null;
}
