using System.Globalization;
using Dapper;
using Npgsql;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;

namespace VizTeh.Actors.Tickets;

/// <summary>
/// The statements on the file of an answer that its manager has replaced in Telegram, in the transaction of <see cref="AnswerStore"/>.
/// </summary>
internal static class AnswerFiles
{
    // Followed by the id of the row in ticket_messages, a slash and the new file's unique id.
    private const string KeptKey = "file-kept/";

    /// <summary>
    /// Stores the new file of what has not left for the client, and owes it to the other managers' chats that were shown the former one. Of
    /// a file that has left, or may have, the manager is told once that the client keeps it.
    /// </summary>
    /// <param name="file">As the edited message has it now; a file, not a place.</param>
    /// <returns>Whether it was stored: it is another one than before, and has not left.</returns>
    public static async Task<bool> ReplaceAsync(
        ManagerEdit edit, Attachment file, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        var said = (await connection.QueryAsync<(long Id, long TicketId, string? AlbumId, string? Files, bool IsNote)>(
            new CommandDefinition(
                """
                select said.id, said.ticket_id, said.album_id, said.files::text, said.author = 'note'
                  from ticket_messages said
                 where said.chat_id = @ChatId and said.message_id = @MessageId and said.author in ('manager', 'note')
                   and (said.edited_at is null or said.edited_at <= @EditedAt)
                 order by said.id desc limit 1
                """,
                edit, transaction, cancellationToken: cancellationToken))).AsList();
        if (said is not [var (id, ticketId, albumId, files, isNote)])
            return false;
        var former = FilesColumn.Read(files);
        if (former.Any(known => known.UniqueId == file.UniqueId))
            return false;
        long[] parts = albumId is null
            ? [id]
            : await AnswerNotes.AnswersOfAlbumAsync(ticketId, edit.ChatId, albumId, connection, transaction, cancellationToken);
        if (!isNote && !await IsWaitingAsync(id, parts, former.Count > 0, connection, transaction, cancellationToken))
        {
            await OutboxRows.OweAsync(
                string.Create(CultureInfo.InvariantCulture, $"{KeptKey}{id}/{file.UniqueId}"), edit.ChatId,
                new OwedMessage.AnswerReport(ticketId, id, ReportSubject.KeptFile), connection, transaction, cancellationToken);
            return false;
        }

        await ExecuteAsync(
            "update ticket_messages set files = @files::jsonb, edited_at = @EditedAt where ticket_messages.id = @id",
            new { id, files = FilesColumn.Write([file]), edit.EditedAt });
        await ExecuteAsync(
            """
            -- Sorted on their own, so that they are never looked for in the order of the key.
            with shown as materialized (
                select distinct post.chat_id, post.ticket_id, post.ticket_message_id from ticket_posts post
                 where post.ticket_message_id = @id and post.has_file
            )
            insert into outbox (chat_id, kind, ticket_id, ticket_message_id)
            select shown.chat_id, 'ticket_files', shown.ticket_id, shown.ticket_message_id from shown
             order by shown.chat_id
            """,
            new { id });
        return true;

        Task<int> ExecuteAsync(string sql, object parameters) =>
            connection.ExecuteAsync(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken));
    }

    // Whoever sends an answer holds the lock of its row, or of that of the first part of its album: this waits until it is known whether it
    // was sent. In the order of the ids, so that it waits for the first part before it locks a later one.
    private static async Task<bool> IsWaitingAsync(
        long id, long[] parts, bool hasFile, NpgsqlConnection connection, NpgsqlTransaction transaction,
        CancellationToken cancellationToken)
    {
        var waiting = await connection.QueryAsync<(long Id, bool MayBeSent, string? Step)>(new CommandDefinition(
            """
            select waiting.ticket_message_id, waiting.may_be_sent, waiting.payload::text from outbox waiting
             where waiting.id = any(array(select owed.id from outbox owed
                                           where owed.ticket_message_id = any(@parts) and owed.kind = 'answer'))
             order by waiting.id for update
            """,
            new { parts }, transaction, cancellationToken: cancellationToken));
        return waiting.Any(row => row.Id == id && !row.MayBeSent && IsFileToCome(row.Step));

        // Of a text in two messages the second one is to come, and not a file.
        bool IsFileToCome(string? step) =>
            step != AnswerStep.Words.ToPayload() && (hasFile || step != AnswerStep.Content.ToPayload());
    }
}
