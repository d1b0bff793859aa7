using Akka.Hosting;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.DependencyInjection;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>The conversations of a bot, to which a test sends updates in place of the poller.</summary>
internal sealed class ConversationBench : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly ActorBench _bench;
    private long _lastUpdate = 1_000;

    private ConversationBench(ActorBench bench) => _bench = bench;

    public BotUnderTest Bot => _bench.Bot;

    public TestKit Kit => _bench.Kit;

    /// <param name="actors">The production methods of the actors under test.</param>
    /// <param name="probe">Registers the probes that stand in for their neighbours.</param>
    /// <param name="clock">The clock of the program; null for the system's.</param>
    /// <param name="settings">Changes the settings before the start.</param>
    public static async Task<ConversationBench> CreateAsync(
        Action<AkkaConfigurationBuilder> actors, Action<ActorBench> probe,
        Func<ConversationOptions, ConversationOptions>? options = null, TimeProvider? clock = null,
        Func<BotSettings, BotSettings>? settings = null) =>
        new(await ActorBench.CreateAsync(
            actors, probe,
            services => services.AddSingleton((options ?? (unchanged => unchanged))(ConversationOptions.Default))
                .AddSingleton(clock ?? TimeProvider.System),
            settings: settings));

    /// <summary>A client who has pressed Start, so that the bot may write to them.</summary>
    public ChatParticipant NewClient()
    {
        var client = Bot.NewClient();
        client.SendText("/start");
        return client;
    }

    public long NextUpdateId() => _lastUpdate++;

    public ClientUpdate Text(ChatParticipant client, string text) =>
        new(NextUpdateId(), client.Person.Id, null, new ClientInput.Text(text));

    /// <summary>Sends an update; the reports come to <see cref="Kit"/>.</summary>
    public void Tell(ClientUpdate update) =>
        Bot.Services.GetRequiredService<IReadOnlyActorRegistry>().Get<ConversationActor>().Tell(update, Kit.TestActor);

    public async Task TellAsync(ClientUpdate update)
    {
        Tell(update);
        await Kit.FishForMessageAsync<Handled>(report => report.UpdateId == update.UpdateId, Deadline);
    }

    /// <summary>
    /// Sends the update again while it is reported as failed or no report comes, as the poller does: a recovery that timed out reports
    /// nothing.
    /// </summary>
    public async Task TellUntilHandledAsync(ClientUpdate update)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        object? report;
        do
        {
            Tell(update);
            do
            {
                report = await Kit.ReceiveOneAsync(TimeSpan.FromSeconds(3), deadline.Token);
            }
            while (report is not (null or Failed) && (report as Handled)?.UpdateId != update.UpdateId);
        }
        while (report is not Handled);
    }

    /// <summary>The manifests of the client's events, in order.</summary>
    public Task<IReadOnlyList<string>> JournalAsync(ChatParticipant client) => Bot.Database.ReadAsync(
        $"select manifest from akka.journal where persistence_id = 'conversation-{client.Person.Id}' order by sequence_number");

    public async Task RestartAsync()
    {
        await Bot.StopAsync();
        await Bot.StartAsync();
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();
}
