using Npgsql;

namespace VizTeh.Actors.Tickets;

/// <summary>The menus of cards: column <c>menu</c> of <c>ticket_cards</c>, and the edits that a press owes.</summary>
/// <param name="snoozes">Handles the choices of the menu of reminders.</param>
public sealed class CardMenuStore(NpgsqlDataSource database, SnoozeStore snoozes)
{
    /// <returns>A reply to the request.</returns>
    public Task<object> HandleAsync(ICardPress press, CancellationToken cancellationToken) => press switch
    {
        ShowCardMenu shown => ShowAsync(shown, cancellationToken),
        SnoozeTicket snooze => snoozes.SnoozeAsync(snooze, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(press), press.GetType().Name, "an unknown press"),
    };

    /// <summary>
    /// Stores the menu of the pressed copy and owes its edit, in one transaction. Locking the ticket's row first serialises this with a
    /// change of the status, which ends all menus.
    /// </summary>
    private async Task<object> ShowAsync(ShowCardMenu request, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var press = new CardPress(
            new PressedCard(request.TicketId, request.CardChatId, request.CardMessageId, request.CardCheck, request.CardTopicId),
            connection, transaction);
        var isOwnCard = await press.IsOnCardOfTicketAsync(cancellationToken);
        await press.LockAsync(cancellationToken);
        if (await press.FindTicketAsync(cancellationToken) is not { } state)
            return new TicketNotFound(request.TicketId);
        object answer;
        if (!isOwnCard)
        {
            await press.ShowCardAsync(cancellationToken);
            answer = new TicketCardUnknown(state);
        }
        else if (state.Ticket.Status == TicketStatus.Closed)
        {
            await press.RecordAsync(changed: false, cancellationToken);
            answer = new TicketStatusUnchanged(state);
        }
        else
        {
            await press.ShowMenuAsync(request.Menu?.ToColumn(), cancellationToken);
            answer = new CardMenuShown(state);
        }

        await transaction.CommitAsync(cancellationToken);
        return answer;
    }
}
