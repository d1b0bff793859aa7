namespace VizTeh.Actors.Sandbox.BotApi.Calls;

public enum FaultKind
{
    /// <summary>429, not executed.</summary>
    TooManyRequests,

    /// <summary>A 5xx, not executed.</summary>
    ServerError,

    /// <summary>The connection is reset, not executed.</summary>
    ResetBeforeExecution,

    /// <summary>Executed; the connection is reset before the answer.</summary>
    ExecuteThenReset,

    /// <summary>Executed; half of the answer arrives.</summary>
    ExecuteThenTruncate,

    /// <summary>Executed; 200 with a body that is not JSON.</summary>
    ExecuteThenGarbage,

    /// <summary>Executed; the answer is delayed.</summary>
    ExecuteThenStall,

    /// <summary>Not executed; answered at once with an empty list, as some proxies answer a long poll.</summary>
    EmptyAnswer,

    /// <summary>Not executed: a server before Telegram answers, with <see cref="Fault.Code"/> and <see cref="Fault.Body"/>.</summary>
    Foreign,

    /// <summary>Delayed before execution; not executed at all if the caller gives up meanwhile.</summary>
    Stall,
}

/// <summary>A fault of calls. The factories make one for the next call of any method; narrow it with `with`.</summary>
public sealed record Fault(FaultKind Kind)
{
    /// <summary>The method that the fault affects, in any case; null for all.</summary>
    public string? Method { get; init; }

    /// <summary>The chat that the fault affects; null for all calls, also those without a chat.</summary>
    public long? ChatId { get; init; }

    /// <summary>A part of the text of the affected calls; null for any text, and for calls without a text.</summary>
    public string? Text { get; init; }

    /// <summary>How many calls the fault affects; null for all until the fault is cleared.</summary>
    public int? Times { get; init; } = 1;

    /// <summary>The status of <see cref="FaultKind.ServerError"/> and <see cref="FaultKind.Foreign"/>.</summary>
    public int Code { get; init; } = 502;

    /// <summary>The body of the response to <see cref="FaultKind.Foreign"/>.</summary>
    public string Body { get; init; } = "";

    public string ContentType { get; init; } = "text/html";

    /// <summary>The <c>description</c> of <see cref="FaultKind.ServerError"/>; null for the words that go with its status.</summary>
    public string? Description { get; init; }

    /// <summary>Seconds, for <see cref="FaultKind.TooManyRequests"/>.</summary>
    public int RetryAfter { get; init; } = 1;

    /// <summary>An HTML page instead of JSON, as a proxy in front of Telegram answers.</summary>
    public bool AsHtml { get; init; }

    /// <summary>
    /// How long <see cref="FaultKind.Stall"/> and <see cref="FaultKind.ExecuteThenStall"/> last by the server's clock; null until the fault
    /// is released.
    /// </summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The one long-polling method, in Telegram's spelling.</summary>
    internal const string PollMethod = "getUpdates";

    private const string PortalPage = "<!DOCTYPE html><html><head><title>Wi-Fi</title></head><body>Please log in.</body></html>";

    public static Fault TooManyRequests(int retryAfter, bool asHtml = false) =>
        new(FaultKind.TooManyRequests) { RetryAfter = retryAfter, AsHtml = asHtml };

    public static Fault ServerError(int code = 502, bool asHtml = false) => new(FaultKind.ServerError) { Code = code, AsHtml = asHtml };

    /// <summary>An answer with <c>ok: false</c>, not executed.</summary>
    public static Fault Refused(int code, string description) => new(FaultKind.ServerError) { Code = code, Description = description };

    public static Fault ResetBeforeExecution() => new(FaultKind.ResetBeforeExecution);

    public static Fault ExecuteThenReset() => new(FaultKind.ExecuteThenReset);

    public static Fault ExecuteThenTruncate() => new(FaultKind.ExecuteThenTruncate);

    public static Fault ExecuteThenGarbage() => new(FaultKind.ExecuteThenGarbage);

    public static Fault ExecuteThenStall(TimeSpan? duration = null) => new(FaultKind.ExecuteThenStall) { Duration = duration };

