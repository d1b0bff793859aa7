using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Manager.Lists;

/// <summary>A ticket as an entry of a list. Pure.</summary>
internal static class ListedTicket
{
    // In UTF-16 units: a page of entries is far from Telegram's limit.
    private const int LongestPart = 60;
    private const int LongestPerson = 60;

    public static string NumberOf(Ticket ticket) => string.Create(CultureInfo.InvariantCulture, $"№{ticket.Id}");

    public static string StateOf(Ticket ticket, FirmTexts texts) => ticket switch
    {
        { Status: TicketStatus.Open } => texts[ListPhrases.StateOpen],
        { IsWithdrawn: true } => texts[ListPhrases.StateWithdrawn],
        { Outcome: { } outcome } when !AnswerText.IsBlank(outcome) =>
            $"{texts[ListPhrases.StateClosed]}: {Short(outcome)}",
        _ => texts[ListPhrases.StateClosed],
    };

    public static string PersonOf(string? name, long id) => CodePoints.Cut(AccountName.Shown(name, id), LongestPerson);

    /// <summary>What it is about, the city and the client, in one line; empty when nothing is known.</summary>
    public static string AboutOf(Ticket ticket, FirmTexts texts)
    {
        var answers = ticket.Answers;
        return Joined(
            " · ", Short(answers.Subject), Short(answers["city"]),
            ticket.ErasedAt is not null
                ? TicketCard.DataErased(ticket, texts)
                : Joined(", ", Short(answers["name"]), Short(answers["organization"])));
    }

    public static string Joined(string separator, params IEnumerable<string?> parts) =>
        string.Join(separator, parts.Where(part => !string.IsNullOrEmpty(part)));

    private static string? Short(Answer? answer) => answer is null ? null : Short(answer.Words);

    private static string? Short(string words)
    {
        var line = AnswerText.SingleLine(words);
        return AnswerText.IsBlank(line) ? null
            : line.Length <= LongestPart ? line
            : CodePoints.Cut(line, LongestPart - 1) + "…";
    }
}
