using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Forms;

/// <summary>The state of a client's form, a closed union. <see cref="FormRules"/> decides the transitions.</summary>
public abstract record Form
{
    private Form()
    {
    }

    /// <summary>No form has begun.</summary>
    public sealed record NotStarted : Form;

    /// <summary>A form in progress.</summary>
    /// <param name="Revision">How many answers were given so far. A button of an earlier review has an older revision and is stale.</param>
    public abstract record Draft(Guid FormId, Answers Answers, int Revision) : Form;

    /// <summary>One question is open.</summary>
    /// <param name="ForReview">Whether the answer leads to the review instead of to the next question.</param>
    public sealed record Asking(Guid FormId, FormField Field, Answers Answers, bool ForReview, int Revision)
        : Draft(FormId, Answers, Revision)
    {
        public Question Question => FormQuestions.Of(Field);

        /// <summary>The question's earlier answer; null when it has none.</summary>
        public string? EarlierAnswer => Answers[Field];
    }

    /// <summary>All questions are answered, and the review is shown.</summary>
    public sealed record Reviewing(Guid FormId, Answers Answers, int Revision) : Draft(FormId, Answers, Revision);

    /// <summary>The form is sent; it is not certain yet that the ticket exists.</summary>
    /// <param name="SubmissionId">The form's own id, so that a form is sent once.</param>
    /// <param name="IsDelayTold">Whether the client was told that the ticket is still being stored.</param>
    /// <param name="AccountName">The account's display name; null when it has a username.</param>
    public sealed record Submitting(
        Guid SubmissionId, Answers Answers, string? Username, DateTimeOffset At, bool IsDelayTold = false,
        string? AccountName = null) : Form;

    /// <summary>The ticket exists; the client has been or is being thanked.</summary>
    public sealed record Accepted(Guid SubmissionId, long TicketId) : Form;

    /// <summary>The client cancelled the form.</summary>
    public sealed record Cancelled : Form;
}
