using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Manager.Commands;

/// <summary>A command that was written in a managers' chat.</summary>
/// <param name="IsGroup">Whether people also talk to each other there.</param>
/// <param name="Actor">Who wrote it; the chat in whose name it was written, for an anonymous administrator or a channel.</param>
/// <param name="Arguments">What follows the command's name: untrusted, without white space around it, empty when nothing does.</param>
/// <param name="PhotoFileId">The photo whose caption the command is; null when it is none's.</param>
public sealed record ManagerCall(long UpdateId, long ChatId, bool IsGroup, Person Actor, string Arguments, string? PhotoFileId)
{
    // What a person wrote must not be logged.
    public override string ToString() => $"command of update {UpdateId} of user {Actor.Id}";
}
