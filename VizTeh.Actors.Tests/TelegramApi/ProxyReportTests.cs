using Microsoft.Extensions.Time.Testing;
using Telegram.Bot;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.TelegramApi;

/// <summary>What the log and <c>health</c> say of proxies: what is so now, and its end once.</summary>
public sealed class ProxyReportTests : ProxyFixture
{
    [Fact]
    public async Task A_return_to_the_first_proxy_ends_the_outage_of_all_and_says_so_once()
    {
        var clock = new FakeTimeProvider();
        await using var first = TestProxy.Socks5();
        await using var second = TestProxy.Socks5();
        var route = Through($"{first.Entry},{second.Entry}", clock);
        first.Die();
        second.Die();
        await route.FailAsync(6);
        // Onto the second one, on which the choice rests while nobody calls.
        clock.Advance(TimeSpan.FromSeconds(20));
        await route.FailAsync(1);
        Assert.Equal((second.Name, true), (route.Proxy, route.Connections.Status.IsOutage));
        Assert.Empty(Lines("can be reached again"));

        first.ComeBack();
        await Eventually.IsTrueAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromMinutes(1));
                return route.Proxy == first.Name;
            },
            "the first proxy is used again");

        Assert.False(route.Connections.Status.IsOutage);
        Assert.Single(Lines("Telegram through any entry of PROXY can be reached again"));
        await route.Client.GetMe();
        Assert.Single(Lines("Telegram through any entry of PROXY can be reached again"));

        // The next outage of all is told as such at once.
        first.Die();
        await route.FailAsync(6);
        Assert.Equal(2, Lines("Telegram through any entry of PROXY could not be reached").Count());
    }

    [Fact]
    public async Task A_failure_is_no_longer_told_once_telegram_has_answered_through_that_proxy()
    {
        await using var first = TestProxy.Socks5();
        await using var second = TestProxy.Socks5();
        var route = Through($"{first.Entry},{second.Entry}");
        first.Die();
        await route.FailuresBeforeAnswerAsync();
        Assert.Equal([first.Name], route.Connections.Status.LastFailures.Select(failure => failure.Proxy));
        Assert.Contains($"since those before it failed ({first.Name}: ", ProxyWatch.WordsOf(route.Connections.Status)!,
            StringComparison.Ordinal);

        first.ComeBack();
        second.Die();
        await route.FailuresBeforeAnswerAsync();

        // The first one works; what is known of the second is no failure of it.
        Assert.Equal(first.Name, route.Proxy);
        Assert.Equal([second.Name], route.Connections.Status.LastFailures.Select(failure => failure.Proxy));
        Assert.Null(ProxyWatch.WordsOf(route.Connections.Status));
    }

    [Fact]
    public async Task Of_one_proxy_with_two_accounts_the_metric_has_one_series_which_says_that_it_is_in_use_whichever_account_is()
    {
        await using var proxy = TestProxy.Socks5();
        await using var other = TestProxy.Socks5();
        var named = proxy.Entry.Replace("://", "://second:account@", StringComparison.Ordinal);
        var route = Through($"{proxy.Entry},{named},{other.Entry}");

        Assert.Equal([(proxy.Name, true), (other.Name, false)], route.Connections.InUse);

        proxy.Die();
        await route.FailuresBeforeAnswerAsync();

        Assert.Equal([(proxy.Name, false), (other.Name, true)], route.Connections.InUse);
    }

    [Fact]
    public void A_connection_through_a_proxy_may_take_five_seconds() =>
        Assert.Equal(TimeSpan.FromSeconds(5), ProxyTimes.Default.Connect);

    [Fact]
    public void Health_names_of_the_proxies_those_before_the_one_in_use()
    {
        var at = DateTimeOffset.UnixEpoch;
        ProxyFailure[] failures = [new("one:1", 1, "refused", at), new("three:3", 3, "silent", at)];
        var second = new ProxyStatus("two:2", 2, 3, at, IsOutage: false, failures);

        Assert.Equal(
            "Telegram is asked through two:2, entry 2 of PROXY, since those before it failed (one:1: refused)", ProxyWatch.WordsOf(second));
        Assert.Equal(
            "Telegram is asked through two:2, entry 2 of PROXY, since those before it failed",
            ProxyWatch.WordsOf(second with { LastFailures = [] }));
        Assert.Equal(
            "no entry of PROXY reaches Telegram (one:1: refused; three:3: silent)", ProxyWatch.WordsOf(second with { IsOutage = true }));
        Assert.Null(ProxyWatch.WordsOf(second with { Position = 1 }));
    }
}
