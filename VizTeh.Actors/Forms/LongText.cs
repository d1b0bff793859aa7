using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Forms;

/// <summary>
/// The beginning of a text that may go on in the client's next message: Telegram takes 4096 characters at once, and apps send a longer text
/// as several messages.
/// </summary>
/// <param name="SentAt">When its last part so far was sent: Unix seconds, by Telegram's clock.</param>
/// <param name="Length">Of all its parts so far. In UTF-16 units: some apps count so, the others in code points, which are never
/// more.</param>
public sealed record LongText(long SentAt, int Length)
{
    // Apps cut where a paragraph, a sentence or a word ends, if one does in the second half of what one message takes.
    private const int LeastPart = 2048;

    // White space around a cut is lost.
    private const int LeastWhole = 4096 - 16;

    private const int MostSecondsBetweenParts = 1;

    /// <summary>The text of an update, if it may be the beginning of a longer one; null if not.</summary>
    public static LongText? Of(ClientUpdate update) =>
        update is { Input: ClientInput.Text(var typed), Message: { } message } && typed.Length > LeastPart
            ? new LongText(message.SentAt, typed.Length)
            : null;

    /// <summary>The text with an update as its next part; null when it is none: sent later, or no app would have cut so little.</summary>
    public LongText? With(ClientUpdate update) =>
        update is { Input: ClientInput.Text(var typed), Message: { } message }
        && message.SentAt - SentAt is >= 0 and <= MostSecondsBetweenParts
        && Length + typed.Length >= LeastWhole
            ? new LongText(message.SentAt, Length + typed.Length)
            : null;
}
