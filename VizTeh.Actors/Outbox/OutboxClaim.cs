using Dapper;
using Npgsql;
using VizTeh.Actors.Manager;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Outbox;

/// <summary>The first row of a chat, locked, with the state of its ticket at that moment.</summary>
public sealed class OutboxClaim : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly long[] _rowIds;
    private bool _isOver;

    internal OutboxClaim(NpgsqlConnection connection, NpgsqlTransaction transaction, OutboxRow row, long[] rowIds, TicketState state)
    {
        (_connection, _transaction, Row, _rowIds, State) = (connection, transaction, row, rowIds, state);
    }

    public OutboxRow Row { get; }

    /// <summary>What the card is drawn from.</summary>
    public TicketState State { get; }

    /// <summary>Drops an edit that can never be made; <paramref name="forgetCard"/> when the message itself is gone.</summary>
    public async Task DropAsync(bool forgetCard, CancellationToken cancellationToken)
    {
        if (forgetCard)
        {
            await _connection.ExecuteAsync(new CommandDefinition(
                "delete from ticket_cards where chat_id = @ChatId and message_id = @MessageId",
                Row, _transaction, cancellationToken: cancellationToken));
        }

        await DeleteRowsAsync(_connection, _transaction, _rowIds, cancellationToken);
        await CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Remembers that the chat has become another one, to which its cards go. The edit of a message in the old one is dropped with
    /// what is known of that message: nobody can change it any more.
    /// </summary>
    public async Task MigrateAsync(ChatMigration migration, CancellationToken cancellationToken)
    {
        await ManagerChatStore.RecordAsync(migration, _connection, _transaction, cancellationToken);
        if (Row.MessageId is not null)
            await DropAsync(forgetCard: true, cancellationToken);
        else
            await CommitAsync(cancellationToken);
    }

    /// <summary>Notes a refusal and lets the row wait; <paramref name="setAside"/> takes it out of the chat's way for good.</summary>
    public async Task RecordFailureAsync(string error, TimeSpan wait, bool setAside, CancellationToken cancellationToken)
    {
        await _connection.ExecuteAsync(new CommandDefinition(
            """
            update outbox
               set attempts = attempts + 1, last_error = @error, next_attempt_at = now() + @wait,
                   set_aside_at = case when @setAside then now() end
             where id = any(@_rowIds)
            """,
            new { error, wait, setAside, _rowIds }, _transaction, cancellationToken: cancellationToken));
        await CommitAsync(cancellationToken);
    }

    /// <summary>Lets go of the row; what was not committed is undone.</summary>
    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    /// <summary>False when the claim's own connection is lost.</summary>
    internal async Task<bool> TryCompleteAsync(long? sentMessageId, CancellationToken cancellationToken)
    {
        if (_isOver)
            return false;
        try
        {
            await CompleteAsync(_connection, _transaction, this, sentMessageId, cancellationToken);
            await CommitAsync(cancellationToken);
            return true;
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException or IOException)
        {
            _isOver = true;
            return false;
        }
    }

    internal static async Task CompleteAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, OutboxClaim claim, long? sentMessageId,
        CancellationToken cancellationToken)
    {
        if (sentMessageId is { } messageId)
        {
            // The lock orders this against a change of status: either the change sees the card and orders an edit, or this sees the
            // change and does.
            await connection.ExecuteAsync(new CommandDefinition(
                "select from tickets where id = @TicketId for share", claim.Row, transaction, cancellationToken: cancellationToken));
            var isNew = await connection.ExecuteAsync(new CommandDefinition(
                """
                insert into ticket_cards (ticket_id, chat_id, message_id) values (@TicketId, @ChatId, @messageId)
                on conflict (chat_id, message_id) do update set ticket_id = excluded.ticket_id
                where ticket_cards.ticket_id <> excluded.ticket_id
                """,
                new { claim.Row.TicketId, claim.Row.ChatId, messageId }, transaction, cancellationToken: cancellationToken)) == 1;
            var state = await TicketStore.FindAsync(connection, claim.Row.TicketId, transaction, cancellationToken);
            if (isNew && state != claim.State)
            {
                await connection.ExecuteAsync(new CommandDefinition(
                    "insert into outbox (chat_id, kind, ticket_id, message_id) values (@ChatId, 'card_edit', @TicketId, @messageId)",
                    new { claim.Row.TicketId, claim.Row.ChatId, messageId }, transaction, cancellationToken: cancellationToken));
            }
        }

        await DeleteRowsAsync(connection, transaction, claim._rowIds, cancellationToken);
    }

    private static Task<int> DeleteRowsAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, long[] rowIds, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            "delete from outbox where id = any(@rowIds)", new { rowIds }, transaction, cancellationToken: cancellationToken));

    private async Task CommitAsync(CancellationToken cancellationToken)
    {
        await _transaction.CommitAsync(cancellationToken);
        _isOver = true;
    }
}
