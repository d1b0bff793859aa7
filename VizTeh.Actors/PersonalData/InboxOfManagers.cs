using System.Globalization;
using System.Text.Json;

namespace VizTeh.Actors.PersonalData;

/// <summary>
/// Finds managers' updates in table <c>inbox</c> that hold the text of a bot's message about a client's tickets: the press of a card's
/// button and a reply bring that message along. Pure, apart from the SQL.
/// </summary>
internal static class InboxOfManagers
{
    /// <summary>The query for the messages about the tickets <c>@ids</c> in the managers' chats, each as chat/message.</summary>
    public const string Shown =
        """
        select card.chat_id || '/' || card.message_id from ticket_cards card where card.ticket_id = any(@ids)
         union all
        select post.chat_id || '/' || post.message_id from ticket_posts post where post.ticket_id = any(@ids)
        """;

    /// <summary>
    /// The condition on the alias <c>inbox_row</c> for an update that is stored as it came and holds one of the messages <c>@shown</c>.
    /// </summary>
    public const string HoldsShown =
        """
        case when json_typeof(inbox_row.payload) = 'object' then exists (
                  select from json_each(inbox_row.payload) part
                   cross join lateral (values ('message'), ('reply_to_message'), ('pinned_message')) member (name)
                   where case when json_typeof(part.value) = 'object' and json_typeof(part.value -> member.name) = 'object'
                              then (part.value -> member.name #>> '{chat,id}') || '/' || (part.value -> member.name ->> 'message_id')
                                   = any(@shown)
                              else false end)
             else false end
        """;

    private static readonly string[] Members = ["message", "reply_to_message", "pinned_message"];

    /// <summary>Whether an update that is stored as a string holds one of the messages.</summary>
    /// <param name="stored">The string.</param>
    public static bool IsHeldBy(string stored, IReadOnlySet<string> shown)
    {
        var text = InboxOfClient.TextOf(stored);
        try
        {
            using var update = JsonDocument.Parse(text);
            return update.RootElement.ValueKind == JsonValueKind.Object
                && update.RootElement.EnumerateObject().Any(part => Members.Any(name => IsShown(part.Value, name, shown)));
        }
        catch (JsonException)
        {
            // No JSON at all: the text names the message as Telegram writes it, or nobody can tell.
            return shown.Any(key => key.Split('/') is [var chat, var message]
                && text.Contains($"\"message_id\":{message},", StringComparison.Ordinal)
                && text.Contains($"\"chat\":{{\"id\":{chat},", StringComparison.Ordinal));
        }
    }

    private static bool IsShown(JsonElement part, string member, IReadOnlySet<string> shown) =>
        part.ValueKind == JsonValueKind.Object && part.TryGetProperty(member, out var message)
        && message.ValueKind == JsonValueKind.Object && message.TryGetProperty("message_id", out var id)
        && message.TryGetProperty("chat", out var chat) && chat.ValueKind == JsonValueKind.Object
        && chat.TryGetProperty("id", out var chatId)
        && id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out var messageNumber)
        && chatId.ValueKind == JsonValueKind.Number && chatId.TryGetInt64(out var chatNumber)
        && shown.Contains(KeyOf(chatNumber, messageNumber));

    private static string KeyOf(long chatId, long messageId) =>
        string.Create(CultureInfo.InvariantCulture, $"{chatId}/{messageId}");
}
