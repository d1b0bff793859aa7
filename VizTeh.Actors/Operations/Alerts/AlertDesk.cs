using Microsoft.Extensions.Logging;
using VizTeh.Actors.Database;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Operations.Alerts;

/// <summary>
/// Looks at what alerts are about, lets <see cref="AlertRules"/> decide, and has the alerts sent. The database knows what was sent, so that
/// neither a restart nor a second process repeats it. What it does not take, because it is away, full or read-only, this process's memory
/// keeps: an alert is never held back because it cannot be recorded. Of several nodes then only the one that takes the updates tells it.
/// </summary>
internal sealed class AlertDesk(
    AlertMemory memory, Connectivity connectivity, AlertStore store, AlertPost post, TicketMailer? tickets, SoleDuty duty,
    AlertThresholds thresholds, AlertOptions options, TimeProvider clock, ILogger<AlertDesk> logger)
{
    // Apart, since a database that takes no writes can be read.
    private readonly OutageLog _reading = new("What alerts are about", logger, clock);
    private readonly OutageLog _writing = new("The table that keeps what alerts were sent", logger, clock);

    private enum Claim
    {
        Ours,
        Others,

        /// <summary>The database did not say, so nothing suppresses the alert of the one process that may tell it then.</summary>
        Unknown,
    }

    /// <summary>One look, and what follows. Errors of the database, of Telegram and of the mail server are no errors here.</summary>
    public async Task RoundAsync(CancellationToken cancellationToken)
    {
        var findings = new Dictionary<AlertKind, Finding>
        {
            [AlertKind.Database] = Findings.OfDatabase(connectivity.Database.Last, thresholds),
            [AlertKind.Writes] = Findings.OfWrites(connectivity.Writes.Last, thresholds),
            [AlertKind.Telegram] = Findings.OfTelegram(connectivity.Telegram.Last, thresholds),
            [AlertKind.Token] = Findings.OfToken(connectivity.Token.Last),
        };
        QueueLook? look = null;
        if (memory.IsLookDue(options.LookInterval) || connectivity.Database.Last is { IsAway: true })
        {
            var before = memory.LastLook;
            look = await TryLookAsync(cancellationToken);
            findings[AlertKind.SetAside] = Findings.OfSetAside(look);
            findings[AlertKind.Outbox] = Findings.OfOutbox(look, before, connectivity.Telegram.Last, thresholds);
        }

        var due = Decide(findings);
        if (due.Count > 0)
            await SayAsync(due, mayClaim: findings[AlertKind.Database].Condition != Condition.Wrong, cancellationToken);
        // Each of its statements has a limit of its own.
        if (look is { UnseenTickets.Count: > 0 } && tickets is not null)
            await TryAsync(_writing, () => tickets.SendAsync(look.UnseenTickets, cancellationToken), cancellationToken);
    }

    /// <summary>Tries to store what was sent and is not stored yet.</summary>
    /// <returns>Whether the database has all of it now.</returns>
    public async Task<bool> TryStoreAsync(CancellationToken cancellationToken)
    {
        await StoreAsync(options.StatementLimit, cancellationToken);
        return memory.NotStored.Count == 0;
    }

    // In between two looks, what was found at the last one holds.
    private List<DueAlert> Decide(Dictionary<AlertKind, Finding> findings)
    {
        var due = new List<DueAlert>();
        foreach (var kind in AlertKinds.All.Where(findings.ContainsKey))
        {
            var (state, step) = AlertRules.Next(memory[kind], findings[kind], memory.Now, thresholds);
            memory[kind] = state;
            if (step != AlertStep.None && post.CanSend(kind) && post.MayTry(kind))
                due.Add(new DueAlert(state, step, findings[kind]));
        }

        return due;
    }

    private async Task SayAsync(List<DueAlert> due, bool mayClaim, CancellationToken cancellationToken)
    {
        if (mayClaim)
            await StoreAsync(options.StatementLimit, cancellationToken);
        var (ours, claimed) = (new List<DueAlert>(), new HashSet<AlertKind>());
        foreach (var alert in due.TakeWhile(_ => !cancellationToken.IsCancellationRequested))
        {
            // A database that lacks the last record cannot say whether it is time for the next alert, or for its end.
            var claim = mayClaim && memory.IsStored(alert.Kind) ? await TryClaimAsync(alert) : Claim.Unknown;
            if (claim == Claim.Ours || (claim == Claim.Unknown && duty.IsHere))
                ours.Add(alert);
            if (claim == Claim.Ours)
                claimed.Add(alert.Kind);
        }

        if (ours.Count > 0)
        {
            var told = await post.SendAsync(ours, cancellationToken);
            foreach (var alert in ours.Where(alert => told.Contains(alert.Kind)))
                memory.Said(AlertRules.Said(alert.State, alert.Step, alert.Finding, memory.Now));
            await SettleAsync([.. claimed.Except(told)], mayClaim, cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    // A stop does not keep claims from being given back, or what was sent from being recorded: the next process would wait for the end of
    // the claim, or send the alert again.
    private async Task SettleAsync(IReadOnlyList<AlertKind> given, bool mayRecord, CancellationToken cancellationToken)
    {
        var limit = cancellationToken.IsCancellationRequested ? options.ClosingLimit : options.StatementLimit;
        if (given.Count > 0)
            await TryAsync(_writing, token => store.ReleaseAsync(given, token), limit, CancellationToken.None);
        if (mayRecord)
            await StoreAsync(limit, CancellationToken.None);
    }

    private async Task<QueueLook?> TryLookAsync(CancellationToken cancellationToken)
    {
        QueueLook? look = null;
        // A database that does not answer is not asked for more.
        if (connectivity.Database.Last is not { IsAway: true })
        {
            memory.BeginLook();
            await StoreAsync(options.StatementLimit, cancellationToken);
            await TryAsync(
                _reading,
                async token =>
                {
                    look = await store.LookAsync(thresholds, tickets is not null, token);
                    memory.Merge(look.Said);
                },
                options.StatementLimit, cancellationToken);
        }

        memory.EndLook(look);
        return look;
    }

    /// <summary>Stores what was said and could not be stored then.</summary>
    private async Task StoreAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        if (memory.NotStored.Count == 0)
            return;
        await TryAsync(
            _writing,
            async token =>
            {
                foreach (var state in memory.NotStored)
                {
                    await store.RecordAsync(
                        new SaidAlert(state.Kind, memory.Now - state.SaidAt, memory.Now - state.BeganAt, state.Mark), token);
                    memory.Stored(state.Kind);
                }
            },
            limit, cancellationToken);
    }

    // Not broken off by a stop: it would not be known whether the claim was made.
    private async Task<Claim> TryClaimAsync(DueAlert alert)
    {
        var claim = Claim.Unknown;
        await TryAsync(
            _writing,
            async token => claim = await store.TryClaimAsync(alert.Kind, alert.Step, thresholds.Repeat, options.Lease, token)
                ? Claim.Ours
                : Claim.Others,
            options.StatementLimit, CancellationToken.None);
        return claim;
    }

    private static Task TryAsync(
        OutageLog outage, Func<CancellationToken, Task> statements, TimeSpan limit, CancellationToken cancellationToken) =>
        TryAsync(outage, () => Deadline.RunAsync(statements, limit, cancellationToken), cancellationToken);

    private static async Task TryAsync(OutageLog outage, Func<Task> step, CancellationToken cancellationToken)
    {
        try
        {
            await step();
            outage.Reached();
        }
        catch (Exception error) when (DatabaseErrors.IsTransient(error) || DatabaseErrors.IsRefusal(error))
        {
            cancellationToken.ThrowIfCancellationRequested();
            outage.Failed(DatabaseErrors.WordsOf(error), wait: null);
        }
    }
}
