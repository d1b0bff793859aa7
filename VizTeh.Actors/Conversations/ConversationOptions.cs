namespace VizTeh.Actors.Conversations;

/// <summary>The time limits of a conversation; the defaults are those of the program.</summary>
/// <param name="IdleBeforePassivation">How long a conversation stays in memory after its last update.</param>
/// <param name="TicketDeadline">How long a request for a ticket may be unanswered before it is sent again.</param>
/// <param name="RestBeforeSnapshot">How long the client is idle after the end of a form before a snapshot replaces its events.</param>
/// <param name="EventsBeforeSnapshot">The number of events after which a snapshot replaces them although the client is active. Recovery
/// from so many events takes no noticeable time.</param>
public sealed record ConversationOptions(
    TimeSpan IdleBeforePassivation, TimeSpan TicketDeadline, TimeSpan RestBeforeSnapshot, int EventsBeforeSnapshot)
{
    public static ConversationOptions Default { get; } = new(
        IdleBeforePassivation: TimeSpan.FromMinutes(5), TicketDeadline: TimeSpan.FromSeconds(12),
        RestBeforeSnapshot: TimeSpan.FromSeconds(2), EventsBeforeSnapshot: 128);
}
