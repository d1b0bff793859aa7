using System.Globalization;
using Dapper;
using Npgsql;
using VizTeh.Actors.Outbox;

namespace VizTeh.Actors.Tickets;

/// <summary>A banned client.</summary>
public sealed record Ban
{
    public long UserId { get; init; }

    /// <summary>The ticket by whose number the client was banned; null when it is not known any more.</summary>
    public long? TicketId { get; init; }

    /// <summary>The name in that ticket: untrusted; null when there is none.</summary>
    public string? ClientName { get; init; }

    public long ManagerId { get; init; }

    public required string ManagerName { get; init; }

    /// <summary>The command's update.</summary>
    public long UpdateId { get; init; }

    /// <summary>UTC.</summary>
    public DateTime BannedAt { get; init; }

    // A log must not hold a person's name.
    public override string ToString() => $"ban of user {UserId}";
}

/// <summary>A manager's command to ban a client, or to lift a ban.</summary>
/// <param name="Number">The number that was written.</param>
/// <param name="ManagerName">As the history records it.</param>
public sealed record BanRequest(long Number, long ManagerId, string ManagerName, long UpdateId)
{
    // A log must not hold a person's name.
    public override string ToString() => $"{nameof(BanRequest)} of update {UpdateId}";
}

/// <summary>The result of a command about a ban.</summary>
public enum BanOutcome
{
    Banned,

    Unbanned,

    /// <summary>By another command: for a repeat of <c>/unban</c>, by one that came after it.</summary>
    AlreadyBanned,

    /// <summary>Nobody is banned who is meant; for a repeat of <c>/ban</c>: the ban was lifted since.</summary>
    NotBanned,

    NoTicket,

    /// <summary>The ticket names no client: their data was erased, or an earlier bot did not store it.</summary>
    NoClient,
}

/// <summary>What a command about a ban has done, and what is in force after it.</summary>
/// <param name="Ban">The ban in force of the client who is meant; null for none.</param>
/// <param name="InForce">For each client who may be meant, the update of the ban in force; null for none.</param>
public sealed record BanReport(BanOutcome Outcome, Ban? Ban, IReadOnlyDictionary<long, long?> InForce);

/// <summary>Table <c>bans</c>, and the history of the tickets by whose numbers a client was banned or unbanned.</summary>
public sealed class BanStore(NpgsqlDataSource database)
{
    private const string Columns =
        """
        ban.user_id as userid, ban.ticket_id as ticketid, ban.manager_id as managerid, ban.manager_name as managername,
        ban.update_id as updateid, ban.banned_at as bannedat,
        (select coalesce(nullif(btrim(ticket.name::text), ''), ticket.account_name, '@' || ticket.username::text)
           from tickets ticket where ticket.id = ban.ticket_id limit 1) as clientname
        """;

    private const string AddToHistory =
        """
        insert into ticket_history (ticket_id, status, action, actor_id, actor_name, update_id)
        select ticket.id, coalesce(ticket.status::text, 'open'), @action, @ManagerId, @ManagerName, @UpdateId
          from tickets ticket where ticket.id = @ticketId
        """;

    // Beside the keys of what is owed, which are kept for a month.
    private const string MarkAsDone = "insert into outbox_keys (key) values (@key) on conflict (key) do nothing";

