using Dapper;
using Npgsql;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tickets;

/// <summary>
/// Who has a ticket in work: the columns of <c>tickets</c>, the rows of <c>ticket_history</c>, and the edits of cards that a change owes.
/// </summary>
/// <param name="notices">Owes a client the notices of changes.</param>
public sealed class TicketClaimStore(NpgsqlDataSource database, BotSettings settings, ClientNotices notices)
{
    private readonly CompanySettings _company = settings.Company;

    /// <summary>
    /// Changes who has the ticket if <see cref="ClaimRules"/> allow it, in one transaction. Locking the ticket's row first serialises this
    /// with all other presses: of two managers who press at once, the second sees the first as the owner.
    /// </summary>
    /// <returns>Null when there is no such ticket; without an outcome, the pressed message may be the card of another ticket.</returns>
    public async Task<(TicketState State, TicketClaimHandled? Handled)?> ClaimAsync(
        ClaimTicket request, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var press = new CardPress(
            new PressedCard(request.TicketId, request.CardChatId, request.CardMessageId, request.CardCheck, request.CardTopicId),
            connection, transaction);
        var isOwnCard = await press.IsOnCardOfTicketAsync(cancellationToken);
        if (await LockAsync(request.TicketId, connection, transaction, cancellationToken) is not { } now
            || await press.FindTicketAsync(cancellationToken) is not { } state)
        {
            return null;
        }

        if (!isOwnCard)
        {
            await press.ShowCardAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return (state, null);
        }

        var (handled, isRepeat) = await DecideAsync(request, state, now, connection, transaction, cancellationToken);
        var isChange = handled.IsChange && !isRepeat;
        if (isChange)
        {
            var historyId = await ChangeAsync(request, handled, now, press, cancellationToken);
            handled = handled with { State = (await press.FindTicketAsync(cancellationToken))! };
            await notices.OweAsync(
                NewsOf(handled.Outcome), handled.State.Ticket, historyId, request.ActorId, request.PublicName, connection, transaction,
                cancellationToken);
        }

        await press.RecordAsync(isChange, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (handled.State, handled);
    }

    private async Task<(TicketClaimHandled Handled, bool IsRepeat)> DecideAsync(
        ClaimTicket request, TicketState state, DateTimeOffset now, NpgsqlConnection connection, NpgsqlTransaction transaction,
        CancellationToken cancellationToken)
    {
        // Telegram may redeliver a press after others were handled: it says what it did, and does nothing.
        var earlier = await connection.QuerySingleOrDefaultAsync<Earlier>(new CommandDefinition(
            """
            select past.action, past.former_owner_id as formerid, past.former_owner_name as formername, past.at
              from ticket_history past
             where past.ticket_id = @TicketId and past.update_id = @UpdateId
             order by past.id limit 1
            """,
            request, transaction, cancellationToken: cancellationToken));
        if (earlier is not null)
            return (new TicketClaimHandled(state, OutcomeOf(earlier.Action), earlier.Former), true);
        var (outcome, from) = ClaimRules.Decide(request, state.Ticket, now, _company.Claim, _company.Hours);
        return (new TicketClaimHandled(state, outcome, outcome == ClaimOutcome.TakenOver ? state.Ticket.Owner : null, from), false);
    }

    private static async Task<long> ChangeAsync(
        ClaimTicket request, TicketClaimHandled handled, DateTimeOffset now, CardPress press, CancellationToken cancellationToken)
    {
        var former = handled.State.Ticket.Owner;
        var isHeld = handled.Outcome != ClaimOutcome.Released;
        await press.ExecuteAsync(
            """
            update tickets
               set owner_id = case when @isHeld then @ActorId end, owner_name = case when @isHeld then @ActorName end,
                   claimed_at = case when @isHeld then @now::timestamptz end
             where tickets.id = @TicketId
            """,
            new { request.TicketId, request.ActorId, request.ActorName, isHeld, now = now.UtcDateTime }, cancellationToken);
        return await press.AddToHistoryAsync(
            """
            insert into ticket_history (ticket_id, status, action, actor_id, actor_name, update_id, former_owner_id, former_owner_name)
            values (@TicketId, 'open', @action, @ActorId, @ActorName, @UpdateId, @formerId, @formerName)
            returning ticket_history.id
            """,
            new
            {
                request.TicketId,
                action = ActionOf(handled.Outcome),
                request.ActorId,
                request.ActorName,
                request.UpdateId,
                formerId = former?.Id,
                formerName = former?.Name,
            },
            cancellationToken);
    }

    // The time is read once the lock is there: whatever else was done to the ticket is earlier.
    private static async Task<DateTimeOffset?> LockAsync(
        long ticketId, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        var locked = await connection.QueryAsync<long>(new CommandDefinition(
            "select tickets.id::bigint from tickets where tickets.id = @ticketId for update", new { ticketId }, transaction,
            cancellationToken: cancellationToken));
        return locked.Any()
            ? await connection.QuerySingleAsync<DateTime>(new CommandDefinition(
                "select clock_timestamp()", transaction: transaction, cancellationToken: cancellationToken))
            : null;
    }

    private static TicketNews NewsOf(ClaimOutcome outcome) => outcome switch
    {
        ClaimOutcome.Taken => TicketNews.Taken,
        ClaimOutcome.TakenOver => TicketNews.TakenOver,
        _ => TicketNews.Released,
    };

    private static string ActionOf(ClaimOutcome outcome) => outcome switch
    {
        ClaimOutcome.Taken => "claim",
        ClaimOutcome.TakenOver => "take-over",
        _ => "release",
    };

    private static ClaimOutcome OutcomeOf(string action) => action switch
    {
        "claim" => ClaimOutcome.Taken,
        "take-over" => ClaimOutcome.TakenOver,
        _ => ClaimOutcome.Released,
    };

    private sealed record Earlier
    {
        public required string Action { get; init; }

        public long? FormerId { get; init; }

        public string? FormerName { get; init; }

        public DateTime At { get; init; }

        public TicketOwner? Former => FormerId is { } id ? new TicketOwner(id, FormerName, At) : null;
    }
}
