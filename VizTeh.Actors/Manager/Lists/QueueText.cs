using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Schedule;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Manager.Lists;

/// <summary>The open tickets, a page of them in one message. Pure.</summary>
internal static class QueueText
{
    public static Message Of(TicketQueuePage page, ManagerList list, CompanySettings company, DateTimeOffset now)
    {
        var texts = company.Texts;
        if (page.Tickets is not [var first, ..])
            return new Message(texts[list is ManagerList.Mine ? ListPhrases.NoMine : ListPhrases.NoOpen]);
        var count = ("count", page.Count.ToString(CultureInfo.InvariantCulture));
        var title = list is ManagerList.Mine mine
            ? texts.With(ListPhrases.MineTitle, ("who", ListedTicket.PersonOf(first.Ticket.Owner?.Name, mine.OwnerId)), count)
            : texts.With(ListPhrases.OpenTitle, count);
        var entries = page.Tickets.Select(ticket => Html.Escape(EntryOf(ticket, list, company, now)));
        return new Message(
            $"{title}\n\n{string.Join("\n\n", entries)}",
            ListPage.Turns(list, page.Page, page.Pages, texts) is { Count: > 0 } turns ? new Keyboard.Inline(turns) : null);
    }

    private static string EntryOf(QueuedTicket queued, ManagerList list, CompanySettings company, DateTimeOffset now)
    {
        var texts = company.Texts;
        var owner = list is ManagerList.Mine || !company.Claim.IsOn ? null
            : queued.Ticket.Owner is { } by ? texts.With(ListPhrases.Owner, ("who", ListedTicket.PersonOf(by.Name, by.Id)))
            : texts[ListPhrases.NoOwner];
        var line = ListedTicket.Joined(
            " · ", ListedTicket.NumberOf(queued.Ticket), WaitOf(queued, company.Hours, texts, now), owner,
            TicketCardSnooze.Line(queued.Ticket, texts, company.TimeZone));
        return ListedTicket.Joined("\n", line, ListedTicket.AboutOf(queued.Ticket, texts));
    }

    private static string WaitOf(QueuedTicket queued, WorkingHours? hours, FirmTexts texts, DateTimeOffset now) => queued switch
    {
        { IsWaiting: false } => texts[ListPhrases.Answered],
        { WaitingSince: null } => texts[ListPhrases.WaitsUnknown],
        { WaitingSince: { } since } when hours is not null =>
            texts.With(ListPhrases.WaitsWorking, ("time", LastingText.Of(hours.Between(since, now), texts))),
        // The two clocks may differ.
        { WaitingSince: { } since } => texts.With(
            ListPhrases.Waits, ("time", LastingText.Of(now > since ? now - since : TimeSpan.Zero, texts))),
    };
}
