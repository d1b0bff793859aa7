using Microsoft.Extensions.DependencyInjection;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.EndToEnd;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>The clocks of the bot's machine and of the database's may differ.</summary>
public sealed class OutboxClockTests
{
    [Theory]
    [InlineData(-10)]
    [InlineData(10)]
    public async Task Cards_come_at_once_and_a_refused_one_when_the_database_says_however_wrong_the_clock_of_the_process_is(int minutes)
    {
        await using var managers = await ManagerGroup.CreateAsync(
            services => services.AddSingleton<TimeProvider>(new WrongClock(TimeSpan.FromMinutes(minutes))));
        var first = await managers.OrderAsync();
        await managers.Seat.NextAsync($"№{first}");
        await managers.OutboxIsEmptyAsync();

        await managers.Bot.Database.ExecuteAsync(
            $"""
            insert into outbox (chat_id, kind, ticket_id, attempts, next_attempt_at)
            values ({managers.Group.Id}, 'card', {first}, 1, now() + interval '1 minute')
            """);
        var second = await managers.OrderAsync();
        Assert.Equal(2, (await managers.Bot.Database.ReadAsync($"select id from outbox where chat_id = {managers.Group.Id}")).Count);
        await managers.Bot.Database.ExecuteAsync("update outbox set next_attempt_at = now()");

        await managers.Seat.NextAsync($"№{second}");
    }

    private sealed class WrongClock(TimeSpan error) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + error;
    }
}
