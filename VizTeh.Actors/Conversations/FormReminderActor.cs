using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using VizTeh.Actors.Clients;
using VizTeh.Actors.Database;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Reports;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Telemetry;

namespace VizTeh.Actors.Conversations;

/// <summary>How forms are looked at that their clients left; the program runs with the defaults.</summary>
/// <param name="Interval">The time between two looks at the table.</param>
/// <param name="Deadline">How long a conversation may take for its answer. Without one it is asked again later.</param>
internal sealed record FormReminderOptions(TimeSpan Interval, TimeSpan Deadline)
{
    public static FormReminderOptions Default { get; } = new(Interval: TimeSpan.FromMinutes(1), Deadline: TimeSpan.FromSeconds(10));
}

/// <summary>
/// Looks for forms whose time has come, and asks their conversations, which decide. What a client is told then is owed in one transaction
/// with the change of the row. One runs in the process that holds the poller's term; at rest it costs a statement a minute.
/// </summary>
internal sealed class FormReminderActor : ReceiveActor, IWithTimers
{
    private const int MostAtOnce = 8;

    private readonly long _term;
    private readonly FormReminderStore _store;
    private readonly CompanySettings _company;
    private readonly FormReminderOptions _options;
    private readonly TimeProvider _clock;
    private readonly ConversationCounts _counts;
    private readonly OutageLog _outage;
    private readonly ActorRegistry _actors;
    private readonly CancellationTokenSource _stopping = new();
    private bool _looking;

    public FormReminderActor(
        long term, NpgsqlDataSource database, BotSettings settings, FormReminderOptions options, TimeProvider clock,
        BotTelemetry telemetry, ILogger<FormReminderActor> logger)
    {
        (_term, _store, _company, _options, _clock) = (term, new FormReminderStore(database), settings.Company, options, clock);
        _counts = new ConversationCounts(telemetry.Metrics, _company.Form);
        _outage = new OutageLog("The table form_reminders", logger);
        _actors = ActorRegistry.For(Context.System);
        Receive<Due>(_ => Look());
        Receive<Looked>(OnLooked);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        // The first look comes after those updates that waited in the inbox.
        if (_company.Reminder.FirstLook is not null)
            Timers.StartPeriodicTimer(nameof(Due), Due.Instance, _options.Interval, _options.Interval);
    }

    protected override void PostStop() => _stopping.Cancel();

    private void Look()
    {
        if (_looking)
            return;
        _looking = true;
        LookAsync(_stopping.Token).PipeTo(Self, success: () => new Looked(null), failure: error => new Looked(error.GetBaseException()));
    }

    private void OnLooked(Looked looked)
    {
        _looking = false;
        if (looked.Error is null)
            _outage.Reached();
        else if (!_stopping.IsCancellationRequested)
            _outage.Failed(DatabaseErrors.WordsOf(looked.Error), _options.Interval);
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        DueForms due;
        do
        {
            due = await _store.ClaimAsync(_clock.GetUtcNow(), _term, cancellationToken);
            await Parallel.ForEachAsync(
                due.Forms, new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellationToken },
                async (form, token) => await LookAtAsync(form, token));
        }
        while (!due.IsAll);
    }

    private async Task LookAtAsync(DueForm due, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _actors.Get<ConversationActor>().Ask<FormLookedAt>(due.Look, _options.Deadline, cancellationToken);
            await SettleAsync(due, answer, cancellationToken);
        }
        catch (AskTimeoutException)
        {
            // The conversation is at work on an update, or cannot be recovered, which it logs itself. The row is due again after a while.
        }
    }

    private async Task SettleAsync(DueForm claimed, FormLookedAt answer, CancellationToken cancellationToken)
    {
        var due = claimed with { Left = LeftBy(claimed.Look, answer) };
        switch (answer)
        {
            case { Outcome: FormLook.Remind }:
                var reminder = new OwedMessage.Notice(Recipient.Client, ReminderRules.Reminder(due.Look.FormId, _company.Texts))
                {
                    RemindsOf = new RemindedForm(due.Look.FormId, due.Look.TouchedAt),
                };
                await _store.RemindAsync(due, answer.At, reminder, cancellationToken);
                WakeOutbox();
                break;
            case { Outcome: FormLook.Expired, At: { } cancelledAt }:
                Message[] messages = answer.Offer is { } offer
                    ? [ReminderRules.Expired(_company.Texts), MessageOffer.Again(offer, _company.Texts)]
                    : [ReminderRules.Expired(_company.Texts)];
                await _store.ExpireAsync(
                    due, cancelledAt,
                    [.. messages.Select(message => new OwedMessage.Notice(Recipient.Client, message) { IsOfLeftForm = true })],
                    cancellationToken);
                WakeOutbox();
                break;
            case { Outcome: FormLook.Later or FormLook.NoReminder, At: { } next }:
                await _store.LookAgainAsync(
                    due, next, due.Look.IsReminded || answer.Outcome == FormLook.NoReminder, cancellationToken);
                break;
            default:
                // A form that its client cancelled after it had been left stays counted.
                await _store.ForgetAsync(due with { Left = due.Left ?? due.LeftBefore }, cancellationToken);
                break;
        }

        if (due is { Left: { } left, LeftBefore: null })
            _counts.Left(left.Question, MetricLabels.Idle);
    }

    private LeftForm? LeftBy(LookAtForm look, FormLookedAt answer) => answer.Question is { } question
        ? new LeftForm(
            question, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(answer.LastInput ?? look.TouchedAt, _company.TimeZone).DateTime))
        : null;

    private void WakeOutbox()
    {
        if (_actors.TryGet<OutboxKey>(out var outbox))
            outbox.Tell(OutboxFilled.Instance);
    }

    private sealed record Due
    {
        public static readonly Due Instance = new();
    }

    private sealed record Looked(Exception? Error);
}
