using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>Chats that become unreachable, return, or are rate-limited: which rows wait, and which chats are not affected.</summary>
public sealed class ChatTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Put_out_of_the_managers_group_and_let_in_again_the_bot_brings_every_card_in_order_at_once()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        managers.Group.RemoveBot();
        var ids = new List<long> { await managers.OrderAsync(), await managers.OrderAsync(), await managers.OrderAsync() };
        await managers.Bot.AssertAllIsHandledAsync();
        await RefusedUntilTomorrowAsync(managers.Bot);
        Assert.Equal(
            [$"{managers.Group.Id}|trouble|3|Forbidden: bot was kicked from the group chat"],
            await managers.Bot.Database.ReadAsync(
                "select concat_ws('|', chat_id, state, rows, last_error) from health where state <> 'ok'"));

        managers.Group.AddBot();

        foreach (var id in ids)
            await managers.Seat.NextAsync($"№{id}");
        await managers.OutboxIsEmptyAsync();
        Assert.Equal(ids, managers.Seat.Messages.Where(message => message.InlineButtons.Length > 0).Select(ClientDialogue.NumberIn));
        Assert.Equal(1, managers.LogLines("cannot be written to"));
        await Eventually.IsTrueAsync(() => managers.LogLines("can be written to again") == 1, "the log says once that it can be again");
        Assert.Empty(await managers.Bot.Database.ReadAsync("select matter from health where state <> 'ok'"));
        managers.Bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task A_manager_who_had_not_pressed_start_gets_the_cards_that_wait_when_they_do()
    {
        Person? late = null;
        await using var bot = await BotUnderTest.CreateAsync(settings: (settings, telegram) =>
        {
            late = telegram.AddPerson("Поздний");
            return settings with { ManagerChatIds = [.. settings.ManagerChatIds, late.Id] };
        });
        var id = await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        await bot.Manager.Chat.NextAsync($"№{id}");
        await RefusedUntilTomorrowAsync(bot);

        late!.Chat.SendText("/start");

        await late.Chat.NextAsync($"№{id}");
    }

    [Fact]
    public async Task A_restart_tries_at_once_what_was_refused()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        managers.Group.RemoveBot();
        var id = await managers.OrderAsync();
        await managers.Bot.AssertAllIsHandledAsync();
        await RefusedUntilTomorrowAsync(managers.Bot);
        await managers.Bot.StopAsync();
        managers.Group.AddBot();
        await managers.TelegramForgetsUpdatesAsync();

        await managers.Bot.StartAsync();

        await managers.Seat.NextAsync($"№{id}");
    }

    [Fact]
    public async Task A_client_who_blocks_the_bot_in_the_middle_goes_on_at_the_question_when_they_come_back()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        foreach (var (_, act, answer) in ClientDialogue.Steps(TypedForm.Ordinary).Take(3))
        {
            await act(client);
            await client.NextAsync(answer);
        }

        await bot.StopAsync();
        client.SendText("Тверь");
        client.Block();
        await bot.StartAsync();
        await bot.AssertAllIsHandledAsync();
        var other = await bot.NewClient("Борис").OrderAsync(TypedForm.Ordinary);
        await bot.Manager.Chat.NextAsync($"№{other}");
        client.Unblock();
        client.ReadAll();
        client.SendText("/start");

        await client.NextAsync("направлен");
        foreach (var (_, act, answer) in ClientDialogue.Steps(TypedForm.Ordinary).Skip(4))
        {
            await act(client);
            await client.NextAsync(answer);
        }

        await ClientDialogue.PressNewestAsync(client, "Отправить");
        var id = ClientDialogue.NumberIn(await client.NextAsync("№"));
        Assert.Contains("Тверь", (await bot.Manager.Chat.NextAsync($"№{id}")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_who_is_gone_right_after_sending_the_form_costs_neither_the_ticket_nor_its_card(bool deactivated)
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        var review = await client.FillAsync(TypedForm.Ordinary);
        await bot.StopAsync();
        client.Press(review, "Отправить");
        if (deactivated)
            client.Person.Deactivate();
        else
            client.Block();

        await bot.StartAsync();

        var card = await bot.Manager.Chat.NextAsync("№");
        await bot.AssertAllIsHandledAsync();
        Assert.Equal(["open"], await bot.Database.ReadAsync("select status from tickets"));
        await bot.Manager.Chat.Press(card, "Закрыть заявку").AnswerAsync(Soon);
        await bot.Manager.Chat.WaitForEditAsync(card, message => message.Button("Открыть заявку") is not null);
    }

    [Fact]
    public async Task A_client_who_is_limited_for_five_minutes_delays_nobody_and_is_answered_in_the_end()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var slow = bot.NewClient("Медленный");
        slow.SendText("/start");
        await slow.NextAsync("заявк");
        var limit = bot.Telegram.Faults.Inject(Fault.TooManyRequests(300) with { ChatId = slow.ChatId });

        slow.PressMenu("Оставить заявку");
        await limit.WaitForHitsAsync();
        slow.SendText("Анна");
        var ids = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => bot.NewClient().OrderAsync(TypedForm.Ordinary)));

        foreach (var _ in ids)
            await bot.Manager.Chat.NextAsync("№");
        Assert.Single(bot.Telegram.Calls.Of("sendMessage"), call => call.ChatId == slow.ChatId && !call.Succeeded);
        Assert.DoesNotContain(slow.Messages, message => message.FromBot && message.Text.Contains("обращаться", StringComparison.Ordinal));
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select concat_ws('|', count(*), sum(attempts)) from inbox"),
            rows => rows.SequenceEqual(["2|0"]), "only what the limited client sent is left");
        // The wait ends with the process, so the test does not sit out the rest of it.
        await bot.StopAsync();
        await bot.StartAsync();
        await slow.NextAsync("обращаться");
        await slow.NextAsync("организац");
    }

    [Fact]
    public async Task A_managers_chat_that_is_limited_for_five_minutes_delays_no_other_managers_chat()
    {
        Person? second = null;
        await using var bot = await BotUnderTest.CreateAsync(settings: (settings, telegram) =>
        {
            second = telegram.AddPerson("Мария");
            second.Chat.SendText("/start");
            return settings with { ManagerChatIds = [.. settings.ManagerChatIds, second.Id] };
        });
        await bot.Manager.Chat.NextAsync("менеджер");
        await second!.Chat.NextAsync("менеджер");
        bot.Telegram.Faults.Inject(Fault.TooManyRequests(300) with { Method = "sendMessage", ChatId = bot.Manager.Id });

        var ids = new List<long>();
        for (var number = 0; number < 3; number++)
            ids.Add(await bot.NewClient().OrderAsync(TypedForm.Ordinary));

        foreach (var id in ids)
        {
            var card = await second.Chat.NextAsync($"№{id}");
            await second.Chat.Press(card, "Закрыть заявку").AnswerAsync(Soon);
            await second.Chat.WaitForEditAsync(card, message => message.Button("Открыть заявку") is not null);
        }

        Assert.Single(bot.Telegram.Calls.Of("sendMessage"), call => call.ChatId == bot.Manager.Id && !call.Succeeded);
        Assert.Equal(["3"], await bot.Database.ReadAsync($"select rows from health where chat_id = {bot.Manager.Id}"));
        await bot.StopAsync();
        await bot.StartAsync();
        foreach (var id in ids)
            Assert.NotNull((await bot.Manager.Chat.NextAsync($"№{id}")).Button("Открыть заявку"));
    }

    /// <summary>The first waiting card was refused, and would not be retried within a test.</summary>
    private static async Task RefusedUntilTomorrowAsync(BotUnderTest bot)
    {
        await Eventually.IsTrueAsync(
            async () => (await bot.Database.ReadAsync("select count(*) from outbox where last_error is not null"))[0] == "1",
            "a card was refused");
        await bot.Database.ExecuteAsync("update outbox set next_attempt_at = now() + interval '1 day'");
    }
}
