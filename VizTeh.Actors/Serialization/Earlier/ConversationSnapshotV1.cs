using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Serialization.Earlier;

/// <summary>A snapshot of the versions that had their six questions in code.</summary>
internal sealed record ConversationSnapshotV1(FormV1 Form, IReadOnlyList<long> HandledUpdates, ScreenV1? Screen = null) : IEarlierShape
{
    public object ToCurrent() => new ConversationSnapshot(Form.ToCurrent(), HandledUpdates, Screen?.ToCurrent());
}

/// <param name="LongTextTakenFor">The name of the question that the long text was taken as the answer to; null when it was refused.</param>
internal sealed record ScreenV1(
    MessageStamp? Before = null, LongText? LongText = null, string? LongTextTakenFor = null, NotTakenReason? Told = null)
{
    public Screen ToCurrent() =>
        new(Before, LongText, LongTextTakenFor is null ? null : ConversationEventV1.Named(LongTextTakenFor), Told);
}

/// <param name="Field">The question's name.</param>
internal sealed record SavedAnswerV1(string Field, string Value)
{
    // The value may be a phone number, which must not reach a log.
    public override string ToString() => $"{nameof(SavedAnswerV1)} {Field}";

    /// <summary>The newest answer to each question, in the order of the questions.</summary>
    public static ImmutableArray<Answer> ToCurrent(IReadOnlyList<SavedAnswerV1> answers)
    {
        var current = answers
            .Select(answer => new Answer(ConversationEventV1.Named(answer.Field), answer.Value))
            .Aggregate(Answers.None, (all, answer) => all.With(answer));
        return [.. SixQuestions.InOrder.Select(question => current[question.Id]).OfType<Answer>()];
    }
}

[JsonPolymorphic(TypeDiscriminatorPropertyName = "state")]
[JsonDerivedType(typeof(NotStartedV1), "not-started")]
[JsonDerivedType(typeof(AskingV1), "asking")]
[JsonDerivedType(typeof(ReviewingV1), "reviewing")]
[JsonDerivedType(typeof(SubmittingV1), "submitting")]
[JsonDerivedType(typeof(AcceptedV1), "accepted")]
[JsonDerivedType(typeof(CancelledV1), "cancelled")]
internal abstract record FormV1
{
    public abstract SavedForm ToCurrent();
}

internal sealed record NotStartedV1 : FormV1
{
    public override SavedForm ToCurrent() => new SavedForm.NotStarted();
}

internal sealed record AskingV1(Guid FormId, string Field, IReadOnlyList<SavedAnswerV1> Answers, bool ForReview, int Revision) : FormV1
{
    public override SavedForm ToCurrent() =>
        new SavedForm.Asking(FormId, ConversationEventV1.Named(Field), SavedAnswerV1.ToCurrent(Answers), Revision, ForReview);
}

internal sealed record ReviewingV1(Guid FormId, IReadOnlyList<SavedAnswerV1> Answers, int Revision) : FormV1
{
    public override SavedForm ToCurrent() => new SavedForm.Reviewing(FormId, SavedAnswerV1.ToCurrent(Answers), Revision);
}

internal sealed record SubmittingV1(
    Guid SubmissionId, IReadOnlyList<SavedAnswerV1> Answers, string? Username, DateTimeOffset At, bool IsDelayTold = false,
    string? AccountName = null) : FormV1
{
    public override SavedForm ToCurrent() => new SavedForm.Submitting(
        SubmissionId, new SentAnswers(SavedAnswerV1.ToCurrent(Answers), []), Username, At, IsDelayTold, AccountName);
}

internal sealed record AcceptedV1(Guid SubmissionId, long TicketId) : FormV1
{
    public override SavedForm ToCurrent() => new SavedForm.Accepted(SubmissionId, TicketId);
}

/// <summary>The cancelled form was not kept.</summary>
internal sealed record CancelledV1 : FormV1
{
    public override SavedForm ToCurrent() => new SavedForm.Cancelled();
}
