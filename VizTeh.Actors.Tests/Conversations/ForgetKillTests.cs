using VizTeh.Actors.Reliability;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Tests.EndToEnd;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>The process dies between two steps of an erasure: after the next start it is done to its end.</summary>
public sealed class ForgetKillTests
{
    private static readonly string[] Personal = ["Аполлинария", "apollinaria_k", "9161239876", "единорог", "После шести"];

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Points =>
    [
        // The confirmation, and the event after the tables.
        $"{FailPoints.EventStored}:1", $"{FailPoints.EventStored}:2",
        .. FailPoints.OfErasure,
        FailPoints.ReplySaid, FailPoints.UpdateHandled,
        // What the managers' chat owes: words and files are deleted, and the card is edited.
        FailPoints.CardSent, FailPoints.CardSettled,
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
            Assert.Equal(1, await ForgetDialogue.OrderWithFilesAsync(client));
            client.SendText("После шести, пожалуйста");
            await client.AddToTicketAsync(1);
            await client.NextAsync("Добавили к заявке");
            client.SendText("Оставить заявку");
            await client.NextAsync("обращаться");
            client.SendText("/forget");
            client.Press(await client.NextAsync(ForgetDialogue.First), "Удалить мои данные");
            await client.NextAsync(ForgetDialogue.Second);
            await Eventually.BecomesAsync(
                () => database.ReadAsync("select 1 from inbox union all select 1 from outbox"), rows => rows.Count == 0, "all is handled");
        }

        var files = await database.ReadAsync(
            "select file ->> 'id' from tickets, jsonb_array_elements(answers) answer, jsonb_array_elements(answer -> 'files') file");
        Assert.NotEmpty(files);
        var question = client.Messages.Last(message => message.Button("Да, удалить навсегда") is not null);
        client.Press(question, "Да, удалить навсегда");
        await using (var dying = BotProcess.Start(new Dictionary<string, string>(settings) { [FailPoints.Variable] = point }))
            await Eventually.IsTrueAsync(() => dying.HasExited, "the process dies at the point");

        await using var again = BotProcess.Start(settings);
        await client.NextAsync(ForgetDialogue.Done);
        await Eventually.BecomesAsync(
            () => database.ReadAsync("select 1 from inbox union all select 1 from outbox"), rows => rows.Count == 0, "all is handled");

        var dump = await database.DumpAsync();
        Assert.All(
            Personal.Concat(files),
            word => Assert.DoesNotContain(dump, line => line.Contains(word, StringComparison.OrdinalIgnoreCase)));
        var shown = manager.Messages.Where(message => message is { FromBot: true, IsDeleted: false }).ToList();
        Assert.Contains(shown, message => message.Text.Contains("Данные удалены по просьбе клиента", StringComparison.Ordinal));
        Assert.All(shown, message => Assert.DoesNotContain(
            Personal, word => message.Text.Contains(word, StringComparison.OrdinalIgnoreCase)));
        Assert.All(shown, message => Assert.Null(message.FileId));
        Assert.Equal(
            ["conversation.erased.v1"],
            await database.ReadAsync("select manifest from akka.journal union all select 'snapshot' from akka.snapshot"));
        Assert.Equal(["closed withdrawn"], await database.ReadAsync("select status || ' ' || outcome from tickets where user_id is null"));
        Assert.Equal(2, await client.OrderAsync(TypedForm.Ordinary.With("name", "Анна")));
    }
}
