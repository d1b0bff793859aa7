using Dapper;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Outbox;

/// <summary>A managers' chat that a ticket's card goes to.</summary>
public sealed record CardPlace
{
    public long ChatId { get; init; }

    /// <summary>The forum topic; null for General and outside of forums.</summary>
    public int? TopicId { get; init; }
}

/// <summary>
/// Which of the managers' chats a new ticket's card goes to: to that of the route of its direction, or, without one, to all chats of
/// MANAGER_CHAT_ID. Immutable.
/// </summary>
/// <param name="defaults">The chats of MANAGER_CHAT_ID, by their newest ids.</param>
/// <param name="routes">One for a direction at most; their chats by their newest ids.</param>
/// <param name="currentById">Every id of a managers' chat, former ids included, with the chat's newest id.</param>
public sealed class TicketRoutes(
    IReadOnlyCollection<long> defaults, IReadOnlyCollection<TicketRoute> routes, IReadOnlyDictionary<long, long> currentById)
{
    /// <summary>A table of SQL: the chats for each direction that has a route, and those of all other tickets, for null.</summary>
    internal const string Places =
        "unnest(@placeDirections::text[], @placeChats::bigint[], @placeTopics::int[]) as place (direction, chat_id, topic_id)";

    public bool HasRoutes { get; } = routes.Count > 0;

    /// <summary>Every id of a managers' chat, former ids included, with the chat's newest id.</summary>
    public IReadOnlyDictionary<long, long> CurrentById { get; } = currentById;

    /// <summary>The places of a ticket without a route.</summary>
    public IReadOnlyList<CardPlace> Defaults { get; } = [.. defaults.Distinct().Select(chatId => new CardPlace { ChatId = chatId })];

    /// <summary>A chat's newest id, and its former ones.</summary>
    public long[] IdsOf(long chatId) =>
        [.. CurrentById.Where(known => known.Value == chatId).Select(known => known.Key).Append(chatId).Distinct()];

    /// <summary>No chat at all.</summary>
    public static TicketRoutes None { get; } = ToAll([]);

    /// <summary>Every ticket goes to all of these chats.</summary>
    public static TicketRoutes ToAll(IReadOnlyCollection<long> chatIds) =>
        new(chatIds, [], chatIds.Distinct().ToDictionary(chatId => chatId));

    /// <summary>The condition of SQL that a row of <see cref="Places"/> is for tickets of a direction.</summary>
    /// <param name="direction">The expression for the direction: a column, which is evaluated twice.</param>
    internal static string IsPlaceOf(string direction) =>
        $"place.direction is not distinct from (case when {direction} = any(@routed::text[]) then {direction} end)";

    /// <summary>Adds the values that <see cref="Places"/> and <see cref="IsPlaceOf"/> name.</summary>
    internal void AddTo(DynamicParameters parameters)
    {
        (string? Direction, long ChatId, int? TopicId)[] places =
        [
            .. routes.Select(route => ((string?)route.Direction, route.ChatId, route.TopicId)),
            .. Defaults.Select(place => ((string?)null, place.ChatId, place.TopicId)),
        ];
        parameters.Add("placeDirections", places.Select(place => place.Direction).ToArray());
        parameters.Add("placeChats", places.Select(place => place.ChatId).ToArray());
        parameters.Add("placeTopics", places.Select(place => place.TopicId).ToArray());
        parameters.Add("routed", routes.Select(route => route.Direction).ToArray());
    }
}
