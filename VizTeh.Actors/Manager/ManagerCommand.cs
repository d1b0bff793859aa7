using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Manager;

/// <summary>What a manager asks for: pure parsing of texts and of buttons' data.</summary>
public abstract record ManagerCommand
{
    private const string TicketButtonPrefix = "question_status:";

    private ManagerCommand()
    {
    }

    /// <summary>/start.</summary>
    public sealed record Greet : ManagerCommand;

    /// <summary>/help.</summary>
    public sealed record Help : ManagerCommand;

    /// <summary>/photoid; the file id is null when it did not come with a photo.</summary>
    public sealed record PhotoId(string? FileId) : ManagerCommand;

    /// <summary>The client's form, or what belongs to it: not for managers.</summary>
    public sealed record FormWanted : ManagerCommand;

    /// <summary>Talk among people, or a command for another bot.</summary>
    public sealed record NotForUs : ManagerCommand;

    /// <summary>Something that the bot was told and does not know.</summary>
    public sealed record Unknown : ManagerCommand;

    /// <summary>A ticket's button.</summary>
    public sealed record ChangeStatus(long TicketId, TicketStatus Status) : ManagerCommand;

    /// <summary>A button of a client's form, or one that never was ours.</summary>
    public sealed record ForeignButton : ManagerCommand;

    /// <param name="botUsername">Without @: a group's command may name another bot.</param>
    public static ManagerCommand Parse(ManagerInput input, bool isGroup, string botUsername) => input switch
    {
        ManagerInput.Press press => ParseButton(press.Data),
        ManagerInput.Text text => ParseText(text, isGroup, botUsername),
        _ => isGroup ? new NotForUs() : new Unknown(),
    };

    /// <summary>Whether a button is, or pretends to be, that of a ticket's card.</summary>
    public static bool IsTicketButton(string? data) => data?.StartsWith(TicketButtonPrefix, StringComparison.Ordinal) == true;

    /// <summary>
    /// The button that gives the ticket a status. The data's shape is that of the bot that this one replaced, so that its cards go on
    /// working.
    /// </summary>
    public static InlineButton Button(long ticketId, TicketStatus status) => status == TicketStatus.Closed
        ? new InlineButton("Закрыть заявку", string.Create(CultureInfo.InvariantCulture, $"{TicketButtonPrefix}close:{ticketId}"))
        : new InlineButton("Открыть заявку", string.Create(CultureInfo.InvariantCulture, $"{TicketButtonPrefix}reopen:{ticketId}"));

    private static ManagerCommand ParseButton(string? data)
    {
        if (!IsTicketButton(data) || data!.Split(':') is not [_, var action, var number])
            return new ForeignButton();
        // Digits only: no sign, no white space, nothing that only looks like a ticket's number.
        if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id == 0)
            return new ForeignButton();
        return action switch
        {
            "close" => new ChangeStatus(id, TicketStatus.Closed),
            "reopen" => new ChangeStatus(id, TicketStatus.Open),
            _ => new ForeignButton(),
        };
    }

    private static ManagerCommand ParseText(ManagerInput.Text text, bool isGroup, string botUsername)
    {
        var value = text.Value.Trim();
        if (!value.StartsWith('/'))
        {
            var isFormLabel = value.Equals("Оставить заявку", StringComparison.OrdinalIgnoreCase);
            return isFormLabel ? new FormWanted() : isGroup ? new NotForUs() : new Unknown();
        }

        var word = value.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries)[0];
        var parts = word.Split('@', 2);
        if (parts is [_, var addressee] && !addressee.Equals(botUsername, StringComparison.OrdinalIgnoreCase))
            return new NotForUs();
        return parts[0].ToLowerInvariant() switch
        {
            "/start" => new Greet(),
            "/help" => new Help(),
            "/photoid" => new PhotoId(text.PhotoFileId),
            "/cancel" => new FormWanted(),
            // In a group a bare command may be meant for another bot.
            _ => isGroup && parts.Length == 1 ? new NotForUs() : new Unknown(),
        };
    }
}
