using System.Globalization;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tickets;

/// <summary>The part of an open ticket's card about its client beside the ticket. Pure.</summary>
internal static class TicketCardStory
{
    /// <summary>Null when everything is answered, and on a closed card.</summary>
    public static string? Unanswered(Ticket ticket, CardStory story, FirmTexts texts)
    {
        if (ticket.Status == TicketStatus.Closed || story.Unanswered == 0)
            return null;
        var count = Math.Min(story.Unanswered, CardStory.MostMessages - 1);
        var more = story.Unanswered > count ? "+" : "";
        return texts.With(
            CardPhrases.Unanswered,
            ("messages", string.Create(CultureInfo.InvariantCulture, $"{count}{more} {WordForms.Of(texts[CardPhrases.Messages], count)}")));
    }

    /// <summary>The client's other open tickets, or that there were others; null for a new client, and on a closed card.</summary>
    public static string? Returning(Ticket ticket, CardStory story, FirmTexts texts)
    {
        if (ticket.Status == TicketStatus.Closed)
            return null;
        if (story.OtherOpen.Count == 0)
            return story.IsReturning ? texts[CardPhrases.Returning] : null;
        var numbers = story.OtherOpen.Take(CardStory.MostNumbers).Order()
            .Select(id => string.Create(CultureInfo.InvariantCulture, $"№{id}"));
        var more = story.OtherOpen.Count > CardStory.MostNumbers ? ["…"] : Array.Empty<string>();
        return texts.With(
            CardPhrases.OtherOpen,
            // Up to eleven, of which Russian says the one like none of the others.
            ("open", WordForms.Of(texts[CardPhrases.OtherOpenWord], story.OtherOpen.Count)),
            ("numbers", string.Join(", ", [.. numbers, .. more])));
    }
}
