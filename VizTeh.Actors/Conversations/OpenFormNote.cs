using VizTeh.Actors.Forms;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// Sees to it that table <c>form_reminders</c> has a row while a form is open. The row is written beside the reply to the update that began
/// the form, and that update is not reported as handled before. So a crash between event and row leaves the update in the inbox; when it
/// is redelivered, the recovered conversation writes the row again. The end of a form writes nothing: its row is dropped when it is due.
/// </summary>
/// <remarks>
/// Inputs that change the conversation are in its journal, and cost no statement. Of the others, which leave no trace, the row tells from
/// time to time.
/// </remarks>
internal sealed class OpenFormNote(long userId, FormReminderWriter writer, ReminderSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan TouchInterval = TimeSpan.FromMinutes(10);

    // The form whose row this process has written; null for none.
    private Guid? _noted;
    private DateTimeOffset _notedAt;

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
            (_noted, _notedAt) = (form.FormId, form.TouchedAt);
        return await reply;
    }
}
