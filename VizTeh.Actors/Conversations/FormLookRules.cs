using VizTeh.Actors.Forms;
using VizTeh.Actors.Reports;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// Decides at the moment itself whether a client is reminded of the open form, and whether the form is cancelled. Pure.
/// </summary>
internal static class FormLookRules
{
    // After an outage that long a reminder would come out of the blue.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(24);

    // Without an expiry a form may be taken up at any time; after so long it counts as left for good.
    private static readonly TimeSpan LeftForGood = TimeSpan.FromDays(30);

    private static readonly TimeSpan BusyWait = TimeSpan.FromMinutes(10);

    /// <summary>An input is being handled, and what it leads to is not known yet.</summary>
    public static (ConversationEvent? Event, FormLookedAt Answer) WhileBusy(LookAtForm look, DateTimeOffset now) =>
        (null, Answer(look, FormLook.Later, now + BusyWait));

    /// <param name="heardAt">The newest input that this process handled, whether it changed anything or not; null for none.</param>
    /// <returns>What to store first, if anything, and what to report then.</returns>
    public static (ConversationEvent? Event, FormLookedAt Answer) Decide(
        Conversation conversation, LookAtForm look, DateTimeOffset? heardAt, DateTimeOffset now, ReminderSettings settings)
    {
        switch (conversation.Form)
        {
            case Form.Draft draft when draft.FormId == look.FormId:
                var lastInput = LastInput(conversation, look, heardAt);
                var (stored, answer) = OfOpen(conversation, look, lastInput, now, settings);
                return (stored, now - lastInput < settings.FirstLook ? answer : Left(answer, draft, lastInput));
            // Once the ticket exists, the row is dropped without a look.
            case Form.Submitting sending when sending.SubmissionId == look.FormId:
                return (null, Answer(look, FormLook.Later, now + (settings.FirstLook ?? LongestDelay)));
            // The event was stored, but nobody owed the message: what is owed twice is sent once.
            case Form.Cancelled { IsExpired: true, Kept.FormId: var formId } cancelled
                when formId == look.FormId && cancelled.CanBeResumed(now):
                return (
                    null,
                    Left(Expired(conversation, look, cancelled.At), cancelled.Kept, LastInput(conversation, look, heardAt)));
            default:
                return (null, Answer(look, FormLook.Ended, null));
        }
    }

    private static (ConversationEvent? Event, FormLookedAt Answer) OfOpen(
        Conversation conversation, LookAtForm look, DateTimeOffset lastInput, DateTimeOffset now, ReminderSettings settings)
    {
        var updateId = conversation.LastUpdate ?? 0;
        var expiresAt = lastInput + settings.ExpiresAfter is { } end ? settings.Within(end) : (DateTimeOffset?)null;
        if (now >= expiresAt)
        {
            return settings.Within(now) is var opening && opening > now
                ? (null, Answer(look, FormLook.Later, opening))
                : (new ConversationEvent.Cancelled(updateId, now, IsExpired: true), Expired(conversation, look, now));
        }

        if (settings.After is not { } after)
            return (null, Answer(look, expiresAt is null ? FormLook.NoReminder : FormLook.Later, expiresAt));
        var lastLook = expiresAt ?? (now < lastInput + LeftForGood ? lastInput + LeftForGood : null);
        if (look.IsReminded)
            return (null, Answer(look, FormLook.NoReminder, lastLook));
        var earlier = conversation.Reminded is { } reminded && reminded.FormId == look.FormId ? reminded : null;
        // The client came back, or a crash of long ago left it open whether the reminder was sent.
        if (earlier is not null && (lastInput > earlier.At || now - earlier.At > LongestDelay))
            return (null, Answer(look, FormLook.NoReminder, lastLook));

        var due = settings.Within(lastInput + after);
        if (now < due)
            return (null, Answer(look, FormLook.Later, due));
        if (now - due > LongestDelay)
            return (null, Answer(look, FormLook.NoReminder, lastLook));
        if (settings.Within(now) is var next && next > now)
            return (null, Answer(look, FormLook.Later, next));
        return (
            earlier is null ? new ConversationEvent.Reminded(updateId, now, look.FormId) : null,
            Answer(look, FormLook.Remind, lastLook));
    }

    // A form that an earlier version began may have no other trace of its time than its question.
    private static DateTimeOffset LastInput(Conversation conversation, LookAtForm look, DateTimeOffset? heardAt)
    {
        var last = look.TouchedAt;
        foreach (var other in (DateTimeOffset?[])[conversation.LastInputAt, heardAt])
        {
            if (other > last)
                last = other.Value;
        }

        return last;
    }

    private static FormLookedAt Left(FormLookedAt answer, Form.Draft draft, DateTimeOffset lastInput) =>
        answer with { Question = QuestionOf(draft), LastInput = lastInput };

    /// <summary>The question at which a form stands, as in table <c>form_reminders</c>.</summary>
    internal static string QuestionOf(Form.Draft draft) => draft is Form.Asking asking ? asking.Question.Id : LeftForm.AtReview;

    private static FormLookedAt Expired(Conversation conversation, LookAtForm look, DateTimeOffset at) =>
        Answer(look, FormLook.Expired, at) with { Offer = conversation.Kept.OfferWithout(look.FormId) };

    private static FormLookedAt Answer(LookAtForm look, FormLook outcome, DateTimeOffset? at) => new(look.UserId, look.FormId, outcome, at);
}
