using Dapper;
using Npgsql;

namespace VizTeh.Actors.Tickets;

/// <summary>The columns of <c>tickets</c> that hold a reminder, as other stores change them in their own transactions.</summary>
internal static class SnoozeRows
{
    /// <summary>What an update of <c>tickets</c> sets to give the reminder up, with what is offered in its place.</summary>
    public const string Clear = "snoozed_until = null, snooze_id = null, snooze_chat_id = null, snooze_offer = null";

    /// <summary>Of a row <c>run</c> of the outbox that reminds of a ticket: whether the ticket still waits for it.</summary>
    public const string IsAwaited =
        """
        (select ticket.snooze_id = run.history_id and ticket.status is distinct from 'closed' from tickets ticket
          where ticket.id = run.ticket_id limit 1)
        """;

    /// <summary>
    /// A client has written: whoever waits for that need not wait any more. The card offers the same moment again: whoever calls this owes
    /// its edits.
    /// </summary>
    public static async Task EndByClientAsync(
        long ticketId, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        if (await ExecuteAsync(
                """
                update tickets
                   set snooze_offer = case when tickets.snoozed_until > clock_timestamp() then tickets.snoozed_until end,
                       snoozed_until = null, snooze_id = null, snooze_chat_id = null
                 where tickets.id = @ticketId and tickets.snoozed_until is not null
                """) == 0)
        {
            return;
        }

        await ExecuteAsync("insert into ticket_history (ticket_id, status, action) values (@ticketId, 'open', 'snooze-end')");

        Task<int> ExecuteAsync(string sql) =>
            connection.ExecuteAsync(new CommandDefinition(sql, new { ticketId }, transaction, cancellationToken: cancellationToken));
    }

    /// <summary>Owes the edits of all cards of the ticket.</summary>
    public const string Redraw =
        """
        insert into outbox (chat_id, kind, ticket_id, message_id)
        select card.chat_id, 'card_edit', card.ticket_id, card.message_id from ticket_cards card
         where card.ticket_id = @ticketId
         order by card.chat_id, card.message_id
        """;
}
