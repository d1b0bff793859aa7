using System.Text.Json;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Manager.Commands;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Inbox;

/// <summary>The result of parsing a row of the inbox.</summary>
internal abstract record ReadRow
{
    private ReadRow()
    {
    }

    public sealed record Wanted(PendingUpdate Update) : ReadRow;

    /// <summary>The bot does not handle the update.</summary>
    public sealed record ForNobody : ReadRow;

    /// <param name="Error">For the log and the row; without anything that a person wrote.</param>
    public sealed record Unreadable(string Error) : ReadRow;
}

/// <summary>Parses the rows of the inbox one by one: an unreadable row is set aside, and the others are handled.</summary>
public sealed class RowReader(
    UpdateReader reader, ManagerChats managerChats, ChatOffers offers, BotIdentity bot, ManagerCommands commands, BotSettings settings)
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
            // The exception's message is left out, since it may quote a person.
            return new ReadRow.Unreadable($"{exception.GetType().Name} while it was read");
        }
    }

    private PendingUpdate? ToPending(InboxRow row)
    {
        var json = RefusedUpdate.Unquoted(row.Json);
        var incoming = reader.Read(json);
        if (offers.AreWanted && StartedChat.In(json, bot.Username) is { } started)
            offers.OnStart(started.ChatId, started.Title);
        return incoming switch
        {
            IncomingUpdate.ForClient forClient => ToPending(row, forClient, forClient.Update.UserId, isTrusted: false, lane: null),
            // The chat of a person who is no manager has one lane for all updates, so that the lane's limit bounds the chat.
            IncomingUpdate.ForManager { Update: var update } forManager when (update.ChatId ?? update.From.Id) is var chatId =>
                managerChats.Contains(chatId)
                    ? ToPending(row, forManager, chatId, isTrusted: true, LaneOf(chatId, update))
                    : ToPending(row, forManager, chatId, isTrusted: false, lane: null),
            _ => null,
        };
    }

    private LaneKey LaneOf(long chatId, ManagerUpdate update) =>
        ManagerLanes.Of(chatId, update, bot.Username, commands, settings.Company.Texts);

    private static PendingUpdate ToPending(InboxRow row, IncomingUpdate incoming, long chatId, bool isTrusted, LaneKey? lane) =>
        new(row.UpdateId, chatId, incoming, row.Attempts, isTrusted, lane) { Flood = row.EndsFlood ? new FloodEnd(isNoted: true) : null };
}
