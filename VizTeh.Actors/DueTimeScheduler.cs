using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace VizTeh.Actors;

/// <summary>
/// Akka's scheduler on .NET's timers: a thread wakes up when something is due, and not before. Akka's own one wakes up a hundred times a
/// second, whether anything is due or not; to wake up less often, it would have to be less exact.
/// </summary>
/// <remarks>
/// Nothing is run before its time, and what is cancelled is forgotten at once. Work runs on the thread pool, and a repetition is
/// timed from the end of the run before it, so that one thing never runs twice at the same time. At the end of the actor system what is not
/// due yet is run once, as by Akka's own scheduler: somebody may wait for it.
/// </remarks>
public sealed class DueTimeScheduler : SchedulerBase, IDateTimeOffsetNowTimeProvider, IDisposable
{
    private readonly TimeProvider _clock;
    private readonly long _startedAt;
    private readonly ConcurrentDictionary<Scheduled, bool> _waiting = [];
    private volatile bool _isOver;

    /// <summary>Created by Akka, which finds the type by its name in the settings.</summary>
    public DueTimeScheduler(Config config, ILoggingAdapter log)
        : this(config, log, TimeProvider.System)
    {
    }

    internal DueTimeScheduler(Config config, ILoggingAdapter log, TimeProvider clock)
        : base(config, log)
    {
        (_clock, _startedAt) = (clock, clock.GetTimestamp());
    }

    public override TimeSpan MonotonicClock => _clock.GetElapsedTime(_startedAt);

    public override TimeSpan HighResMonotonicClock => MonotonicClock;

    /// <summary>Replaces Akka's own scheduler.</summary>
    internal static Config Config { get; } = ConfigurationFactory.ParseString(
        $"akka.scheduler.implementation = \"{typeof(DueTimeScheduler).FullName}, {typeof(DueTimeScheduler).Assembly.GetName().Name}\"");

    /// <summary>The number of things that are not due yet, or are repeated.</summary>
    internal int Waiting => _waiting.Count;

    /// <summary>How often a second what is repeated is run.</summary>
    internal double RepetitionsPerSecond =>
        _waiting.Keys.Sum(scheduled => scheduled.Interval is { } interval ? 1 / interval.TotalSeconds : 0);

    protected override DateTimeOffset TimeNow => _clock.GetUtcNow();

    public void Dispose()
    {
        _isOver = true;
        foreach (var scheduled in _waiting.Keys)
        {
            if (scheduled.TryEnd())
                Run(scheduled.Work);
        }
    }

    protected override void InternalScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable) =>
        Schedule(delay, null, new Telling(receiver, message, sender), cancelable);

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable) =>
        Schedule(initialDelay, interval, new Telling(receiver, message, sender), cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) =>
        Schedule(delay, null, new ActionRunnable(action), cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable? cancelable) =>
        Schedule(delay, null, action, cancelable);

    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        Schedule(initialDelay, interval, new ActionRunnable(action), cancelable);

    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable? cancelable) =>
        Schedule(initialDelay, interval, action, cancelable);

    private void Schedule(TimeSpan delay, TimeSpan? interval, IRunnable work, ICancelable? cancelable)
    {
        if (_isOver)
            throw new SchedulerException("nothing can be scheduled any more: the actor system has come to its end");
        new Scheduled(this, work, interval, cancelable).Begin(delay);
    }

    private bool Run(IRunnable work)
    {
        try
        {
            work.Run();
            return true;
        }
        catch (SchedulerException) when (_isOver)
        {
            // It schedules something itself.
            return false;
        }
        catch (Exception failure)
        {
            Log.Error(failure, "What was scheduled failed: {0}", work);
            return false;
        }
    }

    /// <summary>Something that is run at a time, once or again and again.</summary>
    private sealed class Scheduled(DueTimeScheduler owner, IRunnable work, TimeSpan? interval, ICancelable? cancelable)
    {
        private ITimer? _timer;
        private CancellationTokenRegistration _cancellation;

        public IRunnable Work { get; } = work;

        public TimeSpan? Interval { get; } = interval;

        public void Begin(TimeSpan delay)
        {
            _timer = CreateTimer();
            owner._waiting.TryAdd(this, true);
            // May end it at once.
            if (cancelable is not null)
                _cancellation = cancelable.Token.UnsafeRegister(static ended => ((Scheduled)ended!).TryEnd(), this);
            RunAfter(delay);
            // The actor system has come to its end meanwhile, and nobody else saw this.
            if (owner._isOver)
                TryEnd();
        }

        /// <summary>Returns true to the one caller that ends it.</summary>
        public bool TryEnd()
        {
            if (!owner._waiting.TryRemove(this, out _))
                return false;
            _cancellation.Unregister();
            _timer!.Dispose();
            return true;
        }

        // What the caller's thread carries with it, a trace above all, does not belong to what is run later.
        private ITimer CreateTimer()
        {
            if (ExecutionContext.IsFlowSuppressed())
                return Create();
            using (ExecutionContext.SuppressFlow())
                return Create();

            ITimer Create() => owner._clock.CreateTimer(
                static due => ((Scheduled)due!).OnDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        private void OnDue()
        {
            if (cancelable is { IsCancellationRequested: true })
                TryEnd();
            else if (Interval is null && TryEnd())
                owner.Run(Work);
            else if (Interval is { } wait && owner._waiting.ContainsKey(this))
                Repeat(wait);
        }

        // What has failed is not run again, as by Akka's own scheduler.
        private void Repeat(TimeSpan wait)
        {
            if (owner.Run(Work))
                RunAfter(wait);
            else
                TryEnd();
        }

        // .NET's timers count whole milliseconds, and would cut off the rest. After the end this does nothing.
        private void RunAfter(TimeSpan delay) =>
            _timer!.Change(TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }

    private sealed class Telling(ICanTell receiver, object message, IActorRef sender) : IRunnable
    {
        public void Run() => receiver.Tell(message, sender);

        // Where .NET's thread pool runs it.
        public void Execute() => Run();

        public override string ToString() => $"{receiver}.Tell({message.GetType().Name})";
    }
}
