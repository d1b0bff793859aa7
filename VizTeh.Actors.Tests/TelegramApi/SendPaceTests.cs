using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Tests.TelegramApi;

/// <summary>How many messages go to one person, to a group and to all chats together.</summary>
public sealed class SendPaceTests : TelegramSenderFixture
{
    [Fact]
    public async Task A_burst_to_one_person_is_let_through_and_what_follows_waits_its_turn()
    {
        using var paced = SenderWith(new PacingLimits(PerSecond: 1_000, PersonBurst: 3));

        // One right after another: the next turn is a second away, and on a busy machine three calls may take longer.
        var burst = Enumerable.Range(0, 3).Select(_ => paced.SendAsync(Anna.ChatId, Hello, TimeSpan.FromSeconds(30))).ToArray();
        var next = paced.SendAsync(Anna.ChatId, Hello, TimeSpan.FromMilliseconds(1));

        Assert.All(await Task.WhenAll(burst), outcome => Assert.IsType<SendOutcome.Delivered>(outcome));
        Assert.IsType<SendOutcome.Postponed>(await next);
        Assert.IsType<SendOutcome.Delivered>(await paced.SendAsync(Boris.ChatId, Hello, TimeSpan.FromSeconds(30)));
        Assert.IsType<SendOutcome.Delivered>(await paced.SendAsync(Anna.ChatId, Hello));
        Assert.Equal(4, Received(Anna).Count());
    }

    [Fact]
    public async Task A_group_gets_no_more_than_its_share_of_a_minute()
    {
        using var paced = SenderWith(new PacingLimits(PerSecond: 1_000, GroupPerMinute: 5));
        var group = Server.AddGroup("Менеджеры", Anna.Person);

        for (var count = 0; count < 5; count++)
            Assert.IsType<SendOutcome.Delivered>(await paced.SendAsync(group.Id, Hello, TimeSpan.FromSeconds(5)));

        Assert.IsType<SendOutcome.Postponed>(await paced.SendAsync(group.Id, Hello, TimeSpan.FromMilliseconds(100)));
    }

    [Fact]
    public async Task All_chats_together_stay_below_the_overall_limit()
    {
        using var paced = SenderWith(new PacingLimits(PerSecond: 2));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6)
            .Select(number => paced.SendAsync(StartedChat($"Клиент {number}").ChatId, Hello, TimeSpan.FromMilliseconds(50))));

        Assert.InRange(outcomes.Count(outcome => outcome is SendOutcome.Delivered), 1, 2);
    }

    [Fact]
    public async Task The_managers_are_heard_soon_although_clients_use_up_what_telegram_allows_over_all()
    {
        var group = Server.AddGroup("Менеджеры", Anna.Person);
        using var paced = SenderWith(
            new PacingLimits(PerSecond: 20, PersonBurst: 1_000, GroupPerMinute: 1_000), isManagers: id => id == group.Id);
        using var enough = new CancellationTokenSource();
        var busy = Enumerable.Range(0, 100).Select(number => TalkAsync(StartedChat($"Клиент {number}").ChatId)).ToArray();
        await Server.Calls.WaitForCallAsync(call => call.Method == "sendMessage");

        for (var card = 0; card < 5; card++)
            Assert.IsType<SendOutcome.Delivered>(await paced.SendAsync(group.Id, Hello, TimeSpan.FromSeconds(3)));

        await enough.CancelAsync();
        foreach (var talk in busy)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => talk);

        async Task TalkAsync(long chatId)
        {
            while (true)
                await paced.SendAsync(chatId, Hello, patience: null, enough.Token);
        }
    }
}
