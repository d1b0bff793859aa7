using Dapper;
using Npgsql;

namespace VizTeh.Actors.Tickets;

/// <summary>The message whose button was pressed.</summary>
/// <param name="TicketId">The ticket that the button names.</param>
/// <param name="MessageId">Null when Telegram did not name the message.</param>
/// <param name="Check">The check in the button's data; null when there is none.</param>
/// <param name="TopicId">The forum topic of the message; null in General and outside of forums.</param>
internal sealed record PressedCard(long TicketId, long ChatId, long? MessageId, string? Check, int? TopicId);

/// <summary>
/// What the press of a card's button reads and writes beside the ticket itself, in the transaction that handles the press.
/// </summary>
internal sealed class CardPress(PressedCard card, NpgsqlConnection connection, NpgsqlTransaction transaction)
{
    // Makes the ticket's card visible in the chat: a new card if the chat has none, else an edit of the newest one (if somebody deleted
    // that message, the refused edit leads to a new card). In a forum a new card goes to the topic of the press. A row that waits already
    // is not added again.
    private const string ShowCard =
        """
        insert into outbox (chat_id, kind, ticket_id, message_id, topic_id)
        select @ChatId, case when newest.message_id is null then 'card' else 'card_edit' end, @TicketId, newest.message_id,
               case when newest.message_id is null then @TopicId::int end
          from (select max(card.message_id) as message_id from ticket_cards card
                 where card.ticket_id = @TicketId and card.chat_id = @ChatId) newest
         where not exists (select from outbox waiting
                            where waiting.ticket_id = @TicketId and waiting.chat_id = @ChatId and waiting.set_aside_at is null
                              and waiting.kind = case when newest.message_id is null then 'card' else 'card_edit' end
                              and waiting.message_id is not distinct from newest.message_id)
        """;

    /// <summary>The statement that ends the menus of all copies of a ticket's card.</summary>
    public const string EndMenus =
        "update ticket_cards set menu = null where ticket_cards.ticket_id = @TicketId and ticket_cards.menu is not null";

    /// <summary>
    /// Whether the pressed message is a card of this ticket, not of another one that had its number. True for a press without a message.
    /// </summary>
    public async Task<bool> IsOnCardOfTicketAsync(CancellationToken cancellationToken)
    {
        if (card.MessageId is null)
            return true;
        var pressed = await connection.QuerySingleOrDefaultAsync<Identity>(new CommandDefinition(
            """
            select ticket.submission_id as submissionid,
                   exists (select from ticket_cards card
                            where card.chat_id = @ChatId and card.message_id = @MessageId and card.ticket_id = @TicketId) as isknown
              from tickets ticket where ticket.id = @TicketId
            """,
            card, transaction, cancellationToken: cancellationToken));
        return pressed is not null && TicketButton.IsOf(pressed.SubmissionId, card.Check, pressed.IsKnown);
    }

    /// <summary>Owes the chat the ticket's own card, in place of the pressed one.</summary>
    public Task ShowCardAsync(CancellationToken cancellationToken) => ExecuteAsync(ShowCard, card, cancellationToken);

    /// <summary>Locks the ticket's row: whatever is read afterwards holds until the transaction ends.</summary>
    public Task<int> LockAsync(CancellationToken cancellationToken) =>
        ExecuteAsync("select from tickets where tickets.id = @TicketId for update", new { card.TicketId }, cancellationToken);

    /// <returns>Null when there is no such ticket.</returns>
    public async Task<TicketState?> FindTicketAsync(CancellationToken cancellationToken)
    {
        var row = await connection.QuerySingleOrDefaultAsync<TicketRow>(new CommandDefinition(
            $"select {TicketRow.Columns} from {TicketRow.Tables} where ticket.id = @TicketId",
            new { card.TicketId }, transaction, cancellationToken: cancellationToken));
        return row?.ToState();
    }

