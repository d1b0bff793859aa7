using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Manager.Commands;

/// <summary>A command that was written in a managers' chat.</summary>
/// <param name="IsGroup">Whether the chat is a group, in which people also talk to each other.</param>
/// <param name="Actor">The author. For an anonymous administrator or a channel, the chat in whose name it was written.</param>
/// <param name="Arguments">The text after the command's name: untrusted, trimmed, maybe empty.</param>
/// <param name="PhotoFileId">The photo whose caption is the command; null when there is none.</param>
public sealed record ManagerCall(long UpdateId, long ChatId, bool IsGroup, Person Actor, string Arguments, string? PhotoFileId)
{
    /// <summary>The message with the command; null when Telegram did not name it.</summary>
    public long? MessageId { get; init; }

    /// <summary>The forum topic of the command; null in General and outside of forums.</summary>
    public int? TopicId { get; init; }

    // A log must not hold what a person wrote.
    public override string ToString() => $"command of update {UpdateId} of user {Actor.Id}";
}
