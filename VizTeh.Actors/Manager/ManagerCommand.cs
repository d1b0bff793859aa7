using System.Globalization;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Manager;

/// <summary>What a manager asks for: pure parsing of texts and of buttons' data.</summary>
public abstract record ManagerCommand
{
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
    /// <param name="Check">What it knows of its ticket beyond the number; null when it knows no more.</param>
    public sealed record ChangeStatus(long TicketId, TicketStatus Status, string? Check = null) : ManagerCommand;

    /// <summary>A button of a client's form, or one that never was ours.</summary>
    public sealed record ForeignButton : ManagerCommand;

    /// <param name="botUsername">Without @: a group's command may name another bot.</param>
    public static ManagerCommand Parse(ManagerInput input, bool isGroup, string botUsername) => input switch
    {
        ManagerInput.Press press => ParseButton(press.Data),
        ManagerInput.Text text => ParseText(text, isGroup, botUsername),
        _ => isGroup ? new NotForUs() : new Unknown(),
    };

    private static ManagerCommand ParseButton(string? data)
    {
        if (!TicketButton.Is(data) || data!.Split(':') is not [_, var action, var number, .. var end])
            return new ForeignButton();
        if (end is not ([] or [_]) || (end is [var given] && !TicketButton.IsCheck(given)))
            return new ForeignButton();
        var check = end is [var last] ? last : null;
        // Digits only: no sign, no white space, nothing that only looks like a ticket's number.
        if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id == 0)
            return new ForeignButton();
        return action switch
        {
            "close" => new ChangeStatus(id, TicketStatus.Closed, check),
            "reopen" => new ChangeStatus(id, TicketStatus.Open, check),
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
