using System.Globalization;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>A reply or a card that was sent again without a new request.</summary>
/// <param name="CardTakenAt">For a card: when Telegram accepted the copy before it. Null for a reply.</param>
internal sealed record Repeat(long Chat, DateTimeOffset At, string What, DateTimeOffset? CardTakenAt = null);

/// <summary>
/// How often messages may be repeated in a chat. A crash may repeat the one reply, or the one run of cards, that Telegram had accepted and
/// the bot had not yet recorded. Beyond that, each response lost by a fault and each press that came as two queries may cause one more
/// repeat; it may appear several incarnations later.
/// </summary>
internal static class RedeliveryBudget
{
    // The cards of one run, sent before they are recorded: no send begins more than 50 ms after the first has been accepted, and on a busy
    // machine the last takes some hundreds of milliseconds.
    private static readonly TimeSpan RunOfCards = TimeSpan.FromMilliseconds(500);

    /// <param name="excuses">Chats and times of events that may repeat one reply or card.</param>
    /// <returns>A paragraph for each chat and incarnation with more repeats than allowed.</returns>
    public static List<string> TooOften(
        IEnumerable<Repeat> repeats, IEnumerable<(long Chat, DateTimeOffset At)> excuses, IReadOnlyList<IncarnationRecord> incarnations)
    {
        var excusesOf = excuses.ToLookup(excuse => excuse.Chat, excuse => excuse.At);
        var broken = new List<string>();
        foreach (var chat in repeats.GroupBy(repeat => repeat.Chat))
        {
            var used = 0;
            foreach (var incarnation in chat.GroupBy(repeat => ChargedTo(repeat, incarnations)).OrderBy(incarnation => incarnation.Key))
            {
                var usable = Math.Max(0, excusesOf[chat.Key].Count(excuse => excuse <= incarnation.Max(repeat => repeat.At)) - used);
                var allowed = (incarnation.Key > 0 ? 1 : 0) + usable;
                var found = Occasions(incarnation);
                used += Math.Clamp(found - (incarnation.Key > 0 ? 1 : 0), 0, usable);
                if (found > allowed)
                {
                    broken.Add(string.Create(
                        CultureInfo.InvariantCulture,
                        $"chat {chat.Key}, incarnation {incarnation.Key} from {incarnations[incarnation.Key].StartedAt:mm:ss.fff}: "
                            + $"{found} repeats, {allowed} allowed:")
                        + string.Concat(incarnation.Select(repeat =>
                            string.Create(CultureInfo.InvariantCulture, $"\n      {repeat.At:mm:ss.fff} {repeat.What}"))));
                }
            }
        }

        return broken;
    }

    /// <summary>
    /// The incarnation that the repeat is charged to: the one started after the crash that may have caused the repeat. A card may be
    /// repeated several incarnations later, if those in between crashed before the card's turn.
    /// </summary>
    private static int ChargedTo(Repeat repeat, IReadOnlyList<IncarnationRecord> incarnations)
    {
        var repeatedIn = IndexAt(incarnations, repeat.At);
        return repeat.CardTakenAt is { } takenAt ? Math.Min(IndexAt(incarnations, takenAt) + 1, repeatedIn) : repeatedIn;
    }

    private static int IndexAt(IReadOnlyList<IncarnationRecord> incarnations, DateTimeOffset moment) =>
        incarnations.LastOrDefault(incarnation => incarnation.StartedAt <= moment)?.Index ?? 0;

    /// <summary>The number of replies, and of runs of cards, that these repeats consist of.</summary>
    private static int Occasions(IEnumerable<Repeat> repeats)
    {
        var (count, runEnds) = (0, DateTimeOffset.MinValue);
        foreach (var takenAt in repeats.Select(repeat => repeat.CardTakenAt).Order())
        {
            if (takenAt <= runEnds)
                continue;
            count++;
            runEnds = takenAt + RunOfCards ?? runEnds;
        }

        return count;
    }
}
