using System.Net;
using System.Net.Sockets;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Tests.TelegramApi;

/// <summary>Of the addresses of a name the first that answers is used; an unreachable one delays nothing.</summary>
public sealed class AddressRaceTests
{
    private static readonly DnsEndPoint Target = new("api.telegram.example", 443);
    private static readonly IPAddress Nowhere = IPAddress.Parse("2001:db8::1");
    private static readonly IPAddress Nowhere2 = IPAddress.Parse("2001:db8::2");
    private static readonly IPAddress Good = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Refused = IPAddress.Parse("192.0.2.2");

    private readonly List<IPAddress> _tried = [];
    private readonly List<Socket> _sockets = [];
    private int _givenUp;

    [Fact]
    public async Task Ipv6_that_leads_nowhere_costs_a_quarter_of_a_second()
    {
        var socket = await RaceAsync([Nowhere, Nowhere2, Good]);

        Assert.Same(Assert.Single(_sockets), socket);
        Assert.Equal([Nowhere, Good], _tried);
        await Support.Eventually.IsTrueAsync(() => _givenUp == 1, "the attempt that leads nowhere is given up");
    }

    [Fact]
    public async Task A_refusal_lets_the_next_address_begin_at_once()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();

        await RaceAsync([Refused, Good], clock);

        Assert.Equal([Refused, Good], _tried);
    }

    [Fact]
    public async Task When_every_address_refuses_the_caller_hears_why()
    {
        var error = await Assert.ThrowsAsync<SocketException>(() => RaceAsync([Refused, Refused]));

        Assert.Equal(SocketError.ConnectionRefused, error.SocketErrorCode);
    }

    [Fact]
    public async Task A_name_without_an_address_is_said_to_be_unknown()
    {
        var error = await Assert.ThrowsAsync<SocketException>(() => RaceAsync([]));

        Assert.Equal(SocketError.HostNotFound, error.SocketErrorCode);
    }

    [Fact]
    public async Task The_callers_time_out_ends_every_attempt()
    {
        using var timeout = new CancellationTokenSource();
        var race = RaceAsync([Nowhere, Nowhere2], cancellationToken: timeout.Token);
        // On a busy machine a time of its own could be out before the second attempt begins.
        await Support.Eventually.IsTrueAsync(() => _tried.Count == 2, "both attempts are under way");

        await timeout.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => race);
        await Support.Eventually.IsTrueAsync(() => _givenUp == 2, "both attempts are given up");
    }

    private Task<Socket> RaceAsync(IPAddress[] addresses, TimeProvider? clock = null, CancellationToken cancellationToken = default) =>
        new AddressRace((_, _) => Task.FromResult(addresses), ConnectAsync, clock ?? TimeProvider.System)
            .ConnectAsync(Target, cancellationToken);

    private async Task<Socket> ConnectAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        _tried.Add(address.Address);
        if (address.Address.Equals(Refused))
            throw new SocketException((int)SocketError.ConnectionRefused);
        if (!address.Address.Equals(Good))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Interlocked.Increment(ref _givenUp);
            cancellationToken.ThrowIfCancellationRequested();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _sockets.Add(socket);
        return socket;
    }
}
