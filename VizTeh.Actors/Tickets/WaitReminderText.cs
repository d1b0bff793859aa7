using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tickets;

/// <summary>The message that reminds managers of a ticket whose client waits. Pure.</summary>
public static class WaitReminderText
{
    /// <param name="since">Since when the client waits.</param>
    /// <param name="owner">Who has the ticket in work, and is mentioned; null for nobody.</param>
    public static Message Render(long ticketId, DateTimeOffset since, TicketOwner? owner, CompanySettings company, DateTimeOffset now)
    {
        // The two clocks may differ.
        var time = company.Hours?.Between(since, now) ?? (now > since ? now - since : TimeSpan.Zero);
        var what = company.Texts.With(
            company.Hours is null ? WaitingPhrases.Waits : WaitingPhrases.WaitsWorking,
            ("number", ticketId.ToString(CultureInfo.InvariantCulture)),
            ("time", LastingText.Of(time, company.Texts)),
            ("when", TicketCardSnooze.Moment(since, now, company.TimeZone)));
        return new Message(owner is null ? what : $"{what}\n👤 {SnoozeReminderText.Mention(owner.Id, owner.Name)}");
    }
}
