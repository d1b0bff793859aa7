using System.Globalization;
using Dapper;
using Npgsql;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;

namespace VizTeh.Actors.Tickets;

/// <summary>Owes a managers' chat what was asked for about a ticket: its card anew, or its history.</summary>
public sealed class ShownTicketStore(NpgsqlDataSource database)
{
    /// <summary>
    /// Owes the card in one transaction, once for an update. As soon as it is sent it is one of the ticket's cards, and all of them are
    /// edited when the ticket changes.
    /// </summary>
    /// <param name="topicId">The forum topic to send it to; null for General and outside of forums.</param>
    /// <returns>False when there is no such ticket.</returns>
    public Task<bool> OweCardAsync(long ticketId, long chatId, int? topicId, long updateId, CancellationToken cancellationToken) =>
        OweAsync(KeyOf("shown-card", updateId), chatId, ticketId, new OwedMessage.Card(ticketId, topicId), null, cancellationToken);

    /// <summary>
    /// Owes the history in one transaction, once for an update. The message's id is stored, so that it is deleted with the client's data.
    /// </summary>
    /// <param name="replyTo">
    /// The message of the chat that asked for it, to which it replies; null for the ticket's card.
    /// </param>
    /// <param name="isErased">Whether the history was read after the client's data had been erased.</param>
    /// <returns>False when that has changed, or the ticket is gone: nothing was owed.</returns>
    public Task<bool> OweHistoryAsync(
        long ticketId, long chatId, long? replyTo, Message history, bool isErased, long updateId, CancellationToken cancellationToken) =>
        OweAsync(
            KeyOf("shown-history", updateId), chatId, ticketId, new OwedMessage.AnswerPrompt(ticketId, history) { ReplyTo = replyTo },
            isErased, cancellationToken);

    // An erasure waits for the lock, and takes back what is owed.
    private async Task<bool> OweAsync(
        string key, long chatId, long ticketId, OwedMessage message, bool? isErased, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var found = (await connection.QueryAsync<bool>(new CommandDefinition(
            "select ticket.erased_at is not null from tickets ticket where ticket.id = @ticketId for key share", new { ticketId },
            transaction, cancellationToken: cancellationToken))).AsList();
        if (found is not [var isErasedNow] || isErasedNow != (isErased ?? isErasedNow))
            return false;
        await OutboxRows.OweAsync(key, chatId, message, connection, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static string KeyOf(string cause, long updateId) => string.Create(CultureInfo.InvariantCulture, $"{cause}/{updateId}");
}
