using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tickets;

/// <summary>The buttons of a card by which a manager asks for a reminder, encoded in their data.</summary>
internal static class SnoozeButton
{
    private const string Action = "remind";
    private const string InAnHour = "1h";
    private const string Tomorrow = "tomorrow";
    private const string Monday = "monday";
    private const string Never = "never";
    private const string Days = "days";

    private const string DayFormat = "yyyyMMdd";
    private const string MomentFormat = "yyyyMMddHHmm";

    /// <summary>The button that leads to the others.</summary>
    public static InlineButton ToMenu(FirmTexts texts, long ticketId, string? check) =>
        new(texts[SnoozePhrases.Remind], TicketButton.DataOf(Action, ticketId, check));

    public static InlineButton To(SnoozeChoice choice, string label, long ticketId, string? check) => With(
        label, ticketId, check, choice switch
        {
            { Kind: SnoozeKind.InAnHour } => InAnHour,
            { Kind: SnoozeKind.Tomorrow } => Tomorrow,
            { Kind: SnoozeKind.Monday } => Monday,
            { Kind: SnoozeKind.At, At: { } at } => at.ToString(MomentFormat, CultureInfo.InvariantCulture),
            _ => Never,
        });

    /// <param name="first">The first of the days; null for today.</param>
    public static InlineButton ToDays(DateOnly? first, string label, long ticketId, string? check) =>
        With(label, ticketId, check, first is { } day ? "d" + day.ToString(DayFormat, CultureInfo.InvariantCulture) : Days);

    public static InlineButton ToTimes(DateOnly day, string label, long ticketId, string? check) =>
        With(label, ticketId, check, "t" + day.ToString(DayFormat, CultureInfo.InvariantCulture));

    /// <param name="end">The parts of the data that stand after the ticket's number.</param>
    /// <returns>Null for the data of any other button.</returns>
    public static CardRequest? Read(string action, IReadOnlyList<string> end) => (action, end) switch
    {
        (Action, [] or [_]) => new CardRequest.Show(new CardMenu(CardMenuKind.Snooze)),
        (Action, [_, InAnHour]) => Snooze(SnoozeKind.InAnHour),
        (Action, [_, Tomorrow]) => Snooze(SnoozeKind.Tomorrow),
        (Action, [_, Monday]) => Snooze(SnoozeKind.Monday),
        (Action, [_, Never]) => Snooze(SnoozeKind.Never),
        (Action, [_, Days]) => new CardRequest.Show(new CardMenu(CardMenuKind.Days)),
        (Action, [_, ['d', .. var first]]) when DayIn(first) is { } day => new CardRequest.Show(new CardMenu(CardMenuKind.Days, day)),
        (Action, [_, ['t', .. var written]]) when DayIn(written) is { } day =>
            new CardRequest.Show(new CardMenu(CardMenuKind.Times, day)),
        (Action, [_, var written]) when MomentIn(written) is { } at => Snooze(SnoozeKind.At, at),
        _ => null,
    };

    private static CardRequest.Snooze Snooze(SnoozeKind kind, DateTime? at = null) => new(new SnoozeChoice(kind, at));

    private static InlineButton With(string label, long ticketId, string? check, string argument) =>
        new(label, $"{TicketButton.DataOf(Action, ticketId, check ?? "")}:{argument}");

    // The dates of a calendar that a clock may show: the arithmetic of zones needs some room.
    private static DateOnly? DayIn(string written) =>
        DateOnly.TryParseExact(written, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year is >= 2000 and < 9000
            ? day
            : null;

    private static DateTime? MomentIn(string written) =>
        DateTime.TryParseExact(written, MomentFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
        && at.Year is >= 2000 and < 9000
            ? at
            : null;
}
