using System.Text.Json;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Manager.Commands;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Inbox;

/// <summary>What came of reading a row of the inbox.</summary>
internal abstract record ReadRow
{
    private ReadRow()
    {
    }

    public sealed record Wanted(PendingUpdate Update) : ReadRow;

    /// <summary>Nobody reacts to it.</summary>
    public sealed record ForNobody : ReadRow;

    /// <param name="Error">For the log and the row; nothing of what a person wrote.</param>
    public sealed record Unreadable(string Error) : ReadRow;
}

/// <summary>Reads the rows of the inbox one by one: a row that cannot be read is set aside, and the others go on.</summary>
public sealed class RowReader(UpdateReader reader, ManagerChats managerChats, BotIdentity bot, ManagerCommands commands)
{
    internal ReadRow Read(InboxRow row)
    {
        try
        {
            return ToPending(row) is { } update ? new ReadRow.Wanted(update) : new ReadRow.ForNobody();
        }
        catch (JsonException exception)
        {
            return new ReadRow.Unreadable(exception.Message);
        }
        catch (Exception exception)
        {
            // Its message is not known, and may quote a person.
            return new ReadRow.Unreadable($"{exception.GetType().Name} while it was read");
        }
    }

    private PendingUpdate? ToPending(InboxRow row) => reader.Read(RefusedUpdate.Unquoted(row.Json)) switch
    {
        IncomingUpdate.ForClient forClient => ToPending(row, forClient, forClient.Update.UserId, isTrusted: false, lane: null),
        // A stranger's chat has one lane, whatever its updates are, so that the bound of a lane bounds the chat.
        IncomingUpdate.ForManager { Update: var update } forManager when (update.ChatId ?? update.From.Id) is var chatId =>
            managerChats.Contains(chatId)
                ? ToPending(row, forManager, chatId, isTrusted: true, ManagerLanes.Of(chatId, update, bot.Username, commands))
                : ToPending(row, forManager, chatId, isTrusted: false, lane: null),
        _ => null,
    };

    private static PendingUpdate ToPending(InboxRow row, IncomingUpdate incoming, long chatId, bool isTrusted, LaneKey? lane) =>
        new(row.UpdateId, chatId, incoming, row.Attempts, isTrusted, lane) { Flood = row.EndsFlood ? new FloodEnd(isNoted: true) : null };
}
