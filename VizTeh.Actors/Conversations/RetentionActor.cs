using System.Globalization;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using VizTeh.Actors.Database;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.PersonalData;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Conversations;

/// <summary>How the night's erasures are paced; the program runs with the defaults.</summary>
/// <param name="Interval">The time between two steps.</param>
/// <param name="Lasts">How long the work of a night may last.</param>
/// <param name="MostMessages">
/// For how many messages in the managers' chats a step may owe an edit or a deletion. A group takes 20 a minute from a bot, and a new card
/// waits for those before it.
/// </param>
/// <param name="Deadline">How long a conversation may take for its answer. Without one it is asked again another night.</param>
internal sealed record RetentionOptions(TimeSpan Interval, TimeSpan Lasts, int MostMessages, TimeSpan Deadline)
{
    public static RetentionOptions Default { get; } = new(
        Interval: TimeSpan.FromMinutes(1), Lasts: TimeSpan.FromHours(3), MostMessages: 15, Deadline: TimeSpan.FromSeconds(10));
}

/// <summary>
/// Erases at night what has been kept for long enough: a step a minute, until nothing is left or the night's time is over. Of a client
/// without any other ticket the conversation goes first, then the tickets, so that a crash anywhere leaves the tickets to be found again.
/// One runs in the process that holds the poller's term; it keeps nothing but counts.
/// </summary>
internal sealed class RetentionActor : ReceiveActor, IWithTimers
{
    // Beyond that the rest waits for another night.
    private const int MostPostponed = 1_000;

    private readonly long _term;
    private readonly RetentionStore _store;
    private readonly ErasureStore _erasures;
    private readonly CompanySettings _company;
    private readonly RetentionOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<RetentionActor> _logger;
    private readonly OutageLog _outage;
    private readonly RetentionTroubles _refusals;
    private readonly ActorRegistry _actors;
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<long> _postponed = [];
    private DateOnly? _night;
    private DateOnly? _done;
    private Step _sum = Step.None;
    private bool _working;

    public RetentionActor(
        long term, RetentionStore store, ErasureStore erasures, BotSettings settings, RetentionOptions options, TimeProvider clock,
        Troubles troubles, ILogger<RetentionActor> logger)
    {
        (_term, _store, _erasures, _company) = (term, store, erasures, settings.Company);
        (_options, _clock, _logger, _outage) = (options, clock, logger, new OutageLog("The night's erasures", logger));
        _refusals = new RetentionTroubles(troubles, logger);
        _actors = ActorRegistry.For(Context.System);
        Receive<Tick>(_ => Work());
        Receive<Worked>(OnWorked);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private RetentionSettings Terms => _company.Retention;

    protected override void PreStart() =>
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, _options.Interval, _options.Interval);

    protected override void PostStop()
    {
        _stopping.Cancel();
        _refusals.Close();
    }

    private void Work()
    {
        if (_working)
            return;
        var now = _clock.GetUtcNow();
        var night = RetentionRules.NightOf(now, _company, _options.Lasts);
        if (_night is { } before && night != before)
            EndNight(before, isAll: false);
        if (night is null || night == _done)
            return;
        _night = night;
        _working = true;
        StepAsync(now, _stopping.Token)
            .PipeTo(Self, success: step => new Worked(step, null), failure: error => new Worked(Step.None, error.GetBaseException()));
    }

    private void OnWorked(Worked worked)
    {
        _working = false;
        _sum = _sum.Plus(worked.Step);
        if (worked.Step.Tickets > 0 && _actors.TryGet<OutboxKey>(out var outbox))
            outbox.Tell(OutboxFilled.Instance);
        if (worked.Error is { } error)
        {
            if (!_stopping.IsCancellationRequested)
                _outage.Failed(DatabaseErrors.WordsOf(error), _options.Interval);
            return;
        }

        _outage.Reached();
        if (!worked.Step.IsMore && _night is { } night)
            EndNight(night, isAll: true);
    }

    private void EndNight(DateOnly night, bool isAll)
    {
        if (_sum.Tickets + _sum.Conversations + _sum.Rows + _postponed.Count > 0)
        {
            var refused = _refusals.Tickets;
            _logger.LogInformation(
                "Retention: the data of {Tickets} closed tickets, {Conversations} conversations and {Rows} done rows were erased; "
                    + "{Postponed} tickets wait, since their clients are in the middle of something, and {Refused}, which the database "
                    + "refuses{Rest}",
                _sum.Tickets, _sum.Conversations, _sum.Rows, _postponed.Count - refused, refused,
                isAll ? "" : "; the rest goes on the next night");
        }

        _refusals.EndNight(isAll && _postponed.Count < MostPostponed, _postponed);
        _done = night;
        _night = null;
        _sum = Step.None;
        _postponed.Clear();
    }