    /// <summary>
    /// Stores the pressed message as a card of the ticket, and owes edits of all its cards when the press changed the ticket. A press
    /// without effect came from a card that shows an old state: only that card is edited.
    /// </summary>
    public async Task RecordAsync(bool changed, CancellationToken cancellationToken)
    {
        if (card.MessageId is not null)
        {
            await ExecuteAsync(TicketPosts.ForgetCard, card, cancellationToken);
            await ExecuteAsync(
                """
                insert into ticket_cards (ticket_id, chat_id, message_id, topic_id) values (@TicketId, @ChatId, @MessageId, @TopicId::int)
                on conflict (chat_id, message_id) do update set ticket_id = excluded.ticket_id, topic_id = excluded.topic_id
                where ticket_cards.ticket_id <> excluded.ticket_id
                """,
                card, cancellationToken);
        }

        await ExecuteAsync(
            """
            insert into outbox (chat_id, kind, ticket_id, message_id)
            select card.chat_id, 'card_edit', card.ticket_id, card.message_id
              from ticket_cards card
             where card.ticket_id = @TicketId
               and (@changed
                    or (card.chat_id = @ChatId and card.message_id = @MessageId
                        and (select true from outbox waiting
                              where waiting.chat_id = card.chat_id and waiting.message_id = card.message_id
                                and waiting.kind = 'card_edit' and waiting.set_aside_at is null and waiting.ticket_id = @TicketId
                              limit 1) is null))
             order by card.chat_id, card.message_id
            """,
            new { card.TicketId, card.ChatId, card.MessageId, changed }, cancellationToken);
    }

    /// <summary>Stores what the pressed copy offers, and owes its edit. A press without a message has no copy.</summary>
    /// <param name="menu">Null for the card's own buttons.</param>
    public async Task ShowMenuAsync(string? menu, CancellationToken cancellationToken)
    {
        if (card.MessageId is null)
            return;
        await ExecuteAsync(TicketPosts.ForgetCard, card, cancellationToken);
        await ExecuteAsync(
            """
            insert into ticket_cards (ticket_id, chat_id, message_id, topic_id, menu)
            values (@TicketId, @ChatId, @MessageId, @TopicId::int, @menu)
            on conflict (chat_id, message_id) do update set ticket_id = excluded.ticket_id, menu = excluded.menu
            """,
            new { card.TicketId, card.ChatId, card.MessageId, card.TopicId, menu }, cancellationToken);
        await OweEditAsync(cancellationToken);
    }

    /// <summary>Ends the menu of the pressed copy.</summary>
    /// <param name="owesEdit">Whether its edit is to be owed, because the caller owes none that is drawn afterwards.</param>
    public async Task EndMenuAsync(bool owesEdit, CancellationToken cancellationToken)
    {
        if (await ExecuteAsync(
                """
                update ticket_cards set menu = null
                 where ticket_cards.chat_id = @ChatId and ticket_cards.message_id = @MessageId and ticket_cards.menu is not null
                """,
                card, cancellationToken) > 0 && owesEdit)
        {
            await OweEditAsync(cancellationToken);
        }
    }

    // An edit that waits already may have been drawn, from the menu before.
    private Task<int> OweEditAsync(CancellationToken cancellationToken) => ExecuteAsync(
        "insert into outbox (chat_id, kind, ticket_id, message_id) values (@ChatId, 'card_edit', @TicketId, @MessageId)", card,
        cancellationToken);

    /// <summary>Ends the menus of all copies. Whoever calls this owes the edits of the cards.</summary>
    public Task<int> EndMenusAsync(CancellationToken cancellationToken) => ExecuteAsync(EndMenus, card, cancellationToken);

    /// <summary>Adds a row to the ticket's history, with a statement that returns its id.</summary>
    public Task<long> AddToHistoryAsync(string sql, object parameters, CancellationToken cancellationToken) =>
        connection.QuerySingleAsync<long>(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken));

    public Task<int> ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken));

    private sealed record Identity
    {
        public Guid? SubmissionId { get; init; }

        public bool IsKnown { get; init; }
    }
}
