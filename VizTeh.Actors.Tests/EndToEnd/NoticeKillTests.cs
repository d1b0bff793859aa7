using VizTeh.Actors.Reliability;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>The process dies between a manager's change of a ticket and all that it owes.</summary>
public sealed class NoticeKillTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(FailPoints.ClaimCommitted, "В работу", "уже в работе.")]
    [InlineData(FailPoints.StatusCommitted, "Заказ", "Мы закрыли заявку")]
    public async Task A_process_that_dies_after_the_change_tells_the_client_and_the_manager_once(string point, string label, string told)
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await using var telegram = await BotApiServer.StartAsync(new BotApiOptions { DefaultTimeout = Soon });
        var manager = telegram.AddPerson("Пётр").Chat;
        manager.SendText("/start");
        var client = telegram.AddPerson("Анна").Chat;
        var settings = BotEnvironment.Of(database.Details, telegram, [manager.Person.Id]);
        Task<CallbackAnswer> answer;
        await using (var dying = BotProcess.Start(new Dictionary<string, string>(settings) { [FailPoints.Variable] = point }))
        {
            Assert.Equal(1, await client.OrderAsync(TypedForm.Ordinary));
            var card = await manager.NextAsync("№1");
            if (label == "Заказ")
            {
                await manager.Press(card, "Закрыть заявку").AnswerAsync(Soon);
                await manager.WaitForEditAsync(card, message => message.Button(label) is not null);
            }

            answer = manager.Press(card, label).AnswerAsync(Soon);
            await Eventually.IsTrueAsync(() => dying.HasExited, "the process dies at the point");
        }

        await using var bot = BotProcess.Start(settings);

        await client.NextAsync(told);
        Assert.Contains("№1", (await answer).Text, StringComparison.Ordinal);
        await Eventually.BecomesAsync(
            () => database.ReadAsync("select kind from outbox union all select 'update' from inbox"), rows => rows.Count == 0,
            "everything is sent and handled");
        Assert.Single(client.Messages, message => message.FromBot && message.Text.Contains(told, StringComparison.Ordinal));
        Assert.Equal(["1"], await database.ReadAsync("select count(*) from ticket_history where update_id is not null"));
    }
}