    /// <summary>Bans the client of a ticket. Idempotent by the update: a repeat bans nobody whose ban was lifted meanwhile.</summary>
    /// <param name="request">With the number of a ticket.</param>
    public async Task<BanReport> BanAsync(BanRequest request, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // An erasure of the client's data locks the ticket as well.
        var userId = await connection.QuerySingleOrDefaultAsync<long?>(Command(
            "select coalesce(ticket.user_id, 0)::bigint from tickets ticket where ticket.id = @Number for no key update", request));
        if (userId is not > 0)
        {
            // A repeat of a command whose client has erased everything since: the ban is in force.
            var own = await connection.QueryAsync<(long UserId, long? UpdateId)>(Command(
                "select ban.user_id, ban.update_id from bans ban where ban.update_id = @UpdateId", request));
            return new BanReport(
                userId is null ? BanOutcome.NoTicket : BanOutcome.NoClient, null, own.ToDictionary(ban => ban.UserId, ban => ban.UpdateId));
        }

        var isNew = await connection.ExecuteAsync(Command(MarkAsDone, new { key = KeyOf(request) })) > 0
            && await connection.ExecuteAsync(Command(
                """
                insert into bans (user_id, ticket_id, manager_id, manager_name, update_id)
                values (@userId, @Number, @ManagerId, @ManagerName, @UpdateId)
                on conflict (user_id) do nothing
                """,
                new { userId, request.Number, request.ManagerId, request.ManagerName, request.UpdateId })) > 0;
        if (isNew)
        {
            await connection.ExecuteAsync(Command(
                AddToHistory,
                new { ticketId = request.Number, action = "ban", request.ManagerId, request.ManagerName, request.UpdateId }));
        }

        var ban = await connection.QuerySingleOrDefaultAsync<Ban>(Command(
            $"select {Columns} from bans ban where ban.user_id = @userId", new { userId }));
        await transaction.CommitAsync(cancellationToken);
        var outcome = ban is null ? BanOutcome.NotBanned
            : ban.UpdateId == request.UpdateId ? BanOutcome.Banned : BanOutcome.AlreadyBanned;
        return new BanReport(outcome, ban, new Dictionary<long, long?> { [userId.Value] = ban?.UpdateId });

        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);
    }

    /// <summary>
    /// Lifts the ban of a ticket's client or, when the number is no such ticket's, of the client with this id. Idempotent by the update: a
    /// repeat lifts no later ban.
    /// </summary>
    public async Task<BanReport> UnbanAsync(BanRequest request, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var isRepeat = await connection.ExecuteAsync(Command(MarkAsDone, new { key = KeyOf(request) })) == 0;
        var isLifted = !isRepeat && await LiftAsync();
        var clients = await connection.QueryAsync<(long UserId, long? UpdateId)>(Command(
            """
            select meant.user_id, ban.update_id
              from (select @Number as user_id
                    union
                    select ticket.user_id::bigint from tickets ticket where ticket.id = @Number and ticket.user_id is not null) meant
              left join bans ban on ban.user_id = meant.user_id
            """,
            request));
        var inForce = clients.ToDictionary(client => client.UserId, client => client.UpdateId);
        var later = isRepeat
            ? await connection.QueryFirstOrDefaultAsync<Ban>(Command(
                $"select {Columns} from bans ban where ban.user_id = any(@clients)", new { clients = inForce.Keys.ToArray() }))
            : null;
        await transaction.CommitAsync(cancellationToken);
        var outcome = later is not null ? BanOutcome.AlreadyBanned
            : isLifted || isRepeat ? BanOutcome.Unbanned : BanOutcome.NotBanned;
        return new BanReport(outcome, later, inForce);

        async Task<bool> LiftAsync()
        {
            var lifted = await connection.QuerySingleOrDefaultAsync<LiftedBan>(Command(
                """
                with meant as (
                    select coalesce(
                        (select ban.user_id from bans ban
                          where ban.user_id = (select ticket.user_id::bigint from tickets ticket where ticket.id = @Number)),
                        @Number) as user_id
                )
                delete from bans using meant where bans.user_id = meant.user_id
                returning bans.user_id as userid, bans.ticket_id as ticketid
                """,
                request));
            if (lifted is null)
                return false;
            foreach (var ticketId in new[] { request.Number, lifted.TicketId ?? 0 }.Distinct())
            {
                // The number may be that of the client.
                await connection.ExecuteAsync(Command(
                    $"{AddToHistory} and ticket.user_id = @UserId",
                    new { ticketId, action = "unban", lifted.UserId, request.ManagerId, request.ManagerName, request.UpdateId }));
            }

            return true;
        }

        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);
    }

    /// <summary>The bans of a page, the newest first, and how many there are in all.</summary>
    public async Task<(IReadOnlyList<Ban> Bans, long Count)> ListAsync(long skip, int most, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var bans = await connection.QueryAsync<Ban>(new CommandDefinition(
            $"select {Columns} from bans ban order by ban.banned_at desc, ban.user_id limit @most offset @skip", new { skip, most },
            cancellationToken: cancellationToken));
        var count = await connection.QuerySingleAsync<long>(
            new CommandDefinition("select count(*) from bans", cancellationToken: cancellationToken));
        return (bans.AsList(), count);
    }

    /// <summary>For each banned client the update that banned them.</summary>
    public async Task<IReadOnlyDictionary<long, long>> LoadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var bans = await connection.QueryAsync<(long UserId, long UpdateId)>(new CommandDefinition(
            "select ban.user_id, ban.update_id from bans ban", cancellationToken: cancellationToken));
        return bans.ToDictionary(ban => ban.UserId, ban => ban.UpdateId);
    }

    /// <summary>Owes the banned client a sentence, once for a ban.</summary>
    /// <param name="ban">The update that banned the client.</param>
    /// <returns>Whether it is newly owed.</returns>
    public async Task<bool> TellAsync(long userId, long ban, OwedMessage.Notice sentence, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var isFirst = await connection.ExecuteAsync(new CommandDefinition(
            "update bans set told_at = now() where bans.user_id = @userId and bans.update_id = @ban and bans.told_at is null",
            new { userId, ban }, transaction, cancellationToken: cancellationToken)) > 0;
        if (!isFirst)
            return false;
        var key = string.Create(CultureInfo.InvariantCulture, $"ban/{userId}/{ban}");
        await OutboxRows.OweAsync(key, userId, sentence, connection, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static string KeyOf(BanRequest request) => string.Create(CultureInfo.InvariantCulture, $"ban-command/{request.UpdateId}");

    private sealed record LiftedBan
    {
        public long UserId { get; init; }

        public long? TicketId { get; init; }
    }
}
