using VizTeh.Actors.Conversations;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>The moment of the answer in a thank-you outside of the working hours, across crashes.</summary>
public sealed class ThankYouMomentTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_thank_you_that_is_repeated_after_a_crash_names_the_same_moment_however_late_it_is(bool fromSnapshot)
    {
        ActorBench.Neighbour tickets = null!;
        var clock = FirmHours.ClockAt(FirmHours.Saturday);
        await using var bench = await ConversationBench.CreateAsync(
            akka => akka.WithConversations(), probes => tickets = probes.Probe<TicketActor>(),
            options => options with { RestBeforeSnapshot = TimeSpan.FromMilliseconds(fromSnapshot ? 50 : 600_000) }, clock);
        bench.Bot.Settings = FirmHours.In(bench.Bot.Settings);
        await bench.RestartAsync();
        var client = bench.NewClient();
        foreach (var text in (string[])["Оставить заявку", "Анна", "ООО", "Тверь", "Знаки", "Вывеска", "+79161234567"])
            await bench.TellAsync(bench.Text(client, text));
        var send = bench.Text(client, "Отправить");
        bench.Tell(send);
        var create = await tickets.ExpectAsync<CreateTicket>();
        tickets.Reply(new TicketCreated(create.SubmissionId, 17));
        var thanks = await client.NextAsync("№17");
        if (fromSnapshot)
        {
            await Eventually.BecomesAsync(
                () => bench.Bot.Database.ReadAsync("select count(*) from akka.snapshot"), rows => rows is ["1"], "a snapshot is stored");
        }

        await bench.Bot.StopAsync();
        clock.Step(TimeSpan.FromDays(2)); // Within the working hours by now.
        await bench.Bot.StartAsync();
        await bench.TellAsync(send);
        var repeated = await client.NextAsync("№17");

        Assert.Contains("ответим в понедельник до 11:00", thanks.Text, StringComparison.Ordinal);
        Assert.Equal(thanks.Text, repeated.Text);
    }
}
