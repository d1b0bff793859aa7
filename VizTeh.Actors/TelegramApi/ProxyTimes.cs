using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.TelegramApi;

/// <summary>The times of <see cref="ProxiedConnections"/>.</summary>
/// <param name="Connect">The time limit for a connection to Telegram through an entry: with the proxy's handshake and TLS.</param>
/// <param name="Silence">How long an answer that is due may be waited for, while none comes, before the entry is given up.</param>
/// <param name="Return">The wait before each question whether Telegram can be reached through the first entry again.</param>
/// <param name="Rounds">The waits between moves while no entry works.</param>
internal sealed record ProxyTimes(TimeSpan Connect, TimeSpan Silence, TimeSpan Return, Backoff Rounds)
{
    public static ProxyTimes Default { get; } = new(
        Connect: TimeSpan.FromSeconds(5), Silence: TimeSpan.FromSeconds(30), Return: TimeSpan.FromMinutes(5),
        Rounds: new Backoff(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(10)));
}
