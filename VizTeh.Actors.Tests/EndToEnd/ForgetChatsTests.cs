using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;
using static VizTeh.Actors.Tests.EndToEnd.ForgetDialogue;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>
/// A client has all erased after the managers' chat was changed: what the bot cannot change any more is told to the managers.
/// </summary>
public sealed class ForgetChatsTests
{
    private const string Left = "прежнем чате";

    [Fact]
    public async Task Of_a_group_that_became_a_supergroup_the_managers_are_asked_once_a_ticket_to_delete_what_it_shows()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var first = await client.OrderAsync(Form);
        await managers.Seat.NextAsync($"№{first}");
        client.SendText("После шести, пожалуйста");
        await client.AddToTicketAsync(first);
        await client.NextAsync("Добавили к заявке");
        var second = await OrderWithFilesAsync(client);
        await managers.Seat.NextAsync($"№{second}");
        await managers.OutboxIsEmptyAsync();
        // The files are too old to be deleted, and messages of a supergroup have ids of their own.
        await managers.Bot.Database.ExecuteAsync(
            "update ticket_posts set posted_at = posted_at - interval '49 hours' where has_file");
        var supergroup = managers.Group.UpgradeToSupergroup().Seat(managers.Manager);
        await managers.Bot.AssertAllIsHandledAsync();
        // The card of the first ticket is known to be out of reach before the erasure.
        await managers.Bot.Database.ExecuteAsync($"delete from ticket_cards where ticket_id = {first}");

        await ForgetAsync(client);
        await managers.OutboxIsEmptyAsync();

        var notices = supergroup.Messages.Where(message => message.Text.Contains(Left, StringComparison.Ordinal)).ToList();
        Assert.Equal([first, second], notices.Select(ClientDialogue.NumberIn).Order());
        Assert.All(notices, notice => Assert.Contains($"{managers.Group.Id}", notice.Text, StringComparison.Ordinal));
        Assert.DoesNotContain(supergroup.Messages, message => message.Text.Contains("t.me/c", StringComparison.Ordinal));
        managers.Bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task A_former_chats_own_messages_are_edited_and_deleted_and_nothing_new_is_sent_there()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var (client, card, words) = await OrderAndMoveAsync(managers, _ => { });

        await ForgetAsync(client);
        await managers.OutboxIsEmptyAsync();

        Assert.Contains("Данные удалены по просьбе клиента", card.Text, StringComparison.Ordinal);
        Assert.True(words.IsDeleted, words.ToString());
        Assert.Equal(card.Id, Assert.Single(managers.Seat.Messages, message => message.FromBot).Id);
        Assert.DoesNotContain(
            managers.Bot.Manager.Chat.Messages, message => message.Text.Contains("Данные клиента удалены", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_former_chat_that_the_bot_has_left_is_named_to_the_managers_in_force_once()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var (client, card, _) = await OrderAndMoveAsync(managers, group => group.RemoveBot());

        await ForgetAsync(client);
        var notice = await managers.Bot.Manager.Chat.NextAsync(Left);
        await managers.OutboxIsEmptyAsync();

        Assert.Contains("Аполлинария", card.Text, StringComparison.Ordinal);
        Assert.Contains($"{managers.Group.Id}", notice.Text, StringComparison.Ordinal);
        Assert.Single(managers.Bot.Manager.Chat.Messages, message => message.Text.Contains(Left, StringComparison.Ordinal));
        Assert.Equal(0, managers.LogLines("cannot be written to"));
    }

    private static async Task<(ChatParticipant Client, ChatMessage Card, ChatMessage Words)> OrderAndMoveAsync(
        ManagerGroup managers, Action<Group> change)
    {
        var bot = managers.Bot;
        var client = bot.NewClient();
        var id = await client.OrderAsync(Form);
        var card = await managers.Seat.NextAsync($"№{id}");
        client.SendText("После шести, пожалуйста");
        await client.AddToTicketAsync(id);
        await client.NextAsync("Добавили к заявке");
        var words = await managers.Seat.NextAsync("После шести");
        await managers.OutboxIsEmptyAsync();
        await bot.StopAsync();
        change(managers.Group);
        bot.Settings = bot.Settings with { ManagerChatIds = [bot.Manager.Id] };
        await bot.StartAsync();
        return (client, card, words);
    }
}
