using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;

namespace VizTeh.Actors.PersonalData;

/// <summary>Reads all that the tables hold about a client, for the client: without what is stored about managers.</summary>
public sealed class PersonalDataStore(NpgsqlDataSource database)
{
    private static readonly JsonSerializerOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Of a manager, by the beginning of the column's name.
    private static readonly string[] OfManagers = ["manager_", "owner_", "actor_", "snooze"];

    // Derived from the other columns.
    private const string Derived = "search_words";

    private const string Tickets = "select ticket.* from tickets ticket where ticket.user_id = $1 order by ticket.id";

    // A manager's note never leaves the managers' chats.
    private const string Messages =
        """
        select said.* from ticket_messages said
         where said.author <> 'note'
           and said.ticket_id = any(array(select ticket.id from tickets ticket where ticket.user_id = $1)) order by said.id
        """;

    private const string History =
        """
        select past.ticket_id, past.status, past.at,
               case when past.actor_id = $1 then 'client' when past.actor_id is not null then 'manager' else 'bot' end as by
          from ticket_history past
         where past.ticket_id = any(array(select ticket.id from tickets ticket where ticket.user_id = $1))
           and past.action not in ('snooze', 'snooze-end', 'reminded')
         order by past.id
        """;

    private const string Cards =
        """
        select card.ticket_id, count(*) as cards from ticket_cards card
         where card.ticket_id = any(array(select ticket.id from tickets ticket where ticket.user_id = $1)) group by card.ticket_id
        """;

    // A row for managers is drawn from the ticket or from what was said about it, which stand in the document.
    private const string Waiting =
        """
        select waiting.kind, waiting.recipient, waiting.ticket_id, waiting.created_at, waiting.set_aside_at,
               case when waiting.recipient = 'client' then waiting.payload end as payload
          from outbox waiting
         where waiting.ticket_id = any(array(select ticket.id from tickets ticket where ticket.user_id = $1))
         union all
        select waiting.kind, waiting.recipient, waiting.ticket_id, waiting.created_at, waiting.set_aside_at, waiting.payload
          from outbox waiting
         where waiting.chat_id = $1 and waiting.recipient = 'client' and waiting.ticket_id is null
        """;

    private static readonly string Received =
        $"""
        select inbox_row.received_at, inbox_row.set_aside_at, inbox_row.payload from inbox inbox_row
         where {InboxOfClient.IsOfClient.Replace("@client", "$1::text", StringComparison.Ordinal)} or {InboxOfClient.IsText}
         order by inbox_row.seq
        """;

    /// <returns>A JSON object.</returns>
    public async Task<string> CollectAsync(long userId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        // One moment for all statements.
        await using var transaction = await connection.BeginTransactionAsync(
            System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        var tickets = await ReadAsync(Tickets);
        // How a manager closed it is the managers' own word, such as that it was spam.
        foreach (var ticket in tickets.Where(ticket => ticket["outcome"]?.GetValue<string>() != "withdrawn"))
            ticket.Remove("outcome");
        var byId = tickets.Where(ticket => ticket["id"] is not null).ToDictionary(ticket => ticket["id"]!.GetValue<long>());
        Attach("history", await ReadAsync(History));
        foreach (var message in await ReadAsync(Messages))
        {
            // The ids of a manager and of the managers' chat, and whatever else names them.
            if (message["author"]?.GetValue<string>() != "client")
                RemoveAll(message, IsOfAuthor);
            Attach("messages", [message]);
        }

        foreach (var cards in await ReadAsync(Cards))
            byId[cards["ticket_id"]!.GetValue<long>()]["cardsInManagersChats"] = cards["cards"]!.DeepClone();

        var document = new JsonObject { ["tickets"] = new JsonArray([.. tickets]) };
        foreach (var table in await ReadAsync(ClientTables.Find, new NpgsqlParameter<string[]> { TypedValue = ClientTables.Ours }))
        {
            var name = table["relname"]!.GetValue<string>();
            if (await ReadAsync($"select * from \"{name}\" where user_id = $1") is { Count: > 0 } rows)
                document[name] = new JsonArray([.. rows]);
        }

        document["received"] = new JsonArray([
            .. (await ReadAsync(Received)).Where(row => row["payload"] is not JsonValue text
                || InboxOfClient.IsOf(text.GetValue<string>(), userId)),
        ]);
        document["waitingToBeSent"] = new JsonArray([.. await ReadAsync(Waiting)]);
        return document.ToJsonString(Legible);

        void Attach(string member, IEnumerable<JsonObject> rows)
        {
            foreach (var row in rows)
            {
                if (!byId.TryGetValue(row["ticket_id"]!.GetValue<long>(), out var ticket))
                    continue;
                row.Remove("ticket_id");
                if (ticket[member] is not JsonArray all)
                    ticket[member] = all = [];
                all.Add((JsonNode)row);
            }
        }

        async Task<List<JsonObject>> ReadAsync(string sql, NpgsqlParameter? parameter = null)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction)
            {
                Parameters = { parameter ?? new NpgsqlParameter<long> { TypedValue = userId } },
            };
            var rows = new List<JsonObject>();
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                rows.Add(RowOf(reader));
            return rows;
        }
    }

    private static bool IsOfAuthor(string column) =>
        column is "user_id" or "update_id" or "chat_id" or "message_id" or "album_id"
        || column.StartsWith("author_", StringComparison.Ordinal);

    private static void RemoveAll(JsonObject row, Func<string, bool> isRemoved)
    {
        foreach (var name in row.Select(member => member.Key).Where(isRemoved).ToList())
            row.Remove(name);
    }

    // In the order of the columns; what is null is left out.
    private static JsonObject RowOf(NpgsqlDataReader reader)
    {
        var row = new JsonObject();
        for (var column = 0; column < reader.FieldCount; column++)
        {
            var name = reader.GetName(column);
            if (name != Derived && !reader.IsDBNull(column)
                && !Array.Exists(OfManagers, start => name.StartsWith(start, StringComparison.Ordinal)))
            {
                row[name] = ValueOf(reader, column);
            }
        }

        return row;
    }

    private static JsonNode? ValueOf(NpgsqlDataReader reader, int column) => reader.GetDataTypeName(column) switch
    {
        "json" or "jsonb" => Parsed(reader.GetString(column)),
        "bigint" or "integer" or "smallint" => JsonValue.Create(Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture)),
        "boolean" => JsonValue.Create(reader.GetBoolean(column)),
        "timestamp with time zone" => JsonValue.Create(
            reader.GetFieldValue<DateTimeOffset>(column).ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture)),
        _ => JsonValue.Create(Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture)),
    };

    // A payload may hold what PostgreSQL takes as JSON, but not what this program would.
    private static JsonNode? Parsed(string json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return JsonValue.Create(json);
        }
    }
}
