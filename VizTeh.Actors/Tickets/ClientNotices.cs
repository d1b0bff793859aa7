using System.Globalization;
using Dapper;
using Npgsql;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tickets;

/// <summary>What a manager has done to a ticket, of which its client may be told.</summary>
internal enum TicketNews
{
    Taken,
    TakenOver,
    Released,
    Closed,
    Reopened,
}

/// <summary>
/// Owes a client the notices of a ticket, in the transaction of the change. A notice waits a little. One that is undone before it was sent
/// is withdrawn, and nothing is said of either change.
/// </summary>
public sealed class ClientNotices(BotSettings settings)
{
    /// <summary>
    /// Of a row <c>run</c> of the outbox with a <c>history_id</c>: whether the change that it tells of is still the state of its ticket,
    /// and the chat still that of the ticket's client, who is not banned.
    /// </summary>
    internal const string IsTrue =
        """
        ((select true from bans ban where ban.user_id = run.chat_id limit 1) is null and
        (select case when told.action = 'status'
                     then told.status = ticket.status
                          and not exists (select from ticket_history later
                                           where later.ticket_id = told.ticket_id and later.id > told.id and later.action = 'status')
                     else ticket.status <> 'closed' and ticket.owner_id is not distinct from told.actor_id end
           from ticket_history told
          cross join lateral (
                select ticket.status, ticket.owner_id from tickets ticket
                 where ticket.id = told.ticket_id and ticket.user_id = run.chat_id limit 1) ticket
          where told.id = run.history_id limit 1))
        """;

    // A row that is being sent is locked. One that may have been sent is left to be decided when it is sent again.
    private const string Withdraw =
        """
        delete from outbox
         where outbox.id = any(array(
               select waiting.id from outbox waiting
                where waiting.chat_id = @UserId and waiting.set_aside_at is null and waiting.history_id is not null
                  and not waiting.may_be_sent
                  and (select past.ticket_id = @Id and (past.action = 'status') = @isStatus from ticket_history past
                        where past.id = waiting.history_id limit 1)
                  for update of waiting skip locked))
        """;

    private readonly CompanySettings _company = settings.Company;

    /// <param name="ticket">After the change.</param>
    /// <param name="historyId">The row of <c>ticket_history</c> that holds the change.</param>
    /// <param name="actorId">The manager.</param>
    /// <param name="managerName">As a client may be told it; null for none.</param>
    internal async Task OweAsync(
        TicketNews news, Ticket ticket, long historyId, long actorId, string? managerName, NpgsqlConnection connection,
        NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        // A ticket of an earlier bot may have no client who can be written to. A manager may be the client.
        if (ticket.UserId <= 0 || ticket.UserId == actorId)
            return;
        var isStatus = news is TicketNews.Closed or TicketNews.Reopened;
        var isUndone = await connection.ExecuteAsync(new CommandDefinition(
            Withdraw, new { ticket.UserId, ticket.Id, isStatus }, transaction, cancellationToken: cancellationToken)) > 0;
        if (TextOf(news, isUndone) is not { } phrase)
            return;
        var html = _company.Texts.With(phrase, ("number", ticket.Id.ToString(CultureInfo.InvariantCulture)));
        if (_company.Notices.Names && managerName is not null)
            html += "\n\n" + _company.Texts.With(NoticePhrases.Manager, ("manager", CodePoints.Cut(managerName, 100)));
        await OutboxRows.OweAsync(
            string.Create(CultureInfo.InvariantCulture, $"notice/{historyId}"), ticket.UserId,
            new OwedMessage.Notice(Recipient.Client, new Message(html)) { HistoryId = historyId, Delay = _company.Notices.Delay },
            connection, transaction, cancellationToken);
    }

    // The client knows a status whose change back was not told yet. Of a take-over a client needs to know only who the manager is.
    private Phrase? TextOf(TicketNews news, bool isUndone)
    {
        var notices = _company.Notices;
        return news switch
        {
            TicketNews.Taken when notices.Taken => NoticePhrases.Taken,
            TicketNews.TakenOver when notices.Taken && (isUndone || notices.Names) => NoticePhrases.Taken,
            TicketNews.Closed when notices.Closed && !isUndone => NoticePhrases.Closed,
            TicketNews.Reopened when notices.Reopened && !isUndone => NoticePhrases.Reopened,
            _ => null,
        };
    }
}
