using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tickets;

/// <summary>What is said about the ticket, as the managers see it under the card. Pure.</summary>
public static class TicketMessageText
{
    // Telegram's limit (Bot API, sendMessage.text), in code points.
    private const int LongestText = 4096;

    // The line above the words, with a manager's name in it: a firm may word it anew, within this.
    internal const int LongestHeading = 200;

    /// <summary>Whether the words fit into one message with the line above them.</summary>
    public static bool Fits(string words) => CodePoints.CountIn(words) + LongestHeading <= LongestText;

    /// <param name="words">Untrusted; empty for the line above them alone.</param>
    public static Message Render(long ticketId, string words, FirmTexts texts) => Under(CardPhrases.ClientWrites, ticketId, words, texts);

    /// <summary>The new words of a message that its client edited.</summary>
    /// <param name="words"><inheritdoc cref="Render" path="/param[@name='words']"/></param>
    public static Message Corrected(long ticketId, string words, FirmTexts texts) =>
        Under(CardPhrases.ClientCorrects, ticketId, words, texts);

    /// <summary>The words without the line above them, which was sent before. Telegram took them as one message.</summary>
    public static Message Alone(string words) => new(Html.Escape(words));

    private static Message Under(Phrase line, long ticketId, string words, FirmTexts texts)
    {
        var heading = Html.Bold(texts.With(line, ("number", ticketId.ToString(CultureInfo.InvariantCulture))));
        return new Message(words.Length == 0 ? heading : $"{heading}\n{Html.Escape(words)}");
    }
}
