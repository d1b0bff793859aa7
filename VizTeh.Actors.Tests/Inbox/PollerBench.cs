using Microsoft.Extensions.DependencyInjection;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Inbox;
using VizTeh.Actors.Manager;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Inbox;

/// <summary>The poller between the emulated Telegram and probes for its receivers.</summary>
internal sealed class PollerBench : IAsyncDisposable
{
    private readonly ActorBench _bench;

    private PollerBench(ActorBench bench, ActorBench.Neighbour conversations, ActorBench.Neighbour manager) =>
        (_bench, Conversations, Manager) = (bench, conversations, manager);

    public BotUnderTest Bot => _bench.Bot;

    public ActorBench.Neighbour Conversations { get; }

    public ActorBench.Neighbour Manager { get; }

    /// <param name="options">Changes the poller's usual options.</param>
    /// <param name="clock">The bot's clock; the machine's own when null.</param>
    public static async Task<PollerBench> StartAsync(
        Func<PollerOptions, PollerOptions>? options = null, TimeProvider? clock = null, bool start = true)
    {
        ActorBench.Neighbour conversations = null!;
        ActorBench.Neighbour manager = null!;
        var bench = await ActorBench.CreateAsync(
            akka => akka.WithPoller(),
            bench => (conversations, manager) = (bench.Probe<ConversationActor>(), bench.Probe<ManagerActor>()),
            services =>
            {
                services.AddSingleton((options ?? (unchanged => unchanged))(PollerOptions.Default));
                if (clock is not null)
                    services.AddSingleton(clock);
            },
            start);
        return new PollerBench(bench, conversations, manager);
    }

    /// <summary>A client writes «раз» and «два»; the first of them comes to the conversation.</summary>
    public async Task<ClientUpdate> SendTwoAsync()
    {
        var client = Bot.NewClient();
        client.SendText("раз");
        client.SendText("два");
        return await Conversations.ExpectAsync<ClientUpdate>();
    }

    public async Task GreetManagerAsync()
    {
        var update = await Manager.ExpectAsync<ManagerUpdate>();
        Manager.Reply(new Handled(update.UpdateId));
    }

    public Task InboxIsEmptyAsync() => Eventually.BecomesAsync(
        () => Bot.Database.ReadAsync("select update_id::text from inbox"), rows => rows.Count == 0, "the inbox is empty");

    public ValueTask DisposeAsync() => _bench.DisposeAsync();
}
