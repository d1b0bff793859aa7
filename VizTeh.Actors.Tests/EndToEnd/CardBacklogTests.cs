using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using VizTeh.Actors.Delivery;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>A crowd's cards wait for the managers while one client writes.</summary>
public sealed class CardBacklogTests
{
    private const int Waiting = 40;

    [Fact]
    public async Task A_client_fills_a_whole_form_before_the_second_card_of_a_crowd_is_sent_and_then_all_of_them_come_in_order()
    {
        // By this clock no time passes until the test says so: the managers' kept turns do not come.
        var clock = new FakeTimeProvider();
        var clients = new ForegroundWork(clock);
        using var turns = new CardTurns(clients, clock);
        await using var bot = await BotUnderTest.CreateAsync(services: services => services.AddSingleton(clients).AddSingleton(turns));
        var client = bot.NewClient();
        await client.FillAsync(TypedForm.Ordinary);
        await bot.Services.GetRequiredService<TicketStore>().CreateAsync(
            [.. Enumerable.Range(0, Waiting).Select(_ => TicketSamples.New())], [bot.Manager.Chat.ChatId], default);
        await Eventually.IsTrueAsync(() => Cards(bot).Length > 0, "the first card is sent");

        client.SendText("Отправить");
        var own = ClientDialogue.NumberIn(await client.NextAsync("принята"));
        await bot.NewClient("Борис").FillAsync(TypedForm.Ordinary);

        Assert.Single(Cards(bot));
        await Eventually.IsTrueAsync(
            () =>
            {
                clock.Advance(ForegroundWork.Pause);
                return Cards(bot).Length > Waiting;
            },
            "all cards are sent");
        Assert.Equal(Waiting + 1, own);
        Assert.Equal(Enumerable.Range(1, Waiting + 1).Select(number => (long)number), Cards(bot).Select(ClientDialogue.NumberIn));
        await bot.AssertAllIsHandledAsync();
    }

    [Fact]
    public async Task What_is_owed_to_a_client_is_sent_however_many_managers_chats_stand_still()
    {
        Group[] groups = [];
        await using var bot = await BotUnderTest.CreateAsync((settings, telegram) =>
        {
            var manager = telegram.AddPerson("Мария");
            groups = [.. Enumerable.Range(1, 12).Select(number => telegram.AddGroup($"Менеджеры {number}", manager))];
            return settings with { ManagerChatIds = [.. groups.Select(group => group.Id)] };
        });
        var client = bot.NewClient();
        client.SendText("/start");
        await client.NextAsync("");
        var stalled = bot.Telegram.Faults.Inject(Fault.Stall() with { Method = "sendMessage", Text = "№1", Times = null });
        await bot.Services.GetRequiredService<TicketStore>().CreateAsync(
            [TicketSamples.New()], [.. groups.Select(group => group.Id)], default);
        await stalled.WaitForHitsAsync(8);

        await bot.Database.OweAsync("word", client.ChatId, new OwedMessage.Notice(Recipient.Client, new Message("Мы уже едем")));

        await client.NextAsync("Мы уже едем");
        Assert.Equal(8, stalled.Hits);
        stalled.Release();
    }

    private static ChatMessage[] Cards(BotUnderTest bot) =>
        [.. bot.Manager.Chat.Messages.Where(message => message.InlineButtons.Length > 0)];
}
