using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Manager;

/// <summary>The notes on presses that ask for a reminder: plain text.</summary>
internal static class SnoozeText
{
    public static string OfSnooze(this FirmTexts texts, TicketSnoozed snoozed, TimeZoneInfo zone)
    {
        var ticket = snoozed.State.Ticket;
        if (ticket.ErasedAt is not null)
            return texts.OfTicket(ManagerPhrases.ToastErased, ticket.Id);
        return snoozed.Outcome switch
        {
            SnoozeOutcome.Snoozed when snoozed.Until is { } until => texts.With(
                SnoozePhrases.Snoozed, ("number", ticket.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                ("when", TicketCardSnooze.Moment(until, ticket.CreatedAt, zone))),
            SnoozeOutcome.Ended => texts.OfTicket(SnoozePhrases.Ended, ticket.Id),
            SnoozeOutcome.NoReminder => texts.OfTicket(SnoozePhrases.NoReminder, ticket.Id),
            SnoozeOutcome.Past => texts[SnoozePhrases.Past],
            SnoozeOutcome.TooFar => texts[SnoozePhrases.TooFar],
            SnoozeOutcome.Closed => texts.OfTicket(SnoozePhrases.Closed, ticket.Id),
            SnoozeOutcome.Off => texts[SnoozePhrases.Off],
            _ => throw new ArgumentOutOfRangeException(nameof(snoozed), snoozed.Outcome, "an outcome without its moment"),
        };
    }
}
