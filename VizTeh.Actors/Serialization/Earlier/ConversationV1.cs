using System.Text.Json;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Serialization.Earlier;

/// <summary>An event of the versions that had their six questions in code. It names a question where today's records it as asked.</summary>
internal abstract record ConversationEventV1(long UpdateId, DateTimeOffset At) : IEarlierShape
{
    public MessageStamp? Before { get; init; }

    public LongText? LongText { get; init; }

    public object ToCurrent() => Current() with { Before = Before, LongText = LongText };

    /// <exception cref="JsonException">The name is of none of the six questions.</exception>
    internal static Question Named(string field) =>
        SixQuestions.Named(field) ?? throw new JsonException("a question that no version of the program had in code");

    /// <summary>The event of today, without the members that all events have.</summary>
    protected abstract ConversationEvent Current();
}

/// <param name="Next">The question that was asked; null in the first versions, which asked the first one.</param>
internal sealed record StartedV1(long UpdateId, DateTimeOffset At, Guid FormId, string? Next = null) : ConversationEventV1(UpdateId, At)
{
    protected override ConversationEvent Current() =>
        new ConversationEvent.Started(UpdateId, At, FormId, Next is null ? SixQuestions.InOrder[0] : Named(Next));
}

/// <param name="Next">The question that was asked then; null when the review was, and in the first versions.</param>
internal sealed record AnsweredV1(long UpdateId, DateTimeOffset At, string Field, string Value, string? Next = null)
    : ConversationEventV1(UpdateId, At)
{
    // The value may be a phone number, which must not reach a log.
    public override string ToString() => $"{nameof(AnsweredV1)} {Field} by update {UpdateId}";

    protected override ConversationEvent Current() => new ConversationEvent.Answered(
        UpdateId, At, new Answer(Named(Field), Value), Next is null ? null : Named(Next))
    {
        IsOfSixQuestions = true,
    };
}

/// <param name="Field">The question that the client went back to; null for the review.</param>
internal sealed record WentBackV1(long UpdateId, DateTimeOffset At, string? Field) : ConversationEventV1(UpdateId, At)
{
    protected override ConversationEvent Current() =>
        new ConversationEvent.WentBack(UpdateId, At, Field is null ? null : Named(Field));
}

internal sealed record ChangeChosenV1(long UpdateId, DateTimeOffset At, string Field) : ConversationEventV1(UpdateId, At)
{
    protected override ConversationEvent Current() => new ConversationEvent.ChangeChosen(UpdateId, At, Named(Field));
}

/// <summary>All answers of the form were sent.</summary>
internal sealed record SubmittedV1(
    long UpdateId, DateTimeOffset At, Guid SubmissionId, string? Username, string? AccountName = null) : ConversationEventV1(UpdateId, At)
{
    // The name and the username must not reach a log.
    public override string ToString() => $"{nameof(SubmittedV1)} {SubmissionId} by update {UpdateId}";

    protected override ConversationEvent Current() =>
        new ConversationEvent.Submitted(UpdateId, At, SubmissionId, Answers: null, Username, AccountName);
}
