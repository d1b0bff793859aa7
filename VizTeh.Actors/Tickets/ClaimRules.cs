using VizTeh.Actors.Schedule;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tickets;

/// <summary>Who may have a ticket. Pure.</summary>
internal static class ClaimRules
{
    /// <param name="now">By the clock that dated the owner's claim.</param>
    /// <param name="hours">The firm's working time; null when it counts round the clock.</param>
    /// <returns>The outcome and, of a take-over that is too early, when it will be possible.</returns>
    public static (ClaimOutcome Outcome, DateTimeOffset? From) Decide(
        ClaimTicket request, Ticket ticket, DateTimeOffset now, ClaimSettings settings, WorkingHours? hours)
    {
        if (!settings.IsOn)
            return (ClaimOutcome.Off, null);
        if (ticket.Status == TicketStatus.Closed)
            return (ClaimOutcome.Closed, null);
        return (request.Action, ticket.Owner) switch
        {
            (ClaimAction.Release, null) => (ClaimOutcome.Free, null),
            (ClaimAction.Release, { } owner) => (owner.Id == request.ActorId ? ClaimOutcome.Released : ClaimOutcome.Held, null),
            (_, { } owner) when owner.Id == request.ActorId => (ClaimOutcome.Yours, null),
            // The card showed an owner who has given it back meanwhile: the ticket is what the press asks for.
            (_, null) => (ClaimOutcome.Taken, null),
            // Nobody meant to take it from a colleague who was not shown as its owner.
            (ClaimAction.TakeOver, { } owner) when owner.Id == request.From => TakeOver(owner, now, settings, hours),
            _ => (ClaimOutcome.Held, null),
        };
    }

    private static (ClaimOutcome Outcome, DateTimeOffset? From) TakeOver(
        TicketOwner owner, DateTimeOffset now, ClaimSettings settings, WorkingHours? hours)
    {
        if (settings.TakeOverAfter is not { } after)
            return (ClaimOutcome.Never, null);
        if (after == TimeSpan.Zero)
            return (ClaimOutcome.TakenOver, null);
        // A firm whose hours have no working time left to come counts round the clock.
        var from = hours?.Add(owner.At, after) ?? owner.At + after;
        return now >= from ? (ClaimOutcome.TakenOver, null) : (ClaimOutcome.TooEarly, from);
    }
}
