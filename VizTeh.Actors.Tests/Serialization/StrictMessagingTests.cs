using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Hosting;
using Akka.Serialization;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Delivery;
using VizTeh.Actors.Inbox;
using VizTeh.Actors.Manager;
using VizTeh.Actors.Serialization;
using VizTeh.Actors.Tests.EndToEnd;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Serialization;

public sealed class StrictMessagingTests
{
    /// <summary>What an actor of the program tells only itself, though others can see the type.</summary>
    private static readonly Type[] ToldOnlyToSelf = [typeof(DeliveryReport)];

    [Fact]
    public async Task The_whole_program_works_when_every_message_between_actors_travels_as_json()
    {
        var inMemory = new ConcurrentDictionary<Type, int>();
        await using var bot = await BotUnderTest.CreateAsync(actors: akka => akka
            .AddHocon("akka.actor.serialize-messages = on", HoconAddMode.Prepend)
            .WithCustomSerializer("in-memory", [typeof(object)], system => new InMemorySerializer(system, inMemory))
            .WithOutbox().WithTickets().WithManager().WithConversations().WithPoller());
        var client = bot.NewClient();
        client.SendText("/start");
        await client.NextAsync("Визуальные технологии");

        var number = await client.OrderAsync(TypedForm.Ordinary);
        var card = await bot.Manager.Chat.NextAsync($"№{number}");
        await bot.Manager.Chat.Press(card, "Закрыть заявку").AnswerAsync(TimeSpan.FromSeconds(30));
        await bot.Manager.Chat.WaitForEditAsync(card, message => message.Button("Открыть заявку") is not null);
        await bot.AssertAllIsHandledAsync();

        // Of Akka's own messages none is asked for: at its start it tells some before it can serialize anything.
        var unsent = bot.Log.All.Where(line => line.Contains("exception during message send", StringComparison.Ordinal)
            && line.Contains("VizTeh.", StringComparison.Ordinal)).ToArray();
        Assert.True(unsent.Length == 0, string.Join('\n', unsent));
        Assert.Equal(["closed"], await bot.Database.ReadAsync("select status from tickets"));
        // Those that an actor tells itself: proof that the setting was in force.
        Assert.Contains(inMemory.Keys, type => type.DeclaringType == typeof(ConversationActor));
        Assert.Contains(inMemory.Keys, type => type.DeclaringType == typeof(PollerActor));
    }

    /// <summary>Passes on by reference what never leaves the process, refuses what the program's own fallback refuses.</summary>
    private sealed class InMemorySerializer(ExtendedActorSystem system, ConcurrentDictionary<Type, int> seen) : Serializer(system)
    {
        private readonly FallbackSerializer _fallback =
            new(system, system.Settings.Config.GetConfig("akka.actor.serialization-settings.json"));
        private readonly ConcurrentDictionary<long, object> _underWay = new();
        private long _last;

        public override int Identifier => 4_951;

        public override bool IncludeManifest => false;

        public override byte[] ToBinary(object obj)
        {
            var type = obj.GetType();
            if (type.Assembly == typeof(EventSerializer).Assembly)
            {
                if (!type.IsNestedPrivate && !ToldOnlyToSelf.Contains(type))
                    return _fallback.ToBinary(obj);
                seen.AddOrUpdate(type, 1, (_, count) => count + 1);
            }

            var key = Interlocked.Increment(ref _last);
            _underWay[key] = obj;
            return BitConverter.GetBytes(key);
        }

        public override object FromBinary(byte[] bytes, Type type) =>
            _underWay.TryRemove(BitConverter.ToInt64(bytes), out var obj) ? obj : throw new InvalidOperationException("read twice");
    }
}
