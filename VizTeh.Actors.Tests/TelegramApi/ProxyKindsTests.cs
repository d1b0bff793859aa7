using System.Text;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.TelegramApi;

/// <summary>Calls through working proxies, and what a failure of one looks like.</summary>
public sealed class ProxyKindsTests : ProxyFixture
{
    [Fact]
    public async Task A_socks5_proxy_gets_user_and_password_and_the_name_of_the_server_to_look_up()
    {
        await using var proxy = TestProxy.Socks5(User, Password);
        var route = Through(Listed("socks5h", proxy.Port), apiUrl: $"http://localhost:{Server.Url.Port}");

        Assert.IsType<SendOutcome.Delivered>(await route.Sender.SendAsync(Anna.ChatId, Hello));

        Assert.Equal([$"localhost:{Server.Url.Port}"], proxy.Targets.Distinct());
        Assert.Equal(proxy.Name, route.Proxy);
    }

    [Fact]
    public async Task An_http_proxy_gets_user_and_password_when_it_asks_for_them()
    {
        await using var proxy = TestProxy.Http(User, Password);
        var route = Through(Listed("http", proxy.Port));

        Assert.IsType<SendOutcome.Delivered>(await route.Sender.SendAsync(Anna.ChatId, Hello));
        Assert.Single(await route.Updates.GetAsync(null, TimeSpan.Zero, default));

        Assert.Equal([$"POST {Server.Url.Authority}"], proxy.Targets.Distinct());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_answers_in_telegrams_place_behind_a_proxy_is_not_believed(bool isSocks)
    {
        await using var impostor = new TlsRelay(Server.Url.Port, TlsRelay.MakeCertificate("localhost"));
        await using var proxy = isSocks ? TestProxy.Socks5() : TestProxy.Http();
        var route = Through($"{proxy.Entry},direct", apiUrl: $"https://localhost:{impostor.Port}");

        var refused = await Assert.ThrowsAsync<RequestException>(() => route.Client.GetMe());

        Assert.Equal(
            HttpRequestError.SecureConnectionError, Assert.IsType<HttpRequestException>(refused.InnerException).HttpRequestError);
        Assert.Equal([$"localhost:{impostor.Port}"], proxy.Targets);
        Assert.Empty(Server.Calls.All);
        await route.FailAsync(2);
        Assert.Equal("direct", route.Proxy);
        Assert.Single(Lines("no TLS connection that can be trusted"));
    }

    [Fact]
    public async Task Files_go_the_same_way()
    {
        await using var dead = TestProxy.Socks5();
        await using var alive = TestProxy.Socks5();
        var route = Through($"{dead.Entry},{alive.Entry}");
        dead.Die();
        var file = Encoding.UTF8.GetBytes(new string('x', 300_000));

        var uploads = new UploadSender(route.Sender);
        var outcome = await uploads.SendAsync(
            Anna.ChatId, null, "list.csv", () => new MemoryStream(file), new Message("Список"), TimeSpan.FromMinutes(1), default);

        Assert.IsType<SendOutcome.Delivered>(outcome);
        Assert.Single(Anna.Messages, message => message.FromBot);
        Assert.NotEmpty(alive.Targets);
    }

    [Fact]
    public async Task What_telegram_itself_refuses_is_no_fault_of_the_proxy()
    {
        await using var proxy = TestProxy.Socks5();
        var route = Through($"{proxy.Entry},direct");
        foreach (var (code, text) in ((int, string)[])[(400, "Bad Request"), (401, "Unauthorized"), (409, "Conflict"), (500, "Error")])
        {
            Server.Faults.Inject(Fault.Refused(code, text) with { Times = 3 });
            for (var time = 0; time < 3; time++)
                await Assert.ThrowsAsync<ApiRequestException>(() => route.Client.GetMe());
        }

        Server.Faults.Inject(Fault.TooManyRequests(1) with { Times = 3 });
        for (var time = 0; time < 3; time++)
            await Assert.ThrowsAsync<ApiRequestException>(() => route.Client.GetMe());

        Assert.Equal((proxy.Name, 1), (route.Proxy, route.Connections.Status.Position));
    }

    [Theory]
    [InlineData(502)]
    [InlineData(407)]
    [InlineData(429)]
    [InlineData(200)]
    public async Task What_somebody_else_says_in_telegrams_place_is(int status)
    {
        await using var proxy = TestProxy.Http();
        var route = Through($"{proxy.Entry},direct");
        Server.Faults.Inject(Fault.Foreign(code: status) with { Times = 3 });

        Assert.Equal(3, await route.FailuresBeforeAnswerAsync());

        Assert.Equal("direct", route.Proxy);
    }

    [Fact]
    public async Task A_call_that_the_program_itself_ends_is_no_fault_of_the_proxy()
    {
        await using var proxy = TestProxy.Socks5();
        var route = Through($"{proxy.Entry},direct");
        var stall = Server.Faults.Inject(Fault.Stall() with { Times = 5 });
        for (var time = 1; time <= 5; time++)
        {
            using var stopping = new CancellationTokenSource();
            var call = route.Client.GetMe(stopping.Token);
            await stall.WaitForHitsAsync(time);
            await stopping.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        }

        stall.Release();
        Assert.Equal(0, await route.FailuresBeforeAnswerAsync());
        Assert.Equal(proxy.Name, route.Proxy);
    }

    [Fact]
    public async Task An_entry_can_be_tried_without_being_chosen()
    {
        await using var good = TestProxy.Socks5(User, Password);
        await using var picky = TestProxy.Socks5(User, "another");
        var route = Through(
            $"{Listed("socks5", good.Port)},{Listed("socks5", picky.Port)},socks5://127.0.0.1:{await TestProxy.DeadPortAsync()},direct");

        var trials = new List<ProxyTrial>();
        foreach (var position in Enumerable.Range(1, route.Connections.Names.Count))
            trials.Add(await route.Connections.TryAsync(position, default));

        Assert.Equal(route.Connections.Names, trials.Select(trial => trial.Proxy));
        Assert.Equal([true, false, false, true], trials.Select(trial => trial.Fault is null));
        Assert.All(trials, trial => Assert.InRange(trial.Took, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(20)));
        Assert.Contains("authenticate", trials[1].Fault, StringComparison.Ordinal);
        Assert.All(trials, trial => Assert.DoesNotContain(Password, trial.Fault ?? "", StringComparison.Ordinal));
        Assert.Equal(1, route.Connections.Status.Position);
        Assert.Empty(route.Connections.Status.LastFailures);
    }
}
