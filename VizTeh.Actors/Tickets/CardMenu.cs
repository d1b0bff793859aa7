using System.Globalization;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tickets;

/// <summary>What a copy of a card offers in place of its own buttons.</summary>
public enum CardMenuKind
{
    /// <summary>The outcomes with which the ticket can be closed.</summary>
    Outcomes,

    /// <summary>When to be reminded of the ticket.</summary>
    Snooze,

    /// <summary>Days for that, from the menu's day on.</summary>
    Days,

    /// <summary>Times of the menu's day for that.</summary>
    Times,
}

/// <summary>
/// The buttons that a press has put on one copy of a card. They are stored with the copy, so that any later edit of it draws them again,
/// and that a change of the status ends them on all copies.
/// </summary>
/// <param name="Day">Of days and times only; of days in a button's data also null, for today.</param>
public sealed record CardMenu(CardMenuKind Kind, DateOnly? Day = null)
{
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>The value in column <c>ticket_cards.menu</c>.</summary>
    internal string ToColumn() => (Kind, Day?.ToString(DayFormat, CultureInfo.InvariantCulture)) switch
    {
        (CardMenuKind.Outcomes, _) => "outcomes",
        (CardMenuKind.Snooze, _) => "snooze",
        (CardMenuKind.Days, { } day) => $"days:{day}",
        (CardMenuKind.Times, { } day) => $"times:{day}",
        _ => throw new ArgumentOutOfRangeException(nameof(Kind), Kind, "a menu that has no name in the table"),
    };

    /// <returns>Null for a menu of another version: the card has its own buttons then.</returns>
    internal static CardMenu? FromColumn(string? column) => column?.Split(':') switch
    {
        ["outcomes"] => new CardMenu(CardMenuKind.Outcomes),
        ["snooze"] => new CardMenu(CardMenuKind.Snooze),
        ["days", var day] when DayIn(day) is { } first => new CardMenu(CardMenuKind.Days, first),
        ["times", var day] when DayIn(day) is { } of => new CardMenu(CardMenuKind.Times, of),
        _ => null,
    };

    private static DateOnly? DayIn(string written) => DateOnly.TryParseExact(
        written, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

/// <summary>What the cards of this firm can offer, and what one copy does offer.</summary>
/// <param name="Outcomes">Those with which a ticket can be closed; empty where it is closed without one.</param>
/// <param name="Open">Null for the card's own buttons.</param>
/// <param name="Snooze">Whether a manager can be reminded of a ticket.</param>
public sealed record CardMenus(IReadOnlyList<string> Outcomes, CardMenu? Open = null, bool Snooze = false)
{
    public static CardMenus None { get; } = new([]);

    public static CardMenus Of(CompanySettings company, CardMenu? open = null) => new(company.Outcomes, open, company.Snooze);
}
