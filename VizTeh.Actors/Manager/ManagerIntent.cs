using System.Globalization;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Manager.Commands;
using VizTeh.Actors.Manager.Lists;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Manager;

/// <summary>A manager's request, parsed from a text or a button's data. Pure.</summary>
public abstract record ManagerIntent
{
    private ManagerIntent()
    {
    }

    /// <summary>A command of the table.</summary>
    /// <param name="PhotoFileId">The photo whose caption is the command; null when there is none.</param>
    public sealed record Command(IManagerCommand Called, string Arguments, string? PhotoFileId) : ManagerIntent;

    /// <summary>A command or text of the client's form, which is not for managers.</summary>
    public sealed record FormWanted : ManagerIntent;

    /// <summary>A command about a client's own data.</summary>
    public sealed record ForClientsOnly : ManagerIntent;

    /// <summary>A conversation among people, or a command for another bot.</summary>
    public sealed record NotForUs : ManagerIntent;

    /// <summary>A text or command for the bot that it does not know.</summary>
    public sealed record Unknown : ManagerIntent;

    /// <summary>A ticket's button.</summary>
    /// <param name="Check">The check of the ticket in the button's data; null when there is none.</param>
    /// <param name="Outcome">With which the ticket is closed; null for none.</param>
    public sealed record ChangeStatus(long TicketId, TicketStatus Status, string? Check = null, string? Outcome = null) : ManagerIntent;

    /// <summary>A button that leads to a menu of the card, or belongs to one.</summary>
    /// <param name="Check">The check of the ticket in the button's data; null when there is none.</param>
    public sealed record OnCard(long TicketId, CardRequest Asked, string? Check) : ManagerIntent;

    /// <summary>A ticket's button that changes who has the ticket in work.</summary>
    /// <param name="Check">The check of the ticket in the button's data; null when there is none.</param>
    /// <param name="From">Of a take-over: the owner that the card names.</param>
    public sealed record Claim(long TicketId, ClaimAction Action, string? Check, long? From) : ManagerIntent;

    /// <summary>The button that asks for an answer to the ticket's client.</summary>
    /// <param name="Check">The check of the ticket in the button's data; null when there is none.</param>
    public sealed record AskForAnswer(long TicketId, string? Check = null) : ManagerIntent;

    /// <summary>A button that turns the pages of a list.</summary>
    public sealed record TurnPage(ListPage Page) : ManagerIntent;

    /// <summary>A button of a client's form, or one that the bot never made.</summary>
    public sealed record ForeignButton : ManagerIntent;

    /// <param name="botUsername">Without @. A command in a group may name another bot.</param>
    /// <param name="texts">The client's form is begun by a label of theirs.</param>
    /// <param name="isReply">Whether it is a reply to a message of a bot.</param>
    public static ManagerIntent Of(
        ManagerInput input, bool isGroup, string botUsername, ManagerCommands commands, FirmTexts texts, bool isReply = false) =>
        input switch
        {
            ManagerInput.Press press => OfButton(press.Data, press.Shown?.Words),
            // Two slashes begin a note, which is no command.
            ManagerInput.Text text when !ManagerAnswerText.IsNote(text.Value) && WrittenCommand.Read(text.Value) is { } written =>
                OfCommand(written, text.PhotoFileId, isGroup && !isReply, botUsername, commands),
            ManagerInput.Text text when texts.IsLabel(Labels.NewForm, text.Value) => new FormWanted(),
            ManagerInput.Edit => new NotForUs(),
            _ => isGroup ? new NotForUs() : new Unknown(),
        };

    private static ManagerIntent OfButton(string? data, string? words)
    {
        if (ListPage.Parse(data, words) is { } page)
            return new TurnPage(page);
        if (!TicketButton.Is(data) || data!.Split(':') is not [_, var action, var number, .. var end])
            return new ForeignButton();
        // Digits only: neither a sign nor white space, nor other characters that look like a ticket's number.
        if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id == 0)
            return new ForeignButton();
        if (ClaimButton.Read(action, end) is var (claim, ofTicket, from))
            return new Claim(id, claim, ofTicket, from);
        if (CardMenuButton.Read(action, end) is var (asked, ofCard))
            return new OnCard(id, asked, ofCard);
        if (end is not ([] or [_]) || (end is [var given] && !TicketButton.IsCheck(given)))
            return new ForeignButton();
        var check = end is [var last] ? last : null;
        return action switch
        {
            "close" => new ChangeStatus(id, TicketStatus.Closed, check),
            "reopen" => new ChangeStatus(id, TicketStatus.Open, check),
            TicketButton.AnswerAction => new AskForAnswer(id, check),
            _ => new ForeignButton(),
        };
    }

    private static ManagerIntent OfCommand(
        WrittenCommand written, string? photoFileId, bool isGroup, string botUsername, ManagerCommands commands)
    {
        if (written.Addressee is { } addressee && !addressee.Equals(botUsername, StringComparison.OrdinalIgnoreCase))
            return new NotForUs();
        if (commands.Find(written.Name) is { } command)
            return new Command(command, written.Arguments, photoFileId);
        if (ClientCommands.Find(written.Name) is { } ofClients)
            return PrivacyPhrases.Commands.Contains(ofClients.Name) ? new ForClientsOnly() : new FormWanted();
        // In a group, a command without a bot's name may be meant for another bot.
        return isGroup && written.Addressee is null ? new NotForUs() : new Unknown();
    }
}
