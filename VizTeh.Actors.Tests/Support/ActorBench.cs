using Akka.Actor;
using Akka.Hosting;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.DependencyInjection;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tests.Support;

/// <summary>One of the bot's actors, started by its production hosting method, with probes in place of its neighbours.</summary>
internal sealed class ActorBench : IAsyncDisposable
{
    private readonly List<Action<ActorSystem, IActorRegistry>> _probes = [];
    private TestKit? _kit;

    private ActorBench()
    {
    }

    public BotUnderTest Bot { get; private set; } = null!;

    public TestKit Kit => _kit ?? throw new InvalidOperationException("the bench is not set up");

    /// <param name="actor">The production method of the actor under test.</param>
    /// <param name="probe">Registers the probes that stand in for its neighbours.</param>
    public static async Task<ActorBench> CreateAsync(
        Action<AkkaConfigurationBuilder> actor, Action<ActorBench> probe, Action<IServiceCollection>? services = null, bool start = true,
        Func<BotSettings, BotSettings>? settings = null)
    {
        var bench = new ActorBench();
        probe(bench);
        bench.Bot = await BotUnderTest.CreateAsync(
            settings is null ? null : (defaults, _) => settings(defaults),
            services: services,
            actors: akka =>
            {
                akka.WithActors((system, registry) =>
                {
                    bench._kit = new TestKit(system);
                    foreach (var register in bench._probes)
                        register(system, registry);
                });
                actor(akka);
            },
            start: start);
        return bench;
    }

    /// <summary>Puts a probe in place of an actor; the probe is recreated at each start of the bot.</summary>
    public Neighbour Probe<TActor>()
    {
        var neighbour = new Neighbour();
        _probes.Add((system, registry) =>
        {
            neighbour.Probe = new TestKit(system).CreateTestProbe();
            registry.Register<TActor>(neighbour.Probe.Ref, overwrite: true);
        });
        return neighbour;
    }

    /// <summary>Puts an actor in place of another that answers each message at once; it is recreated at each start of the bot.</summary>
    /// <param name="answer">Null for no answer.</param>
    public void Answer<TActor>(Func<object, object?> answer) => _probes.Add((system, registry) =>
        registry.Register<TActor>(system.ActorOf(Props.Create(() => new Answerer(answer))), overwrite: true));

    public ValueTask DisposeAsync() => Bot.DisposeAsync();

    private sealed class Answerer : ReceiveActor
    {
        public Answerer(Func<object, object?> answer) => ReceiveAny(message =>
        {
            if (answer(message) is { } said)
                Sender.Tell(said);
        });
    }

    /// <summary>A probe in place of an actor, across restarts of the bot.</summary>
    internal sealed class Neighbour
    {
        private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

        public TestProbe Probe { get; set; } = null!;

        public Task<T> ExpectAsync<T>(Predicate<T>? isWanted = null) =>
            isWanted is null
                ? Probe.ExpectMsgAsync<T>(Deadline).AsTask()
                : Probe.FishForMessageAsync<T>(isWanted, Deadline).AsTask();

        public void Reply(object message) => Probe.Reply(message);
    }
}
