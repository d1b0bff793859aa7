using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

/// <summary>What a message says, as typed or as edited: two of a message are equal when the edit left its text as it was.</summary>
/// <param name="Hash">Of the text, so that a conversation in memory does not hold it.</param>
internal readonly record struct LastText(long MessageId, int Hash)
{
    /// <summary>Null for an update without a text.</summary>
    public static LastText? Of(ClientUpdate update) => update switch
    {
        { Message.Id: var id, Input: ClientInput.Text(var typed) } => new(id, typed.GetHashCode(StringComparison.Ordinal)),
        { Message.Id: var id, Input: ClientInput.Edited(var edited) } => new(id, edited.GetHashCode(StringComparison.Ordinal)),
        _ => null,
    };
}