    /// <summary>For all polls until the fault is cleared.</summary>
    public static Fault EmptyPolls() => new(FaultKind.EmptyAnswer) { Method = PollMethod, Times = null };

    /// <summary>The page of a proxy, a provider or a captive portal; with another body any other response in Telegram's place.</summary>
    public static Fault Foreign(string body = PortalPage, int code = 200, string contentType = "text/html") =>
        new(FaultKind.Foreign) { Code = code, Body = body, ContentType = contentType };

    public static Fault Stall(TimeSpan? duration = null) => new(FaultKind.Stall) { Duration = duration };
}

/// <summary>An active fault.</summary>
public sealed class InjectedFault
{
    private readonly BotApiOptions _options;
    private readonly Lock _gate;
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ChangeSignal _hit;
    private int _hits;

    internal InjectedFault(Fault fault, BotApiOptions options, Lock gate)
    {
        _options = options;
        _gate = gate;
        _hit = new ChangeSignal(gate);
        Fault = fault;
    }

    public Fault Fault { get; }

    /// <summary>The number of calls affected so far.</summary>
    public int Hits
    {
        get
        {
            lock (_gate)
                return _hits;
        }
    }

    internal Task Released => _released.Task;

    internal bool IsSpent => _hits >= Fault.Times || Released.IsCompleted;

    /// <summary>Ends the fault and releases every call that it holds back.</summary>
    public void Release() => _released.TrySetResult();

    /// <summary>Waits until the fault has affected so many calls.</summary>
    /// <exception cref="TimeoutException">Fewer calls came in time (real time).</exception>
    public Task WaitForHitsAsync(int hits = 1, TimeSpan? timeout = null, CancellationToken cancellationToken = default) => _hit.UntilAsync(
        () => _hits >= hits ? this : null, timeout ?? _options.DefaultTimeout, () => $"{Fault} met {_hits} calls.", cancellationToken);

    internal bool Meets(string method, long? chatId, string text) =>
        !IsSpent
        && (Fault.Method is null || string.Equals(Fault.Method, method, StringComparison.OrdinalIgnoreCase))
        && (Fault.ChatId is null || Fault.ChatId == chatId)
        && (Fault.Text is null || text.Contains(Fault.Text, StringComparison.Ordinal));

    internal void Hit()
    {
        _hits++;
        _hit.Raise();
    }
}

/// <summary>The faults of one server; a call gets the oldest fault that applies to it.</summary>
public sealed class FaultInjector
{
    private readonly BotApiOptions _options;
    private readonly Lock _gate;
    private readonly List<InjectedFault> _faults = [];

    internal FaultInjector(BotApiOptions options, Lock gate)
    {
        _options = options;
        _gate = gate;
    }

    /// <summary>
    /// Called with the method and chat of every call without an injected fault; may return a fault. Called under the server's lock.
    /// </summary>
    public Func<string, long?, Fault?>? Weather { get; set; }

    public InjectedFault Inject(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var injected = new InjectedFault(fault, _options, _gate);
        lock (_gate)
            _faults.Add(injected);
        return injected;
    }

    /// <summary>Ends all faults and releases every call that they hold back.</summary>
    public void Clear()
    {
        InjectedFault[] ended;
        lock (_gate)
        {
            ended = [.. _faults];
            _faults.Clear();
        }

        foreach (var fault in ended)
            fault.Release();
    }

    internal InjectedFault? Take(string method, long? chatId, string text)
    {
        lock (_gate)
        {
            // A used-up stall may still hold calls back, so it is kept until it is released.
            _faults.RemoveAll(fault => fault.IsSpent && (fault.Fault.Kind != FaultKind.Stall || fault.Released.IsCompleted));
            var met = _faults.Find(fault => fault.Meets(method, chatId, text));
            if (met is null && Weather?.Invoke(method, chatId) is { } sudden)
            {
                met = new InjectedFault(sudden, _options, _gate);
                // Registered, so that clearing the faults releases the call.
                if (sudden.Kind == FaultKind.Stall)
                    _faults.Add(met);
            }

            met?.Hit();
            return met;
        }
    }
}
