using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace VizTeh.Actors.Sandbox.BotApi.Calls;

/// <summary>A call as it came, and its response.</summary>
/// <param name="Number">Counts the server's calls from 1, in the order of their answers.</param>
/// <param name="Method">In Telegram's spelling; as it came if it is unknown.</param>
/// <param name="ChatId">The `chat_id` when it is a number.</param>
/// <param name="HttpStatus">0 if the connection was reset.</param>
/// <param name="Response">The body; null if it was over 64 KiB or not sent.</param>
/// <param name="Fault">The injected fault, or null.</param>
/// <param name="CalledAt">
/// The host and port that the caller took for the server's (HTTP's Host): tells callers apart that reach it through relays of their own.
/// </param>
public sealed record RecordedCall(
    long Number, string Method, long? ChatId, ParameterTransport Transport, string ParametersJson, int HttpStatus, string? Response,
    FaultKind? Fault, DateTimeOffset When, string CalledAt = "")
{
    /// <summary>A new copy each time. Values of forms and queries are strings; those of JSON bodies keep their types.</summary>
    public JsonObject Parameters => JsonNode.Parse(ParametersJson)!.AsObject();

    public bool Succeeded => HttpStatus == 200;

    public override string ToString() => $"{Number}. {Method} {ParametersJson} -> {HttpStatus}";
}

/// <summary>The latest calls, bounded by <see cref="BotApiOptions.RecordedCallLimit"/>.</summary>
public sealed class RecordedCalls
{
    private const int ResponseLimit = 1 << 16;

    private readonly BotApiOptions _options;
    private readonly Lock _gate;
    private readonly Queue<RecordedCall> _calls = new();
    private readonly ChangeSignal _changed;
    private long _last;

    internal RecordedCalls(BotApiOptions options, Lock gate)
    {
        _options = options;
        _gate = gate;
        _changed = new ChangeSignal(gate);
    }

    /// <summary>The calls that are kept, oldest first.</summary>
    public ImmutableArray<RecordedCall> All
    {
        get
        {
            lock (_gate)
                return [.. _calls];
        }
    }

    /// <summary>The number of calls that were dropped.</summary>
    public long Dropped
    {
        get
        {
            lock (_gate)
                return _last - _calls.Count;
        }
    }

    /// <summary>The newest kept calls with higher numbers, oldest first.</summary>
    public ImmutableArray<RecordedCall> After(long number, int most)
    {
        lock (_gate)
        {
            var newer = (int)Math.Min(Math.Min(_last - number, most), _calls.Count);
            return newer <= 0 ? [] : [.. _calls.Skip(_calls.Count - newer)];
        }
    }

    public ImmutableArray<RecordedCall> Of(string method) =>
        [.. All.Where(call => string.Equals(call.Method, method, StringComparison.OrdinalIgnoreCase))];

    /// <summary>Returns the first kept call that matches, waiting for it if need be.</summary>
    /// <exception cref="TimeoutException">None came in time (real time); the message lists the last calls.</exception>
    public Task<RecordedCall> WaitForCallAsync(
        Func<RecordedCall, bool> wanted, TimeSpan? timeout = null, CancellationToken cancellationToken = default) => _changed.UntilAsync(
        () => _calls.FirstOrDefault(wanted),
        timeout ?? _options.DefaultTimeout,
        () => $"No such call. The last ones:\n{string.Join('\n', _calls.TakeLast(15))}",
        cancellationToken);

    public Task<RecordedCall> WaitForCallAsync(string method, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        WaitForCallAsync(call => string.Equals(call.Method, method, StringComparison.OrdinalIgnoreCase), timeout, cancellationToken);

    public void Clear()
    {
        lock (_gate)
            _calls.Clear();
    }

    internal void Add(
        string method, long? chatId, RequestParameters parameters, int status, string? response, FaultKind? fault, string calledAt)
    {
        lock (_gate)
        {
            _calls.Enqueue(new RecordedCall(
                ++_last, method, chatId, parameters.Transport, parameters.RecordedJson, status,
                response is { Length: <= ResponseLimit } ? response : null, fault, _options.Clock.GetUtcNow(), calledAt));
            if (_calls.Count > _options.RecordedCallLimit)
                _calls.Dequeue();
            _changed.Raise();
        }
    }
}
