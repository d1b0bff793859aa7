using Dapper;
using Npgsql;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tickets;

/// <summary>
/// Owes the reminders whose time has come. One that was owed and dropped, since it could not be sent in time or its chat is no managers'
/// chat any more, is decided again.
/// </summary>
public sealed class DueSnoozes(NpgsqlDataSource database, BotSettings settings, ManagerChats chats, TimeProvider clock)
{
    private const int Most = 100;

    // A ticket whose row is locked is looked at the next time.
    private static readonly string Find =
        $"""
        select ticket.id::bigint as id, ticket.snooze_id as snoozeid, ticket.snooze_chat_id as chatid, ticket.owner_id::bigint as ownerid,
               array(select distinct card.chat_id from ticket_cards card where card.ticket_id = ticket.id) as shownin,
               asked.actor_id as actorid, asked.actor_name as actorname
          from tickets ticket
         cross join lateral (
               select past.actor_id, past.actor_name from ticket_history past where past.id = ticket.snooze_id limit 1) asked
         where ticket.snoozed_until <= @now and ticket.status is distinct from 'closed'
           and (select true from outbox waiting
                 where waiting.ticket_id = ticket.id and waiting.kind = 'reminder' and waiting.history_id = ticket.snooze_id
                   and waiting.set_aside_at is null
                 limit 1) is null
         order by ticket.snoozed_until limit {Most} for update of ticket skip locked
        """;

    // Two processes may look at once: the second reads the outbox before the first has committed, and locks the ticket after that. Under
    // the lock, a statement of its own sees what the first one owed.
    private const string IsOwed =
        """
        select (select true from outbox waiting
                 where waiting.ticket_id = @Id and waiting.kind = 'reminder' and waiting.history_id = @SnoozeId
                   and waiting.set_aside_at is null
                 limit 1) is true
        """;

    /// <summary>
    /// Owes each reminder to the private chat of the ticket's owner if that is a managers' chat with the ticket's card, else to the chat of
    /// the press, else to another one. Where Telegram has refused it, it comes to the next of these chats; what could not be sent in time,
    /// before the firm closes, is owed to the same chat again. Outside of working time the reminder is moved to its beginning instead.
    /// </summary>
    /// <returns>Whether anything is owed now.</returns>
    public async Task<bool> OweAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var due = (await connection.QueryAsync<Due>(new CommandDefinition(
            Find, new { now = now.UtcDateTime }, transaction, cancellationToken: cancellationToken))).AsList();
        foreach (var one in due)
        {
            if (await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
                    IsOwed, one, transaction, cancellationToken: cancellationToken)))
            {
                continue;
            }

            if (SnoozeRules.Within(now, settings.Company.Hours) is var opening && opening > now)
                await MoveAsync(one, opening, connection, transaction, cancellationToken);
            else
                await OweAsync(one, now, connection, transaction, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return due.Count > 0;
    }

    private static async Task MoveAsync(
        Due due, DateTimeOffset opening, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        var at = opening.UtcDateTime;
        await ExecuteAsync("update tickets set snoozed_until = @at where tickets.id = @ticketId");
        await ExecuteAsync(
            "insert into ticket_history (ticket_id, status, action, snoozed_until) values (@ticketId, 'open', 'snooze', @at)");
        await ExecuteAsync(SnoozeRows.Redraw);

        Task<int> ExecuteAsync(string sql) => connection.ExecuteAsync(new CommandDefinition(
            sql, new { ticketId = due.Id, at }, transaction, cancellationToken: cancellationToken));
    }

    private async Task OweAsync(
        Due due, DateTimeOffset now, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        var reminder = new OwedMessage.Reminder(due.Id, due.SnoozeId, due.ActorId ?? 0, due.ActorName)
        {
            Within = WaitRules.ValidFor(now, settings.Company),
        };
        var places = await TicketPlaces.FindAsync(due.Id, chats.Routes, connection, transaction, cancellationToken);
        CardPlace[] known =
        [
            .. ChatsOf(due, places).Select(
                chatId => places.FirstOrDefault(place => place.ChatId == chatId) ?? new CardPlace { ChatId = chatId }),
        ];
        await ReminderRows.OweAsync(known, reminder, connection, transaction, cancellationToken);
    }

    /// <param name="places">Where the ticket's card is, or would go.</param>
    private IReadOnlyList<long> ChatsOf(Due due, IReadOnlyList<CardPlace> places)
    {
        var current = chats.Current;
        long[] withCard = [.. due.ShownIn.Select(chats.Resolve).Where(current.Contains).Distinct().Order()];
        long[] own = [.. withCard.Where(chat => chat > 0 && chat == (due.OwnerId ?? due.ActorId))];
        long[] pressed = [.. new[] { chats.Resolve(due.ChatId) }.Where(current.Contains)];
        return [.. own.Concat(pressed).Concat(withCard).DefaultIfEmpty(places[0].ChatId).Distinct()];
    }

    private sealed record Due
    {
        public long Id { get; init; }

        public long SnoozeId { get; init; }

        public long ChatId { get; init; }

        public long? OwnerId { get; init; }

        public long? ActorId { get; init; }

        public string? ActorName { get; init; }

        public long[] ShownIn { get; init; } = [];
    }
}
