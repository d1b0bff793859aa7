using System.Diagnostics.Metrics;

namespace VizTeh.Actors.Telemetry;

/// <summary>
/// All metrics of the program, by the naming conventions of OpenTelemetry: dots between the parts, the unit apart from the name.
/// Thread-safe, and next to free while nobody listens.
/// </summary>
/// <remarks>The values of labels come from <see cref="MetricLabels"/>, the program's configuration, and the names of the Bot API.</remarks>
public sealed class BotMetrics
{
    public const string MeterName = "VizTeh.Actors";

    // Seconds. A reply usually takes some tens of milliseconds; one that waits for a limit of Telegram, seconds.
    private static readonly double[] ReplyBuckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    // Seconds. Telegram asks for waits of a second up to minutes, and once in a while for hours.
    private static readonly double[] WaitBuckets = [1, 2, 5, 10, 20, 40, 60, 120, 300, 900, 3600];

    private readonly Counter<long> _updates;
    private readonly Counter<long> _formsBegun;
    private readonly Counter<long> _formsFinished;
    private readonly Counter<long> _formsLeft;
    private readonly Counter<long> _tickets;
    private readonly Counter<long> _replies;
    private readonly Histogram<double> _replyDuration;
    private readonly Counter<long> _sends;
    private readonly Histogram<double> _limitWait;
    private readonly UpDownCounter<long> _awake;
    private readonly Counter<long> _recoveries;
    private readonly Counter<long> _databaseErrors;
    private volatile Func<QueueDepths?> _queues = () => null;
    private volatile Func<IReadOnlyList<(string Proxy, bool IsInUse)>> _proxies = () => [];
    private volatile Func<NodeFigures?> _nodes = () => null;

