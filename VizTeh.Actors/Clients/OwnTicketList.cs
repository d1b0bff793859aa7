using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Clients;

/// <summary>The list of a client's tickets, a page of it in one message. Pure.</summary>
internal static class OwnTicketList
{
    // In UTF-16 units.
    private const int LongestSubject = 64;
    private const int LongestLabel = 28;

    /// <param name="zone">The time zone of the shown days.</param>
    public static Message Of(OwnTicketsFound found, FirmTexts texts, TimeZoneInfo zone)
    {
        if (found.Tickets.Count == 0)
            return new Message(texts[OwnTicketPhrases.None]);
        var entries = found.Tickets.Select(ticket => Html.Escape(EntryOf(ticket, texts, zone)));
        return new Message(
            $"{texts[OwnTicketPhrases.Title]}\n\n{string.Join("\n\n", entries)}",
            new Keyboard.Inline([.. found.Tickets.Select(ticket => new[] { ButtonOf(ticket) }), .. TurnsOf(found, texts)]));
    }

    /// <summary>The status, in a word.</summary>
    public static string StateOf(OwnTicket ticket, FirmTexts texts) => texts[ticket switch
    {
        { IsWithdrawn: true } => OwnTicketPhrases.Withdrawn,
        { IsClosed: true } => OwnTicketPhrases.Closed,
        _ => OwnTicketPhrases.Open,
    }];

    // «№12 · 🟢 открыта · 22.11.2026», and what it is about on a line of its own. A row of an earlier bot may have neither day nor subject.
    private static string EntryOf(OwnTicket ticket, FirmTexts texts, TimeZoneInfo zone)
    {
        string?[] parts =
        [
            Numbered(ticket), StateOf(ticket, texts),
            ticket.CreatedAt is { } sent
                ? TimeZoneInfo.ConvertTime(sent, zone).ToString("dd.MM.yyyy", CultureInfo.InvariantCulture)
                : null,
        ];
        var line = string.Join(" · ", parts.Where(part => part is not null));
        return SubjectOf(ticket, LongestSubject) is { } subject ? $"{line}\n{subject}" : line;
    }

    private static InlineButton ButtonOf(OwnTicket ticket) => new(
        SubjectOf(ticket, LongestLabel) is { } subject ? $"{Numbered(ticket)} · {subject}" : Numbered(ticket),
        OwnTicketButton.To(OwnTicketStep.Open, ticket.Id, ticket.SubmissionId));

    private static IEnumerable<InlineButton[]> TurnsOf(OwnTicketsFound found, FirmTexts texts)
    {
        if (found.Pages == 1)
            return [];
        var title = texts.With(
            OwnTicketPhrases.PageOf, ("page", Number(found.Page + 1)), ("count", Number(found.Pages)));
        return
        [
            [
                new InlineButton("‹", OwnTicketButton.ToPage(found.Page == 0 ? found.Pages - 1 : found.Page - 1)),
                // Shows the same page, as it is now.
                new InlineButton(title, OwnTicketButton.ToPage(found.Page)),
                new InlineButton("›", OwnTicketButton.ToPage(found.Page == found.Pages - 1 ? 0 : found.Page + 1)),
            ],
        ];
    }

    // The client's words, in one line.
    private static string? SubjectOf(OwnTicket ticket, int longest)
    {
        var subject = AnswerText.SingleLine(ticket.Answers.Subject?.Words ?? "");
        return AnswerText.IsBlank(subject) ? null
            : subject.Length <= longest ? subject
            : CodePoints.Cut(subject, longest - 1) + "…";
    }

    private static string Numbered(OwnTicket ticket) => $"№{Number(ticket.Id)}";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
