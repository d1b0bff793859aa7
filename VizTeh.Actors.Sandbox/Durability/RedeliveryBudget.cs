using System.Globalization;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>A reply or a card that came again without being asked for.</summary>
/// <param name="CardTakenAt">Of a card: when Telegram took the one before it. Null for a reply.</param>
internal sealed record Repeat(long Chat, DateTimeOffset At, string What, DateTimeOffset? CardTakenAt = null);

/// <summary>
/// How often a chat may hear the same again. A death may repeat the one reply, or the one run of cards, that Telegram had taken and the
/// bot had not yet noted. Beyond that, each answer that a fault has lost and each press that came as two queries may repeat one more,
/// once: such a thing may take effect incarnations later.
/// </summary>
internal static class RedeliveryBudget
{
    // Cards that are sent before they are noted, all at once: none is begun more than 50 ms after the first, and the last takes a moment.
    private static readonly TimeSpan RunOfCards = TimeSpan.FromMilliseconds(100);

    /// <param name="excuses">Where and when something happened that may repeat one reply or card.</param>
    /// <returns>A paragraph for each incarnation of a chat with more repeats than are allowed.</returns>
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
    /// The incarnation that the repeat is charged to: the one that started after the death which may have caused it. A card may be repeated
    /// several incarnations later, when those in between died before the card's turn came.
    /// </summary>
    private static int ChargedTo(Repeat repeat, IReadOnlyList<IncarnationRecord> incarnations)
    {
        var repeatedIn = IndexAt(incarnations, repeat.At);
        return repeat.CardTakenAt is { } takenAt ? Math.Min(IndexAt(incarnations, takenAt) + 1, repeatedIn) : repeatedIn;
    }

    private static int IndexAt(IReadOnlyList<IncarnationRecord> incarnations, DateTimeOffset moment) =>
        incarnations.LastOrDefault(incarnation => incarnation.StartedAt <= moment)?.Index ?? 0;

    /// <summary>How many replies, and runs of cards, these repeats stand for.</summary>
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
