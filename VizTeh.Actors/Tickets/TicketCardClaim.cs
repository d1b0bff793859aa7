using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tickets;

/// <summary>The part of a ticket's card about the manager who has it in work. Pure.</summary>
internal static class TicketCardClaim
{
    /// <summary>Null when nobody has it, or when the line of the closing names the same person.</summary>
    public static string? Line(TicketState state, FirmTexts texts, TimeZoneInfo zone)
    {
        var ticket = state.Ticket;
        if (ticket.Owner is not { } owner)
            return null;
        var isClosed = ticket.Status == TicketStatus.Closed;
        if (isClosed && state.LastChange is { Status: TicketStatus.Closed } last && last.ActorId == owner.Id)
            return null;
        var what = isClosed
            ? texts[ClaimPhrases.WasInWork]
            : texts.With(ClaimPhrases.InWork, ("when", TicketCard.MomentOf(owner.At, ticket, texts, zone)));
        return $"{what} — {TicketCard.Person(owner.Name, owner.Id)}";
    }

    /// <summary>The last row of buttons; none on a closed card.</summary>
    public static IEnumerable<IReadOnlyList<InlineButton>> Row(Ticket ticket, FirmTexts texts, ClaimSettings claim)
    {
        if (!claim.IsOn || ticket.Status == TicketStatus.Closed)
            yield break;
        if (ticket.Owner is not { } owner)
        {
            yield return [Button(ClaimAction.Claim)];
            yield break;
        }

        yield return claim.TakeOverAfter is null
            ? [Button(ClaimAction.Release)]
            : [Button(ClaimAction.TakeOver, owner.Id), Button(ClaimAction.Release)];

        InlineButton Button(ClaimAction action, long? from = null) =>
            ClaimButton.For(texts, ticket.Id, action, TicketButton.CheckOf(ticket.SubmissionId), from);
    }
}
