using Npgsql;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>What a manager did in a run, as the tables have it.</summary>
public sealed record ManagerDeeds(string Name, long Claims, long Answers, long Reminders, long Closings)
{
    private const string OfManager =
        """
        select count(*) filter (where deed.action in ('claim', 'take-over')), count(*) filter (where deed.action = 'snooze'),
               count(*) filter (where deed.action = 'status' and deed.status = 'closed'),
               (select count(*) from ticket_messages said where said.user_id = $1 and said.author = 'manager')
          from ticket_history deed where deed.actor_id = $1
        """;

    /// <summary>Whether the manager has done each of it.</summary>
    public bool IsAll => Math.Min(Math.Min(Claims, Answers), Math.Min(Reminders, Closings)) > 0;

    /// <summary>Of each manager who has not done each of it, what was done; empty when two have.</summary>
    public static IReadOnlyList<string> NotShown(IReadOnlyList<ManagerDeeds> all) =>
        all.Count(deeds => deeds.IsAll) >= 2
            ? []
            : [.. all.Where(deeds => !deeds.IsAll).Select(deeds => deeds.ToString()).DefaultIfEmpty("there are no two managers")];

    internal static async Task<IReadOnlyList<ManagerDeeds>> ReadAsync(
        IEnumerable<Person> managers, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var deeds = new List<ManagerDeeds>();
        foreach (var manager in managers)
        {
            await using var command = database.CreateCommand(OfManager);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = manager.Id });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            deeds.Add(new ManagerDeeds(
                manager.FirstName, reader.GetInt64(0), reader.GetInt64(3), reader.GetInt64(1), reader.GetInt64(2)));
        }

        return deeds;
    }
}
