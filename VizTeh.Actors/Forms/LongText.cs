using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Forms;

/// <summary>
/// The beginning of a text that may continue in the client's next message: Telegram limits a message to 4096 characters, and apps send a
/// longer text as several messages.
/// </summary>
/// <param name="SentAt">The date of its newest part: Unix seconds, by Telegram's clock.</param>
/// <param name="Length">
/// The sum of its parts so far, in UTF-16 units: some apps count these, the others code points, which are never more.
/// </param>
public sealed record LongText(long SentAt, int Length)
{
    // Apps cut at the end of a paragraph, a sentence or a word, if there is one in the second half of the possible length.
    private const int LeastPart = 2048;

    // White space around a cut is lost.
    private const int LeastWhole = 4096 - 16;

    private const int MostSecondsBetweenParts = 1;

    /// <summary>The text of an update, if it may be the beginning of a longer one; otherwise null.</summary>
    public static LongText? Of(ClientUpdate update) =>
        update is { Input: ClientInput.Text(var typed), Message: { } message } && typed.Length > LeastPart
            ? new LongText(message.SentAt, typed.Length)
            : null;

    /// <summary>
    /// The text with an update as its next part; null when the update is no part: it was sent later, or both would have fit into one
    /// message.
    /// </summary>
    public LongText? With(ClientUpdate update) =>
        update is { Input: ClientInput.Text(var typed), Message: { } message }
        && message.SentAt - SentAt is >= 0 and <= MostSecondsBetweenParts
        && Length + typed.Length >= LeastWhole
            ? new LongText(message.SentAt, Length + typed.Length)
            : null;
}
