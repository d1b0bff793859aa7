namespace VizTeh.Actors.Tickets;

/// <summary>When a manager wants to be reminded of a ticket.</summary>
public enum SnoozeKind
{
    InAnHour,
    Tomorrow,
    Monday,

    /// <summary>At a moment of the firm's clock.</summary>
    At,

    /// <summary>Not any more.</summary>
    Never,
}

/// <param name="At">By the firm's clock; of <see cref="SnoozeKind.At"/> only.</param>
public sealed record SnoozeChoice(SnoozeKind Kind, DateTime? At = null);

/// <summary>
/// Requests a reminder of a ticket, in place of the one that it has. The sender has checked the person's right to it. Idempotent: an update
/// sets it once. The reply is <see cref="TicketSnoozed"/>.
/// </summary>
/// <param name="CardChatId">The chat of the pressed card, which becomes one of the ticket's cards if it was not.</param>
/// <param name="CardCheck">The check in the button's data; null when there is none.</param>
/// <param name="CardTopicId">The forum topic of the pressed card; null in General and outside of forums.</param>
public sealed record SnoozeTicket(
    long TicketId, SnoozeChoice Choice, long ActorId, string ActorName, long UpdateId, long CardChatId, long? CardMessageId,
    string? CardCheck = null, int? CardTopicId = null) : ICardPress;

/// <summary>What came of the request. After the first two the press has changed the ticket, now or before.</summary>
public enum SnoozeOutcome
{
    Snoozed,
    Ended,

    /// <summary>There is no reminder to give up.</summary>
    NoReminder,

    /// <summary>The moment is over.</summary>
    Past,

    /// <summary>The moment is more than a year away.</summary>
    TooFar,

    /// <summary>The ticket is closed.</summary>
    Closed,

    /// <summary>Reminders are switched off.</summary>
    Off,
}

/// <param name="State">The ticket after the press.</param>
/// <param name="Until">Of <see cref="SnoozeOutcome.Snoozed"/>: when the reminder comes.</param>
public sealed record TicketSnoozed(TicketState State, SnoozeOutcome Outcome, DateTimeOffset? Until = null);
