using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>Who reads personal data by a command is recorded, without any word of it.</summary>
public sealed class ReadingTests
{
    [Fact]
    public async Task Each_command_that_shows_data_is_recorded_with_who_and_when_and_nothing_of_whom_it_is_about()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var bot = managers.Bot;
        var client = bot.NewClient("Анна", "anna_k");
        var id = await client.OrderAsync(TypedForm.Ordinary.With("name", "Аполлинария").With("phone", "+79161239876"));
        await managers.Seat.NextAsync($"№{id}");

        managers.Seat.SendText("/help");
        await managers.Seat.NextAsync("Подсказка");
        managers.Seat.SendText("/find Аполлинария");
        await managers.Seat.NextAsync("Аполлинария");
        managers.Seat.SendText("/find +7 916 123-98-76");
        await managers.Seat.NextAsync("Аполлинария");
        managers.Seat.SendText($"/history {id}");
        await managers.Seat.NextAsync($"№{id}");
        managers.Seat.SendText($"/ticket №{id}");
        await managers.Seat.NextAsync($"№{id}");
        managers.Seat.SendText("/export");
        await managers.Seat.NextAsync("Заявки");
        client.SendText("/mydata");
        await client.NextAsync("Здесь всё, что бот хранит о вас");
        await bot.AssertAllIsHandledAsync();

        var chat = managers.Group.Id;
        var who = $"{managers.Manager.Id}|Мария (@maria)";
        Assert.Equal(
            [
                $"find|{who}|{chat}|", $"find|{who}|{chat}|", $"history|{who}|{chat}|{id}", $"ticket|{who}|{chat}|{id}",
                $"export|{who}|{chat}|", "mydata||||",
            ],
            await bot.Database.ReadAsync(
                "select concat(command, '|', manager_id, '|', manager_name, '|', chat_id, '|', ticket_id) from readings order by id"));
        Assert.Equal([$"{client.Person.Id}"], await bot.Database.ReadAsync("select user_id from readings where command = 'mydata'"));
        Assert.DoesNotContain(
            (await bot.Database.DumpAsync()).Where(line => line.StartsWith("public.readings", StringComparison.Ordinal)),
            line => line.Contains("Аполлинария", StringComparison.Ordinal) || line.Contains("9876", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_person_who_may_not_use_a_command_reads_nothing_and_is_not_recorded()
    {
        await using var managers = await ManagerGroup.CreateAsync(change: (settings, _) => settings with
        {
            Company = settings.Company with { Managers = new HashSet<long> { 1 } },
        });

        managers.Seat.SendText("/open");
        await managers.Bot.AssertAllIsHandledAsync();

        Assert.Equal(["0"], await managers.Bot.Database.ReadAsync("select count(*) from readings"));
    }
}
