using System.Collections.Immutable;

namespace VizTeh.Actors.Forms;

/// <summary>
/// The questions of the form, in the order they are asked. Stored by name. A question may be added anywhere: a draft that was begun
/// without it is asked it before the review.
/// </summary>
public enum FormField
{
    Name,
    Organization,
    City,
    Direction,
    Description,
    Phone,
}

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
        : Draft(FormId, Answers, Revision);

    /// <summary>All questions are answered and shown for a last look.</summary>
    public sealed record Reviewing(Guid FormId, Answers Answers, int Revision) : Draft(FormId, Answers, Revision);

    /// <summary>Sent; the ticket does not exist for certain yet.</summary>
    /// <param name="SubmissionId">The form's own id: a form is sent once.</param>
    /// <param name="IsDelayTold">Whether the client has heard that it is being stored still.</param>
    /// <param name="AccountName">What the client's account calls itself; null when it has a username.</param>
    public sealed record Submitting(
        Guid SubmissionId, Answers Answers, string? Username, DateTimeOffset At, bool IsDelayTold = false, string? AccountName = null) : Form;

    /// <summary>The ticket exists; the client has been or is being thanked.</summary>
    public sealed record Accepted(Guid SubmissionId, long TicketId) : Form;

    /// <summary>The client gave the form up.</summary>
    public sealed record Cancelled : Form;
}

/// <summary>The answers so far, by field; compares by content.</summary>
public sealed record Answers(ImmutableSortedDictionary<FormField, string> Values)
{
    public static Answers None { get; } = new(ImmutableSortedDictionary<FormField, string>.Empty);

    /// <summary>The answer to a question; null when it is not answered.</summary>
    public string? this[FormField field] => Values.GetValueOrDefault(field);

    public Answers With(FormField field, string value) => new(Values.SetItem(field, value));

    /// <summary>The first question without an answer; null when all are answered.</summary>
    public FormField? FirstMissing() => FormFields.InOrder.Where(field => !Values.ContainsKey(field)).Cast<FormField?>().FirstOrDefault();

    public bool Equals(Answers? other) => other is not null && Values.SequenceEqual(other.Values);

    public override int GetHashCode() =>
        Values.Aggregate(0, (hash, answer) => HashCode.Combine(hash, answer.Key, answer.Value));
}

/// <summary>The order of the questions.</summary>
public static class FormFields
{
    public static ImmutableArray<FormField> InOrder { get; } = [.. Enum.GetValues<FormField>()];

    /// <summary>The question after this one; null after the last.</summary>
    public static FormField? Next(FormField field) => At(InOrder.IndexOf(field) + 1);

    /// <summary>The question before this one; null before the first.</summary>
    public static FormField? Previous(FormField field) => At(InOrder.IndexOf(field) - 1);

    private static FormField? At(int index) => index >= 0 && index < InOrder.Length ? InOrder[index] : null;
}
