using Microsoft.Extensions.Time.Testing;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.TelegramApi;

/// <summary>Proxies that die, are silent, refuse and come back; over real sockets.</summary>
public sealed class ProxyFailoverTests : ProxyFixture
{
    // For proxies that say nothing; on a busy machine others may take longer for what they do say.
    private static readonly ProxyTimes Brisk = ProxyTimes.Default with { Connect = TimeSpan.FromSeconds(2) };
    private static readonly ProxyTimes Patient = ProxyTimes.Default with { Connect = TimeSpan.FromSeconds(30) };
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(50);

    public enum Trouble
    {
        Dead,
        Mute,
        Refuses,
        MuteTunnel,
        WrongPassword,
    }

    [Theory]
    [InlineData("socks5", Trouble.Dead, "Connection refused")]
    [InlineData("socks5", Trouble.Mute, "the proxy does not answer in time")]
    [InlineData("socks5", Trouble.Refuses, "SOCKS server failed to connect")]
    [InlineData("socks5", Trouble.WrongPassword, "Failed to authenticate with the SOCKS server")]
    [InlineData("http", Trouble.Dead, "Connection refused")]
    [InlineData("http", Trouble.Refuses, "HTTP 503, not from Telegram")]
    [InlineData("http", Trouble.WrongPassword, "HTTP 407, not from Telegram")]
    public async Task After_three_calls_that_a_proxy_fails_the_next_one_is_used(string scheme, Trouble trouble, string reason)
    {
        var password = trouble == Trouble.WrongPassword ? "another" : Password;
        await using var first = scheme == "http" ? TestProxy.Http(User, password) : TestProxy.Socks5(User, password);
        await using var second = TestProxy.Socks5(User, Password);
        var route = Through($"{Listed(scheme, first.Port)},{Listed("socks5", second.Port)}", times: TimesFor(trouble));
        first.Conduct = ConductOf(trouble);
        if (trouble == Trouble.Dead)
            first.Die();

        Assert.Equal(3, await route.FailuresBeforeAnswerAsync());

        Assert.Equal(second.Name, route.Proxy);
        var line = Assert.Single(Lines("cannot be reached through"));
        Assert.Contains($"{first.Name} (1 of 2)", line, StringComparison.Ordinal);
        Assert.Contains(reason, line, StringComparison.Ordinal);
        Assert.Contains($"{second.Name} (2 of 2)", line, StringComparison.Ordinal);
        var failure = Assert.Single(route.Connections.Status.LastFailures);
        Assert.Equal((first.Name, 1), (failure.Proxy, failure.Position));
        Assert.Contains(reason, failure.Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Trouble.Dead, "Connection refused")]
    [InlineData(Trouble.Mute, "no connection within")]
    [InlineData(Trouble.MuteTunnel, "no connection within")]
    [InlineData(Trouble.Refuses, "the proxy answers 503")]
    [InlineData(Trouble.WrongPassword, "the proxy answers 407")]
    public async Task An_http_proxy_that_makes_no_tunnel_is_left_too(Trouble trouble, string reason)
    {
        await using var tls = new TlsRelay(Server.Url.Port, TlsRelay.MakeCertificate("localhost"));
        await using var first = TestProxy.Http(User, trouble == Trouble.WrongPassword ? "another" : Password);
        first.Conduct = ConductOf(trouble);
        var route = Through(
            $"{Listed("http", first.Port)},direct", times: TimesFor(trouble), apiUrl: $"https://localhost:{tls.Port}");
        if (trouble == Trouble.Dead)
            first.Die();

        await route.FailAsync(3);

        Assert.Equal("direct", route.Proxy);
        Assert.Contains(reason, Assert.Single(route.Connections.Status.LastFailures).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_a_dead_proxy_did_not_take_is_sent_once_by_the_next()
    {
        await using var second = TestProxy.Socks5();
        var route = Through($"socks5://127.0.0.1:{await TestProxy.DeadPortAsync()},{second.Entry}");

        var outcome = await route.Sender.SendAsync(Anna.ChatId, Hello, patience: TimeSpan.FromMinutes(1));

        Assert.IsType<SendOutcome.Delivered>(outcome);
        Assert.Single(Anna.Messages, message => message.FromBot);
        Assert.Equal(second.Name, route.Proxy);
    }

    [Fact]
    public async Task Thirty_messages_that_fail_at_once_move_the_choice_by_one_and_all_arrive_once()
    {
        await using var first = TestProxy.Socks5();
        await using var second = TestProxy.Socks5();
        await using var third = TestProxy.Socks5();
        var route = Through($"{first.Entry},{second.Entry},{third.Entry}");
        await route.Client.GetMe();
        first.Die();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 30).Select(
            number => route.Sender.SendAsync(Anna.ChatId, new($"Сообщение {number}"))));

        Assert.All(outcomes, outcome => Assert.IsType<SendOutcome.Delivered>(outcome));
        Assert.Equal(second.Name, route.Proxy);
        Assert.Equal(0, third.Accepted);
        Assert.Equal(30, Anna.Messages.Where(message => message.FromBot).Select(message => message.Text).Distinct().Count());
        Assert.Equal(30, Anna.Messages.Count(message => message.FromBot));
    }

