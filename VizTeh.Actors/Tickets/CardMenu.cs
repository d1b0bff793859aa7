using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tickets;

/// <summary>What a copy of a card offers in place of its own buttons.</summary>
public enum CardMenuKind
{
    /// <summary>The outcomes with which the ticket can be closed.</summary>
    Outcomes,
}

/// <summary>
/// The buttons that a press has put on one copy of a card. They are stored with the copy, so that any later edit of it draws them again,
/// and that a change of the status ends them on all copies.
/// </summary>
public sealed record CardMenu(CardMenuKind Kind)
{
    /// <summary>The value in column <c>ticket_cards.menu</c>.</summary>
    internal string ToColumn() => Kind switch
    {
        CardMenuKind.Outcomes => "outcomes",
        _ => throw new ArgumentOutOfRangeException(nameof(Kind), Kind, "a menu that has no name in the table"),
    };

    /// <returns>Null for a menu of another version: the card has its own buttons then.</returns>
    internal static CardMenu? FromColumn(string? column) => column switch
    {
        "outcomes" => new CardMenu(CardMenuKind.Outcomes),
        _ => null,
    };
}

/// <summary>What the cards of this firm can offer, and what one copy does offer.</summary>
/// <param name="Outcomes">Those with which a ticket can be closed; empty where it is closed without one.</param>
/// <param name="Open">Null for the card's own buttons.</param>
public sealed record CardMenus(IReadOnlyList<string> Outcomes, CardMenu? Open = null)
{
    public static CardMenus None { get; } = new([]);

    public static CardMenus Of(CompanySettings company, CardMenu? open = null) => new(company.Outcomes, open);
}
