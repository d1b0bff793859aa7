using System.Globalization;
using Npgsql;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>Compares who has each ticket with the history of claims, and with the ticket's cards.</summary>
internal sealed class ClaimAudit
{
    // Replays the history: a claim or a take-over gives the ticket to its actor, a release and a reopening to nobody, a closing keeps it.
    private const string Untold =
        """
        select ticket.id::bigint
          from tickets ticket
          left join lateral (
               select case when past.action in ('claim', 'take-over') then past.actor_id end as owner_id from ticket_history past
                where past.ticket_id = ticket.id and past.action in ('status', 'claim', 'take-over', 'release')
                  and not (past.action = 'status' and past.status = 'closed')
                order by past.id desc limit 1) told on true
         where ticket.owner_id is distinct from told.owner_id
        union
        select past.ticket_id::bigint from ticket_history past where past.update_id is not null
         group by past.ticket_id, past.update_id having count(*) > 1
        union
        -- A take-over names the owner of the row before it.
        select past.ticket_id::bigint
          from ticket_history past
         where past.action = 'take-over' and past.former_owner_id is distinct from (
               select earlier.actor_id from ticket_history earlier
                where earlier.ticket_id = past.ticket_id and earlier.id < past.id
                  and earlier.action in ('claim', 'take-over', 'release')
                order by earlier.id desc limit 1)
        """;

    private readonly Dictionary<long, string> _owners;

    private ClaimAudit(Dictionary<long, string> owners, IReadOnlyList<string> wrong) => (_owners, Wrong) = (owners, wrong);

    /// <summary>The tickets whose owner is not the one of the history.</summary>
    public IReadOnlyList<string> Wrong { get; }

    public static async Task<ClaimAudit> ReadAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var wrong = new List<string>();
        await using (var command = database.CreateCommand(Untold))
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"ticket {reader.GetInt64(0)}: its history has another owner"));
        }

        var owners = new Dictionary<long, string>();
        await using (var command = database.CreateCommand(
            "select id::bigint, owner_name from tickets where owner_id is not null and status <> 'closed'"))
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                owners.Add(reader.GetInt64(0), reader.GetString(1));
        }

        return new ClaimAudit(owners, wrong);
    }

    /// <summary>Whether the card of an open ticket names its owner, or none.</summary>
    public bool IsTrue(ChatMessage card, long ticket) => _owners.TryGetValue(ticket, out var owner)
        ? card.Text.Contains("👤 В работе с ", StringComparison.Ordinal) && card.Text.Contains($" — {owner}\n", StringComparison.Ordinal)
        : !card.Text.Contains("👤 В работе", StringComparison.Ordinal);
}
