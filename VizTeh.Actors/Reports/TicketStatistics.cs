using VizTeh.Actors.Schedule;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Reports;

/// <summary>A ticket that was created in the period.</summary>
/// <param name="ClaimedAt">When a manager took it first; null for never.</param>
/// <param name="AnsweredAt">When a manager answered its client first; null for never.</param>
internal sealed record CreatedTicket(
    DateTimeOffset CreatedAt, string? Direction, string? City, string? Source, DateTimeOffset? ClaimedAt, DateTimeOffset? AnsweredAt,
    long? OwnerId = null, string? OwnerName = null);

/// <summary>A ticket that was closed in the period, and is closed still.</summary>
/// <param name="CreatedAt">Null in rows of an earlier bot that kept none.</param>
/// <param name="Outcome">As in <c>tickets.outcome</c>.</param>
/// <param name="CloserId">The person who closed it; null when unknown.</param>
internal sealed record ClosedTicket(
    DateTimeOffset? CreatedAt, DateTimeOffset ClosedAt, string? Outcome, long? CloserId, string? CloserName);

/// <summary>A name with a number.</summary>
/// <param name="Name">Null for those without a value.</param>
internal sealed record Share(string? Name, long Count);

/// <summary>What a manager did in the period.</summary>
/// <param name="Taken">Tickets of the period that this manager has in work, or had when they were closed.</param>
internal sealed record ManagerShare(string Name, long Taken, long Closed);

/// <summary>The numbers of a period. Shares are sorted, the largest first.</summary>
internal sealed record TicketStatistics(ReportPeriod Period)
{
    public long Created { get; init; }

    public long Closed { get; init; }

    /// <summary>Open at the moment of the reading, whenever created.</summary>
    public long Open { get; init; }

    /// <summary>The closed ones by their outcome; null for none.</summary>
    public IReadOnlyList<Share> Outcomes { get; init; } = [];

    /// <summary>The median of the time until a manager took a ticket that was created in the period; null without such a ticket.</summary>
    public TimeSpan? ToClaim { get; init; }

    /// <summary>The same until the first answer that can reach the client.</summary>
    public TimeSpan? ToAnswer { get; init; }

    /// <summary>The median of the time until a ticket that managers closed in the period was closed.</summary>
    public TimeSpan? ToClose { get; init; }

    public IReadOnlyList<Share> Directions { get; init; } = [];

    public IReadOnlyList<Share> Cities { get; init; } = [];

    public IReadOnlyList<Share> Sources { get; init; } = [];

    public IReadOnlyList<ManagerShare> Managers { get; init; } = [];

    /// <summary>Forms whose last input was in the period, by the id of the question at which they were left.</summary>
    public IReadOnlyList<Share> LeftForms { get; init; } = [];
}

/// <summary>Sums up the tickets of a period one by one. What it keeps of a ticket is three numbers. Pure.</summary>
/// <param name="hours">Working time counts; null for all time.</param>
internal sealed class StatisticsSum(ReportPeriod period, WorkingHours? hours)
{
    private readonly Tally _outcomes = new();
    private readonly Tally _directions = new();
    private readonly Tally _cities = new();
    private readonly Tally _sources = new();
    private readonly Dictionary<long, (string Name, long Taken, long Closed)> _managers = [];
    private readonly List<long> _toClaim = [];
    private readonly List<long> _toAnswer = [];
    private readonly List<long> _toClose = [];
    private long _created;
    private long _closed;

    public void Add(CreatedTicket ticket)
    {
        _created++;
        _directions.Add(ticket.Direction);
        _cities.Add(ticket.City);
        _sources.Add(ticket.Source);
        Measure(_toClaim, ticket.CreatedAt, ticket.ClaimedAt);
        Measure(_toAnswer, ticket.CreatedAt, ticket.AnsweredAt);
        Note(ticket.OwnerId, ticket.OwnerName, taken: 1, closed: 0);
    }

    public void Add(ClosedTicket ticket)
    {
        _closed++;
        _outcomes.Add(ticket.Outcome);
        // Its client closed it, not a manager.
        if (ticket.Outcome == Tickets.Ticket.Withdrawn)
            return;
        if (ticket.CreatedAt is { } created)
            Measure(_toClose, created, ticket.ClosedAt);
        Note(ticket.CloserId, ticket.CloserName, taken: 0, closed: 1);
    }

    public TicketStatistics Sum(long open, IReadOnlyList<Share> leftForms) => new(period)
    {
        Created = _created,
        Closed = _closed,
        Open = open,
        Outcomes = _outcomes.Shares(),
        ToClaim = Median(_toClaim),
        ToAnswer = Median(_toAnswer),
        ToClose = Median(_toClose),
        Directions = _directions.Shares(),
        Cities = _cities.Shares(),
        Sources = _sources.Shares(),
        Managers =
        [
            .. _managers.Values.OrderByDescending(manager => manager.Closed).ThenByDescending(manager => manager.Taken)
                .ThenBy(manager => manager.Name, StringComparer.Ordinal)
                .Select(manager => new ManagerShare(manager.Name, manager.Taken, manager.Closed)),
        ],
        LeftForms = [.. leftForms.OrderByDescending(share => share.Count).ThenBy(share => share.Name, StringComparer.Ordinal)],
    };

    private void Note(long? id, string? name, long taken, long closed)
    {
        if (id is not { } manager)
            return;
        var before = _managers.GetValueOrDefault(manager);
        _managers[manager] = (
            string.IsNullOrWhiteSpace(name) ? before.Name ?? $"id {manager}" : name, before.Taken + taken, before.Closed + closed);
    }

    // A clock may have been set back between the two.
    private void Measure(List<long> times, DateTimeOffset from, DateTimeOffset? until)
    {
        if (until is not { } end)
            return;
        var time = hours is { } working ? working.Between(from, end) : end - from;
        times.Add(Math.Max(time.Ticks, 0));
    }

    /// <summary>Of an even count, the mean of the two in the middle.</summary>
    private static TimeSpan? Median(List<long> times)
    {
        if (times.Count == 0)
            return null;
        times.Sort();
        var middle = times.Count / 2;
        return TimeSpan.FromTicks(
            times.Count % 2 == 1 ? times[middle] : times[middle - 1] + ((times[middle] - times[middle - 1]) / 2));
    }

    /// <summary>Counts values; those that differ in letter case, ё and punctuation only are one.</summary>
    private sealed class Tally
    {
        // Of what clients type, cities: beyond it only known values are counted apart.
        private const int MostValues = 10_000;

        private readonly Dictionary<string, (string? Name, long Count)> _values = [];
        private long _others;

        public void Add(string? value)
        {
            var key = string.IsNullOrWhiteSpace(value) ? "" : AnswerText.WordKey(value);
            if (_values.TryGetValue(key, out var known))
                _values[key] = (known.Name, known.Count + 1);
            else if (_values.Count < MostValues)
                _values[key] = (key.Length == 0 ? null : value!.Trim(), 1);
            else
                _others++;
        }

        public IReadOnlyList<Share> Shares() =>
        [
            .. _values.Values.OrderByDescending(value => value.Count).ThenBy(value => value.Name, StringComparer.Ordinal)
                .Select(value => new Share(value.Name, value.Count)),
            .. _others > 0 ? [new Share("…", _others)] : Array.Empty<Share>(),
        ];
    }
}
