using System.Collections.Immutable;
using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Forms;

/// <summary>
/// What a client sent outside of a form, kept until the client has chosen the ticket that it belongs to. Stored for ever: a member may be
/// added, none may be renamed or change its meaning.
/// </summary>
/// <param name="UpdateId">The update that brought it, by which it is added to a ticket once.</param>
/// <param name="Words">Untrusted; empty when only files were sent.</param>
/// <param name="SentAt">When the client sent it, by Telegram's clock.</param>
/// <param name="MessageId">The message in the client's chat; null when Telegram did not name it.</param>
public sealed record KeptMessage(long UpdateId, string Words, DateTimeOffset SentAt, long? MessageId = null)
{
    /// <summary>What is attached, in order; null for nothing.</summary>
    public IReadOnlyList<Attachment>? Files { get; init; }

    /// <summary>The album that the message is a part of; null for none.</summary>
    public string? AlbumId { get; init; }

    /// <summary>The update that brought the newest edit of the words; null when they are as they were sent.</summary>
    public long? CorrectedBy { get; init; }

    public bool Equals(KeptMessage? other) =>
        other is not null
        && (UpdateId, Words, SentAt, MessageId, AlbumId, CorrectedBy)
            == (other.UpdateId, other.Words, other.SentAt, other.MessageId, other.AlbumId, other.CorrectedBy)
        && (Files ?? []).SequenceEqual(other.Files ?? []);

    public override int GetHashCode() => HashCode.Combine(UpdateId, Words);

    // What a client wrote must not reach a log.
    public override string ToString() => $"{nameof(KeptMessage)} of update {UpdateId}";
}

/// <summary>A ticket of the client that was offered for kept messages. Stored for ever, like <see cref="KeptMessage"/>.</summary>
/// <param name="SubmissionId">Identifies the ticket beyond its number; null for a ticket of an earlier bot.</param>
/// <param name="Subject">What it is about, as the button says it; null when it has no such answer.</param>
/// <param name="IsClosed">Whether it has to be opened again.</param>
public sealed record OfferedTicket(long Id, Guid? SubmissionId, string? Subject = null, bool IsClosed = false)
{
    // What a client chose must not reach a log.
    public override string ToString() => $"{nameof(OfferedTicket)} {Id}";
}

/// <summary>The question which ticket kept messages belong to. It crosses nodes: a member may be added, none may be renamed.</summary>
/// <param name="Token"><inheritdoc cref="KeptMessages.Token" path="/summary"/></param>
public sealed record KeptOffer(long Token, IReadOnlyList<OfferedTicket> Offered);

/// <summary>The messages that wait for the client's choice, and the tickets that were offered last.</summary>
/// <param name="ForForm">
/// The form that was begun for them, to whose ticket they will be added; null while the client has not chosen.
/// </param>
public sealed record KeptMessages(
    ImmutableArray<KeptMessage> Messages, ImmutableArray<OfferedTicket> Offered, Guid? ForForm = null)
{
    /// <summary>The most that are kept. Each may have 4096 characters.</summary>
    public const int Most = 100;

    public static KeptMessages None { get; } = new([], []);

    public bool IsEmpty => Messages.IsEmpty;

    /// <summary>
    /// Names these messages in the data of the offer's buttons: a press for messages that were added before is told apart.
    /// </summary>
    public long Token => Messages[0].UpdateId;

    /// <summary>The messages after an event.</summary>
    /// <param name="form">The form after the event.</param>
    public KeptMessages Evolve(ConversationEvent happened, Form form) => happened switch
    {
        ConversationEvent.MessageKept kept =>
            new(Messages.Add(kept.Message), kept.Offered is { } offered ? [.. offered] : Offered),
        ConversationEvent.KeptCorrected corrected => this with
        {
            Messages =
            [
                .. Messages.Select(message => message.MessageId == corrected.MessageId
                    ? message with { Words = corrected.Words, CorrectedBy = corrected.UpdateId }
                    : message),
            ],
        },
        ConversationEvent.Started or ConversationEvent.Resumed when !IsEmpty && form is Form.Draft draft =>
            this with { ForForm = draft.FormId },
        // The ticket that they were to be added to does not come to be.
        ConversationEvent.Cancelled when form is Form.Cancelled { Kept.FormId: var formId } && formId == ForForm =>
            this with { ForForm = null },
        ConversationEvent.MessagesAdded or ConversationEvent.ConsentRefused => None,
        _ => this,
    };

    /// <summary>The question about them, as it is asked once more; null when nothing is kept, or another form was begun for them.</summary>
    /// <param name="form">A form whose end takes back that they are for it; null for none.</param>
    public KeptOffer? OfferWithout(Guid? form) =>
        !IsEmpty && (ForForm is null || ForForm == form) ? new KeptOffer(Token, [.. Offered]) : null;

    public bool Equals(KeptMessages? other) =>
        other is not null && Messages.SequenceEqual(other.Messages) && Offered.SequenceEqual(other.Offered) && ForForm == other.ForForm;

    public override int GetHashCode() => HashCode.Combine(Messages.Length, ForForm);

    // What a client wrote must not reach a log.
    public override string ToString() => $"{Messages.Length} kept messages";
}
