using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Database;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Tickets;

/// <summary>How reminders of tickets are looked for; the program runs with the defaults.</summary>
/// <param name="Interval">The time between two looks at the table.</param>
/// <param name="Deadline">How long a look may take.</param>
public sealed record TicketReminderOptions(TimeSpan Interval, TimeSpan Deadline)
{
    public static TicketReminderOptions Default { get; } = new(Interval: TimeSpan.FromSeconds(15), Deadline: TimeSpan.FromSeconds(10));
}

/// <summary>
/// Looks for tickets of which somebody is to be reminded. One a node: the rows' locks, and what is owed already, keep two of them from
/// owing one reminder twice. At rest it costs a statement at each interval.
/// </summary>
public sealed class TicketReminderActor : ReceiveActor, IWithTimers
{
    private readonly DueReminders _due;
    private readonly TicketReminderOptions _options;
    private readonly IActorRef _outbox;
    private readonly OutageLog _outage;
    private readonly CancellationTokenSource _stopping = new();
    private bool _looking;

    public TicketReminderActor(
        DueReminders due, TicketReminderOptions options, IRequiredActor<OutboxKey> outbox, ILogger<TicketReminderActor> logger)
    {
        (_due, _options, _outbox) = (due, options, outbox.ActorRef);
        _outage = new OutageLog("The reminders of tickets", logger);
        Receive<Look>(_ => OnLook());
        Receive<Looked>(OnLooked);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Look), Look.Instance, _options.Interval, _options.Interval);

    protected override void PostStop() => _stopping.Cancel();

    private void OnLook()
    {
        if (_looking)
            return;
        _looking = true;
        Deadline.RunAsync(OweAsync, _options.Deadline, _stopping.Token)
            .PipeTo(Self, success: _ => new Looked(null), failure: error => new Looked(error.GetBaseException()));
    }

    private async Task<bool> OweAsync(CancellationToken cancellationToken)
    {
        var isOwed = await _due.OweAsync(cancellationToken);
        if (isOwed)
        {
            FailPoints.Pass(FailPoints.ReminderOwed);
            _outbox.Tell(OutboxFilled.Instance);
        }

        return isOwed;
    }

    private void OnLooked(Looked looked)
    {
        _looking = false;
        if (looked.Error is null)
            _outage.Reached();
        else if (!_stopping.IsCancellationRequested)
            _outage.Failed(DatabaseErrors.WordsOf(looked.Error), _options.Interval);
    }

    private sealed record Look
    {
        public static readonly Look Instance = new();
    }

    private sealed record Looked(Exception? Error);
}
