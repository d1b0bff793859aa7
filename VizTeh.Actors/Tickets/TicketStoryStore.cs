using Dapper;
using Npgsql;

namespace VizTeh.Actors.Tickets;

/// <summary>Reads what happened to a ticket and what was said about it, from <c>ticket_history</c> and <c>ticket_messages</c>.</summary>
public sealed class TicketStoryStore(NpgsqlDataSource database)
{
    // Of either table. A ticket with more shows its newest ones.
    private const int Most = 500;

    /// <returns>Null when there is no such ticket.</returns>
    public async Task<TicketStory?> ReadAsync(long ticketId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var ticket = await connection.QuerySingleOrDefaultAsync<TicketRow>(new CommandDefinition(
            $"select {TicketRow.Columns} from {TicketRow.Tables} where ticket.id = @ticketId", new { ticketId },
            cancellationToken: cancellationToken));
        if (ticket is null)
            return null;
        var happened = (await connection.QueryAsync<HappenedRow>(new CommandDefinition(
            $"""
            select past.id as id, past.action as action, past.status as status, past.actor_id as actorid, past.actor_name as actorname,
                   past.former_owner_id as formerid, past.former_owner_name as formername, past.at as at,
                   past.outcome as outcome, past.snoozed_until as snoozeduntil
              from ticket_history past
             where past.ticket_id = @ticketId
             order by past.id desc limit {Most + 1}
            """,
            new { ticketId }, cancellationToken: cancellationToken))).AsList();
        var said = (await connection.QueryAsync<SaidRow>(new CommandDefinition(
            $"""
            select said.author as author, said.user_id as userid, said.author_name as authorname, said.text as text,
                   said.files::text as files, said.edits as edits, said.undelivered is not null as isundelivered, said.sent_at as sentat,
                   said.stored_at as storedat, said.corrects is not null as iscorrection
              from ticket_messages said
             where said.ticket_id = @ticketId
             order by said.id desc limit {Most + 1}
            """,
            new { ticketId }, cancellationToken: cancellationToken))).AsList();
        var hasEarlier = happened.Count > Most || said.Count > Most;
        var (events, messages) = (happened.Take(Most).Reverse().ToList(), said.Take(Most).Reverse());
        return new TicketStory(
            ticket.ToState().Ticket,
            [
                // Telegram's dates are whole seconds: the order is that in which the rows were stored.
                .. events.Select((row, at) => (row.At, Event: row.ToEvent(isCreation: at == 0 && happened.Count <= Most)))
                    .Concat(messages.Select(row => (At: row.StoredAt, Event: row.ToEvent())))
                    .OrderBy(one => one.At).Select(one => one.Event),
            ],
            hasEarlier);
    }

    private sealed record HappenedRow
    {
        public long Id { get; init; }

        public string Action { get; init; } = "";

        public string Status { get; init; } = "";

        public long? ActorId { get; init; }

        public string? ActorName { get; init; }

        public long? FormerId { get; init; }

        public string? FormerName { get; init; }

        public string? Outcome { get; init; }

        public DateTime? SnoozedUntil { get; init; }

        public DateTime At { get; init; }

        public TicketEvent ToEvent(bool isCreation)
        {
            var isStatus = Action == "status";
            return new TicketEvent(Action, At, ActorId, ActorName)
            {
                Status = isStatus ? TicketStatuses.FromColumn(Status) : null,
                IsCreation = isCreation && isStatus && ActorId is null && TicketStatuses.FromColumn(Status) == TicketStatus.Open,
                Outcome = Outcome,
                SnoozedUntil = SnoozedUntil,
                Former = FormerId is null && FormerName is null ? null : (FormerId, FormerName),
            };
        }
    }

    private sealed record SaidRow
    {
        public string Author { get; init; } = "";

        public long UserId { get; init; }

        public string? AuthorName { get; init; }

        public string Text { get; init; } = "";

        public string? Files { get; init; }

        public int Edits { get; init; }

        public bool IsUndelivered { get; init; }

        public DateTime SentAt { get; init; }

        public DateTime StoredAt { get; init; }

        public bool IsCorrection { get; init; }

        public TicketEvent ToEvent() => new(Author, SentAt, UserId, AuthorName)
        {
            Words = Text,
            Files = FilesColumn.Read(Files),
            IsCorrection = IsCorrection,
            IsEdited = Edits > 0,
            IsUndelivered = IsUndelivered,
        };
    }
}
