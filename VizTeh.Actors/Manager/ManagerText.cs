using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Manager;

/// <summary>
/// The bot's texts for managers, in Russian, except those of the commands. Notes on presses are plain text of at most 200 characters.
/// </summary>
internal static class ManagerText
{
    public static Message FormRefused { get; } = new(
        "Это чат менеджера, заявку здесь оставить нельзя. Чтобы проверить форму, напишите боту из другого аккаунта Telegram.");

    public static Message Unknown { get; } = new("Такой команды нет. Все команды покажет /help.");

    public static string StrangerRefused => "Менять состояние заявок могут только менеджеры.";

    public static string ForeignButton => "Эта кнопка здесь не работает.";

    public static string Changed(TicketState state) => string.Create(
        CultureInfo.InvariantCulture,
        $"Заявка №{state.Ticket.Id} {(state.Ticket.Status == TicketStatus.Closed ? "закрыта" : "снова открыта")}.");

    public static string Unchanged(TicketState state, TimeZoneInfo zone)
    {
        var isClosed = state.Ticket.Status == TicketStatus.Closed;
        var change = state.LastChange is { } last && last.Status == state.Ticket.Status ? last : null;
        var since = change is null && state.Ticket.ClosedAt is null ? "" : ": " + TicketCard.By(change, state.Ticket.ClosedAt, zone);
        return string.Create(
            CultureInfo.InvariantCulture, $"Заявка №{state.Ticket.Id} уже {(isClosed ? "закрыта" : "открыта")}{since}.");
    }

    /// <summary>
    /// Asks the manager to use the ticket's own card: the pressed message may belong to another ticket, so nothing was changed.
    /// </summary>
    public static string CardUnknown(TicketState state)
    {
        string?[] parts = [state.Ticket.Answers["name"]?.Shown, state.Ticket.Answers["city"]?.Shown];
        var who = string.Join(", ", parts.Where(part => !string.IsNullOrWhiteSpace(part)).Select(Short));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Похоже, это карточка другой заявки с тем же номером. Нужна нынешняя "
                + $"№{state.Ticket.Id}{(who.Length > 0 ? $" ({who})" : "")}? ")
            + "Тогда нажмите кнопку на её карточке в этом чате. Пока ничего не изменено.";

        static string Short(string? part) => part!.Length <= 15 ? part : CodePoints.Cut(part, 14) + "…";
    }

    public static string NotFound(long ticketId) =>
        string.Create(CultureInfo.InvariantCulture, $"Заявки №{ticketId} нет в базе.");
}
