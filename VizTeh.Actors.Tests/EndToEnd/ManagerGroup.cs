using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>A bot whose managers' chat is a basic group, with one manager in it.</summary>
internal sealed record ManagerGroup(BotUnderTest Bot, Group Group, Person Manager) : IAsyncDisposable
{
    public ChatSeat Seat => Group.Seat(Manager);

    public static async Task<ManagerGroup> CreateAsync(
        Func<Group, long[]>? chats = null, Action<Microsoft.Extensions.DependencyInjection.IServiceCollection>? services = null)
    {
        Group? group = null;
        Person? manager = null;
        var bot = await BotUnderTest.CreateAsync(
            settings: (settings, telegram) =>
            {
                manager = telegram.AddPerson("Мария", username: "maria");
                group = telegram.AddGroup("Менеджеры", manager);
                return settings with { ManagerChatIds = chats?.Invoke(group) ?? [group.Id] };
            },
            services: services);
        return new ManagerGroup(bot, group!, manager!);
    }

    public Task<long> OrderAsync() => Bot.NewClient().OrderAsync(TypedForm.Ordinary);

    public int LogLines(string containing) => Bot.Log.All.Count(line => line.Contains(containing, StringComparison.Ordinal));

    public Task OutboxIsEmptyAsync() => Eventually.IsTrueAsync(
        async () => (await Bot.Database.ReadAsync("select count(*) from outbox"))[0] == "0", "the outbox is empty");

    public ValueTask DisposeAsync() => Bot.DisposeAsync();
}
