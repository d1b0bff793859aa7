using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tickets;

/// <summary>The button of a ticket's card, encoded in its data.</summary>
public static class TicketButton
{
    private const string Prefix = "question_status:";
    private const int CheckLength = 8;

    /// <summary>What stands in the data of the button that asks for an answer.</summary>
    internal const string AnswerAction = "answer";

    /// <summary>Whether the data claims to be that of a ticket's button.</summary>
    public static bool Is(string? data) => data?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    /// <summary>The button that sets the ticket's status. What it does depends on its data alone, whatever its label is.</summary>
    /// <param name="check">The ticket's check; null for none.</param>
    public static InlineButton For(FirmTexts texts, long ticketId, TicketStatus status, string? check = null) => new(
        texts[status == TicketStatus.Closed ? CardPhrases.Close : CardPhrases.Reopen], DataOf(ticketId, status, check));

    /// <summary>The button that asks a manager for an answer to the ticket's client.</summary>
    public static InlineButton ToAnswer(FirmTexts texts, Ticket ticket) => new(
        texts[AnswerPhrases.Answer], CheckOf(ticket.SubmissionId) is { } check
            ? string.Create(CultureInfo.InvariantCulture, $"{Prefix}{AnswerAction}:{ticket.Id}:{check}")
            : string.Create(CultureInfo.InvariantCulture, $"{Prefix}{AnswerAction}:{ticket.Id}"));

    /// <summary>The data has the format of an earlier bot, whose cards go on working, with the check appended.</summary>
    /// <param name="check">The ticket's check; null for none.</param>
    public static string DataOf(long ticketId, TicketStatus status, string? check = null) =>
        DataOf(status == TicketStatus.Closed ? "close" : "reopen", ticketId, check);

    internal static string DataOf(string action, long ticketId, string? check)
    {
        var end = check is null ? "" : ":" + check;
        return string.Create(CultureInfo.InvariantCulture, $"{Prefix}{action}:{ticketId}{end}");
    }

    /// <summary>
    /// Eight digits that tell tickets of the same number apart: after an older dump was restored, numbers are given out again. Null for a
    /// ticket of an earlier bot.
    /// </summary>
    public static string? CheckOf(Guid? submissionId) => submissionId?.ToString("N")[^CheckLength..];

    /// <summary>Whether the text has the format of a check.</summary>
    public static bool IsCheck(string text) => text.Length == CheckLength && text.All(char.IsAsciiHexDigitLower);

    /// <summary>
    /// Whether a pressed button belongs to the ticket, not to another one that had its number. A button without a check is of an earlier
    /// bot or version: its message then has to be a known card of the ticket.
    /// </summary>
    /// <param name="check">The check in the button's data; null when there is none.</param>
    /// <param name="isKnown">Whether the button's message is known as a card of the ticket.</param>
    public static bool IsOf(Guid? submissionId, string? check, bool isKnown) =>
        check is not null ? check == CheckOf(submissionId) : submissionId is null || isKnown;
}
