using System.Globalization;
using Dapper;
using Npgsql;

namespace VizTeh.Actors.Outbox;

/// <summary>
/// The rows of table <c>outbox</c> that owe files. A chat gets the files of a form after the card, from the row of the card: wherever that
/// row goes, the files go with it. The same holds for a message to a ticket.
/// </summary>
internal static class TicketFilesRows
{
    /// <summary>Followed by the ticket's id, a slash and the chat's id: the chat was owed the files of the form.</summary>
    public const string KeyPrefix = "ticket-files/";

    // The row stays first in its chat's queue, as if it were new.
    private const string AsNew =
        "attempts = 0, next_attempt_at = '-infinity', held_back_at = null, may_be_sent = false, last_error = null";

    /// <summary>
    /// The statement for a card that was sent and whose ticket has files: its row owes them now, unless the chat was owed them before,
    /// under its present id or the one of before its migration. Idempotent.
    /// </summary>
    public static NpgsqlBatchCommand AfterCard(long rowId, long ticketId, long chatId) => new(
        $"""
        with fresh as (
            insert into outbox_keys (key)
            select '{KeyPrefix}' || $2 || '/' || $3
             where (select true from outbox_keys used
                     where used.key = any(array(select '{KeyPrefix}' || $2 || '/' || migrated.old_chat_id from migrated_chats migrated
                                                 where migrated.new_chat_id = $3)) limit 1) is null
               and (select true from outbox waiting where waiting.id = $1 and waiting.kind = 'card' limit 1)
            on conflict (key) do nothing
            returning outbox_keys.key
        ), owed as (
            update outbox set kind = 'ticket_files', topic_id = null, {AsNew}
             where outbox.id = $1 and outbox.kind = 'card' and exists (select from fresh)
        )
        delete from outbox where outbox.id = $1 and outbox.kind = 'card' and not exists (select from fresh)
        """)
    {
        Parameters = { Value(rowId), Value(ticketId), Value(chatId) },
    };

    /// <summary>The statement for a message to a ticket whose words were sent: its row owes the message's files now. Idempotent.</summary>
    public static NpgsqlBatchCommand AfterWords(long rowId) => new(
        $"update outbox set kind = 'ticket_files', payload = null, {AsNew} where outbox.id = $1 and outbox.kind = 'ticket_message'")
    {
        Parameters = { Value(rowId) },
    };

    /// <summary>
    /// The statement that stores what is left of the files, of a message without words too. Idempotent: it has an effect only as the step
    /// after the present one.
    /// </summary>
    public static NpgsqlBatchCommand Next(long rowId, OwedMessage.TicketFiles present, FilesLeft next) => new(
        $"""
        update outbox set kind = 'ticket_files', payload = $2::jsonb, {AsNew}
         where outbox.id = $1 and outbox.kind in ('ticket_files', 'ticket_message') and outbox.payload is not distinct from $3::jsonb
        """)
    {
        Parameters = { Value(rowId), Value(next.Write()), Value(present.Left?.Write()) },
    };

    /// <summary>
    /// Owes the files of a form to the managers' chats of the ticket that were not owed them; a chat without the card gets it first.
    /// </summary>
    /// <returns>Whether anything is newly owed.</returns>
    public static async Task<bool> OweAsync(
        long ticketId, TicketRoutes routes, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        var owed = 0;
        var places = await TicketPlaces.FindAsync(ticketId, routes, connection, transaction, cancellationToken);
        foreach (var place in places.OrderBy(place => place.ChatId))
        {
            var chatId = place.ChatId;
            var ids = routes.IdsOf(chatId);
            var chatOfTicket = new
            {
                ticketId,
                chatId,
                place.TopicId,
                ids,
                key = KeyOf(ticketId, chatId),
                keys = ids.Select(id => KeyOf(ticketId, id)).ToArray(),
            };
            owed += await connection.ExecuteAsync(new CommandDefinition(
                """
                insert into outbox (chat_id, kind, ticket_id, topic_id)
                select @chatId, 'card', @ticketId, @TopicId
                 where not exists (select from outbox_keys used where used.key = any(@keys))
                   and not exists (select from outbox there
                                    where there.ticket_id = @ticketId and there.chat_id = any(@ids) and there.kind = 'card')
                   and not exists (select from ticket_cards there where there.ticket_id = @ticketId and there.chat_id = any(@ids))
                """,
                chatOfTicket, transaction, cancellationToken: cancellationToken));
            owed += await connection.ExecuteAsync(new CommandDefinition(
                """
                with fresh as (
                    insert into outbox_keys (key)
                    select @key
                     where not exists (select from outbox_keys used where used.key = any(@keys))
                       and not exists (select from outbox there
                                        where there.ticket_id = @ticketId and there.chat_id = any(@ids) and there.kind = 'card')
                    on conflict (key) do nothing
                    returning outbox_keys.key
                )
                insert into outbox (chat_id, kind, ticket_id) select @chatId, 'ticket_files', @ticketId from fresh
                """,
                chatOfTicket, transaction, cancellationToken: cancellationToken));
        }

        return owed > 0;
    }

    private static string KeyOf(long ticketId, long chatId) =>
        string.Create(CultureInfo.InvariantCulture, $"{KeyPrefix}{ticketId}/{chatId}");

    private static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };
}
