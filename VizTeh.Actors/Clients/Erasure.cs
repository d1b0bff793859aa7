using VizTeh.Actors.Forms;

namespace VizTeh.Actors.Clients;

/// <summary>Where an erasure of a client's data stands. Stored by name.</summary>
public enum ErasureStage
{
    /// <summary>The first question is open.</summary>
    Asked,

    /// <summary>The second question is open.</summary>
    AskedAgain,

    /// <summary>The client chose to have nothing erased.</summary>
    Declined,

    /// <summary>The erasure is under way.</summary>
    Confirmed,

    /// <summary>It is done.</summary>
    Done,
}

/// <summary>
/// An erasure of a client's data that the newest event was about. Stored for ever, in the snapshot: a member may be added, none may be
/// renamed or change its meaning.
/// </summary>
/// <param name="UpdateId">The update of that event, which names the question in the data of its buttons.</param>
public sealed record Erasure(ErasureStage Stage, long UpdateId)
{
    /// <summary>The state after an event; null for an event about something else, which drops an open question.</summary>
    /// <param name="before">An erasure that is under way, and a question under a reminder or an edit of what is kept, stay.</param>
    internal static Erasure? After(Erasure? before, ConversationEvent happened) => happened switch
    {
        ConversationEvent.ErasureAsked asked => new(asked.Again ? ErasureStage.AskedAgain : ErasureStage.Asked, asked.UpdateId),
        ConversationEvent.ErasureDeclined => new(ErasureStage.Declined, happened.UpdateId),
        ConversationEvent.ErasureConfirmed => new(ErasureStage.Confirmed, happened.UpdateId),
        ConversationEvent.Erased => new(ErasureStage.Done, happened.UpdateId),
        _ when before?.Stage == ErasureStage.Confirmed => before,
        ConversationEvent.Reminded or ConversationEvent.KeptCorrected => before,
        _ => null,
    };
}
