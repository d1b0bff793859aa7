using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// A conversation's snapshot, stored in place of the events that led to it. Separate from <see cref="Form"/>, so that the form's type can
/// change. Stored for ever, like the events: a member may be added, none may be renamed or change its meaning.
/// </summary>
/// <param name="HandledUpdates">The newest last.</param>
/// <param name="Screen">Null when nothing is known.</param>
public sealed record ConversationSnapshot(SavedForm Form, IReadOnlyList<long> HandledUpdates, Screen? Screen = null)
{
    public static ConversationSnapshot Of(Conversation conversation) => new(
        SavedForm.Of(conversation.Form), conversation.HandledUpdates,
        conversation.Screen == Forms.Screen.Blank ? null : conversation.Screen);

    public Conversation Restore() => new(Form.Restore(), HandledUpdates) { Screen = Screen ?? Forms.Screen.Blank };

    // A log must not hold what a client wrote.
    public override string ToString() => $"{nameof(ConversationSnapshot)} {Form.GetType().Name}";
}

/// <summary>An answer in a snapshot.</summary>
public sealed record SavedAnswer(FormField Field, string Value)
{
    // The value may be a phone number, which must not reach a log.
    public override string ToString() => $"{nameof(SavedAnswer)} {Field}";
}

/// <summary>A form in a snapshot: one case for each of <see cref="Form"/>, with the same members.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "state")]
[JsonDerivedType(typeof(NotStarted), "not-started")]
[JsonDerivedType(typeof(Asking), "asking")]
[JsonDerivedType(typeof(Reviewing), "reviewing")]
[JsonDerivedType(typeof(Submitting), "submitting")]
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(Cancelled), "cancelled")]
public abstract record SavedForm
{
    private SavedForm()
    {
    }

    public sealed record NotStarted : SavedForm;

    public sealed record Asking(Guid FormId, FormField Field, IReadOnlyList<SavedAnswer> Answers, bool ForReview, int Revision) : SavedForm;

    public sealed record Reviewing(Guid FormId, IReadOnlyList<SavedAnswer> Answers, int Revision) : SavedForm;

    public sealed record Submitting(
        Guid SubmissionId, IReadOnlyList<SavedAnswer> Answers, string? Username, DateTimeOffset At,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsDelayTold = false,
        string? AccountName = null) : SavedForm;

    public sealed record Accepted(Guid SubmissionId, long TicketId) : SavedForm;

    public sealed record Cancelled : SavedForm;

    public static SavedForm Of(Form form) => form switch
    {
        Form.NotStarted => new NotStarted(),
        Form.Asking asking => new Asking(asking.FormId, asking.Field, Save(asking.Answers), asking.ForReview, asking.Revision),
        Form.Reviewing review => new Reviewing(review.FormId, Save(review.Answers), review.Revision),
        Form.Submitting sent => new Submitting(
            sent.SubmissionId, Save(sent.Answers), sent.Username, sent.At, sent.IsDelayTold, sent.AccountName),
        Form.Accepted accepted => new Accepted(accepted.SubmissionId, accepted.TicketId),
        Form.Cancelled => new Cancelled(),
        _ => throw new ArgumentOutOfRangeException(nameof(form), form.GetType().Name, "An unknown state of a form."),
    };

    public Form Restore() => this switch
    {
        NotStarted => new Form.NotStarted(),
        Asking asking => new Form.Asking(asking.FormId, asking.Field, Restore(asking.Answers), asking.ForReview, asking.Revision),
        Reviewing review => new Form.Reviewing(review.FormId, Restore(review.Answers), review.Revision),
        Submitting sent => new Form.Submitting(
            sent.SubmissionId, Restore(sent.Answers), sent.Username, sent.At, sent.IsDelayTold, sent.AccountName),
        Accepted accepted => new Form.Accepted(accepted.SubmissionId, accepted.TicketId),
        Cancelled => new Form.Cancelled(),
        _ => throw new InvalidOperationException($"{GetType().Name} is a state that this version does not know."),
    };

    private static ImmutableArray<SavedAnswer> Save(Answers answers) =>
        [.. answers.Values.Select(answer => new SavedAnswer(answer.Key, answer.Value))];

    private static Answers Restore(IReadOnlyList<SavedAnswer> answers) =>
        answers.Aggregate(Answers.None, (all, answer) => all.With(answer.Field, answer.Value));
}
