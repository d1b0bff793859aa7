using System.Globalization;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Manager;

/// <summary>Which messages in a managers' chat may be answers to clients. Pure.</summary>
internal static class AnswerRules
{
    private const int LongestCommand = 32;

    /// <summary>
    /// Whether it is a reply to a message of a bot and no command, or an edit. Whether that message is about a ticket is decided by the
    /// stored ids of the bot's messages.
    /// </summary>
    public static bool MayBeAnswer(ManagerUpdate update) => update switch
    {
        { Input: ManagerInput.Edit } => true,
        { Input: ManagerInput.Text(var typed, _), Message.ReplyTo: not null } => !IsCommand(typed),
        { Input: ManagerInput.Other, Message.ReplyTo: not null } => true,
        _ => false,
    };

    /// <summary>The ticket that the button of a replied card names.</summary>
    public static (long TicketId, string? Check)? ButtonOf(RepliedMessage replied) =>
        TicketButton.Is(replied.ButtonData) && replied.ButtonData!.Split(':') is [_, _, var number, .. var end]
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? (id, end is [var check, ..] && TicketButton.IsCheck(check) ? check : null)
            : null;

    // Two slashes begin a note, and Telegram's commands are written in Latin letters.
    private static bool IsCommand(string typed) =>
        !ManagerAnswerText.IsNote(typed) && WrittenCommand.Read(typed) is { Name.Length: > 0 and <= LongestCommand } written
        && written.Name.All(sign => char.IsAsciiLetterOrDigit(sign) || sign == '_');
}
