using System.Globalization;
using Dapper;
using Npgsql;
using VizTeh.Actors.Outbox;

namespace VizTeh.Actors.Tickets;

/// <summary>
/// The statements on notes, in the transaction of <see cref="AnswerStore"/>. A note among the parts of an album, and an edit that makes an
/// answer a note, withdraw what has not left for the client.
/// </summary>
internal static class AnswerNotes
{
    // Telegram allows it as a reaction (Bot API, ReactionTypeEmoji).
    private const string NotedEmoji = "✍";

    /// <summary>Whether an earlier part of the album is a note, and this part with it.</summary>
    public static Task<bool> HasNoteAsync(
        ManagerAnswer part, long ticketId, NpgsqlConnection connection, NpgsqlTransaction transaction,
        CancellationToken cancellationToken) =>
        part.AlbumId is null
            ? Task.FromResult(false)
            : connection.QuerySingleAsync<bool>(new CommandDefinition(
                """
                select exists (select from ticket_messages said
                                where said.ticket_id = @ticketId and said.chat_id = @ChatId and said.album_id = @AlbumId
                                  and said.author = 'note')
                """,
                new { ticketId, part.ChatId, part.AlbumId }, transaction, cancellationToken: cancellationToken));

    /// <summary>
    /// Marks a note that was stored just now as noted, and makes notes of the earlier parts of its album. Of a part that has left for the
    /// client the manager is told.
    /// </summary>
    public static async Task SettleAsync(
        ManagerAnswer note, long ticketId, NpgsqlConnection connection, NpgsqlTransaction transaction,
        CancellationToken cancellationToken)
    {
        await OutboxRows.OweAsync(
            string.Create(CultureInfo.InvariantCulture, $"noted/{note.UpdateId}"), note.ChatId,
            new OwedMessage.Reaction(ticketId, note.MessageId, NotedEmoji), connection, transaction, cancellationToken);
        if (note.AlbumId is null)
            return;
        var earlier = await AnswersOfAlbumAsync(ticketId, note.ChatId, note.AlbumId, connection, transaction, cancellationToken);
        var notes = await WithdrawAsync(earlier, connection, transaction, cancellationToken);
        await ExecuteAsync(
            [
                TicketPosts.OweEdits(notes),
                CardRedraws.OfNoAnswer(notes),
                .. earlier.Except(notes).Take(1).Select(left => AnswerRows.Report(left, ReportSubject.Note)),
            ],
            connection, transaction, cancellationToken);
    }

    /// <summary>
    /// Makes a note of an answer, with its album, whose new words are those of a note, unless it has left for the client. The words of a
    /// note follow.
    /// </summary>
    public static async Task<EditOutcome> EditAsync(
        ManagerEdit edit, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        var said = (await connection.QueryAsync<(long Id, long TicketId, string? AlbumId, bool IsNote)>(new CommandDefinition(
            """
            select said.id, said.ticket_id, said.album_id, said.author = 'note'
              from ticket_messages said
             where said.chat_id = @ChatId and said.message_id = @MessageId and said.author in ('manager', 'note')
               and (said.edited_at is null or said.edited_at <= @EditedAt)
             order by said.id desc limit 1
            """,
            edit, transaction, cancellationToken: cancellationToken))).AsList();
        if (said is not [var (id, ticketId, albumId, isNote)])
            return EditOutcome.Unchanged;
        if (!isNote)
        {
            long[] answers = albumId is null
                ? [id]
                : await AnswersOfAlbumAsync(ticketId, edit.ChatId, albumId, connection, transaction, cancellationToken);
            var notes = await WithdrawAsync(answers, connection, transaction, cancellationToken);
            if (!notes.Contains(id))
                return EditOutcome.HasLeft;
            await OutboxRows.OweAsync(
                string.Create(CultureInfo.InvariantCulture, $"noted-by-edit/{id}"), edit.ChatId,
                new OwedMessage.Reaction(ticketId, edit.MessageId, NotedEmoji), connection, transaction, cancellationToken);
            await StoreWordsAsync();
            // Owed, not said: when the edit comes again, it is one of a note.
            await ExecuteAsync(
                [
                    TicketPosts.OweEdits([.. notes.Append(id).Distinct()]),
                    CardRedraws.OfNoAnswer(notes),
                    .. notes.Length < answers.Length ? [AnswerRows.Report(id, ReportSubject.Note)] : Array.Empty<NpgsqlBatchCommand>(),
                ],
                connection, transaction, cancellationToken);
            return EditOutcome.Changed;
        }

        if (await StoreWordsAsync() == 0)
            return EditOutcome.Unchanged;
        await ExecuteAsync([TicketPosts.OweEdits([id])], connection, transaction, cancellationToken);
        return EditOutcome.Changed;

        Task<int> StoreWordsAsync() => connection.ExecuteAsync(new CommandDefinition(
            """
            update ticket_messages set text = @Words, edits = edits + 1, edited_at = @EditedAt
             where ticket_messages.id = @id and ticket_messages.text <> @Words
            """,
            new { id, edit.Words, edit.EditedAt }, transaction, cancellationToken: cancellationToken));
    }

