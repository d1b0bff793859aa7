using Dapper;
using Npgsql;

namespace VizTeh.Actors.Tickets;

/// <summary>Reads a client's own tickets from table <c>tickets</c>.</summary>
public sealed class ClientTicketStore(NpgsqlDataSource database)
{
    /// <summary>The most open tickets that are read.</summary>
    public const int MostOpen = 10;

    // Two short walks along the index by client, whatever the client has.
    private static readonly string Find =
        $"""
        (select ticket.id from tickets ticket
          where ticket.user_id = @UserId and ticket.status is distinct from 'closed' order by ticket.id desc limit {MostOpen})
        union all
        (select ticket.id from tickets ticket
          where ticket.user_id = @UserId and ticket.status = 'closed' order by ticket.id desc limit 1)
        union all
        (select ticket.id from tickets ticket where ticket.id = @Named and ticket.user_id = @UserId)
        union all
        (select ticket.id from tickets ticket where ticket.id = @answered and ticket.user_id = @UserId)
        """;

    public async Task<ClientTicketsFound> FindAsync(FindClientTickets request, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var answered = request.Quoted is null ? null : await connection.QuerySingleOrDefaultAsync<long?>(new CommandDefinition(
            "select copy.ticket_id from answer_copies copy where copy.chat_id = @UserId and copy.message_id = @Quoted", request,
            cancellationToken: cancellationToken));
        var rows = await connection.QueryAsync<TicketRow>(new CommandDefinition(
            $"""
            select {TicketRow.Columns} from {TicketRow.Tables}
             where ticket.id = any(array({Find}))
             order by ticket.status is not distinct from 'closed', ticket.id desc
            """,
            new { request.UserId, request.Named, answered }, cancellationToken: cancellationToken));
        return new ClientTicketsFound(
            request.UpdateId,
            [
                .. rows.Select(row => row.ToState().Ticket).Select(ticket => new ClientTicket(
                    ticket.Id, ticket.SubmissionId, ticket.Answers.Subject is { Value: not "" } subject ? subject.Words : null,
                    ticket.Status == TicketStatus.Closed)),
            ])
        {
            Answered = answered,
        };
    }
}
