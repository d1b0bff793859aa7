using System.Globalization;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Manager;

/// <summary>The notes on presses that change who has a ticket in work: plain text.</summary>
internal static class ClaimText
{
    public static string OfClaim(this FirmTexts texts, TicketClaimHandled handled, TimeZoneInfo zone)
    {
        var ticket = handled.State.Ticket;
        var number = ("number", ticket.Id.ToString(CultureInfo.InvariantCulture));
        if (ticket.ErasedAt is not null)
            return texts.OfTicket(ManagerPhrases.ToastErased, ticket.Id);
        return (handled.Outcome, handled.State.Ticket.Owner) switch
        {
            (ClaimOutcome.TakenOver, _) when handled.Former is { } former =>
                texts.With(ClaimPhrases.TakenOver, number, ("former", TicketCard.Person(former.Name, former.Id))),
            (ClaimOutcome.Taken or ClaimOutcome.TakenOver, _) => texts.With(ClaimPhrases.Taken, number),
            (ClaimOutcome.Released, _) => texts.With(ClaimPhrases.Released, number),
            (ClaimOutcome.Yours, _) => texts.With(ClaimPhrases.Yours, number),
            (ClaimOutcome.Closed, _) => texts.With(ClaimPhrases.Closed, number),
            (ClaimOutcome.Off, _) => texts[ClaimPhrases.Off],
            (ClaimOutcome.TooEarly, { } owner) when handled.From is { } from =>
                texts.With(ClaimPhrases.TooEarly, number, ("by", By(owner)), ("when", TicketCard.By(null, from, zone))),
            (ClaimOutcome.Never, { } owner) => texts.With(ClaimPhrases.Never, number, ("by", By(owner))),
            (ClaimOutcome.Held or ClaimOutcome.TooEarly, { } owner) => texts.With(ClaimPhrases.Held, number, ("by", By(owner))),
            _ => texts.With(ClaimPhrases.Free, number),
        };

        string By(TicketOwner owner) =>
            TicketCard.By(new StatusChange(ticket.Status, owner.Id, owner.Name, UpdateId: null, owner.At), owner.At, zone);
    }
}
