using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Manager.Lists;

/// <summary>
/// What a search found, a page in one message. What was searched for stands in it, and is read from it by the next press. Pure.
/// </summary>
internal static class SearchText
{
    public static Message Of(TicketsFound found, ManagerList.Find list, CompanySettings company)
    {
        var texts = company.Texts;
        var title = $"{Html.Bold(texts[ListPhrases.FindTitle])} <code>{Html.Escape(list.Words)}</code>";
        if (found.Tickets.Count == 0)
            return new Message($"{title}\n\n{texts[ListPhrases.NothingFound]}");
        var count = texts.With(
            found.HasMore ? ListPhrases.FoundMore : ListPhrases.Found,
            ("count", found.Count.ToString(CultureInfo.InvariantCulture)));
        var entries = found.Tickets.Select(ticket => Html.Escape(EntryOf(ticket, company)));
        return new Message(
            $"{title}\n{Html.Escape(count)}\n\n{string.Join("\n\n", entries)}",
            ListPage.Turns(list, found.Page, found.Pages, texts) is { Count: > 0 } turns ? new Keyboard.Inline(turns) : null);
    }

    private static string EntryOf(Ticket ticket, CompanySettings company)
    {
        var texts = company.Texts;
        var line = ListedTicket.Joined(
            " · ", ListedTicket.NumberOf(ticket), ListedTicket.StateOf(ticket, texts),
            ticket.CreatedAt is { } created
                ? TimeZoneInfo.ConvertTime(created, company.TimeZone).ToString("dd.MM.yyyy", CultureInfo.InvariantCulture)
                : null,
            company.Claim.IsOn && ticket is { Status: TicketStatus.Open, Owner: { } owner }
                ? texts.With(ListPhrases.Owner, ("who", ListedTicket.PersonOf(owner.Name, owner.Id)))
                : null);
        return ListedTicket.Joined("\n", line, ListedTicket.AboutOf(ticket, texts));
    }
}
