using System.Globalization;
using Dapper;
using Npgsql;

namespace VizTeh.Actors.Outbox;

/// <summary>The rows of table <c>outbox</c> that owe reminders of tickets.</summary>
internal static class ReminderRows
{
    // Followed by the id of the row in ticket_history, a slash and the chat's id. Versions that had no such key noted each chat that was
    // owed a reminder, as "reminder/", whether or not it was refused there.
    private const string RefusedKey = "reminder-refused/";

    // A reminder that an earlier version has set aside was refused as well.
    private const string FindChat =
        $"""
        select known.id
          from unnest(@chats::bigint[]) with ordinality as known (id, position)
         order by greatest(
                      (select refused.owed_at from outbox_keys refused
                        where refused.key = '{RefusedKey}' || @HistoryId || '/' || known.id),
                      (select max(aside.set_aside_at) from outbox aside
                        where aside.ticket_id = @TicketId and aside.chat_id = known.id and aside.kind = 'reminder'
                          and aside.history_id = @HistoryId and aside.set_aside_at is not null)) nulls first,
                  known.position
         limit 1
        """;

    /// <summary>
    /// Owes a reminder of a ticket in the caller's transaction: the caller has locked the ticket, and found none that waits. A chat without
    /// the ticket's card gets the card first.
    /// </summary>
    /// <param name="chats">
    /// The first of them for which Telegram has not refused this reminder. Once it has for all, the one whose last refusal is the oldest.
    /// What expired without a refusal, in an outage or because the firm closed, is owed to the same chat again.
    /// </param>
    public static async Task OweAsync(
        IReadOnlyList<CardPlace> chats, OwedMessage.Reminder reminder, NpgsqlConnection connection, NpgsqlTransaction transaction,
        CancellationToken cancellationToken)
    {
        var columns = reminder.ToColumns();
        var chatId = await connection.QuerySingleAsync<long>(new CommandDefinition(
            FindChat, new { chats = chats.Select(place => place.ChatId).ToArray(), reminder.HistoryId, reminder.TicketId }, transaction,
            cancellationToken: cancellationToken));
        var topicId = chats.First(place => place.ChatId == chatId).TopicId;
        await ExecuteAsync(OutboxRows.CardIfMissing, new { chatId, ticketId = reminder.TicketId, TopicId = topicId });
        await ExecuteAsync(
            """
            insert into outbox (chat_id, kind, ticket_id, payload, history_id, expires_at)
            values (@chatId, @Kind, @TicketId, @Payload::jsonb, @HistoryId, clock_timestamp() + @ValidFor::interval)
            """,
            new { chatId, columns.Kind, columns.TicketId, columns.Payload, columns.HistoryId, reminder.ValidFor });

        Task<int> ExecuteAsync(string sql, object parameters) =>
            connection.ExecuteAsync(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken));
    }

    /// <summary>The statement that notes that Telegram has refused a reminder for a chat. Idempotent.</summary>
    public static NpgsqlBatchCommand Refused(OwedMessage.Reminder reminder, long chatId) => new(
        """
        insert into outbox_keys (key) values ($1) on conflict (key) do update set owed_at = clock_timestamp()
        """)
    {
        Parameters =
        {
            new NpgsqlParameter<string>
            {
                TypedValue = string.Create(CultureInfo.InvariantCulture, $"{RefusedKey}{reminder.HistoryId}/{chatId}"),
            },
        },
    };
}
