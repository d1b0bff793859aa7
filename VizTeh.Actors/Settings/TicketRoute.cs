namespace VizTeh.Actors.Settings;

/// <summary>The managers' chat that gets the tickets of a direction: an entry of <c>vizteh.routes</c> in hocon.conf.</summary>
/// <param name="Direction">The answer to the question with the id <see cref="RouteKeys.QuestionId"/>.</param>
/// <param name="ChatId">Private or a group (negative).</param>
/// <param name="TopicId">The forum topic; null for General and outside of forums.</param>
public sealed record TicketRoute(string Direction, long ChatId, int? TopicId = null);
