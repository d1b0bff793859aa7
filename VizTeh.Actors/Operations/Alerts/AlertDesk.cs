using Microsoft.Extensions.Logging;
using VizTeh.Actors.Database;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Operations.Alerts;

/// <summary>
/// Looks at what alerts are about, lets <see cref="AlertRules"/> decide, and has the alerts sent. The database knows what was sent, so that
/// neither a restart nor a second process repeats it; while the database is away, only this process's memory does.
/// </summary>
internal sealed class AlertDesk(
    AlertMemory memory, Connectivity connectivity, AlertStore store, AlertPost post, TicketMailer? tickets, AlertThresholds thresholds,
    AlertOptions options, TimeProvider clock, ILogger<AlertDesk> logger)
{
    private readonly OutageLog _outage = new("The tables for the alerts", logger, clock);

    /// <summary>One look, and what follows. Errors of the database, of Telegram and of the mail server are no errors here.</summary>
    public async Task RoundAsync(CancellationToken cancellationToken)
    {
        var findings = new Dictionary<AlertKind, Finding>
        {
            [AlertKind.Database] = Findings.OfDatabase(connectivity.Database.Last, thresholds),
            [AlertKind.Telegram] = Findings.OfTelegram(connectivity.Telegram.Last, thresholds),
            [AlertKind.Token] = Findings.OfToken(connectivity.Token.Last),
        };
        QueueLook? look = null;
        if (memory.IsLookDue(options.LookInterval) || connectivity.Database.Last is { IsAway: true })
        {
            var before = memory.LastLook;
            look = await TryLookAsync(cancellationToken);
            findings[AlertKind.SetAside] = Findings.OfSetAside(look);
            findings[AlertKind.Outbox] = Findings.OfOutbox(look, before, connectivity.Telegram.Last);
        }

        var due = Decide(findings);
        if (due.Count > 0 && memory.MayTry)
            await SayAsync(due, mayClaim: findings[AlertKind.Database].Condition != Condition.Wrong, cancellationToken);
        // Each of its statements has a limit of its own.
        if (look is { UnseenTickets.Count: > 0 } && tickets is not null)
            await TryAsync(() => tickets.SendAsync(look.UnseenTickets, cancellationToken), cancellationToken);
    }

    // In between two looks, what was found at the last one holds.
    private List<DueAlert> Decide(Dictionary<AlertKind, Finding> findings)
    {
        var due = new List<DueAlert>();
        foreach (var kind in AlertKinds.All.Where(findings.ContainsKey))
        {
            var (state, step) = AlertRules.Next(memory[kind], findings[kind], memory.Now, thresholds);
            memory[kind] = state;
            if (step != AlertStep.None && post.CanSend(kind))
                due.Add(new DueAlert(state, step, findings[kind]));
        }

        return due;
    }

    private async Task SayAsync(List<DueAlert> due, bool mayClaim, CancellationToken cancellationToken)
    {
        if (mayClaim && memory.NotStored.Count > 0)
            await TryAsync(StoreAsync, cancellationToken);
        var ours = new List<DueAlert>();
        foreach (var alert in due)
        {
            if (!mayClaim || await TryClaimAsync(alert, cancellationToken))
                ours.Add(alert);
        }

        if (ours.Count == 0)
            return;
        var told = await post.SendAsync(ours, memory.Now, cancellationToken);
        memory.Tried(told.Count == ours.Count, options.Retry);
        foreach (var alert in ours.Where(alert => told.Contains(alert.Kind)))
            memory.Said(AlertRules.Said(alert.State, alert.Step, alert.Finding, memory.Now));
        if (!mayClaim)
            return;
        foreach (var alert in ours.Where(alert => !told.Contains(alert.Kind)))
            await TryAsync(token => store.ReleaseAsync(alert.Kind, token), cancellationToken);
        await TryAsync(StoreAsync, cancellationToken);
    }

    private async Task<QueueLook?> TryLookAsync(CancellationToken cancellationToken)
    {
        QueueLook? look = null;
        // A database that does not answer is not asked for more.
        if (connectivity.Database.Last is not { IsAway: true })
        {
            memory.BeginLook();
            await TryAsync(
                async token =>
                {
                    await StoreAsync(token);
                    look = await store.LookAsync(thresholds, tickets is not null, token);
                    memory.Merge(look.Said);
                },
                cancellationToken);
        }

        memory.EndLook(look);
        return look;
    }

    /// <summary>Stores what was said while the database was away.</summary>
    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        foreach (var state in memory.NotStored)
        {
            await store.RecordAsync(
                new SaidAlert(state.Kind, memory.Now - state.SaidAt, memory.Now - state.BeganAt, state.Mark), cancellationToken);
            memory.Stored(state.Kind);
        }
    }

    private async Task<bool> TryClaimAsync(DueAlert alert, CancellationToken cancellationToken)
    {
        var isOurs = false;
        await TryAsync(
            async token => isOurs = await store.TryClaimAsync(alert.Kind, alert.Step, thresholds.Repeat, options.Lease, token),
            cancellationToken);
        return isOurs;
    }

    private Task TryAsync(Func<CancellationToken, Task> statements, CancellationToken cancellationToken) => TryAsync(
        () => Deadline.RunAsync(statements, options.StatementLimit, cancellationToken), cancellationToken);

    private async Task TryAsync(Func<Task> step, CancellationToken cancellationToken)
    {
        try
        {
            await step();
            _outage.Reached();
        }
        catch (Exception error) when (DatabaseErrors.IsTransient(error) || DatabaseErrors.IsRefusal(error))
        {
            cancellationToken.ThrowIfCancellationRequested();
            _outage.Failed(DatabaseErrors.WordsOf(error), wait: null);
        }
    }
}
