using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.TelegramApi;

/// <summary>
/// The connections to the Bot API's server through the entries of PROXY. All calls use the entry that <see cref="ProxyChoice"/> has chosen;
/// a call that has begun stays with its entry. When an entry is given up, polls that stand on it are cancelled; other calls end by
/// themselves, since cancelling a send would leave it unknown whether Telegram has the message.
/// </summary>
public sealed class ProxiedConnections : HttpMessageHandler
{
    private readonly BotSettings _settings;
    private readonly ImmutableArray<ProxyAddress> _entries;
    private readonly ImmutableArray<HttpMessageInvoker> _pools;
    private readonly ProxyTimes _times;
    private readonly TimeProvider _time;
    private readonly SteadyClock _clock;
    private readonly ILogger _logger;
    private readonly OutageLog _outage;
    private readonly Lock _lock = new();
    private readonly ProxyChoice _choice;
    private readonly ProxyFailure?[] _failures;
    private readonly CancellationTokenSource _closing = new();
    private readonly ITimer _silence;
    private readonly ITimer _return;
    private CancellationTokenSource _inUse = new();
    private bool _asksFirst;
    private TaskCompletionSource _changed = NewSignal();
    private DateTimeOffset _since;

    internal ProxiedConnections(BotSettings settings, ILogger<ProxiedConnections> logger, TimeProvider clock, ProxyTimes? times = null)
    {
        (_settings, _logger, _time, _times) = (settings, logger, clock, times ?? ProxyTimes.Default);
        _entries = [.. settings.Proxies];
        _pools = [.. _entries.Select(entry => new HttpMessageInvoker(new TelegramConnections(entry, _times.Connect)))];
        _failures = new ProxyFailure?[_entries.Length];
        _choice = new ProxyChoice(_entries.Length, _times.Silence, _times.Rounds, Random.Shared);
        _clock = new SteadyClock(clock);
        _outage = new OutageLog("Telegram through any entry of PROXY", logger, clock);
        _since = clock.GetUtcNow();
        _silence = clock.CreateTimer(
            _ => Apply(() => _choice.TimePassed(_clock.Now)), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _return = clock.CreateTimer(_ => _ = AskFirstAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        logger.LogInformation("Telegram is asked through {Proxy}, as PROXY says", Named(0));
    }

    /// <summary>The names of all entries, in order.</summary>
    public IReadOnlyList<string> Names => [.. _entries.Select(entry => entry.Name)];

    public ProxyStatus Status
    {
        get
        {
            lock (_lock)
            {
                var current = _choice.Current;
                return new ProxyStatus(
                    _entries[current].Name, current + 1, _entries.Length, _since, _choice.AllFailed, [.. _failures.OfType<ProxyFailure>()]);
            }
        }
    }

    /// <summary>
    /// Each proxy once, by host and port or <c>direct</c>, and whether it is in use: by any of its entries, when it is listed with several
    /// accounts.
    /// </summary>
    public IReadOnlyList<(string Proxy, bool IsInUse)> InUse
    {
        get
        {
            var current = Status.Position - 1;
            return
            [
                .. _entries.Select((entry, place) => (entry.Name, IsInUse: place == current)).GroupBy(entry => entry.Name)
                    .Select(entries => (entries.Key, entries.Any(entry => entry.IsInUse))),
            ];
        }
    }

    /// <summary>Completes when <see cref="Status"/> changes after this property was read.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
                return _changed.Task;
        }
    }

    /// <returns>Null when PROXY is not set.</returns>
    internal static ProxiedConnections? Of(BotSettings settings, ILoggerFactory logging, TimeProvider clock) => settings.Proxies.Count == 0
        ? null : new ProxiedConnections(settings, logging.CreateLogger<ProxiedConnections>(), clock);

    /// <summary>Calls getMe through an entry, whichever is chosen; it changes nothing about the choice.</summary>
    /// <param name="position">The entry's position in the list, from 1.</param>
    public async Task<ProxyTrial> TryAsync(int position, CancellationToken cancellationToken)
    {
        var entry = _entries[position - 1];
        using var connections = new TelegramConnections(entry, _times.Connect);
        var client = TelegramClient.Create(_settings, connections);
        var began = _time.GetTimestamp();
        string? fault = null;
        try
        {
            await client.GetMe(cancellationToken);
        }
        catch (ApiRequestException)
        {
            // Telegram itself refuses, so the entry leads to it.
        }
        catch (Exception exception) when (SendFailure.Of(exception) is { } failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            fault = failure is SendFailure.Passing passing ? passing.Reason : exception.Message;
        }

        return new ProxyTrial(entry.Name, _time.GetElapsedTime(began), fault);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var (call, left) = Begin(request);
        using var poll = TelegramConnections.IsPoll(request)
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, left) : null;
        try
        {
            var response = await _pools[call.Entry].SendAsync(request, poll?.Token ?? cancellationToken);
            if (await ProxyFault.OfAsync(response, cancellationToken) is { } fault)
                Apply(() => _choice.Failed(call, fault, _clock.Now));
            else
                OnAnswered(call);
            return response;
        }
        catch (OperationCanceledException)
            when (poll is not null && left.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException(
                HttpRequestError.ResponseEnded, $"{_entries[call.Entry].Name} was given up during the poll");
        }
        catch (Exception error)
        {
            // A call that was given up has counted by the time for which it waited.
            var fault = cancellationToken.IsCancellationRequested || TelegramConnections.IsOverdue(error) ? null : ProxyFault.Of(error);
            Apply(() => fault is null ? _choice.Abandoned(call, _clock.Now) : _choice.Failed(call, fault, _clock.Now));
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _closing.Cancel();
            _silence.Dispose();
            _return.Dispose();
            foreach (var pool in _pools)
                pool.Dispose();
            _closing.Dispose();
            _inUse.Dispose();
        }

