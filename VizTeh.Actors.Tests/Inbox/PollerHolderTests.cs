using Microsoft.Extensions.DependencyInjection;
using VizTeh.Actors.Inbox;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.EndToEnd;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Inbox;

/// <summary>Two programs on one database and one token: an overlapping deploy, or a copy by mistake.</summary>
public sealed class PollerHolderTests
{
    [Fact]
    public async Task One_that_starts_takes_over_at_once_and_the_other_stands_by_and_says_so()
    {
        await using var first = await BotUnderTest.CreateAsync();
        var client = first.NewClient();
        await client.FillAsync(TypedForm.Ordinary);
        await using var second = first.Beside();

        await second.StartAsync();
        await StandsByAsync(first);
        client.SendText("Отправить");
        var number = ClientDialogue.NumberIn(await client.NextAsync("№"));

        await first.Manager.Chat.NextAsync($"№{number}");
        await first.AssertAllIsHandledAsync();
        await SaysThatItStandsByAsync(first);
        Assert.Empty(second.Services.GetRequiredService<Troubles>().Current);
    }

    [Fact]
    public async Task One_that_stands_by_takes_over_when_the_other_has_stopped()
    {
        await using var first = await BotUnderTest.CreateAsync(services: WithSignsEvery(TimeSpan.FromMilliseconds(200)));
        await using var second = first.Beside();
        await second.StartAsync();
        await StandsByAsync(first);

        await second.StopAsync();

        await TakesOverAsync(first);
        await first.NewClient().OrderAsync(TypedForm.Ordinary);
        await first.AssertAllIsHandledAsync();
    }

    /// <summary>A process that was killed, or whose machine is gone, does not give its term up.</summary>
    [Fact]
    public async Task One_that_stands_by_takes_over_when_the_other_gives_no_sign_of_life_any_more()
    {
        await using var bot = await BotUnderTest.CreateAsync(services: WithSignsEvery(TimeSpan.FromMilliseconds(200)));
        await bot.Telegram.Updates.WaitUntilPolledAsync(TimeSpan.FromSeconds(30));

        await bot.Database.ExecuteAsync("update poller set term = term + 1, seen_at = now()");

        await StandsByAsync(bot);
        await TakesOverAsync(bot);
        await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        await bot.AssertAllIsHandledAsync();
    }

    /// <summary>Whoever followed the words for a bot on its own would stop a node that is about to be started again.</summary>
    [Fact]
    public async Task One_of_several_nodes_does_not_ask_for_a_node_to_be_stopped()
    {
        await using var node = await BotUnderTest.CreateAsync(
            services: services => services.AddSingleton(
                PollerTermOptions.Default with { HeartbeatInterval = TimeSpan.FromMilliseconds(200), IsOneOfSeveral = true }));
        await node.Telegram.Updates.WaitUntilPolledAsync(TimeSpan.FromSeconds(30));

        await node.Database.ExecuteAsync("update poller set term = term + 1, seen_at = now()");

        var said = await SaysThatItStandsByAsync(node);
        Assert.Contains("there is nothing to do", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Stop one of the two", said, StringComparison.Ordinal);
    }

    /// <summary>The copies in the former holder's memory are out of date.</summary>
    [Fact]
    public async Task After_two_programs_took_turns_every_client_goes_on_at_the_true_question()
    {
        await using var first = await BotUnderTest.CreateAsync(services: WithSignsEvery(TimeSpan.FromMilliseconds(200)));
        var client = first.NewClient();
        client.SendText("Оставить заявку");
        await client.NextAsync("обращаться");
        await using (var second = first.Beside())
        {
            await second.StartAsync();
            await StandsByAsync(first);
            client.SendText("Анна");
            await client.NextAsync("организац");
        }

        await Eventually.IsTrueAsync(
            async () => (await first.Database.ReadAsync("select term >= 3 from poller"))[0] == "True", "the first one takes over again");
        client.SendPhoto();
        await client.NextAsync("организац");
        client.SendText("ООО");
        await client.NextAsync("город");
    }

    private static Action<IServiceCollection> WithSignsEvery(TimeSpan interval) =>
        services => services.AddSingleton(PollerTermOptions.Default with { HeartbeatInterval = interval });

    // The sentence is written after the trouble was raised: whoever sees the trouble may be ahead of it.
    private static async Task<string> SaysThatItStandsByAsync(BotUnderTest bot) => Assert.Single(await Eventually.BecomesAsync(
        () => Task.FromResult(bot.Log.All.Where(line => line.Contains("this one stands by", StringComparison.Ordinal)).ToList()),
        said => said.Count > 0,
        "it says that it stands by"));

    private static Task StandsByAsync(BotUnderTest bot) => Eventually.IsTrueAsync(
        () => bot.Services.GetRequiredService<Troubles>().Current.Any(trouble => trouble.Matter == PollerHolder.Matter), "it stands by");

    private static Task TakesOverAsync(BotUnderTest bot) => Eventually.IsTrueAsync(
        () => bot.Services.GetRequiredService<Troubles>().Current.All(trouble => trouble.Matter != PollerHolder.Matter)
            && bot.Log.All.Any(line => line.Contains("this one takes the updates", StringComparison.Ordinal)),
        "it takes over again");
}
