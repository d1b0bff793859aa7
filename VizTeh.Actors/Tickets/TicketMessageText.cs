using System.Globalization;
using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Tickets;

/// <summary>What a client says about the ticket, as the managers see it under the card. Pure.</summary>
public static class TicketMessageText
{
    // Telegram's limit (Bot API, sendMessage.text), in code points; a string has at least as many UTF-16 units.
    private const int LongestText = 4096;

    private const string Shortened = "… (сокращено: полный текст хранится в базе)";

    /// <param name="words">Untrusted.</param>
    public static Message Render(long ticketId, string words)
    {
        var heading = string.Create(CultureInfo.InvariantCulture, $"Клиент пишет к заявке №{ticketId}");
        var room = LongestText - heading.Length - 1;
        var shown = words.Length <= room ? words : CodePoints.Cut(words, room - Shortened.Length) + Shortened;
        return new Message($"{Html.Bold(heading)}\n{Html.Escape(shown)}");
    }
}
