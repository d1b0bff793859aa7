using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tickets;

/// <summary>What a client says about the ticket, as the managers see it under the card. Pure.</summary>
public static class TicketMessageText
{
    // Telegram's limit (Bot API, sendMessage.text), in code points; a string has at least as many UTF-16 units.
    private const int LongestText = 4096;

    /// <param name="words">Untrusted.</param>
    public static Message Render(long ticketId, string words, FirmTexts texts)
    {
        var heading = texts.With(CardPhrases.ClientWrites, ("number", ticketId.ToString(CultureInfo.InvariantCulture)));
        var shortened = texts[CardPhrases.Shortened];
        var room = LongestText - heading.Length - 1;
        var shown = words.Length <= room ? words : CodePoints.Cut(words, room - shortened.Length) + shortened;
        return new Message($"{Html.Bold(heading)}\n{Html.Escape(shown)}");
    }
}
