namespace VizTeh.Actors.TelegramApi;

/// <summary>Through which entry of PROXY Telegram is asked now.</summary>
/// <param name="Proxy">Host and port, or <c>direct</c>.</param>
/// <param name="Position">The entry's position in the list, from 1.</param>
/// <param name="Of">The number of entries.</param>
/// <param name="Since">When the entry was chosen.</param>
/// <param name="IsOutage">Whether every entry was given up since Telegram's last answer.</param>
/// <param name="LastFailures">
/// The last failure of each entry through which Telegram has not answered since, in the order of the list.
/// </param>
public sealed record ProxyStatus(
    string Proxy, int Position, int Of, DateTimeOffset Since, bool IsOutage, IReadOnlyList<ProxyFailure> LastFailures);

/// <summary>That an entry of PROXY was given up, or a trial of it failed.</summary>
/// <param name="Proxy">Host and port, or <c>direct</c>.</param>
/// <param name="Position">The entry's position in the list, from 1.</param>
/// <param name="Fault">The reason, without user and password.</param>
public sealed record ProxyFailure(string Proxy, int Position, string Fault, DateTimeOffset At);

/// <summary>A call of getMe through one entry of PROXY, on a new connection.</summary>
/// <param name="Proxy">Host and port, or <c>direct</c>.</param>
/// <param name="Took">The duration until the answer or the failure.</param>
/// <param name="Fault">Why it failed; null when Telegram named the bot.</param>
public sealed record ProxyTrial(string Proxy, TimeSpan Took, string? Fault);
