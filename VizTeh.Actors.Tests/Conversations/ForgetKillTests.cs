using VizTeh.Actors.Reliability;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>The process dies between two steps of an erasure: after the next start it is done to its end.</summary>
public sealed class ForgetKillTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Points =>
    [
        // The confirmation, and the event after the tables.
        $"{FailPoints.EventStored}:1", $"{FailPoints.EventStored}:2",
        .. FailPoints.OfErasure,
        FailPoints.ReplySaid, FailPoints.UpdateHandled,
    ];

    [Theory]
    [MemberData(nameof(Points))]
    public async Task An_erasure_is_done_to_its_end_wherever_the_process_dies(string point)
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await using var telegram = await BotApiServer.StartAsync(new BotApiOptions { DefaultTimeout = Soon });
        var manager = telegram.AddPerson("Пётр").Chat;
        manager.SendText("/start");
        var client = telegram.AddPerson("Аполлинария", username: "apollinaria_k").Chat;
        var settings = BotEnvironment.Of(database.Details, telegram, [manager.Person.Id]);
        await using (var bot = BotProcess.Start(settings))
        {
            Assert.Equal(1, await client.OrderAsync(TypedForm.Ordinary.With("name", "Аполлинария")));
            client.SendText("/forget");
            client.Press(await client.NextAsync("Удалить все ваши данные?"), "Удалить мои данные");
            await client.NextAsync("Точно удалить?");
            await Eventually.BecomesAsync(
                () => database.ReadAsync("select 1 from inbox union all select 1 from outbox"), rows => rows.Count == 0, "all is handled");
        }

        var question = client.Messages.Last(message => message.Button("Да, удалить навсегда") is not null);
        client.Press(question, "Да, удалить навсегда");
        await using (var dying = BotProcess.Start(new Dictionary<string, string>(settings) { [FailPoints.Variable] = point }))
            await Eventually.IsTrueAsync(() => dying.HasExited, "the process dies at the point");

        await using var again = BotProcess.Start(settings);
        await client.NextAsync("Ваши данные удалены.");
        await Eventually.BecomesAsync(
            () => database.ReadAsync("select 1 from inbox union all select 1 from outbox"), rows => rows.Count == 0, "all is handled");

        Assert.DoesNotContain(
            await database.DumpAsync(), line => line.Contains("Аполлинария", StringComparison.Ordinal)
                || line.Contains("apollinaria_k", StringComparison.Ordinal));
        Assert.Equal(
            ["conversation.erased.v1"],
            await database.ReadAsync("select manifest from akka.journal union all select 'snapshot' from akka.snapshot"));
        Assert.Equal(["closed withdrawn"], await database.ReadAsync("select status || ' ' || outcome from tickets where user_id is null"));
        Assert.Equal(2, await client.OrderAsync(TypedForm.Ordinary.With("name", "Анна")));
    }
}
