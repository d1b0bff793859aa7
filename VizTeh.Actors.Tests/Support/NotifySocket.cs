using System.Net.Sockets;
using System.Text;

namespace VizTeh.Actors.Tests.Support;

/// <summary>The socket on which a service manager hears what a service says of itself (sd_notify(3)).</summary>
internal sealed class NotifySocket : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vizteh-notify-");
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly List<string> _heard = [];
    private readonly Lock _lock = new();
    private readonly Task _hearing;
    private int _readUpTo;

    public NotifySocket()
    {
        Path = System.IO.Path.Combine(_folder.FullName, "notify");
        _socket.Bind(new UnixDomainSocketEndPoint(Path));
        _hearing = HearAsync();
    }

    /// <summary>For NOTIFY_SOCKET.</summary>
    public string Path { get; }

    /// <summary>All lines so far, in order.</summary>
    public IReadOnlyList<string> Heard
    {
        get
        {
            lock (_lock)
                return [.. _heard];
        }
    }

    /// <summary>Waits for the line after those that were waited for before.</summary>
    /// <exception cref="TimeoutException">It was not said; the message holds what was.</exception>
    public async Task NextAsync(string line)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        while (true)
        {
            lock (_lock)
            {
                var at = _heard.IndexOf(line, _readUpTo);
                if (at >= 0)
                {
                    _readUpTo = at + 1;
                    return;
                }
            }

            if (watch.Elapsed > Patience)
                throw new TimeoutException($"{line} was not said; heard:\n{string.Join('\n', Heard)}");
            await timer.WaitForNextTickAsync();
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _ = ((Task)_hearing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _folder.Delete(recursive: true);
    }

    private async Task HearAsync()
    {
        var buffer = new byte[4096];
        while (true)
        {
            var length = await _socket.ReceiveAsync(buffer);
            lock (_lock)
                _heard.AddRange(Encoding.UTF8.GetString(buffer, 0, length).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
    }
}
