using Microsoft.Extensions.DependencyInjection;
using Telegram.Bot;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>A bot whose managers' chat is a basic group, with one manager in it.</summary>
internal sealed record ManagerGroup(BotUnderTest Bot, Group Group, Person Manager) : IAsyncDisposable
{
    public ChatParticipant Seat => Group.Seat(Manager);

    /// <param name="change">Gets the settings with the group as the managers' chat, and the chats that they had before.</param>
    public static async Task<ManagerGroup> CreateAsync(
        Action<IServiceCollection>? services = null, Func<BotSettings, IReadOnlyCollection<long>, BotSettings>? change = null)
    {
        Group? group = null;
        Person? manager = null;
        var bot = await BotUnderTest.CreateAsync(
            settings: (settings, telegram) =>
            {
                manager = telegram.AddPerson("Мария", username: "maria");
                group = telegram.AddGroup("Менеджеры", manager);
                var ofGroup = settings with { ManagerChatIds = [group.Id] };
                return change?.Invoke(ofGroup, settings.ManagerChatIds) ?? ofGroup;
            },
            services: services);
        return new ManagerGroup(bot, group!, manager!);
    }

    public Task<long> OrderAsync() => Bot.NewClient().OrderAsync(TypedForm.Ordinary);

    public int LogLines(string containing) => Bot.Log.All.Count(line => line.Contains(containing, StringComparison.Ordinal));

    public Task OutboxIsEmptyAsync() => Eventually.IsTrueAsync(
        async () => (await Bot.Database.ReadAsync("select count(*) from outbox"))[0] == "0", "the outbox is empty");

    /// <summary>Drops all waiting updates, as after a day without the bot.</summary>
    public Task TelegramForgetsUpdatesAsync() =>
        new TelegramBotClient(new TelegramBotClientOptions(Bot.Telegram.Token, Bot.Settings.TelegramApiUrl)).DropPendingUpdates();

    public ValueTask DisposeAsync() => Bot.DisposeAsync();
}
