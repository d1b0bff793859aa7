using System.Text.Json.Serialization;

namespace VizTeh.Actors.Tickets;

/// <summary>The manager who has a ticket in work.</summary>
/// <param name="Name">The person's display name in Telegram: untrusted.</param>
/// <param name="At">When that manager took it.</param>
public sealed record TicketOwner(long Id, string? Name, DateTimeOffset At);

/// <summary>What a manager wants with a ticket: to take it, to take it from another, to give it back.</summary>
public enum ClaimAction
{
    Claim,
    TakeOver,
    Release,
}

/// <summary>
/// Requests that a manager gets a ticket into work, or gives it back. The sender has checked the person's right to do so. Idempotent: an
/// update changes the owner once.
/// </summary>
/// <param name="CardChatId">The chat of the pressed card, which becomes one of the ticket's cards if it was not.</param>
/// <param name="From">Of a take-over: the owner that the pressed card names.</param>
/// <param name="CardCheck">The check in the button's data; null when there is none.</param>
/// <param name="CardTopicId">The forum topic of the pressed card; null in General and outside of forums.</param>
public sealed record ClaimTicket(
    long TicketId, ClaimAction Action, long ActorId, string ActorName, long UpdateId, long CardChatId, long? CardMessageId,
    long? From = null, string? CardCheck = null, int? CardTopicId = null)
{
    /// <summary>The person's name as a client may be told it: without the username; null for none.</summary>
    public string? PublicName { get; init; }
}

/// <summary>What came of a claim. After the first three the press has changed the owner, now or before.</summary>
public enum ClaimOutcome
{
    Taken,
    TakenOver,
    Released,

    /// <summary>The person has it already.</summary>
    Yours,

    /// <summary>Another manager has it.</summary>
    Held,

    /// <summary>Another manager has it, and it may be taken over later.</summary>
    TooEarly,

    /// <summary>Another manager has it, and nobody may take over.</summary>
    Never,

    /// <summary>Nobody has it, so nobody can give it back.</summary>
    Free,

    /// <summary>The ticket is closed.</summary>
    Closed,

    /// <summary>Claims are switched off.</summary>
    Off,
}

/// <param name="State">The ticket after the press.</param>
/// <param name="Former">Of a take-over: who had it before.</param>
/// <param name="From">Of a take-over that is too early: when it will be possible.</param>
public sealed record TicketClaimHandled(
    TicketState State, ClaimOutcome Outcome, TicketOwner? Former = null,
    DateTimeOffset? From = null)
{
    [JsonIgnore]
    public bool IsChange => Outcome is ClaimOutcome.Taken or ClaimOutcome.TakenOver or ClaimOutcome.Released;
}
