using VizTeh.Actors.Clients;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// Asks a conversation to drop all that it holds, since what the tables hold of its client has been kept for long enough. It answers with
/// <see cref="ConversationForgotten"/> and is idempotent; while it cannot be recovered, or the event is not stored, no answer comes.
/// </summary>
/// <param name="Term">As in <see cref="ClientUpdate"/>.</param>
public sealed record ForgetConversation(long UserId, long Term) : IWithUserId;

/// <summary>What became of the wish.</summary>
/// <param name="FirstToStay">
/// The number of the event from which on the conversation holds nothing of the client: what is stored before it is to be erased. Null when
/// the client is in the middle of something, and nothing was dropped.
/// </param>
public sealed record ConversationForgotten(long UserId, long? FirstToStay);

/// <summary>When a conversation may be dropped without its client's wish. Pure.</summary>
internal static class ForgetRules
{
    // Whoever did something since may be going on just now.
    private static readonly TimeSpan Recent = TimeSpan.FromDays(1);

    // A form or a message that was left for so long is taken up no more, also where forms do not expire.
    private static readonly TimeSpan Left = TimeSpan.FromDays(30);

    /// <param name="heardAt">The newest input that this process handled; null for none.</param>
    public static bool MayForget(Conversation conversation, DateTimeOffset? heardAt, DateTimeOffset now)
    {
        if (conversation.IsErasing || conversation.OwesMessages || conversation.Form is Form.Submitting)
            return false;
        var isOpen = conversation.Form is Form.Draft || !conversation.Kept.IsEmpty;
        var quiet = isOpen ? Left : Recent;
        return !(conversation.LastInputAt > now - quiet) && !(heardAt > now - quiet);
    }

    /// <summary>Whether the newest event dropped all.</summary>
    public static bool HoldsNothing(Conversation conversation) =>
        conversation is { Erasure.Stage: ErasureStage.Done, Form: Form.NotStarted, Kept.IsEmpty: true, LastAnswers.Current.IsEmpty: true };
}
