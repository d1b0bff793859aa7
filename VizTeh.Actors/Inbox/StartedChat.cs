using System.Text;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Inbox;

/// <summary>The chat in which somebody wrote /start to this bot.</summary>
/// <param name="Title">The title of a group or the name of a person: untrusted. Null for none.</param>
internal sealed record StartedChat(long ChatId, string? Title)
{
    private const string Command = "start";

    /// <returns>Null for any other update.</returns>
    /// <exception cref="System.Text.Json.JsonException">The update does not have the shape of the Bot API's Update.</exception>
    public static StartedChat? In(string json, string botUsername)
    {
        // Most updates are told apart without being read a second time.
        if (!json.Contains(Command, StringComparison.OrdinalIgnoreCase))
            return null;
        return UpdateJson.Read(Encoding.UTF8.GetBytes(json)).Message is { Text: { } text, Chat: { Id: { } id } chat }
            && WrittenCommand.Read(text) is { } written && written.Name.Equals(Command, StringComparison.OrdinalIgnoreCase)
            && (written.Addressee is null || written.Addressee.Equals(botUsername, StringComparison.OrdinalIgnoreCase))
                ? new StartedChat(id, chat.Title ?? $"{chat.FirstName} {chat.LastName}")
                : null;
    }
}
