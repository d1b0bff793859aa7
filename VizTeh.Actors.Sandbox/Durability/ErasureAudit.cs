using Npgsql;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>
/// Looks, at the end of a run, for what was erased: in every table of the database, and in every message of the managers' chats.
/// </summary>
internal sealed class ErasureAudit
{
    private const string Tables =
        """
        select format('%I.%I', table_schema, table_name), table_schema = 'akka' and table_name in ('journal', 'snapshot'), table_name
          from information_schema.tables
         where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
        """;

    private readonly HashSet<long> _tickets = [];

    /// <summary>What was found.</summary>
    public List<string> Left { get; } = [];

    /// <summary>
    /// Words and files that a chat still shows: copies that the bot did not record, of which each has to have its death or its fault.
    /// </summary>
    public List<Repeat> Copies { get; } = [];

    public static async Task<ErasureAudit> ReadAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var audit = new ErasureAudit();
        var tables = new List<(string Name, string Text)>();
        await using (var command = database.CreateCommand(Tables))
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                // Events and snapshots are JSON in bytes.
                var text = reader.GetBoolean(1)
                    ? $"encode({(reader.GetString(2) == "journal" ? "message" : "snapshot")}, 'escape')"
                    : "looked_at::text";
                tables.Add((reader.GetString(0), text));
            }
        }

        foreach (var (name, text) in tables)
        {
            await using var command = database.CreateCommand(
                $"select count(*) from {name} looked_at where {text} like '%{ErasingClient.Mark}%'");
            if (await command.ExecuteScalarAsync(cancellationToken) is long and > 0 and var rows)
                audit.Left.Add($"{rows} rows of {name}");
        }

        await using (var command = database.CreateCommand("select id::bigint from tickets where erased_at is not null"))
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                audit._tickets.Add(reader.GetInt64(0));
        }

        return audit;
    }

    /// <summary>Whether a ticket's client has had it erased.</summary>
    public bool IsErased(long ticket) => _tickets.Contains(ticket);

    /// <param name="known">The cards that the bot knows; a copy of which it does not know cannot be edited.</param>
    /// <param name="files">The ids of the files of which the tickets were erased.</param>
    public void Compare(
        ChatParticipant chat, IReadOnlySet<(long Ticket, long Chat, long Message)> known, IReadOnlySet<string> files)
    {
        Left.AddRange(known
            .Where(card => card.Chat == chat.ChatId && IsErased(card.Ticket))
            .Select(card => chat.Message((int)card.Message))
            .OfType<ChatMessage>()
            .Where(card => card.Text.Contains(ErasingClient.Mark, StringComparison.Ordinal)
                || !card.Text.Contains("данные удалены по просьбе клиента", StringComparison.OrdinalIgnoreCase))
            .Select(card => $"a card in chat {chat.ChatId}: {card}"));
        var knownHere = known.Where(card => card.Chat == chat.ChatId).Select(card => card.Message).ToHashSet();
        // Whatever is not a card is deleted, if the bot knows it.
        Copies.AddRange(chat.Messages
            .Where(message => message.FromBot && TicketManager.CardIn(message) is null && !knownHere.Contains(message.Id)
                && (message.Text.Contains(ErasingClient.Mark, StringComparison.Ordinal)
                    || (message.FileId is { } file && files.Contains(file))))
            .Select(message => new Repeat(
                chat.ChatId, DateTimeOffset.MaxValue, $"erased, but shown: {message}, taken at {message.Date:mm:ss.fff}", message.Date)));
    }
}
