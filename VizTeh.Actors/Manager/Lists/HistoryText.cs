using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Manager.Lists;

/// <summary>
/// All that happened to a ticket and was said about it, cut into pages that a message has room for. Nothing is left out: a long text goes
/// on on the next page. Pages are filled from the first on, so that a page stays the same while others are added after it. Pure.
/// </summary>
internal static class HistoryText
{
    // In UTF-16 units, of which a text has at least as many as code points: below Telegram's limit of 4096 with the title.
    private const int Room = 3600;

    // A text is cut rather than leave so much of a page empty.
    private const int LeastPart = 600;

    /// <param name="number">The page, from zero; null for the last, which is the newest.</param>
    /// <param name="zone">The time zone of the shown times.</param>
    public static Message Of(TicketStory story, int? number, FirmTexts texts, TimeZoneInfo zone)
    {
        var ticket = story.Ticket;
        var pages = Paged([.. EntriesOf(story, texts, zone)], texts);
        var page = Math.Clamp(number ?? pages.Count - 1, 0, pages.Count - 1);
        var title = texts.With(ListPhrases.HistoryTitle, ("number", ticket.Id.ToString(CultureInfo.InvariantCulture)));
        var heading = Html.Bold($"{title} · {ListedTicket.StateOf(ticket, texts)}");
        var list = new ManagerList.History(ticket.Id, TicketButton.CheckOf(ticket.SubmissionId));
        return new Message(
            $"{heading}\n\n{string.Join("\n\n", pages[page].Select(entry => entry.ToHtml()))}",
            ListPage.Turns(list, page, pages.Count, texts) is { Count: > 0 } turns ? new Keyboard.Inline(turns) : null);
    }

    private static List<List<Entry>> Paged(IReadOnlyList<Entry> entries, FirmTexts texts)
    {
        var pages = new List<List<Entry>> { new() };
        var left = Room;
        foreach (var entry in entries)
        {
            var rest = entry;
            while (rest.Length > left)
            {
                var room = left - rest.Heading.Length - 3;
                if (room >= LeastPart || pages[^1].Count == 0)
                {
                    var part = CodePoints.Cut(rest.Body, room);
                    pages[^1].Add(rest with { Body = part });
                    rest = new Entry($"{entry.Heading}, {texts[ListPhrases.Continued]}", rest.Body[part.Length..]);
                }

                pages.Add([]);
                left = Room;
            }

            pages[^1].Add(rest);
            left -= rest.Length;
        }

        return pages;
    }

    private static IEnumerable<Entry> EntriesOf(TicketStory story, FirmTexts texts, TimeZoneInfo zone)
    {
        if (story.HasEarlier)
            yield return new Entry(texts[ListPhrases.HasEarlier], "");
        // An erasure ends the history of the status with a row of its own, by nobody.
        var erasure = story.Ticket.ErasedAt is null ? null : story.Events.LastOrDefault(IsErasure);
        var lastStatus = story.Events.LastOrDefault(one => one.Status is not null && !ReferenceEquals(one, erasure));
        foreach (var one in story.Events)
        {
            var at = Moment(one.At, zone);
            var what = ListedTicket.Joined(
                ", ",
                ReferenceEquals(one, erasure)
                    ? texts[ListPhrases.Erased]
                    : WhatOf(one, ReferenceEquals(one, lastStatus) ? story.Ticket.Outcome : null, texts, zone),
                one.IsEdited ? texts[ListPhrases.Edited] : null, one.IsUndelivered ? texts[ListPhrases.Undelivered] : null);
            var who = one.Kind == "client" ? null
                : one.ActorId is { } id ? ListedTicket.PersonOf(one.By, id)
                : AccountName.Visible(one.By);
            yield return new Entry(
                ListedTicket.Joined(" — ", $"{at} · {what}", who),
                ListedTicket.Joined("\n", one.Words, one.Files.Count > 0 ? FileWords.Line(one.Files, texts) : null));
        }
    }

    private static bool IsErasure(TicketEvent one) => one is { Status: TicketStatus.Closed, ActorId: null, Outcome: null };

    /// <param name="ended">
    /// Of the last closing: how the ticket ended. Rows of earlier versions do not say that themselves. Null for anything else.
    /// </param>
    private static string WhatOf(TicketEvent one, string? ended, FirmTexts texts, TimeZoneInfo zone) => one switch
    {
        { IsCreation: true } => texts[ListPhrases.Created],
        { Status: TicketStatus.Open } => texts[ListPhrases.Reopened],
        { Status: TicketStatus.Closed } when (one.Outcome ?? ended) == Ticket.Withdrawn => texts[ListPhrases.Withdrawn],
        { Status: TicketStatus.Closed } when (one.Outcome ?? ended) is { } outcome && !AnswerText.IsBlank(outcome) =>
            $"{texts[ListPhrases.Closed]}: {AnswerText.SingleLine(outcome)}",
        { Status: TicketStatus.Closed } => texts[ListPhrases.Closed],
        { Kind: "claim" } => texts[ListPhrases.Claimed],
        { Kind: "take-over", Former: { } former } =>
            texts.With(ListPhrases.TakenOver, ("who", ListedTicket.PersonOf(former.Name, former.Id ?? 0))),
        { Kind: "take-over" } => texts[ListPhrases.Claimed],
        { Kind: "release" } => texts[ListPhrases.Released],
        // Into the working time, by nobody.
        { Kind: "snooze", ActorId: null, SnoozedUntil: { } until } => $"{texts[ListPhrases.SnoozeMoved]}: {Moment(until, zone)}",
        { Kind: "snooze", SnoozedUntil: { } until } => $"{texts[ListPhrases.Snoozed]}: {Moment(until, zone)}",
        { Kind: "snooze" } => texts[ListPhrases.Snoozed],
        { Kind: "snooze-end" } => texts[ListPhrases.SnoozeEnded],
        { Kind: "reminded" } => texts[ListPhrases.Reminded],
        { Kind: "ban" } => texts[ListPhrases.Banned],
        { Kind: "unban" } => texts[ListPhrases.Unbanned],
        { Kind: "client", IsCorrection: true } => texts[ListPhrases.ClientCorrected],
        { Kind: "client" } => texts[ListPhrases.ClientSaid],
        { Kind: "manager" } => texts[ListPhrases.ManagerSaid],
        { Kind: "note" } => texts[ListPhrases.Note],
        _ => texts[ListPhrases.Other],
    };

    private static string Moment(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("dd.MM.yyyy HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Plain text; the heading is in bold.</summary>
    private sealed record Entry(string Heading, string Body)
    {
        // With the line break between the two, and the blank line after them.
        public int Length => Heading.Length + Body.Length + 3;

        public string ToHtml() => Body.Length == 0 ? Html.Bold(Heading) : $"{Html.Bold(Heading)}\n{Html.Escape(Body)}";
    }
}
