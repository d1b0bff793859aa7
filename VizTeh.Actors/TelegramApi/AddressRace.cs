using System.Net;
using System.Net.Sockets;

namespace VizTeh.Actors.TelegramApi;

/// <summary>
/// Connects to the first address of a name that answers (RFC 8305, "Happy Eyeballs"). An unreachable address, such as IPv6 in many
/// networks, costs a quarter of a second instead of the whole time-out.
/// </summary>
/// <param name="resolve">Returns all addresses of a name, in the system's order of preference.</param>
/// <param name="connect">Makes one attempt.</param>
internal sealed class AddressRace(
    Func<string, CancellationToken, Task<IPAddress[]>> resolve, Func<IPEndPoint, CancellationToken, Task<Socket>> connect,
    TimeProvider clock)
{
    private static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(250);

    /// <exception cref="SocketException">The name is unknown, or no address of it could be connected to.</exception>
    public async Task<Socket> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        var addresses = new Queue<IPAddress>(InTurns(await resolve(target.Host, cancellationToken)));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new List<Task<Socket>>();
        Exception failure = new SocketException((int)SocketError.HostNotFound);
        try
        {
            while (addresses.Count > 0 || running.Count > 0)
            {
                if (addresses.TryDequeue(out var address))
                    running.Add(connect(new IPEndPoint(address, target.Port), end.Token));
                Task first = Task.WhenAny(running);
                var news = addresses.Count == 0 ? first : first.WaitAsync(HeadStart, clock, cancellationToken);
                await news.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var ended in running.Where(attempt => attempt.IsCompleted).ToArray())
                {
                    running.Remove(ended);
                    if (ended.IsCompletedSuccessfully)
                        return await ended;
                    failure = ended.Exception?.GetBaseException() ?? failure;
                }
            }

            throw failure;
        }
        finally
        {
            await end.CancelAsync();
            foreach (var loser in running)
                _ = DropAsync(loser);
        }
    }

    // IPv6 and IPv4 alternate (RFC 8305, section 4).
    private static IEnumerable<IPAddress> InTurns(IPAddress[] addresses)
    {
        var ofFirst = addresses.Where(address => address.AddressFamily == addresses[0].AddressFamily).ToArray();
        var ofOther = addresses.Except(ofFirst).ToArray();
        for (var turn = 0; turn < Math.Max(ofFirst.Length, ofOther.Length); turn++)
        {
            if (turn < ofFirst.Length)
                yield return ofFirst[turn];
            if (turn < ofOther.Length)
                yield return ofOther[turn];
        }
    }

    private static async Task DropAsync(Task<Socket> attempt)
    {
        await ((Task)attempt).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (attempt.IsCompletedSuccessfully)
            attempt.Result.Dispose();
    }
}
