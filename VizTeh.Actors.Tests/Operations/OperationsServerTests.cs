using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using VizTeh.Actors.Operations.Http;
using VizTeh.Actors.Sandbox.Network;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Operations;

/// <summary>The server for the machine's own tools, over real sockets.</summary>
public sealed class OperationsServerTests : IAsyncLifetime
{
    private static readonly OperationsServerOptions Usual = OperationsServerOptions.Default;

    private readonly int _port = FreePort.Find();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly LogLines _log = new();
    private OperationsServer _server = null!;

    public Task InitializeAsync()
    {
        Begin(Usual);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
    }

    [Fact]
    public async Task A_route_that_is_added_later_answers_and_an_unknown_path_gets_the_list()
    {
        Assert.True(_server.IsListening);
        _server.Map("/b", _ => Task.FromResult(HttpAnswer.Json(503, """{"слово":1}""")));
        _server.Map("/a", _ => Task.FromResult(HttpAnswer.Text(200, "a")));

        using var answer = await _client.GetAsync(At("/b?x=1"));
        using var unknown = await _client.GetAsync(At("/c"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("application/json; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("{\"слово\":1}\n", await answer.Content.ReadAsStringAsync());
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal("/a /b\n", await unknown.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task It_only_gives_and_takes_nothing()
    {
        _server.Map("/a", _ => Task.FromResult(HttpAnswer.Text(200, "a")));

        using var head = await _client.SendAsync(new HttpRequestMessage(HttpMethod.Head, At("/a")));
        using var post = await _client.PostAsync(At("/a"), new StringContent("x"));

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(2, head.Content.Headers.ContentLength);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
    }

    /// <summary>The page of a site whose name leads to 127.0.0.1 (DNS rebinding) sends its own name.</summary>
    [Fact]
    public async Task A_request_for_another_host_name_learns_nothing()
    {
        _server.Map("/a", _ => Task.FromResult(HttpAnswer.Text(200, "secret")));
        using var request = new HttpRequestMessage(HttpMethod.Get, At("/a"));
        request.Headers.Host = "evil.example";

        using var answer = await _client.SendAsync(request);

        Assert.False(answer.IsSuccessStatusCode);
        Assert.DoesNotContain("secret", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_listens_on_127_0_0_1_only()
    {
        using var socket = new TcpClient(AddressFamily.InterNetwork);

        await Assert.ThrowsAnyAsync<SocketException>(() => socket.ConnectAsync(IPAddress.Parse("127.0.0.2"), _port));
    }

    [Fact]
    public async Task A_route_that_fails_or_takes_too_long_is_a_503_and_is_logged_once_until_it_works_again()
    {
        await BeginAgainAsync(Usual with { AnswerLimit = TimeSpan.FromMilliseconds(200) });
        var fails = true;
        _server.Map("/fails", _ => fails ? throw new InvalidOperationException("?") : Task.FromResult(HttpAnswer.Text(200, "well")));
        _server.Map("/slow", async token =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            return HttpAnswer.Text(200, "never");
        });
        _server.Map("/deaf", _ => new TaskCompletionSource<HttpAnswer>().Task);

        foreach (var path in new[] { "/fails", "/fails", "/slow", "/deaf" })
            Assert.Equal(503, await StatusAsync(path));
        Assert.Single(_log.All, line => line.Contains("/fails could not be answered", StringComparison.Ordinal));
        fails = false;
        Assert.Equal(200, await StatusAsync("/fails"));
        fails = true;
        Assert.Equal(503, await StatusAsync("/fails"));
        Assert.Equal(2, _log.All.Count(line => line.Contains("/fails could not be answered", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task More_requests_at_once_than_its_limit_are_refused_and_the_others_answered()
    {
        await BeginAgainAsync(Usual with { MostAtOnce = 2 });
        var (begun, release) = (0, new TaskCompletionSource());
        _server.Map("/waits", async _ =>
        {
            Interlocked.Increment(ref begun);
            await release.Task;
            return HttpAnswer.Text(200, "done");
        });
        Task<int>[] held = [StatusAsync("/waits"), StatusAsync("/waits")];
        await Eventually.IsTrueAsync(() => Volatile.Read(ref begun) == 2, "two requests are under way");

        Assert.Equal(503, await StatusAsync("/waits"));
        release.SetResult();

        Assert.All(await Task.WhenAll(held), status => Assert.Equal(200, status));
        // The room of a request is given back a moment after its answer.
        await Eventually.IsTrueAsync(async () => await StatusAsync("/waits") == 200, "there is room again");
    }

    [Fact]
    public async Task A_stop_lets_a_request_under_way_finish_and_frees_the_port()
    {
        // A busy machine may take longer than a second for the answer.
        await BeginAgainAsync(Usual with { StopGrace = TimeSpan.FromSeconds(30) });
        var (begun, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        _server.Map("/waits", async _ =>
        {
            begun.SetResult();
            await release.Task;
            return HttpAnswer.Text(200, "done");
        });
        var held = StatusAsync("/waits");
        await begun.Task;

        var stop = _server.DisposeAsync().AsTask();
        release.SetResult();

        Assert.Equal(200, await held);
        await stop.WaitAsync(TimeSpan.FromSeconds(30));
        using var listener = new TcpListener(IPAddress.Loopback, _port);
        listener.Start();
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_a_request_for_ever_and_answers_it_by_a_503()
    {
        var begun = new TaskCompletionSource();
        _server.Map("/deaf", _ =>
        {
            begun.SetResult();
            return new TaskCompletionSource<HttpAnswer>().Task;
        });
        var held = StatusAsync("/deaf");
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30));

        await _server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(503, await held.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    /// <summary>Whoever sends half a request, and then nothing, holds nobody up.</summary>
    [Fact]
    public async Task A_client_that_does_not_go_on_holds_up_no_other()
    {
        _server.Map("/a", _ => Task.FromResult(HttpAnswer.Text(200, "a")));
        var idle = Enumerable.Range(0, 20).Select(_ => new TcpClient()).ToList();
        foreach (var client in idle)
        {
            await client.ConnectAsync(IPAddress.Loopback, _port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET /a HT"));
        }

        Assert.Equal(200, await StatusAsync("/a"));
        foreach (var client in idle)
            client.Dispose();
    }

    [Fact]
    public async Task A_taken_port_is_named_with_its_setting_once_and_used_as_soon_as_it_is_free()
    {
        await _server.DisposeAsync();
        using var other = new TcpListener(IPAddress.Loopback, _port);
        other.Start();
        var clock = new FakeTimeProvider();
        Begin(Usual, clock);
        _server.Map("/a", _ => Task.FromResult(HttpAnswer.Text(200, "a")));
        Assert.False(_server.IsListening);

        other.Stop();
        await Eventually.IsTrueAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(10));
                return _server.IsListening;
            },
            "the port is taken over");

        Assert.Equal(200, await StatusAsync("/a"));
        var warning = Assert.Single(_log.All, line => line.StartsWith("Warning", StringComparison.Ordinal));
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"HEALTH_PORT: port {_port} of 127.0.0.1 cannot be used"), warning,
            StringComparison.Ordinal);
        Assert.Single(_log.All, line => line.Contains("is free now", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Port_0_is_no_server()
    {
        await using var none = OperationsServer.Begin(0, _log.CreateLogger("none"));
        none.Map("/a", _ => Task.FromResult(HttpAnswer.Text(200, "a")));

        Assert.False(none.IsListening);
        Assert.Empty(_log.All);
    }

    private void Begin(OperationsServerOptions options, TimeProvider? clock = null) =>
        _server = OperationsServer.Begin(_port, options, clock ?? TimeProvider.System, _log.CreateLogger("server"));

    private async Task BeginAgainAsync(OperationsServerOptions options)
    {
        await _server.DisposeAsync();
        Begin(options);
    }

    private async Task<int> StatusAsync(string path)
    {
        using var answer = await _client.GetAsync(At(path));
        return (int)answer.StatusCode;
    }

    private Uri At(string path) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}{path}"));
}
