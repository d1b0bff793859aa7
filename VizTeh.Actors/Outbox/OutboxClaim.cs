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
    private readonly OutboxHead _head;
    private bool _isOver;

    internal OutboxClaim(NpgsqlConnection connection, NpgsqlTransaction transaction, OutboxHead head, TicketState state)
    {
        (_connection, _transaction, _head, State) = (connection, transaction, head, state);
    }

    public OutboxRow Row => _head.Row;

    /// <summary>What the card is drawn from.</summary>
    public TicketState State { get; }

    /// <summary>Whether the chat has rows that this claim does not settle; some may have come since.</summary>
    public bool HasMore => _head.HasMore;

    /// <summary>Drops an edit that can never be made; <paramref name="forgetCard"/> when the message itself is gone.</summary>
    public async Task DropAsync(bool forgetCard, CancellationToken cancellationToken)
    {
        if (forgetCard)
        {
            await _connection.ExecuteAsync(new CommandDefinition(
                "delete from ticket_cards where chat_id = @ChatId and message_id = @MessageId",
                Row, _transaction, cancellationToken: cancellationToken));
        }

        await CompleteAsync(_connection, _transaction, this, sentMessageId: null, cancellationToken);
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
             where id = any(@RowIds)
            """,
            new { error, wait, setAside, _head.RowIds }, _transaction, cancellationToken: cancellationToken));
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
        await using var commands = new NpgsqlBatch(connection, transaction);
        if (sentMessageId is { } messageId)
        {
            // The lock orders this against a change of status: either the change sees the card and orders an edit, or this sees the
            // change and does. So the lock is a statement of its own, before the one that looks.
            commands.BatchCommands.Add(new NpgsqlBatchCommand("select from tickets where id = $1 for share")
            {
                Parameters = { new NpgsqlParameter<long> { TypedValue = claim.Row.TicketId } },
            });
            commands.BatchCommands.Add(new NpgsqlBatchCommand(
                """
                with card as (
                    insert into ticket_cards (ticket_id, chat_id, message_id) values ($1, $2, $3)
                    on conflict (chat_id, message_id) do update set ticket_id = excluded.ticket_id
                    where ticket_cards.ticket_id <> excluded.ticket_id
                    returning ticket_id, chat_id, message_id
                )
                insert into outbox (chat_id, kind, ticket_id, message_id)
                select chat_id, 'card_edit', ticket_id, message_id from card
                 where (select count(*) from ticket_history where ticket_id = card.ticket_id) > $4
                """)
            {
                Parameters =
                {
                    new NpgsqlParameter<long> { TypedValue = claim.Row.TicketId },
                    new NpgsqlParameter<long> { TypedValue = claim.Row.ChatId },
                    new NpgsqlParameter<long> { TypedValue = messageId },
                    new NpgsqlParameter<long> { TypedValue = claim._head.Changes },
                },
            });
        }

        commands.BatchCommands.Add(new NpgsqlBatchCommand("delete from outbox where id = any($1)")
        {
            Parameters = { new NpgsqlParameter<long[]> { TypedValue = claim._head.RowIds } },
        });
        await commands.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task CommitAsync(CancellationToken cancellationToken)
    {
        await _transaction.CommitAsync(cancellationToken);
        _isOver = true;
    }
}