    public BotMetrics(IMeterFactory meters)
    {
        Meter = meters.Create(MeterName);
        _updates = Meter.CreateCounter<long>("vizteh.updates", "{update}", "Updates from Telegram, stored in the inbox");
        _formsBegun = Meter.CreateCounter<long>("vizteh.forms.begun", "{form}", "Forms that clients began");
        _formsFinished = Meter.CreateCounter<long>("vizteh.forms.finished", "{form}", "Forms that clients sent");
        _formsLeft = Meter.CreateCounter<long>(
            "vizteh.forms.left", "{form}", "Forms that clients cancelled, or did not touch until their first look, by the open question");
        _tickets = Meter.CreateCounter<long>("vizteh.tickets", "{ticket}", "Tickets that were created, closed, reopened or withdrawn");
        _replies = Meter.CreateCounter<long>("vizteh.replies", "{reply}", "Updates that were replied to");
        _replyDuration = Meter.CreateHistogram(
            "vizteh.reply.duration", "s", "The time from the poll that brought an update until Telegram answered to the reply",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = ReplyBuckets });
        _sends = Meter.CreateCounter<long>("vizteh.telegram.sends", "{call}", "Calls that send something to a person, each retry counted");
        _limitWait = Meter.CreateHistogram(
            "vizteh.telegram.limit_wait", "s", "The waits that Telegram asked for (429)",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = WaitBuckets });
        _awake = Meter.CreateUpDownCounter<long>("vizteh.conversations.awake", "{conversation}", "Conversations in memory");
        _recoveries = Meter.CreateCounter<long>("vizteh.recoveries", "{recovery}", "Conversations that were read from the journal");
        _databaseErrors = Meter.CreateCounter<long>(
            "vizteh.database.errors", "{error}", "Statements that failed, and probes without an answer");
        Meter.CreateObservableGauge<double>(
            "vizteh.inbox.depth", () => Of(queues => queues.Inbox), "{update}", "Updates that are not handled yet");
        Meter.CreateObservableGauge<double>(
            "vizteh.inbox.age", () => Of(queues => queues.InboxAge.TotalSeconds), "s", "The age of the oldest update in the inbox");
        Meter.CreateObservableGauge<double>(
            "vizteh.outbox.depth", () => Of(queues => queues.Outbox), "{message}", "Messages that are owed");
        Meter.CreateObservableGauge<double>(
            "vizteh.outbox.age", () => Of(queues => queues.OutboxAge.TotalSeconds), "s", "The age of the oldest due message in the outbox");
        Meter.CreateObservableGauge<long>(
            "vizteh.proxy.in_use", () => _proxies().Select(entry => new Measurement<long>(
                entry.IsInUse ? 1 : 0, new KeyValuePair<string, object?>("proxy", entry.Proxy))),
            null, "Whether Telegram is asked through this entry of PROXY");
        Meter.CreateObservableGauge<long>(
            "vizteh.node.members", () => Of(nodes => nodes.Members.Count(member => member.IsUp)), "{node}",
            "Nodes that work as one bot, as this one sees them");
        Meter.CreateObservableGauge<long>(
            "vizteh.node.member_up", () => _nodes() is not { } nodes ? [] : nodes.Members.Select(member => new Measurement<long>(
                member.IsUp ? 1 : 0, new KeyValuePair<string, object?>("member", member.Address))),
            null, "Whether this node sees that one at work");
        Meter.CreateObservableGauge<long>(
            "vizteh.node.takes_updates", () => Of(nodes => nodes.TakesUpdates ? 1 : 0), null,
            "Whether this node takes the updates and sends what is owed");
        Meter.CreateObservableGauge<double>(
            "vizteh.node.row_age", () => _nodes() is not { } nodes ? [] : [new Measurement<double>(
                nodes.RowAge is { } age ? age.TotalSeconds : double.NaN)],
            "s", "The time since this node last renewed its row of table nodes");
    }

    /// <summary>The instruments of this process's bot, as opposed to those of another one in the same process.</summary>
    public Meter Meter { get; }

    /// <summary>Whether somebody wants to know how long replies take.</summary>
    internal bool WantsDurations => _replyDuration.Enabled;

    /// <param name="kind">A kind of update of the Bot API that the bot asks for; <see cref="MetricLabels.Other"/> for any other.</param>
    public void UpdateStored(string kind) => _updates.Add(1, Label("kind", kind));

    public void FormBegun() => _formsBegun.Add(1);

    public void FormFinished() => _formsFinished.Add(1);

    /// <param name="question">An id of the configured form, <c>review</c>, or <see cref="MetricLabels.Other"/>.</param>
    /// <param name="how"><see cref="MetricLabels.Idle"/> or <see cref="MetricLabels.Cancelled"/>.</param>
    public void FormLeft(string question, string how) => _formsLeft.Add(1, Label("question", question), Label("how", how));

    public void TicketChanged(string change) => _tickets.Add(1, Label("change", change));

    /// <param name="to"><see cref="MetricLabels.Client"/> or <see cref="MetricLabels.Manager"/>.</param>
    /// <param name="took">Since the poll; null when an earlier process made it.</param>
    public void Replied(string to, TimeSpan? took)
    {
        _replies.Add(1, Label("to", to));
        if (took is { } known)
            _replyDuration.Record(known.TotalSeconds, Label("to", to));
    }

    /// <param name="method">A name of the Bot API.</param>
    public void Sent(string method, string outcome) => _sends.Add(1, Label("method", method), Label("outcome", outcome));

    /// <param name="scope">Which calls have to wait.</param>
    public void Limited(string scope, TimeSpan wait) => _limitWait.Record(wait.TotalSeconds, Label("scope", scope));

    public void ConversationWoke() => _awake.Add(1);

    public void ConversationSlept() => _awake.Add(-1);

    public void Recovery(string outcome) => _recoveries.Add(1, Label("outcome", outcome));

    /// <param name="pool">The pool of connections: tables or journal.</param>
    /// <param name="kind"><see cref="MetricLabels.Statement"/> or <see cref="MetricLabels.Probe"/>.</param>
    public void DatabaseFailed(string pool, string kind, long count = 1) =>
        _databaseErrors.Add(count, Label("pool", pool), Label("kind", kind));

    /// <summary>
    /// Says zero for every counter whose labels are known, so that whoever listens sees the first event as a rise. To be called once for
    /// each listener, when it has begun.
    /// </summary>
    /// <param name="kinds">The kinds of update that the bot asks for.</param>
    /// <param name="questions">The ids of the configured form, and of its review.</param>
    public void Announce(IEnumerable<string> kinds, IEnumerable<string> questions)
    {
        foreach (var kind in kinds.Append(MetricLabels.Other))
            _updates.Add(0, Label("kind", kind));
        _formsBegun.Add(0);
        _formsFinished.Add(0);
        foreach (var question in questions.Append(MetricLabels.Other))
        {
            foreach (var how in MetricLabels.Leaving)
                _formsLeft.Add(0, Label("question", question), Label("how", how));
        }

        foreach (var change in MetricLabels.Changes)
            _tickets.Add(0, Label("change", change));
        foreach (var to in MetricLabels.Senders)
            _replies.Add(0, Label("to", to));
        _awake.Add(0);
        foreach (var outcome in MetricLabels.Recoveries)
            _recoveries.Add(0, Label("outcome", outcome));
        foreach (var pool in MetricLabels.Pools)
        {
            foreach (var kind in MetricLabels.DatabaseErrors)
                _databaseErrors.Add(0, Label("pool", pool), Label("kind", kind));
        }
    }

    /// <param name="queues">Returns at once; null while the queues are not known, and then their metrics have no value.</param>
    public void ReadQueuesFrom(Func<QueueDepths?> queues) => _queues = queues;

    /// <param name="proxies">Returns at once: the entries of PROXY by host and port, and whether each is the one in use.</param>
    public void ReadProxiesFrom(Func<IReadOnlyList<(string Proxy, bool IsInUse)>> proxies) => _proxies = proxies;

    /// <param name="nodes">Returns at once; null for a bot on its own, which has none of these metrics.</param>
    public void ReadNodesFrom(Func<NodeFigures?> nodes) => _nodes = nodes;

    private IEnumerable<Measurement<long>> Of(Func<NodeFigures, long> value) =>
        _nodes() is { } nodes ? [new Measurement<long>(value(nodes))] : [];

    // An observed value stays in the SDK until another is observed, so an unknown one is told as such.
    private Measurement<double> Of(Func<QueueDepths, double> value) => new(_queues() is { } queues ? value(queues) : double.NaN);

    private static KeyValuePair<string, object?> Label(string name, string value) => new(name, value);
}
