using VizTeh.Actors.Questions;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Forms;

/// <summary>Where a client is in the form: the closed union of states. <see cref="FormRules"/> leads from one to the next.</summary>
public abstract record Form
{
    private Form()
    {
    }

    /// <summary>No form has been begun.</summary>
    public sealed record NotStarted : Form;

    /// <summary>A form in progress.</summary>
    /// <param name="Revision">How many answers the form was given. A review's button that has another revision is stale.</param>
    public abstract record Draft(Guid FormId, Answers Answers, int Revision) : Form
    {
        /// <summary>The newest file of the form, taken or refused; null before the first.</summary>
        public LastFile? LastFile { get; init; }
    }

    /// <summary>One question is open.</summary>
    /// <param name="Question">As it was asked: the configured question may have changed since, or be gone.</param>
    /// <param name="ForReview">Whether the answer leads to the review instead of to the question that follows.</param>
    /// <param name="Ticked">For <see cref="QuestionKind.Choices"/>: the labels ticked so far, one a line; null before the first.</param>
    public sealed record Asking(
        Guid FormId, Question Question, Answers Answers, bool ForReview, int Revision, string? Ticked = null)
        : Draft(FormId, Answers, Revision)
    {
        /// <summary>The question's present answer; null when there is none.</summary>
        public Answer? EarlierAnswer => Answers.To(Question) is { IsSkipped: false } answer ? answer : null;

        /// <summary>
        /// The present answer, if it can be left as it is: a choice that decides what else is asked cannot, once the list has lost it.
        /// </summary>
        public Answer? AnswerToKeep => EarlierAnswer is { Kind: QuestionKind.Choice, Value: var held } && Question.Choices is { } choices
            && !choices.Any(choice => AnswerText.SameLabel(choice, held))
            ? null : EarlierAnswer;

        /// <summary>What the client has begun to answer with files; null for nothing.</summary>
        public Answer? Begun => EarlierAnswer is null && Answers.BegunFor(Question) is { IsSkipped: false } begun ? begun : null;

        /// <summary>The present answer, or what is begun of it; null for neither.</summary>
        public Answer? SoFar => EarlierAnswer ?? Begun;
    }

    /// <summary>All questions are answered; the client checks the answers.</summary>
    public sealed record Reviewing(Guid FormId, Answers Answers, int Revision) : Draft(FormId, Answers, Revision);

    /// <summary>Sent; it is not certain yet that the ticket exists.</summary>
    /// <param name="SubmissionId">The form's own id: a form is sent once.</param>
    /// <param name="IsDelayTold">Whether the client was told that the ticket is still being stored.</param>
    /// <param name="AccountName">The display name of the client's account; null when it has a username.</param>
    public sealed record Submitting(
        Guid SubmissionId, SentAnswers Answers, string? Username, DateTimeOffset At, bool IsDelayTold = false,
        string? AccountName = null) : Form
    {
        /// <summary>The payload of the link by which the client came; null for none.</summary>
        public string? Source { get; init; }
    }

    /// <summary>The ticket exists; the client has been or is being thanked.</summary>
    /// <param name="At">When it was known to exist; null in snapshots that are older than this member.</param>
    public sealed record Accepted(Guid SubmissionId, long TicketId, DateTimeOffset? At = null) : Form;

    /// <summary>The client cancelled the form.</summary>
    /// <param name="Kept">The form as it was, which the client may take up again; null when it is not kept.</param>
    /// <param name="At">When it was cancelled.</param>
    /// <param name="IsExpired">Whether it was cancelled for the client, who had not touched it for long.</param>
    public sealed record Cancelled(Draft? Kept = null, DateTimeOffset At = default, bool IsExpired = false) : Form
    {
        private static readonly TimeSpan ResumableFor = TimeSpan.FromDays(1);

        /// <summary>Whether the client can still take the form up again.</summary>
        public bool CanBeResumed(DateTimeOffset now) => Kept is not null && now - At <= ResumableFor;
    }
}
