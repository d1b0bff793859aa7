using System.Globalization;

namespace VizTeh.Actors.Sandbox.Durability;

internal static class TicketNumber
{
    /// <summary>The number after № in a text.</summary>
    public static long In(string text)
    {
        var digits = new string([.. text[(text.IndexOf('№', StringComparison.Ordinal) + 1)..].TakeWhile(char.IsAsciiDigit)]);
        return long.Parse(digits, CultureInfo.InvariantCulture);
    }

    /// <summary>The ticket of a card's button: <c>question_status:close:12</c>; null for any other data.</summary>
    public static long? OfButton(string? data) =>
        data?.Split(':') is ["question_status", _, var id, ..] ? long.Parse(id, CultureInfo.InvariantCulture) : null;
}
