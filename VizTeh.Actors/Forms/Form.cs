using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Forms;

/// <summary>Where a client is in the form: the closed union of states. <see cref="FormRules"/> leads from one to the next.</summary>
public abstract record Form
{
    private Form()
    {
    }

    /// <summary>Nothing has begun.</summary>
    public sealed record NotStarted : Form;

    /// <summary>A form in progress, whatever it waits for.</summary>
    /// <param name="Revision">How many answers the form was given, so that a button of an earlier review is known as stale.</param>
    public abstract record Draft(Guid FormId, Answers Answers, int Revision) : Form;

    /// <summary>One question is open.</summary>
    /// <param name="ForReview">Whether the answer leads straight to the review instead of to the question that follows.</param>
    public sealed record Asking(Guid FormId, FormField Field, Answers Answers, bool ForReview, int Revision)
        : Draft(FormId, Answers, Revision)
    {
        public Question Question => FormQuestions.Of(Field);

        /// <summary>What the question was answered before; null when it was not.</summary>
        public string? EarlierAnswer => Answers[Field];
    }

    /// <summary>All questions are answered and shown for a last look.</summary>
    public sealed record Reviewing(Guid FormId, Answers Answers, int Revision) : Draft(FormId, Answers, Revision);

    /// <summary>Sent; the ticket does not exist for certain yet.</summary>
    /// <param name="SubmissionId">The form's own id: a form is sent once.</param>
    /// <param name="IsDelayTold">Whether the client was told that the ticket is still being stored.</param>
    /// <param name="AccountName">What the client's account calls itself; null when it has a username.</param>
    public sealed record Submitting(
        Guid SubmissionId, Answers Answers, string? Username, DateTimeOffset At, bool IsDelayTold = false,
        string? AccountName = null) : Form;

    /// <summary>The ticket exists; the client has been or is being thanked.</summary>
    public sealed record Accepted(Guid SubmissionId, long TicketId) : Form;

    /// <summary>The client gave the form up.</summary>
    public sealed record Cancelled : Form;
}
