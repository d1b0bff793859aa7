using System.Globalization;
using VizTeh.Actors.Operations.Mail;
using VizTeh.Actors.Reports;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Operations.Alerts;

/// <summary>Something to be told now.</summary>
/// <param name="State">The state of its kind before it is told.</param>
internal sealed record DueAlert(AlertState State, AlertStep Step, Finding Finding)
{
    public AlertKind Kind => State.Kind;
}

/// <summary>The words of alerts: numbers and durations, nothing that a person wrote. Pure.</summary>
internal static class AlertText
{
    private const string Between = "\n\n";

    /// <summary>The text for the ops chat, in Telegram's HTML.</summary>
    public static string Html(IEnumerable<DueAlert> alerts, TimeSpan now, FirmTexts texts) =>
        string.Join(Between, alerts.Select(alert => Html(alert, now, texts)));

    /// <param name="chatIsMute">Whether the ops chat should have got the same and did not.</param>
    public static Letter Letter(IReadOnlyList<DueAlert> alerts, TimeSpan now, bool chatIsMute, Guid id, FirmTexts texts)
    {
        var isOver = alerts.All(alert => alert.Step == AlertStep.SayOver);
        var html = Html(alerts, now, texts) + (chatIsMute ? Between + texts[AlertPhrases.ChatIsMute] : "");
        return new Letter(
            $"alert-{id:N}", texts[isOver ? AlertPhrases.SubjectOver : AlertPhrases.Subject], CaptionHtml.ToPlainText(html));
    }

    /// <summary>The letter with a ticket that reached no managers' chat: the text of its card.</summary>
    /// <param name="waited">How long the card has waited at least.</param>
    public static Letter Letter(TicketState state, TimeSpan waited, CompanySettings company)
    {
        var (ticket, texts) = (state.Ticket, company.Texts);
        var card = TicketCard.Render(state, texts, company.TimeZone, company.Claim).Html;
        var intro = texts.With(AlertPhrases.TicketIntro, ("duration", StatisticsText.Duration(waited, texts)));
        return new Letter(
            // The number alone may be given again after an older dump was restored.
            string.Create(CultureInfo.InvariantCulture, $"ticket-{ticket.Id}-{ticket.SubmissionId ?? Guid.Empty:N}"),
            texts.OfTicket(AlertPhrases.TicketSubject, ticket.Id), CaptionHtml.ToPlainText($"{intro}{Between}{card}"));
    }

    private static string Html(DueAlert alert, TimeSpan now, FirmTexts texts) => alert.Step == AlertStep.SayOver
        ? texts.With(AlertPhrases.Over, ("what", WhatIsOver(alert, now, texts)))
        : WhatIsWrong(alert, texts);

    private static string WhatIsWrong(DueAlert alert, FirmTexts texts)
    {
        var finding = alert.Finding;
        var duration = ("duration", StatisticsText.Duration(finding.For, texts));
        return alert.Kind switch
        {
            AlertKind.Database => texts.With(AlertPhrases.Database, duration),
            AlertKind.Writes => texts.With(AlertPhrases.Writes, duration),
            AlertKind.Outbox when finding.IsMoving => texts.With(
                AlertPhrases.OutboxSlow, duration, ("messages", Number(finding.Messages)), ("chats", Number(finding.Chats))),
            AlertKind.Outbox => texts.With(AlertPhrases.Outbox, duration, ("chats", Number(finding.Chats))),
            AlertKind.SetAside => texts.With(
                AlertPhrases.SetAside, ("updates", Number(finding.Updates)), ("messages", Number(finding.Messages))),
            AlertKind.Telegram => texts.With(AlertPhrases.Telegram, duration),
            AlertKind.Token => texts[AlertPhrases.Token],
            _ => throw new ArgumentOutOfRangeException(nameof(alert), alert.Kind, null),
        };
    }

    private static string WhatIsOver(DueAlert alert, TimeSpan now, FirmTexts texts)
    {
        var duration = ("duration", StatisticsText.Duration(AlertRules.Lasted(alert.State, now), texts));
        return alert.Kind switch
        {
            AlertKind.Database => texts.With(AlertPhrases.DatabaseOver, duration),
            AlertKind.Writes => texts.With(AlertPhrases.WritesOver, duration),
            AlertKind.Outbox => texts[AlertPhrases.OutboxOver],
            AlertKind.SetAside => texts[AlertPhrases.SetAsideOver],
            AlertKind.Telegram => texts.With(AlertPhrases.TelegramOver, duration),
            AlertKind.Token => texts[AlertPhrases.TokenOver],
            _ => throw new ArgumentOutOfRangeException(nameof(alert), alert.Kind, null),
        };
    }

    private static string Number(long count) => count.ToString(CultureInfo.InvariantCulture);
}
