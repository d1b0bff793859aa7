using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tickets;

/// <summary>The part of a ticket's card about its reminder, and the menus by which it is set. Pure.</summary>
internal static class TicketCardSnooze
{
    private const int DaysShown = 12;
    private const int DaysPerRow = 3;
    private const int TimesPerRow = 4;
    private const int FirstHour = 8;
    private const int LastHour = 19;

    /// <summary>Null when there is no reminder.</summary>
    public static string? Line(Ticket ticket, FirmTexts texts, TimeZoneInfo zone) =>
        ticket is { Status: not TicketStatus.Closed, SnoozedUntil: { } until }
            ? texts.With(SnoozePhrases.Line, ("when", Moment(until, ticket.CreatedAt, zone)))
            : null;

    /// <summary>«12.03 10:00», with its year when that is another one than that of the ticket.</summary>
    public static string Moment(DateTimeOffset at, DateTimeOffset? created, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        var withYear = created is not { } from || TimeZoneInfo.ConvertTime(from, zone).Year != local.Year;
        return local.ToString(withYear ? "dd.MM.yyyy HH:mm" : "dd.MM HH:mm", CultureInfo.InvariantCulture);
    }

    /// <summary>The last row of buttons; none on a closed card.</summary>
    public static IEnumerable<IReadOnlyList<InlineButton>> Row(Ticket ticket, FirmTexts texts, TimeZoneInfo zone, CardMenus menus)
    {
        if (!menus.Snooze || ticket.Status == TicketStatus.Closed)
            yield break;
        var check = TicketButton.CheckOf(ticket.SubmissionId);
        var remind = SnoozeButton.ToMenu(texts, ticket.Id, check);
        yield return ticket.SnoozeOffer is { } offer ? [remind, Again(offer)] : [remind];

        InlineButton Again(DateTimeOffset at) => SnoozeButton.To(
            new SnoozeChoice(SnoozeKind.At, TimeZoneInfo.ConvertTime(at, zone).DateTime),
            $"{texts[SnoozePhrases.Again]} {Moment(at, ticket.CreatedAt, zone)}", ticket.Id, check);
    }

    /// <returns>Null for a menu of another kind.</returns>
    public static IReadOnlyList<IReadOnlyList<InlineButton>>? Menu(Ticket ticket, FirmTexts texts, CardMenu menu)
    {
        var check = TicketButton.CheckOf(ticket.SubmissionId);
        return menu switch
        {
            { Kind: CardMenuKind.Snooze } => [.. Choices()],
            { Kind: CardMenuKind.Days, Day: { } first } => [.. Days(first)],
            { Kind: CardMenuKind.Times, Day: { } day } => [.. Times(day)],
            _ => null,
        };

        IEnumerable<IReadOnlyList<InlineButton>> Choices()
        {
            yield return [To(SnoozeKind.InAnHour, SnoozePhrases.InAnHour), To(SnoozeKind.Tomorrow, SnoozePhrases.Tomorrow)];
            yield return
            [
                To(SnoozeKind.Monday, SnoozePhrases.Monday), SnoozeButton.ToDays(null, texts[SnoozePhrases.Date], ticket.Id, check),
            ];
            if (ticket.SnoozedUntil is not null)
                yield return [To(SnoozeKind.Never, SnoozePhrases.Never)];
            yield return [CardMenuButton.ToOwnButtons(texts, ticket.Id, check)];
        }

        IEnumerable<IReadOnlyList<InlineButton>> Days(DateOnly first)
        {
            string[] weekdays = texts[SnoozePhrases.Weekdays].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var days = Enumerable.Range(0, DaysShown).Select(first.AddDays).Select(day => SnoozeButton.ToTimes(
                day, $"{NameOf(day)} {day.ToString("dd.MM", CultureInfo.InvariantCulture)}".Trim(), ticket.Id, check));
            foreach (var row in days.Chunk(DaysPerRow))
                yield return row;
            yield return
            [
                SnoozeButton.ToDays(first.AddDays(-DaysShown), "‹", ticket.Id, check),
                SnoozeButton.ToDays(first.AddDays(DaysShown), "›", ticket.Id, check),
            ];
            yield return [SnoozeButton.ToMenu(texts, ticket.Id, check) with { Label = texts[OutcomePhrases.Back] }];

            string NameOf(DateOnly day) => weekdays.ElementAtOrDefault(((int)day.DayOfWeek + 6) % 7) ?? "";
        }

        IEnumerable<IReadOnlyList<InlineButton>> Times(DateOnly day)
        {
            var times = Enumerable.Range(FirstHour, LastHour - FirstHour + 1)
                .Select(hour => day.ToDateTime(new TimeOnly(hour, 0)))
                .Select(at => SnoozeButton.To(
                    new SnoozeChoice(SnoozeKind.At, at), at.ToString("dd.MM HH:mm", CultureInfo.InvariantCulture), ticket.Id, check));
            foreach (var row in times.Chunk(TimesPerRow))
                yield return row;
            yield return [SnoozeButton.ToDays(day, texts[OutcomePhrases.Back], ticket.Id, check)];
        }

        InlineButton To(SnoozeKind kind, CardButton label) => SnoozeButton.To(new SnoozeChoice(kind), texts[label], ticket.Id, check);
    }
}
