using System.Collections.Immutable;

namespace VizTeh.Actors.Conversations;

/// <summary>The questions of the form, in the order they are asked. Stored by name.</summary>
public enum FormField
{
    Name,
    Organization,
    City,
    Direction,
    Description,
    Phone,
}

/// <summary>Where a client is in the form: the closed union of states.</summary>
public abstract record Form
{
    private Form()
    {
    }

    /// <summary>Nothing has begun.</summary>
    public sealed record NotStarted : Form;

    /// <summary>One question is open.</summary>
    /// <param name="ForReview">Whether the answer leads back to the review, which offered this field for a change.</param>
    public sealed record Asking(Guid FormId, FormField Field, Answers Answers, bool ForReview) : Form;

    /// <summary>All questions are answered and shown for a last look.</summary>
    /// <param name="Revision">Grows with each answer, so that a button of an earlier review is known as stale.</param>
    public sealed record Reviewing(Guid FormId, Answers Answers, int Revision) : Form;

    /// <summary>Sent; the ticket does not exist for certain yet.</summary>
    public sealed record Submitting(Guid SubmissionId, Answers Answers, string? Username, DateTimeOffset At) : Form;

    /// <summary>The ticket exists; the client has been or is being thanked.</summary>
    public sealed record Accepted(long TicketId) : Form;

    /// <summary>The client gave the form up.</summary>
    public sealed record Cancelled : Form;
}

/// <summary>The answers so far, by field; compares by content.</summary>
public sealed record Answers(ImmutableSortedDictionary<FormField, string> Values);
