using System.Globalization;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.Network;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>What Prometheus reads from a bot in a process of its own.</summary>
public sealed class MetricsRouteTests
{
    [Fact]
    public async Task Prometheus_reads_the_metrics_on_the_port_of_health_and_sees_through_which_way_telegram_is_asked()
    {
        await using var given = await ProcessFixture.CreateAsync(patience: TimeSpan.FromSeconds(60));
        given.Telegram.AddPerson("Пётр", id: 123).Chat.SendText("/start");
        var port = FreePort.Find().ToString(CultureInfo.InvariantCulture);
        given.Settings["TELEGRAM_LIMITS"] = "off";
        given.Settings["PROXY"] = "direct";
        given.Settings[BotProgram.HealthPortVariable] = port;
        await using var bot = BotProcess.Start(given.Settings);
        await bot.WaitForLineAsync(BotProcess.ReadyLine, TimeSpan.FromSeconds(30));
        await given.Telegram.AddPerson("Анна").Chat.OrderAsync(TypedForm.Ordinary);

        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/metrics"));
        var metrics = new MetricsText(await answer.Content.ReadAsStringAsync());

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(1, metrics["vizteh_forms_finished_total"]);
        Assert.Equal(1, metrics["vizteh_proxy_in_use{proxy=\"direct\"}"]);
        Assert.True(metrics.Has("vizteh_inbox_depth"));
        Assert.Equal(0, await bot.StopAsync());
    }
}
