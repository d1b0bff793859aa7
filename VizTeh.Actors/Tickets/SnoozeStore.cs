using Dapper;
using Npgsql;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tickets;

/// <summary>
/// The reminders of tickets: the columns of <c>tickets</c>, the rows of <c>ticket_history</c>, and the edits of cards that a press owes.
/// </summary>
public sealed class SnoozeStore(NpgsqlDataSource database, BotSettings settings, TimeProvider clock)
{
    private readonly CompanySettings _company = settings.Company;

    /// <summary>
    /// Sets the reminder if <see cref="SnoozeRules"/> allow it, or gives it up, in one transaction. Locking the ticket's row first
    /// serialises this with all other presses.
    /// </summary>
    /// <returns>A reply to the request.</returns>
    public async Task<object> SnoozeAsync(SnoozeTicket request, CancellationToken cancellationToken)
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
        if (isOwnCard)
        {
            answer = await HandleAsync(request, state, press, connection, transaction, cancellationToken);
        }
        else
        {
            await press.ShowCardAsync(cancellationToken);
            answer = new TicketCardUnknown(state);
        }

        await transaction.CommitAsync(cancellationToken);
        return answer;
    }

    private async Task<TicketSnoozed> HandleAsync(
        SnoozeTicket request, TicketState state, CardPress press, NpgsqlConnection connection, NpgsqlTransaction transaction,
        CancellationToken cancellationToken)
    {
        // Telegram may redeliver a press after others were handled: it says what it did, and does nothing.
        var earlier = await connection.QuerySingleOrDefaultAsync<Earlier>(new CommandDefinition(
            """
            select past.action, past.snoozed_until as until from ticket_history past
             where past.ticket_id = @TicketId and past.update_id = @UpdateId
             order by past.id limit 1
            """,
            request, transaction, cancellationToken: cancellationToken));
        if (earlier is not null)
        {
            await press.RecordAsync(changed: false, cancellationToken);
            return new TicketSnoozed(
                state, earlier.Action == "snooze" ? SnoozeOutcome.Snoozed : SnoozeOutcome.Ended, earlier.Until);
        }

        var (outcome, until) = SnoozeRules.Decide(
            request.Choice, state.Ticket, clock.GetUtcNow(), _company.TimeZone, _company.Hours, _company.Snooze);
        var isChange = outcome is SnoozeOutcome.Snoozed or SnoozeOutcome.Ended;
        if (isChange)
            await ChangeAsync(request, until, press, cancellationToken);
        await press.RecordAsync(isChange, cancellationToken);
        if (isChange || outcome is SnoozeOutcome.NoReminder or SnoozeOutcome.Closed or SnoozeOutcome.Off)
            await press.EndMenuAsync(owesEdit: !isChange, cancellationToken);
        return new TicketSnoozed(isChange ? (await press.FindTicketAsync(cancellationToken))! : state, outcome, until);
    }

    private static async Task ChangeAsync(
        SnoozeTicket request, DateTimeOffset? until, CardPress press, CancellationToken cancellationToken)
    {
        var at = until?.UtcDateTime;
        var historyId = await press.AddToHistoryAsync(
            """
            insert into ticket_history (ticket_id, status, action, actor_id, actor_name, update_id, snoozed_until)
            values (@TicketId, 'open', @action, @ActorId, @ActorName, @UpdateId, @at)
            returning ticket_history.id
            """,
            new
            {
                request.TicketId,
                action = at is null ? "snooze-end" : "snooze",
                request.ActorId,
                request.ActorName,
                request.UpdateId,
                at,
            },
            cancellationToken);
        await press.ExecuteAsync(
            """
            update tickets
               set snoozed_until = @at::timestamptz, snooze_offer = null,
                   snooze_id = case when @at::timestamptz is not null then @historyId end,
                   snooze_chat_id = case when @at::timestamptz is not null then @CardChatId end
             where tickets.id = @TicketId
            """,
            new { request.TicketId, request.CardChatId, historyId, at }, cancellationToken);
    }

    private sealed record Earlier
    {
        public required string Action { get; init; }

        public DateTime? Until { get; init; }
    }
}