    /// <summary>Whether the edited message is a note.</summary>
    public static Task<bool> IsNoteAsync(
        ManagerEdit edit, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken) =>
        connection.QuerySingleAsync<bool>(new CommandDefinition(
            """
            select exists (select from ticket_messages said
                            where said.chat_id = @ChatId and said.message_id = @MessageId and said.author = 'note'
                              and (said.edited_at is null or said.edited_at <= @EditedAt))
            """,
            edit, transaction, cancellationToken: cancellationToken));

    private static async Task ExecuteAsync(
        IEnumerable<NpgsqlBatchCommand> commands, NpgsqlConnection connection, NpgsqlTransaction transaction,
        CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var command in commands)
            batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The parts of an album that are no notes, in their order.</summary>
    public static async Task<long[]> AnswersOfAlbumAsync(
        long ticketId, long chatId, string albumId, NpgsqlConnection connection, NpgsqlTransaction transaction,
        CancellationToken cancellationToken) =>
    [
        .. await connection.QueryAsync<long>(new CommandDefinition(
            """
            select said.id from ticket_messages said
             where said.ticket_id = @ticketId and said.chat_id = @chatId and said.album_id = @albumId and said.author = 'manager'
             order by said.id
            """,
            new { ticketId, chatId, albumId }, transaction, cancellationToken: cancellationToken)),
    ];

    // Returns those that are notes now; the others have left, or may have.
    private static async Task<long[]> WithdrawAsync(
        long[] answers, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        // An answer is sent by whoever holds the lock on its row, or on that of the first part of its album: this waits until it is known
        // whether it was delivered. In the order of the ids, so that it waits for the first part before it locks a later one.
        var waiting = await connection.QueryAsync<(long Id, bool MayBeSent)>(new CommandDefinition(
            """
            select waiting.ticket_message_id, waiting.may_be_sent from outbox waiting
             where waiting.id = any(array(select owed.id from outbox owed
                                           where owed.ticket_message_id = any(@answers) and owed.kind = 'answer'))
             order by waiting.id for update
            """,
            new { answers }, transaction, cancellationToken: cancellationToken));
        long[] unsent = [.. answers.Except(waiting.Where(row => row.MayBeSent).Select(row => row.Id))];
        // A statement of its own, after the lock: it sees the copies that were settled meanwhile.
        long[] notes =
        [
            .. await connection.QueryAsync<long>(new CommandDefinition(
                """
                update ticket_messages set author = 'note', undelivered = null
                 where ticket_messages.id = any(@unsent) and ticket_messages.author = 'manager' and ticket_messages.delivered_at is null
                   and (select true from answer_copies copy where copy.ticket_message_id = ticket_messages.id limit 1) is null
                returning ticket_messages.id
                """,
                new { unsent }, transaction, cancellationToken: cancellationToken)),
        ];
        await connection.ExecuteAsync(new CommandDefinition(
            """
            delete from outbox
             where outbox.id = any(array(
                   select waiting.id from outbox waiting
                    where waiting.ticket_message_id = any(@notes)
                      and waiting.kind in ('answer', 'answer_report', 'ticket_message', 'ticket_files')
                      for update skip locked))
            """,
            new { notes }, transaction, cancellationToken: cancellationToken));
        return notes;
    }
}
