using Dapper;
using Npgsql;

namespace VizTeh.Actors.Outbox;

/// <summary>Which managers' chats are told of what happens to a ticket that exists.</summary>
internal static class TicketPlaces
{
    private static readonly string Find =
        $"""
        with ours as (
            select known.id, known.current_id from unnest(@ids::bigint[], @currentIds::bigint[]) as known (id, current_id)
        ), there as (
            select distinct ours.current_id as chat_id
              from (select card.chat_id from ticket_cards card where card.ticket_id = @ticketId
                     union all
                    select waiting.chat_id from outbox waiting
                     where waiting.ticket_id = @ticketId and waiting.kind in ('card', 'ticket_files')) known
              join ours on ours.id = known.chat_id
        ), about as (
            select (select ticket.direction from tickets ticket where ticket.id = @ticketId) as direction
        )
        select there.chat_id as chatid, null::int as topicid from there
        union all
        select place.chat_id, place.topic_id
          from about, {TicketRoutes.Places}
         where {TicketRoutes.IsPlaceOf("about.direction")} and not exists (select from there)
         order by 1
        """;

    /// <summary>
    /// The managers' chats that have the ticket's card, or are owed it: a route that was changed concerns new tickets only. A ticket whose
    /// card is in none of them goes where a new one would go. Without routes it is all chats.
    /// </summary>
    public static async Task<IReadOnlyList<CardPlace>> FindAsync(
        long ticketId, TicketRoutes routes, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        if (!routes.HasRoutes)
            return routes.Defaults;
        var parameters = new DynamicParameters(new
        {
            ticketId,
            ids = routes.CurrentById.Keys.ToArray(),
            currentIds = routes.CurrentById.Values.ToArray(),
        });
        routes.AddTo(parameters);
        return (await connection.QueryAsync<CardPlace>(new CommandDefinition(
            Find, parameters, transaction, cancellationToken: cancellationToken))).AsList();
    }
}
