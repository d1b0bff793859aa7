using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>What a client hears of a ticket, with the whole program over HTTP.</summary>
public sealed class TicketNoticeTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_client_hears_that_the_ticket_was_taken_closed_and_opened_again_and_a_reply_goes_to_it()
    {
        await using var bot = await BotUnderTest.CreateAsync(settings: (settings, _) => settings with
        {
            Company = settings.Company with { Notices = NoticeSettings.Shipped with { Delay = TimeSpan.Zero } },
        });
        var (client, manager) = (bot.NewClient(), bot.Manager.Chat);
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await manager.NextAsync($"№{id}");

        await manager.Press(card, "В работу").AnswerAsync(Soon);
        var taken = await client.NextAsync($"Заявка №{id} уже в работе.");
        Assert.DoesNotContain("Пётр", taken.Text, StringComparison.Ordinal);
        await manager.Press(card, "Закрыть заявку").AnswerAsync(Soon);
        await client.NextAsync($"Мы закрыли заявку №{id}.");
        await manager.WaitForEditAsync(card, message => message.Button("Открыть заявку") is not null);
        await manager.Press(card, "Открыть заявку").AnswerAsync(Soon);
        var reopened = await client.NextAsync($"Мы снова открыли заявку №{id}");

        client.SendText("Позвоните после шести", replyTo: reopened);
        await client.NextAsync($"Добавили к заявке №{id}");
        await manager.NextAsync($"Клиент добавил к заявке №{id}\nПозвоните после шести");
        await bot.AssertAllIsHandledAsync();
        bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task A_reply_to_the_notice_of_closing_is_added_and_its_button_opens_the_ticket_again()
    {
        await using var bot = await BotUnderTest.CreateAsync(settings: (settings, _) => settings with
        {
            Company = settings.Company with { Notices = NoticeSettings.Shipped with { Delay = TimeSpan.Zero } },
        });
        var (client, manager) = (bot.NewClient(), bot.Manager.Chat);
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await manager.NextAsync($"№{id}");
        await manager.Press(card, "Закрыть заявку").AnswerAsync(Soon);
        var closed = await client.NextAsync($"Мы закрыли заявку №{id}.");

        client.SendText("Вывеска отклеилась!", replyTo: closed);
        var added = await client.NextAsync($"Добавили к заявке №{id}, менеджер увидит. Сама заявка сейчас закрыта.");
        await manager.NextAsync("Вывеска отклеилась!");
        client.Press(added, $"Открыть №{id} снова");

        await client.NextAsync($"Снова открыли заявку №{id}.");
        await manager.WaitForEditAsync(card, message => message.Text.StartsWith($"🟢 №{id}", StringComparison.Ordinal));
        await bot.AssertAllIsHandledAsync();
        Assert.Equal([$"{id}|open"], await bot.Database.ReadAsync("select concat_ws('|', id, status) from tickets"));
        bot.AssertCallsFitTheBotApi();
    }
}
