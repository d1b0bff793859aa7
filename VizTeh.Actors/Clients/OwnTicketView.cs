using System.Globalization;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Clients;

/// <summary>One of a client's tickets in full, as its client sees it. Pure.</summary>
internal static class OwnTicketView
{
    private const string Shortened = "…";

    // As long as a label in hocon.conf may be; a row of another program may have a longer one.
    private const int LongestLabel = 64;

    /// <param name="zone">The time zone of the shown times.</param>
    public static Message Of(OwnTicket ticket, FirmTexts texts, TimeZoneInfo zone) => new(
        TextLine.ToHtml([.. LinesOf(ticket, texts, zone)], TextLine.LongestText, Shortened, texts[OwnTicketPhrases.NotAll]),
        new Keyboard.Inline(
        [
            ticket.IsClosed
                ? [Button(ticket, OwnTicketStep.Add, texts[OwnTicketPhrases.ReopenButton])]
                :
                [
                    Button(ticket, OwnTicketStep.Add, texts[OwnTicketPhrases.AddButton]),
                    Button(ticket, OwnTicketStep.AskToWithdraw, texts[OwnTicketPhrases.WithdrawButton]),
                ],
            [new InlineButton(texts[OwnTicketPhrases.ListButton], OwnTicketButton.ToPage(0))],
        ]));

    /// <summary>The question whether to withdraw it.</summary>
    public static Message AskToWithdraw(OwnTicket ticket, FirmTexts texts) => new(
        texts.OfTicket(OwnTicketPhrases.AskToWithdraw, ticket.Id),
        new Keyboard.Inline(
        [
            [
                Button(ticket, OwnTicketStep.Withdraw, texts[OwnTicketPhrases.WithdrawButton]),
                Button(ticket, OwnTicketStep.Open, texts[OwnTicketPhrases.KeepButton]),
            ],
        ]));

    private static IEnumerable<TextLine> LinesOf(OwnTicket ticket, FirmTexts texts, TimeZoneInfo zone)
    {
        var heading = texts.With(OwnTicketPhrases.Heading, ("number", ticket.Id.ToString(CultureInfo.InvariantCulture)));
        yield return new TextLine($"{heading} · {OwnTicketList.StateOf(ticket, texts)}") { IsHeading = true };
        if (ticket.CreatedAt is { } sent)
            yield return new TextLine(texts.With(OwnTicketPhrases.Sent, ("when", Moment(sent, texts, zone))));
        if (ticket is { IsClosed: true, ClosedAt: { } closed })
        {
            yield return new TextLine(texts.With(
                ticket.IsWithdrawn ? OwnTicketPhrases.WithdrawnAt : OwnTicketPhrases.ClosedAt, ("when", Moment(closed, texts, zone))));
        }

        yield return new TextLine("");
        Answer[] answers = [.. ticket.Answers.Given, .. ticket.Answers.Removed];
        if (answers.Length == 0)
            yield return new TextLine(texts[OwnTicketPhrases.NoAnswers]);
        foreach (var answer in answers)
            yield return Given(OneLine(answer.Label, LongestLabel), answer.Words, texts.Attached(answer));

        if (ticket.Added is not { Count: > 0 } added)
            yield break;
        yield return new TextLine("") { GivesWay = true };
        yield return new TextLine(texts[OwnTicketPhrases.Added]) { IsHeading = true, GivesWay = true };
        if (ticket.HasEarlier)
            yield return new TextLine(texts[OwnTicketPhrases.NotAll]) { GivesWay = true };
        foreach (var addition in added)
        {
            yield return Given(
                Moment(addition.SentAt, texts, zone), addition.Words,
                addition.Files is { Count: > 0 } files ? FileWords.Line(files, texts) : null);
        }
    }

    private static TextLine Given(string label, string words, string? attached) =>
        new(string.Join('\n', new[] { words, attached }.Where(part => !string.IsNullOrEmpty(part))))
        {
            Label = label,
            GivesWay = true,
        };

    private static string Moment(DateTimeOffset at, FirmTexts texts, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return texts.With(
            OwnTicketPhrases.Moment, ("date", local.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture)),
            ("time", local.ToString("HH:mm", CultureInfo.InvariantCulture)));
    }

    private static string OneLine(string label, int longest) => CodePoints.Cut(AnswerText.SingleLine(label), longest);

    private static InlineButton Button(OwnTicket ticket, OwnTicketStep step, string label) =>
        new(label, OwnTicketButton.To(step, ticket.Id, ticket.SubmissionId));
}