        base.Dispose(disposing);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private string Named(int entry) => $"{_entries[entry].Name} ({entry + 1} of {_entries.Length})";

    /// <returns>The call, and what is cancelled when its entry is given up.</returns>
    private (ProxyCall Call, CancellationToken Left) Begin(HttpRequestMessage request)
    {
        lock (_lock)
        {
            var call = _choice.Begin(TelegramConnections.DueAfter(request), _clock.Now);
            WatchSilence();
            return (call, _inUse.Token);
        }
    }

    private void OnAnswered(ProxyCall call)
    {
        lock (_lock)
        {
            var wasOutage = _choice.AllFailed;
            _choice.Answered(call, _clock.Now);
            WatchSilence();
            ForgetFailure(call.Entry);
            if (!wasOutage || _choice.AllFailed)
                return;
            _outage.Reached();
            _logger.LogInformation("Telegram is asked through {Proxy}", Named(_choice.Current));
            SignalChange();
        }
    }

    private ProxyMove? OnFirstWorks()
    {
        ForgetFailure(0);
        return _choice.FirstWorks(_clock.Now);
    }

    private void Apply(Func<ProxyMove?> decide)
    {
        CancellationTokenSource? left = null;
        lock (_lock)
        {
            var move = decide();
            WatchSilence();
            if (move is not null)
                left = OnMoved(move);
        }

        // What it ends may come back here, so it runs outside of the lock.
        left?.Cancel();
    }

    /// <returns>Cancels the polls that stand on the entry; null when they may go on.</returns>
    private CancellationTokenSource? OnMoved(ProxyMove move)
    {
        _since = _time.GetUtcNow();
        SignalChange();
        var left = _inUse;
        _inUse = new CancellationTokenSource();
        if (move.Fault is not { } fault)
        {
            // The answer through the first entry ends an outage of all, too.
            _outage.Reached();
            _logger.LogInformation(
                "Telegram can be reached through {Proxy} again; it is asked through it, no longer through {Former}", Named(move.To),
                Named(move.From));
            return null;
        }

        NoteFailure(move.From, fault);
        if (move.AllFailed)
        {
            _outage.Failed(
                string.Join("; ", _entries.Select((entry, index) => $"{entry.Name}: {_choice.Faults[index]}")), wait: null);
        }
        else
        {
            _logger.LogWarning(
                "Telegram cannot be reached through {Proxy} ({Fault}); it is asked through {Next} now", Named(move.From), fault,
                Named(move.To));
        }

        if (move.To != 0 && !_asksFirst)
            AskFirstLater();
        return left;
    }

    private void NoteFailure(int entry, string fault)
    {
        _failures[entry] = new ProxyFailure(_entries[entry].Name, entry + 1, fault, _time.GetUtcNow());
        SignalChange();
    }

    // Telegram answered through the entry, so what was wrong with it is over, also if it is not the one in use.
    private void ForgetFailure(int entry)
    {
        if (_failures[entry] is null)
            return;
        _failures[entry] = null;
        SignalChange();
    }

    private void SignalChange()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }

    // Rounded up to whole milliseconds, the unit of a timer: rounded down, it would come early and be set again and again.
    private void WatchSilence() => _silence.Change(
        _choice.GivesUpAt is { } at
            ? TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling((at - _clock.Now).TotalMilliseconds))) : Timeout.InfiniteTimeSpan,
        Timeout.InfiniteTimeSpan);

    private void AskFirstLater()
    {
        _asksFirst = true;
        _return.Change(_times.Return, Timeout.InfiniteTimeSpan);
    }

    private async Task AskFirstAsync()
    {
        try
        {
            if (Status.Position > 1)
            {
                var trial = await TryAsync(1, _closing.Token);
                _logger.LogDebug("getMe through {Proxy} took {Took}: {Fault}", Named(0), trial.Took.InWords(), trial.Fault ?? "answered");
                if (trial.Fault is null)
                    Apply(OnFirstWorks);
                else
                    NoteTrial(trial.Fault);
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            return;
        }
        catch (Exception unforeseen)
        {
            _logger.LogError(unforeseen, "The trial of {Proxy} failed", Named(0));
        }

        lock (_lock)
        {
            _asksFirst = false;
            if (_choice.Current != 0)
                AskFirstLater();
        }
    }

    private void NoteTrial(string fault)
    {
        lock (_lock)
            NoteFailure(0, fault);
    }
}
