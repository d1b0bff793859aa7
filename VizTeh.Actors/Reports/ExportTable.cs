using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Reports;

/// <summary>The columns of an export, and the row of a ticket. Pure.</summary>
internal sealed class ExportTable(CompanySettings company)
{
    private static readonly Phrase[] OfTicket =
    [
        ExportPhrases.Number, ExportPhrases.CreatedAt, ExportPhrases.Status, ExportPhrases.Outcome, ExportPhrases.ClosedAt,
        ExportPhrases.ClosedBy, ExportPhrases.Owner, ExportPhrases.ClaimedAt, ExportPhrases.Source, ExportPhrases.Client,
        ExportPhrases.Username,
    ];

    private readonly FirmTexts _texts = company.Texts;

    // The form as it is now; what else was answered, in an earlier form, shares a column.
    private readonly IReadOnlyList<Question> _questions = company.Form.Questions;

    public IReadOnlyList<ExportCell> Heading =>
    [
        .. OfTicket.Select(phrase => Text(_texts[phrase])),
        .. _questions.Select(question => Text(question.Label)),
        Text(_texts[ExportPhrases.OtherAnswers]), Text(_texts[ExportPhrases.Files]),
    ];

    public IReadOnlyList<ExportCell> RowOf(TicketState state)
    {
        var ticket = state.Ticket;
        var isClosed = ticket.Status == TicketStatus.Closed;
        var closing = isClosed && state.LastChange is { Status: TicketStatus.Closed } change ? change : null;
        return
        [
            new ExportCell(Number: ticket.Id),
            Moment(ticket.CreatedAt),
            Text(_texts[isClosed ? ExportPhrases.Closed : ExportPhrases.Open]),
            Text(ticket.IsWithdrawn ? _texts[StatsPhrases.Withdrawn] : isClosed ? ticket.Outcome : null),
            Moment(isClosed ? ticket.ClosedAt : null),
            Text(ticket.IsWithdrawn ? null : closing?.ActorName),
            Text(ticket.Owner?.Name),
            Moment(ticket.Owner?.At),
            Text(ticket.Source),
            Text(ticket.AccountName),
            Text(ticket.Username is { } name ? $"@{name}" : null),
            .. _questions.Select(question => Text(ticket.Answers[question.Id]?.Words)),
            Text(OthersOf(ticket.Answers)),
            ticket.Files.Count is > 0 and var files ? new ExportCell(Number: files) : default,
        ];
    }

    private string? OthersOf(SentAnswers answers)
    {
        var others = answers.Given.Where(answer => _questions.All(question => question.Id != answer.Id)).Concat(answers.Removed).ToList();
        return others.Count == 0 ? null : string.Join('\n', others.Select(answer => $"{answer.Label}: {answer.Words}"));
    }

    private static ExportCell Text(string? text) => string.IsNullOrEmpty(text) ? default : new ExportCell(Text: text);

    private ExportCell Moment(DateTimeOffset? at) => at is { } moment
        ? new ExportCell(Moment: TimeZoneInfo.ConvertTime(moment, company.TimeZone).DateTime)
        : default;
}