    private async Task<Step> StepAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var step = await DeleteRowsAsync(now, cancellationToken);
        return Terms.ClosedTickets is { } term ? step.Plus(await EraseTicketsAsync(now, term, cancellationToken)) : step;
    }

    private async Task<Step> DeleteRowsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<(string What, Func<Task<DoneRows>> DeleteAsync)> parts =
            [("done rows", () => _store.DeleteDoneAsync(now, Terms.DoneRows, cancellationToken))];
        if (Terms.GivenUp is { } givenUp)
            parts.Add(("rows that were set aside", () => _store.DeleteGivenUpAsync(now, givenUp, cancellationToken)));
        if (Terms.Readings is { } readings)
            parts.Add(("records of who read", () => _store.DeleteReadingsAsync(now, readings, cancellationToken)));
        var (step, refused) = (Step.None, new List<string>());
        foreach (var (what, deleteAsync) in parts)
        {
            try
            {
                var done = await deleteAsync();
                step = step.Plus(new Step(0, 0, done.Deleted, done.IsMore));
            }
            catch (PostgresException refusal) when (RetentionRules.IsOfRows(refusal.SqlState))
            {
                refused.Add($"{what} cannot be deleted: SQLSTATE {refusal.SqlState}");
            }
        }

        _refusals.RefuseRows(refused);
        return step;
    }

    private async Task<Step> EraseTicketsAsync(DateTimeOffset now, TimeSpan term, CancellationToken cancellationToken)
    {
        if (_postponed.Count >= MostPostponed)
            return Step.None;
        var found = await _store.FindAsync(now, term, _postponed, _options.MostMessages, cancellationToken);
        if (found.Count == 0)
            return Step.None;
        var (forgotten, busy) = (new HashSet<long>(), new HashSet<long>());
        var refused = new Dictionary<long, string>();
        foreach (var userId in found.Where(ticket => ticket.IsLast).Select(ticket => ticket.UserId!.Value).Distinct())
        {
            try
            {
                (await ForgetAsync(userId, cancellationToken) ? forgotten : busy).Add(userId);
            }
            catch (PostgresException refusal) when (RetentionRules.IsOfRows(refusal.SqlState))
            {
                refused.Add(userId, refusal.SqlState);
            }
        }

        var free = new List<ExpiredTicket>();
        foreach (var ticket in found)
        {
            if (ticket is { IsLast: true, UserId: { } userId } && !forgotten.Contains(userId))
                Postpone(ticket.Id, refused.GetValueOrDefault(userId));
            else
                free.Add(ticket);
        }

        if (free.Count == 0)
            return Step.None with { IsMore = true };
        return new Step(await EraseAsync(free, forgotten, now, term, cancellationToken), forgotten.Count, 0, IsMore: true);
    }

    /// <summary>
    /// Erases the tickets at once, or, if the database refuses any of them, each by itself, so that none is held up by another.
    /// </summary>
    /// <returns>How many were erased.</returns>
    private async Task<int> EraseAsync(
        IReadOnlyList<ExpiredTicket> tickets, IReadOnlySet<long> forgotten, DateTimeOffset now, TimeSpan term,
        CancellationToken cancellationToken)
    {
        long[] ids = [.. tickets.Select(ticket => ticket.Id)];
        try
        {
            var erased = await _store.EraseAsync(
                ids, [.. tickets.Select(ticket => ticket.UserId).OfType<long>().Where(forgotten.Contains).Distinct()], now, term,
                askedAt: now, cancellationToken);
            _refusals.AcceptTickets(ids);
            return erased;
        }
        catch (PostgresException held) when (held.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            // Somebody is at work on one of the tickets: the next step finds them again.
            return 0;
        }
        catch (PostgresException refusal) when (RetentionRules.IsOfRows(refusal.SqlState))
        {
            if (tickets is [var ticket])
            {
                Postpone(ticket.Id, refusal.SqlState);
                return 0;
            }
        }

        var sum = 0;
        foreach (var ticket in tickets)
            sum += await EraseAsync([ticket], forgotten, now, term, cancellationToken);
        return sum;
    }

    /// <param name="refusal">The SQLSTATE; null when its client is in the middle of something.</param>
    private void Postpone(long id, string? refusal)
    {
        _postponed.Add(id);
        if (refusal is not null)
            _refusals.RefuseTicket(id, refusal);
    }

    private async Task<bool> ForgetAsync(long userId, CancellationToken cancellationToken)
    {
        ConversationForgotten answer;
        try
        {
            answer = await _actors.Get<ConversationActor>().Ask<ConversationForgotten>(
                new ForgetConversation(userId, _term), _options.Deadline, cancellationToken);
        }
        catch (AskTimeoutException)
        {
            // It cannot be recovered, which it logs itself, or the database does not take the event.
            return false;
        }

        if (answer.FirstToStay is not { } firstToStay)
            return false;
        var persistenceId = ConversationActor.PersistenceIdOf(userId.ToString(CultureInfo.InvariantCulture));
        await _erasures.EraseJournalAsync(persistenceId, firstToStay, cancellationToken);
        return true;
    }

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }

    /// <param name="IsMore">Whether another step may find something.</param>
    private sealed record Step(int Tickets, int Conversations, int Rows, bool IsMore)
    {
        public static readonly Step None = new(0, 0, 0, false);

        public Step Plus(Step other) => new(
            Tickets + other.Tickets, Conversations + other.Conversations, Rows + other.Rows, IsMore || other.IsMore);
    }

    private sealed record Worked(Step Step, Exception? Error);
}
