using System.Net;
using System.Net.Sockets;

namespace VizTeh.Actors.Sandbox.Network;

/// <summary>Ports of 127.0.0.1 that nothing listens on.</summary>
/// <remarks>
/// A port that the kernel chooses (port 0) is from the range that it gives to outgoing connections too
/// (<c>net.ipv4.ip_local_port_range</c>, by default from 32768 on), so that any connection may take it before the program it was found for
/// listens, or while that program is restarted. The ports here are from below that range.
/// </remarks>
public static class FreePort
{
    private const int Lowest = 10_000;
    private const int Count = 32_768 - Lowest;

    // Processes that run side by side begin at different ports.
    private static int _last = Random.Shared.Next(Count);

    /// <summary>A port that this process has not been given before.</summary>
    public static int Find()
    {
        for (var attempt = 0; attempt < Count; attempt++)
        {
            var port = Lowest + ((Interlocked.Increment(ref _last) & int.MaxValue) % Count);
            if (IsFree(port))
                return port;
        }

        throw new InvalidOperationException($"All ports from {Lowest} to {Lowest + Count - 1} are in use");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException failure) when (failure.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return false;
        }
    }
}