    [Fact]
    public async Task A_poll_ends_when_its_proxy_dies_and_the_next_polls_bring_what_was_written_meanwhile()
    {
        await using var first = TestProxy.Socks5();
        await using var second = TestProxy.Http();
        var route = Through($"{first.Entry},{second.Entry}");
        var offset = await OffsetAsync(route);
        var poll = route.Updates.GetAsync(offset, LongPoll, default);
        await Server.Updates.WaitUntilPolledAsync();

        first.Die();
        await Assert.ThrowsAnyAsync<RequestException>(() => poll);
        Anna.SendText("Anybody there?");
        var failures = await route.FailuresBeforeAnswerAsync();

        Assert.InRange(failures, 2, 3);
        Assert.Contains("Anybody there?", Assert.Single(await route.Updates.GetAsync(offset, LongPoll, default)), StringComparison.Ordinal);
        Assert.Equal(second.Name, route.Proxy);
    }

    [Fact]
    public async Task A_proxy_that_falls_silent_is_left_after_half_a_minute_with_the_poll_that_stands_on_it()
    {
        var clock = new FakeTimeProvider();
        await using var first = TestProxy.Socks5();
        await using var second = TestProxy.Socks5();
        var route = Through($"{first.Entry},{second.Entry}", clock);
        var offset = await OffsetAsync(route);
        var poll = route.Updates.GetAsync(offset, LongPoll, default);
        await Server.Updates.WaitUntilPolledAsync();
        var stall = Server.Faults.Inject(Fault.Stall() with { Method = "sendMessage" });
        var send = route.Sender.SendAsync(Anna.ChatId, Hello);
        await stall.WaitForHitsAsync();

        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(first.Name, route.Proxy);
        Assert.False(poll.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(second.Name, route.Proxy);
        Assert.Contains("no answer for 30 s", Assert.Single(Lines("cannot be reached through")), StringComparison.Ordinal);
        var ended = await Assert.ThrowsAnyAsync<RequestException>(() => poll);
        Assert.Contains($"{first.Name} was given up during the poll", ended.GetBaseException().Message, StringComparison.Ordinal);
        // The message is still under way where it was, so it is not sent twice.
        Assert.False(send.IsCompleted);
        stall.Release();
        Assert.False(Assert.IsType<SendOutcome.Delivered>(await send).MayBeCopy);
        Assert.Single(Anna.Messages, message => message.FromBot);
    }

    [Fact]
    public async Task A_poll_alone_is_not_taken_for_silence()
    {
        var clock = new FakeTimeProvider();
        await using var first = TestProxy.Socks5();
        var route = Through($"{first.Entry},direct", clock);
        var poll = route.Updates.GetAsync(await OffsetAsync(route), LongPoll, default);
        await Server.Updates.WaitUntilPolledAsync();

        clock.Advance(LongPoll + TimeSpan.FromSeconds(20));

        Assert.False(poll.IsCompleted);
        Assert.Equal(first.Name, route.Proxy);
        Anna.SendText("Да");
        Assert.Single(await poll);
    }

    [Fact]
    public async Task Every_five_minutes_the_first_proxy_is_asked_for_and_used_again_when_it_works()
    {
        var clock = new FakeTimeProvider();
        await using var first = TestProxy.Socks5(User, Password);
        await using var second = TestProxy.Socks5();
        var route = Through($"{Listed("socks5", first.Port)},{second.Entry}", clock);
        first.Die();
        await route.FailuresBeforeAnswerAsync();
        Assert.Equal(second.Name, route.Proxy);

        clock.Advance(TimeSpan.FromMinutes(5));
        await Eventually.IsTrueAsync(() => Lines("getMe through").Count() == 1, "the dead proxy is asked");
        Assert.Equal(second.Name, route.Proxy);

        first.ComeBack();
        await Eventually.IsTrueAsync(
            () =>
            {
                // The next question is due five minutes after the end of this one, which the test cannot see.
                clock.Advance(TimeSpan.FromMinutes(1));
                return route.Proxy == first.Name;
            },
            "the first proxy is used again");

        Assert.Single(Lines("can be reached through"), line => line.Contains($"{first.Name} (1 of 2) again", StringComparison.Ordinal));
        var before = first.Targets.Count;
        Assert.Equal(0, await route.FailuresBeforeAnswerAsync());
        Assert.Equal(before + 1, first.Targets.Count);
        Assert.Equal((1, false), (route.Connections.Status.Position, route.Connections.Status.IsOutage));
    }

    [Fact]
    public async Task The_first_proxy_is_not_asked_earlier_and_a_poll_that_stands_on_the_second_goes_on_when_it_is_used_again()
    {
        var clock = new FakeTimeProvider();
        await using var first = TestProxy.Socks5();
        await using var second = TestProxy.Socks5();
        var route = Through($"{first.Entry},{second.Entry}", clock);
        var offset = await OffsetAsync(route);
        first.Die();
        await route.FailuresBeforeAnswerAsync();
        first.ComeBack();
        var accepted = first.Accepted;

        clock.Advance(TimeSpan.FromSeconds(295));
        var poll = route.Updates.GetAsync(offset, LongPoll, default);
        await Server.Updates.WaitUntilPolledAsync();
        Assert.Equal((accepted, second.Name), (first.Accepted, route.Proxy));
        clock.Advance(TimeSpan.FromSeconds(5));
        await Eventually.IsTrueAsync(() => route.Proxy == first.Name, "the first proxy is used again");

        Assert.False(poll.IsCompleted);
        Anna.SendText("Да");
        Assert.Single(await poll);
    }

    [Fact]
    public async Task When_all_are_dead_it_is_said_once_with_each_name_and_the_first_that_lives_again_is_found()
    {
        await using var first = TestProxy.Socks5(User, Password);
        await using var second = TestProxy.Http(User, Password);
        await using var third = TestProxy.Socks5(User, Password);
        var route = Through(
            $"{Listed("socks5", first.Port)},{Listed("http", second.Port)},{Listed("socks5", third.Port)}",
            times: Patient with { Rounds = new Backoff(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(100)) });
        foreach (var proxy in (TestProxy[])[first, second, third])
            proxy.Die();

        await route.FailAsync(9 + 20);
        Assert.True(route.Connections.Status.IsOutage);
        Assert.Equal([1, 2, 3], route.Connections.Status.LastFailures.Select(failure => failure.Position));
        second.ComeBack();
        await Eventually.IsTrueAsync(
            async () =>
            {
                try
                {
                    await route.Client.GetMe();
                    return true;
                }
                catch (RequestException)
                {
                    return false;
                }
            },
            "Telegram is reached through the one that lives");

        Assert.Equal((second.Name, false), (route.Proxy, route.Connections.Status.IsOutage));
        var outage = Assert.Single(Lines("could not be reached"));
        Assert.All(
            (TestProxy[])[first, second, third], proxy => Assert.Contains($"{proxy.Name}: ", outage, StringComparison.Ordinal));
        Assert.Single(Lines("can be reached again"));
        Assert.Equal(2, Lines("cannot be reached through").Count());
    }

    [Fact]
    public async Task In_an_outage_of_all_the_choice_moves_slowly_however_many_calls_fail()
    {
        var clock = new FakeTimeProvider();
        var port = await TestProxy.DeadPortAsync();
        var route = Through($"socks5://127.0.0.1:{port},socks5://a@127.0.0.1:{port}", clock);
        await route.FailAsync(6);
        var moved = 0;
        var changed = route.Connections.Changed;

        for (var time = 0; time < 200; time++)
        {
            await route.FailAsync(1);
            moved += changed.IsCompleted ? 1 : 0;
            changed = route.Connections.Changed;
        }

        Assert.Equal(0, moved);
        clock.Advance(TimeSpan.FromSeconds(1));
        await route.FailAsync(1);
        Assert.True(changed.IsCompleted);
    }

    [Fact]
    public async Task Without_direct_in_the_list_telegram_is_never_asked_directly()
    {
        var route = Through($"socks5://127.0.0.1:{await TestProxy.DeadPortAsync()}");

        await route.FailAsync(12);

        Assert.Empty(Server.Calls.All);
    }

    [Fact]
    public async Task With_direct_in_the_list_telegram_is_asked_directly_when_it_is_direct_s_turn()
    {
        var route = Through($"socks5://127.0.0.1:{await TestProxy.DeadPortAsync()},direct");

        Assert.Equal(3, await route.FailuresBeforeAnswerAsync());

        Assert.Equal("direct", route.Proxy);
    }

    [Fact]
    public async Task A_message_whose_answer_a_proxy_lost_is_told_as_unconfirmed_and_is_not_sent_again_unasked()
    {
        await using var first = TestProxy.Socks5();
        var route = Through($"{first.Entry},direct");
        first.Conduct = ProxyConduct.LosesAnswers;

        var outcome = await route.Sender.SendAsync(Anna.ChatId, Hello, patience: TimeSpan.FromSeconds(3));

        Assert.NotNull(Assert.IsType<SendOutcome.Postponed>(outcome).Unconfirmed);
        Assert.Single(Anna.Messages, message => message.FromBot);
        Assert.Equal(first.Name, route.Proxy);

        // A proxy that loses every answer is left all the same.
        await route.FailuresBeforeAnswerAsync();
        Assert.Equal("direct", route.Proxy);
    }

    private static ProxyConduct ConductOf(Trouble trouble) => trouble switch
    {
        Trouble.Mute => ProxyConduct.Mute,
        Trouble.MuteTunnel => ProxyConduct.MuteTunnel,
        Trouble.Refuses => ProxyConduct.Refuses,
        _ => ProxyConduct.Works,
    };

    private static ProxyTimes TimesFor(Trouble trouble) => trouble is Trouble.Mute or Trouble.MuteTunnel ? Brisk : Patient;

    private static async Task<long> OffsetAsync(Route route)
    {
        var update = Assert.Single(await route.Updates.GetAsync(null, TimeSpan.Zero, default));
        using var json = System.Text.Json.JsonDocument.Parse(update);
        return json.RootElement.GetProperty("update_id").GetInt64() + 1;
    }
}
