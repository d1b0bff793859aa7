using Microsoft.Extensions.DependencyInjection;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>The thank-you of a firm with working hours, with the whole program over HTTP.</summary>
public sealed class WorkingHoursTests
{
    [Fact]
    public async Task A_client_reads_until_when_the_answer_comes_but_not_while_the_firm_works()
    {
        var clock = FirmHours.ClockAt(FirmHours.Saturday);
        await using var bot = await BotUnderTest.CreateAsync(
            (settings, _) => FirmHours.In(settings), services => services.AddSingleton<TimeProvider>(clock), telegramClock: clock);
        var client = bot.NewClient();

        await client.OrderAsync(TypedForm.Ordinary);
        Assert.Contains("Сейчас у нас нерабочее время, поэтому ответим в понедельник до 11:00.", Thanks(client), StringComparison.Ordinal);

        clock.Step(TimeSpan.FromHours(43)); // Monday, 7:00.
        await client.OrderAsync(TypedForm.Ordinary);
        Assert.Contains("ответим сегодня до 11:00.", Thanks(client), StringComparison.Ordinal);

        clock.Step(TimeSpan.FromHours(5));
        await client.OrderAsync(TypedForm.Ordinary);
        Assert.Contains("скоро свяжется с вами", Thanks(client), StringComparison.Ordinal);
        bot.AssertCallsFitTheBotApi();
    }

    private static string Thanks(ChatParticipant client) =>
        client.Messages.Last(message => message.Text.Contains("принята", StringComparison.Ordinal)).Text;
}
