namespace VizTeh.Actors.Tickets;

/// <summary>
/// A press of a card's button that is handled by <see cref="CardMenuStore"/>. The sender has checked the person's right to it.
/// </summary>
public interface ICardPress
{
    long TicketId { get; }
}

/// <summary>
/// Requests other buttons on the pressed copy of a card. Idempotent. The reply is <see cref="CardMenuShown"/>; of a closed ticket
/// <see cref="TicketStatusUnchanged"/>.
/// </summary>
/// <param name="Menu">Null for the card's own buttons.</param>
/// <param name="CardChatId">The chat of the pressed card, which becomes one of the ticket's cards if it was not.</param>
/// <param name="CardMessageId">Null when Telegram did not name the message: then there is nothing to show.</param>
/// <param name="CardCheck">The check in the button's data; null when there is none.</param>
/// <param name="CardTopicId">The forum topic of the pressed card; null in General and outside of forums.</param>
public sealed record ShowCardMenu(
    long TicketId, CardMenu? Menu, long CardChatId, long? CardMessageId, string? CardCheck = null, int? CardTopicId = null) : ICardPress;

/// <summary>The pressed copy has the buttons, or is about to be edited.</summary>
public sealed record CardMenuShown(TicketState State);
