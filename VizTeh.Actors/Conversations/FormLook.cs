using VizTeh.Actors.Forms;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// Asks a conversation what becomes of the form that its client left. It answers with <see cref="FormLookedAt"/> and is idempotent; while
/// it cannot be recovered, or an event is not stored, no answer comes.
/// </summary>
/// <param name="FormId">The form that the row names.</param>
/// <param name="TouchedAt">An input of the client that the conversation may not know of.</param>
/// <param name="IsReminded">Whether no reminder of this form is to come any more.</param>
/// <param name="Term">As in <see cref="ClientUpdate"/>.</param>
public sealed record LookAtForm(long UserId, Guid FormId, DateTimeOffset TouchedAt, bool IsReminded, long Term) : IWithUserId;

/// <param name="At">
/// When to look again; null for never. For <see cref="FormLook.Expired"/>: when the form was cancelled.
/// </param>
public sealed record FormLookedAt(long UserId, Guid FormId, FormLook Outcome, DateTimeOffset? At)
{
    /// <summary>
    /// The question at which the form was left, as in table <c>form_reminders</c>; null when it was not left, and from earlier versions.
    /// </summary>
    public string? Question { get; init; }

    /// <summary>The client's last input to the form that was left; null when it was not left, and from earlier versions.</summary>
    public DateTimeOffset? LastInput { get; init; }

    /// <summary>
    /// For <see cref="FormLook.Expired"/>: the question about messages that were to come with the form, which is asked again; null for
    /// none, and from earlier versions.
    /// </summary>
    public KeptOffer? Offer { get; init; }
}

/// <summary>What becomes of a form that its client left. Sent by name.</summary>
public enum FormLook
{
    /// <summary>The form has ended; there is nothing to look for.</summary>
    Ended,

    /// <summary>It is too early.</summary>
    Later,

    /// <summary>No reminder is to come any more.</summary>
    NoReminder,

    /// <summary>The client is to be reminded now.</summary>
    Remind,

    /// <summary>The form was cancelled because it was not touched for so long; the client is to be told.</summary>
    Expired,
}
