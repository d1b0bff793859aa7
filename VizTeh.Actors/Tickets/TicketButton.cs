using System.Globalization;
using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Tickets;

/// <summary>The button of a ticket's card, as it travels in its data.</summary>
public static class TicketButton
{
    public const string CloseLabel = "Закрыть заявку";
    public const string ReopenLabel = "Открыть заявку";

    private const string Prefix = "question_status:";
    private const int CheckLength = 8;

    /// <summary>Whether a button is, or pretends to be, that of a ticket's card.</summary>
    public static bool Is(string? data) => data?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    /// <summary>
    /// The button that gives the ticket a status. The data's shape is that of the bot that this one replaced, so that its cards go on
    /// working, with the check at its end.
    /// </summary>
    /// <param name="check">Of the ticket; null for none.</param>
    public static InlineButton For(long ticketId, TicketStatus status, string? check = null)
    {
        var (label, action) = status == TicketStatus.Closed ? (CloseLabel, "close") : (ReopenLabel, "reopen");
        var end = check is null ? "" : ":" + check;
        return new InlineButton(label, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{action}:{ticketId}{end}"));
    }

    /// <summary>
    /// Eight digits that another ticket of the same number does not have: numbers are used again after an older dump was restored. Null
    /// for a ticket of an earlier bot.
    /// </summary>
    public static string? CheckOf(Guid? submissionId) => submissionId?.ToString("N")[^CheckLength..];

    /// <summary>Whether it has the shape of a check.</summary>
    public static bool IsCheck(string text) => text.Length == CheckLength && text.All(char.IsAsciiHexDigitLower);

    /// <summary>
    /// Whether a pressed button is that of the ticket, and not of another one which had its number. A button without a check is one of an
    /// earlier bot, or of an earlier version of this one: then its message has to be known.
    /// </summary>
    /// <param name="check">At the end of the button's data; null when there is none.</param>
    /// <param name="isKnown">Whether the message with the button is known as a card of the ticket.</param>
    public static bool IsOf(Guid? submissionId, string? check, bool isKnown) =>
        check is not null ? check == CheckOf(submissionId) : submissionId is null || isKnown;
}
