using System.Globalization;
using Dapper;
using Npgsql;
using VizTeh.Actors.Outbox;

namespace VizTeh.Actors.Tickets;

/// <summary>
/// What managers say about tickets: rows of <c>ticket_messages</c>, with the outbox rows that bring an answer to the client.
/// </summary>
public sealed class AnswerStore(NpgsqlDataSource database)
{
    private const string Find =
        """
        select ticket.id::bigint as id, ticket.user_id::bigint as userid, ticket.submission_id as submissionid,
               ticket.erased_at is not null as iserased
          from tickets ticket where ticket.id = @id
        """;

    /// <summary>The ticket that a message of the bot is about; null when it is about none.</summary>
    public async Task<AnswerTarget?> FindTicketAsync(AnsweredPost post, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return (await FindAsync(post, connection, null, cancellationToken))?.ToTarget();
    }

    /// <summary>
    /// Stores what a manager said about the ticket of a message, and owes an answer to the client, in one transaction. An update that was
    /// stored before stores and owes nothing, nor does one about an erased ticket, which no later erasure would find, nor an answer to a
    /// reminder. An album is a note as soon as one of its parts is.
    /// </summary>
    /// <param name="routes">The managers' chats: those of the ticket are shown the answer, but for the one in which it was written.</param>
    /// <returns>The ticket; null when the message is about none, and nothing was stored.</returns>
    public async Task<AnswerTarget?> AddAsync(
        ManagerAnswer answer, AnsweredPost post, TicketRoutes routes, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await FindAsync(post, connection, transaction, cancellationToken) is not { } ticket)
            return null;
        if (ticket.IsErased || (ticket.IsReminder && !answer.IsNote))
            return ticket.ToTarget();
        var isOfNote = await AnswerNotes.HasNoteAsync(answer, ticket.Id, connection, transaction, cancellationToken);
        var stored = isOfNote ? answer with { IsNote = true } : answer;
        if (await InsertAsync(stored, ticket.Id, connection, transaction, cancellationToken) is { } id)
        {
            if (!stored.IsNote)
            {
                await connection.ExecuteAsync(new CommandDefinition(
                    CardRedraws.OfAnswered, new { TicketId = ticket.Id, id }, transaction, cancellationToken: cancellationToken));
            }

            if (answer.IsNote && !isOfNote)
                await AnswerNotes.SettleAsync(answer, ticket.Id, connection, transaction, cancellationToken);
            else if (!isOfNote)
                await OweAsync(answer, ticket, id, routes, connection, transaction, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return ticket.ToTarget();
    }

    /// <summary>
    /// Stores the new words of an answer, and owes edits of the client's copies. What is not delivered yet will be delivered with these
    /// words, or not at all when it is a note now. A message that is no answer, an older edit, and words that are the same change nothing.
    /// So it is with a new file, which replaces none that has left.
    /// </summary>
    public async Task<EditOutcome> EditAsync(ManagerEdit edit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // First, since it locks what is owed, which comes before what was said.
        var hasNewFile = edit.File is { UniqueId.Length: > 0 } file
            && await AnswerFiles.ReplaceAsync(edit, file, connection, transaction, cancellationToken);
        var outcome = edit.IsNote
            ? await AnswerNotes.EditAsync(edit, connection, transaction, cancellationToken)
            : await EditWordsAsync(edit, connection, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return outcome == EditOutcome.Unchanged && hasNewFile ? EditOutcome.Changed : outcome;
    }

    private static async Task<EditOutcome> EditWordsAsync(
        ManagerEdit edit, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        var edited = (await connection.QueryAsync<(long Id, bool IsSettled)>(new CommandDefinition(
            """
            update ticket_messages set text = @Words, edits = edits + 1, edited_at = @EditedAt
             where ticket_messages.id = (
                   select said.id from ticket_messages said
                    where said.chat_id = @ChatId and said.message_id = @MessageId and said.author = 'manager'
                    order by said.id desc limit 1)
               and ticket_messages.text <> @Words and (@Words <> '' or ticket_messages.files is not null)
               and (ticket_messages.edited_at is null or ticket_messages.edited_at <= @EditedAt)
            returning ticket_messages.id,
                      ticket_messages.delivered_at is not null or ticket_messages.undelivered is not null
            """,
            edit, transaction, cancellationToken: cancellationToken))).AsList();
        if (edited is not [var (id, isSettled)])
        {
            return await AnswerNotes.IsNoteAsync(edit, connection, transaction, cancellationToken)
                ? EditOutcome.StaysNote
                : EditOutcome.Unchanged;
        }

        // A statement of its own, after the lock of the row: it sees the copies that were settled meanwhile.
        var copies = await connection.ExecuteAsync(new CommandDefinition(
            $"""
            insert into outbox (chat_id, kind, ticket_id, message_id, recipient, ticket_message_id)
            select copy.chat_id, 'answer_edit', copy.ticket_id, copy.message_id, 'client', copy.ticket_message_id
              from answer_copies copy
             where copy.ticket_message_id = @id and copy.shows not in ('{AnswerCopies.File}', '{AnswerCopies.Heading}')
             order by copy.message_id
            """,
            new { id }, transaction, cancellationToken: cancellationToken));
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(TicketPosts.OweEdits([id]));
        // The client has no message that could follow: it never came, or nobody knows which one it is.
        if (copies == 0 && isSettled)
            batch.BatchCommands.Add(AnswerRows.Report(id, ReportSubject.LostEdit));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return EditOutcome.Changed;
    }

    /// <summary>
    /// Owes a manager the request for an answer to a ticket's client, once for a press, and none for an erased ticket. The pressed button
    /// has to be the ticket's.
    /// </summary>
    /// <returns>Null when it may be that of another ticket; then nothing was owed.</returns>
    public async Task<AnswerTarget?> OwePromptAsync(
        long updateId, AnsweredPost pressed, OwedMessage.AnswerPrompt prompt, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var ticket = await FindAsync(pressed, connection, transaction, cancellationToken);
        if (ticket?.Id != prompt.TicketId)
            return null;
        if (ticket.IsErased)
            return ticket.ToTarget();
        var key = string.Create(CultureInfo.InvariantCulture, $"answer-prompt/{updateId}");
        await OutboxRows.OweAsync(key, pressed.ChatId, prompt, connection, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return ticket.ToTarget();
    }

    /// <summary>Owes a manager the reply to what was written in a managers' chat, once for an update.</summary>
    public async Task OweReplyAsync(long updateId, long chatId, OwedMessage.Notice reply, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var key = string.Create(CultureInfo.InvariantCulture, $"manager-reply/{updateId}");
        await OutboxRows.OweAsync(key, chatId, reply, connection, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Whether there is a ticket of this number.</summary>
    public async Task<bool> HasTicketAsync(long ticketId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<long?>(new CommandDefinition(
            "select ticket.id::bigint from tickets ticket where ticket.id = @ticketId", new { ticketId },
            cancellationToken: cancellationToken)) is not null;
    }

    private static async Task<AnsweredTicket?> FindAsync(
        AnsweredPost post, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellationToken)
    {
        var (card, other, shows) = await connection.QuerySingleAsync<(long? Card, long? Post, string? Shows)>(new CommandDefinition(
            """
            select (select card.ticket_id from ticket_cards card where card.chat_id = @ChatId and card.message_id = @MessageId),
                   post.ticket_id, post.shows
              from (select) nothing
              left join ticket_posts post on post.chat_id = @ChatId and post.message_id = @MessageId
            """,
            new { post.ChatId, post.MessageId }, transaction, cancellationToken: cancellationToken));
        var known = card ?? other;
        if ((known ?? post.Button?.TicketId) is not { } id)
            return null;
        // The lock puts answers to one ticket one after another, so that they are owed in the order in which they are stored.
        var ticket = await connection.QuerySingleOrDefaultAsync<AnsweredTicket>(new CommandDefinition(
            transaction is null ? Find : $"{Find} for no key update", new { id }, transaction, cancellationToken: cancellationToken));
        // A number alone may be that of another ticket after an older dump was restored, and so may an id that was stored before.
        return ticket is not null && TicketButton.IsOf(ticket.SubmissionId, post.Button?.Check, isKnown: known is not null)
            ? ticket with { IsReminder = card is null && shows == TicketPosts.Reminder }
            : null;
    }

    private static Task<long?> InsertAsync(
        ManagerAnswer answer, long ticketId, NpgsqlConnection connection, NpgsqlTransaction transaction,
        CancellationToken cancellationToken) =>
        connection.QuerySingleOrDefaultAsync<long?>(new CommandDefinition(
            """
            insert into ticket_messages
                (ticket_id, author, user_id, author_name, update_id, chat_id, message_id, album_id, text, files, sent_at)
            values (@ticketId, @author, @AuthorId, @AuthorName, @UpdateId, @ChatId, @MessageId, @AlbumId, @Words, @files::jsonb, @SentAt)
            on conflict (ticket_id, update_id) do nothing
            returning ticket_messages.id
            """,
            new
            {
                ticketId,
                author = answer.IsNote ? "note" : "manager",
                answer.AuthorId,
                answer.AuthorName,
                answer.UpdateId,
                answer.ChatId,
                answer.MessageId,
                answer.AlbumId,
                answer.Words,
                files = FilesColumn.Write(answer.File is { } file ? [file] : null),
                answer.SentAt,
            },
            transaction, cancellationToken: cancellationToken));

    private static async Task OweAsync(
        ManagerAnswer answer, AnsweredTicket ticket, long id, TicketRoutes routes, NpgsqlConnection connection,
        NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        if (ticket.UserId > 0)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"answer/{id}");
            await OutboxRows.OweAsync(
                key, ticket.UserId, new OwedMessage.Answer(ticket.Id, id), connection, transaction, cancellationToken);
            if (answer.AlbumId is not null)
            {
                await connection.ExecuteAsync(new CommandDefinition(
                    AnswerRows.AwaitParts, new { ticketId = ticket.Id, answer.ChatId, answer.AlbumId }, transaction,
                    cancellationToken: cancellationToken));
            }
        }
        else
        {
            await using var batch = new NpgsqlBatch(connection, transaction);
            batch.BatchCommands.Add(AnswerRows.Undelivered([id], "no-client"));
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        var writtenIn = routes.CurrentById.GetValueOrDefault(answer.ChatId, answer.ChatId);
        var places = await TicketPlaces.FindAsync(ticket.Id, routes, connection, transaction, cancellationToken);
        CardPlace[] others = [.. places.Where(place => place.ChatId != writtenIn)];
        await OutboxRows.OweTicketMessageAsync(ticket.Id, id, others, connection, transaction, cancellationToken);
    }

    private sealed record AnsweredTicket
    {
        public long Id { get; init; }

        public long UserId { get; init; }

        public Guid? SubmissionId { get; init; }

        public bool IsErased { get; init; }

        public bool IsReminder { get; init; }

        public AnswerTarget ToTarget() => new(Id, IsErased, IsReminder);
    }
}
