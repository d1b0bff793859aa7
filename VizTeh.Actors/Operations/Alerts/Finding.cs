using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Operations.Alerts;

internal enum Condition
{
    Fine,

    /// <summary>Not known, or wrong for too short a time: neither begins an alert nor ends one.</summary>
    Doubtful,

    Wrong,
}

/// <summary>What one look found about a subject.</summary>
/// <param name="For">How long it has been wrong; zero when it is not, and when that does not matter.</param>
internal sealed record Finding(Condition Condition, TimeSpan For = default)
{
    public static Finding Fine { get; } = new(Condition.Fine);

    public static Finding Doubtful { get; } = new(Condition.Doubtful);

    /// <summary>For <see cref="AlertKind.Outbox"/>: in how many chats a queue does not move, or moves too slowly.</summary>
    public long Chats { get; init; }

    /// <summary>For <see cref="AlertKind.Outbox"/>: whether all these queues move, too slowly.</summary>
    public bool IsMoving { get; init; }

    /// <summary>For <see cref="AlertKind.SetAside"/>.</summary>
    public long Updates { get; init; }

    /// <summary>
    /// For <see cref="AlertKind.SetAside"/>: owed messages. For <see cref="AlertKind.Outbox"/>: the late ones of queues that move.
    /// </summary>
    public long Messages { get; init; }

    /// <summary>
    /// What has to have grown before a subject that stays wrong is told again; null when time alone decides. For
    /// <see cref="AlertKind.SetAside"/>, where nothing ends by itself: the newest time, in microseconds since 1970.
    /// </summary>
    public long? Mark { get; init; }
}

/// <summary>Turns what was seen into findings. Pure.</summary>
internal static class Findings
{
    // For a queue that moves. Within a group's limit of 20 messages a minute, a flood of 200 tickets is over in a third of that time.
    private const int MostOfMoving = 6;

    public static Finding OfDatabase(ReachReport? last, AlertThresholds thresholds) => OfReach(last, thresholds.Database);

    public static Finding OfWrites(ReachReport? last, AlertThresholds thresholds) => OfReach(last, thresholds.Database);

    public static Finding OfTelegram(ReachReport? last, AlertThresholds thresholds) => OfReach(last, thresholds.Telegram);

    // A refusal needs no second one.
    public static Finding OfToken(ReachReport? last) => OfReach(last, TimeSpan.Zero);

    public static Finding OfSetAside(QueueLook? look) => look switch
    {
        null => Finding.Doubtful,
        { UpdatesAside: 0, MessagesAside: 0 } => Finding.Fine,
        _ => new Finding(Condition.Wrong)
        {
            Updates = look.UpdatesAside,
            Messages = look.MessagesAside,
            Mark = look.NewestAside,
        },
    };

    /// <summary>
    /// A message that waits for long is in trouble only if it was first in its queue at the look before as well: behind others that are
    /// being sent, it waits for its turn. A queue that moves is in trouble only when its oldest message waits six times as long as is
    /// allowed. While Telegram is away nothing is sent, and there is an alert about that.
    /// </summary>
    /// <param name="before">The look before; null when there was none, or when it failed: whether a queue moves is not known then.</param>
    public static Finding OfOutbox(QueueLook? look, QueueLook? before, ReachReport? telegram, AlertThresholds thresholds)
    {
        if (look is null || telegram is { IsAway: true })
            return Finding.Doubtful;
        if (look.Late.Count == 0)
            return Finding.Fine;
        var known = before?.Late.Select(row => row.Id).ToHashSet() ?? [];
        var stuck = look.Late.Where(row => known.Contains(row.Id)).ToList();
        if (stuck.Count > 0)
            return OfQueues(stuck);
        var queues = before?.Late.Select(row => row.ChatId).ToHashSet() ?? [];
        var slow = look.Late.Where(row => queues.Contains(row.ChatId) && row.For >= MostOfMoving * thresholds.Outbox).ToList();
        return slow.Count > 0
            ? OfQueues(slow) with { IsMoving = true, Messages = slow.Sum(row => row.Messages) }
            : Finding.Doubtful;
    }

    private static Finding OfQueues(List<LateRow> late) =>
        new(Condition.Wrong, late.Max(row => row.For)) { Chats = late.Select(row => row.ChatId).Distinct().Count() };

    private static Finding OfReach(ReachReport? last, TimeSpan threshold) => last switch
    {
        null => Finding.Doubtful,
        { IsAway: false } => Finding.Fine,
        { For: var lasted } => new Finding(lasted >= threshold ? Condition.Wrong : Condition.Doubtful, lasted),
    };
}
