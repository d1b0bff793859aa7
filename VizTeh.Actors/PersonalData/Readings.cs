using Dapper;
using Npgsql;

namespace VizTeh.Actors.PersonalData;

/// <summary>Somebody has the bot show or send personal data.</summary>
/// <param name="Command">The command without the slash, or <see cref="Readings.Page"/>.</param>
public sealed record Reading(string Command, long UpdateId)
{
    /// <summary>The manager; null for a client who asks for the own data.</summary>
    public long? ManagerId { get; init; }

    public string? ManagerName { get; init; }

    /// <summary>The client; null for a manager.</summary>
    public long? UserId { get; init; }

    /// <summary>The managers' chat.</summary>
    public long? ChatId { get; init; }

    /// <summary>The ticket that the command names; null for none.</summary>
    public long? TicketId { get; init; }

    // A log must not hold names.
    public override string ToString() => $"{Command} of update {UpdateId}";
}

/// <summary>Table <c>readings</c>: who read personal data, and when; no words, and nothing of whom it was about.</summary>
public sealed class Readings(NpgsqlDataSource database)
{
    /// <summary>A page of a list or a history that was turned.</summary>
    public const string Page = "page";

    // An id may come again for another update after a quiet week, but not within days.
    private const string Insert =
        """
        insert into readings (command, manager_id, manager_name, user_id, chat_id, ticket_id, update_id)
        select @Command, @ManagerId::bigint, @ManagerName, @UserId::bigint, @ChatId::bigint, @TicketId::bigint, @UpdateId
         where not exists (select from readings known where known.update_id = @UpdateId and known.at > now() - interval '2 days')
        """;

    /// <summary>Stores it, once an update. The data may leave only after that.</summary>
    public async Task RecordAsync(Reading reading, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(Insert, reading, cancellationToken: cancellationToken));
    }
}
