using System.Globalization;
using Dapper;
using Npgsql;

namespace VizTeh.Actors.Outbox;

/// <summary>The rows of table <c>outbox</c> that owe reminders of tickets.</summary>
internal static class ReminderRows
{
    // Followed by the id of the row in ticket_history, a slash and the chat's id.
    private const string Key = "reminder/";

    /// <summary>
    /// Owes a reminder of a ticket in the caller's transaction: the caller has locked the ticket, and found none that waits. A chat without
    /// the ticket's card gets the card first.
    /// </summary>
    /// <param name="chats">
    /// The first of them that was not owed this reminder before: a reminder that is owed again could not be sent where it was owed. Once
    /// all were, the last.
    /// </param>
    public static async Task OweAsync(
        IReadOnlyList<long> chats, OwedMessage.Reminder reminder, NpgsqlConnection connection, NpgsqlTransaction transaction,
        CancellationToken cancellationToken)
    {
        var columns = reminder.ToColumns();
        var chatId = chats[^1];
        foreach (var chat in chats)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{Key}{reminder.HistoryId}/{chat}");
            if (await ExecuteAsync(
                    "insert into outbox_keys (key) values (@key) on conflict (key) do nothing", new { key }) == 0)
            {
                continue;
            }

            chatId = chat;
            break;
        }

        await ExecuteAsync(OutboxRows.CardIfMissing, new { chatId, ticketId = reminder.TicketId, TopicId = (int?)null });
        await ExecuteAsync(
            """
            insert into outbox (chat_id, kind, ticket_id, payload, history_id, expires_at)
            values (@chatId, @Kind, @TicketId, @Payload::jsonb, @HistoryId, clock_timestamp() + @ValidFor::interval)
            """,
            new { chatId, columns.Kind, columns.TicketId, columns.Payload, columns.HistoryId, reminder.ValidFor });

        Task<int> ExecuteAsync(string sql, object parameters) =>
            connection.ExecuteAsync(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken));
    }
}
