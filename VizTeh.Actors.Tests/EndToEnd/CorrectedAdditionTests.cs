using VizTeh.Actors.Reliability;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>A client edits what was added to a ticket, with the whole program over HTTP.</summary>
public sealed class CorrectedAdditionTests
{
    private const string Stored = "select concat_ws('|', corrects is not null, text) from ticket_messages order by id";

    [Fact]
    public async Task An_addition_is_corrected_under_the_card_across_a_restart_and_the_client_hears_so_once()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        await managers.Seat.NextAsync($"№{id}");
        var words = client.SendText("Этаж третий");
        await client.AddToTicketAsync(id);
        var shown = await managers.Seat.NextAsync("Клиент добавил");
        await managers.OutboxIsEmptyAsync();

        client.EditText(words, "Этаж второй");
        await client.NextAsync($"Исправили в заявке №{id}.");
        await managers.Seat.WaitForEditAsync(
            shown, message => message.Text == $"Клиент исправил сообщение к заявке №{id}\nЭтаж второй");
        await managers.Bot.StopAsync();
        client.EditText(words, "Этаж первый");
        await managers.Bot.StartAsync();
        await managers.Seat.WaitForEditAsync(shown, message => message.Text.EndsWith("\nЭтаж первый", StringComparison.Ordinal));

        await managers.Bot.AssertAllIsHandledAsync();
        Assert.Single(client.Messages, message => message.Text == $"Исправили в заявке №{id}.");
        Assert.Equal(["f|Этаж третий", "t|Этаж второй", "t|Этаж первый"], await managers.Bot.Database.ReadAsync(Stored));
        managers.Seat.SendText($"/history {id}");
        var history = await managers.Seat.NextAsync("Клиент исправил");
        Assert.Contains("Этаж третий", history.Text, StringComparison.Ordinal);
        client.PressMenu("Мои заявки");
        var list = await client.NextAsync("Мои заявки");
        client.Press(list, list.InlineButtons[0][0].Label);
        await client.WaitForEditAsync(
            list, message => message.Text.Contains("Этаж первый", StringComparison.Ordinal)
                && !message.Text.Contains("Этаж третий", StringComparison.Ordinal));
        managers.Bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task What_waits_for_the_press_is_added_with_its_newest_words()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var words = client.SendText("Этаж третий");
        var offer = await client.NextAsync($"Добавить к заявке №{id}?");
        client.EditText(words, "Этаж второй");
        await managers.Bot.AssertAllIsHandledAsync();
        await managers.Bot.StopAsync();
        await managers.Bot.StartAsync();

        client.Press(offer, "Добавить");

        await client.NextAsync($"Добавили к заявке №{id}");
        Assert.EndsWith("\nЭтаж второй", (await managers.Seat.NextAsync("Клиент добавил")).Text, StringComparison.Ordinal);
        Assert.Equal(["f|Этаж второй"], await managers.Bot.Database.ReadAsync(Stored));
        Assert.DoesNotContain(client.Messages, message => message.Text.StartsWith("Исправили", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_edit_in_a_withdrawn_or_erased_ticket_goes_nowhere()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var words = client.SendText("Этаж третий");
        await client.AddToTicketAsync(id);
        await managers.Seat.NextAsync("Клиент добавил");
        await managers.Bot.Database.ExecuteAsync("update tickets set status = 'closed', outcome = 'withdrawn'");

        client.EditText(words, "Этаж второй");
        await managers.Bot.AssertAllIsHandledAsync();
        await ForgetDialogue.ForgetAsync(client);
        client.EditText(words, "Этаж первый");
        await managers.Bot.AssertAllIsHandledAsync();
        await managers.OutboxIsEmptyAsync();

        Assert.Empty(await managers.Bot.Database.ReadAsync(Stored));
        Assert.DoesNotContain(client.Messages, message => message.Text.StartsWith("Исправили", StringComparison.Ordinal));
        Assert.DoesNotContain(managers.Seat.Messages, message => message.Text.Contains("Этаж", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(FailPoints.MessageCommitted)]
    [InlineData(FailPoints.ReplySaid)]
    [InlineData(FailPoints.CardSent)]
    [InlineData(FailPoints.CardSettled)]
    public async Task A_kill_after_the_edit_came_neither_loses_nor_doubles_the_correction(string point)
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await using var telegram = await BotApiServer.StartAsync(new BotApiOptions { DefaultTimeout = TimeSpan.FromSeconds(60) });
        var manager = telegram.AddPerson("Пётр").Chat;
        manager.SendText("/start");
        var client = telegram.AddPerson("Анна").Chat;
        var settings = BotEnvironment.Of(database.Details, telegram, [manager.Person.Id]);
        ChatMessage words, shown;
        await using (var bot = BotProcess.Start(settings))
        {
            await client.OrderAsync(TypedForm.Ordinary);
            words = client.SendText("Этаж третий");
            await client.AddToTicketAsync(1);
            shown = await manager.NextAsync("Клиент добавил");
            Assert.Equal(0, await bot.StopAsync());
        }

        await using (var dying = BotProcess.Start(new Dictionary<string, string>(settings) { [FailPoints.Variable] = point }))
        {
            client.EditText(words, "Этаж второй");
            await Eventually.IsTrueAsync(() => dying.HasExited, "the process dies after the edit");
        }

        await using var again = BotProcess.Start(settings);
        await client.NextAsync("Исправили в заявке №1.");
        await manager.WaitForEditAsync(shown, message => message.Text.EndsWith("\nЭтаж второй", StringComparison.Ordinal));
        await Eventually.BecomesAsync(
            () => database.ReadAsync("select 'update' from inbox union all select kind from outbox"), rows => rows.Count == 0,
            "everything is handled and sent");

        Assert.Equal(["f|Этаж третий", "t|Этаж второй"], await database.ReadAsync(Stored));
        Assert.Single(manager.Messages, message => message.Text.Contains("Этаж", StringComparison.Ordinal));
    }
}
