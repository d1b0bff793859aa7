using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Hosting;
using Akka.Serialization;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Delivery;
using VizTeh.Actors.Inbox;
using VizTeh.Actors.Manager;
using VizTeh.Actors.PersonalData;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Serialization;
using VizTeh.Actors.Tests.EndToEnd;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Serialization;

public sealed class StrictMessagingTests
{
    /// <summary>Messages that an actor sends only to itself, although the type is visible to others.</summary>
    private static readonly Type[] ToldOnlyToSelf = [typeof(DeliveryReport)];

    [Fact]
    public async Task The_whole_program_works_when_every_message_between_actors_travels_as_json()
    {
        var inMemory = new ConcurrentDictionary<Type, int>();
        var underWay = new MessagesUnderWay();
        await using var bot = await BotUnderTest.CreateAsync(actors: akka => akka
            .AddHocon("akka.actor.serialize-messages = on", HoconAddMode.Prepend)
            .WithCustomSerializer("in-memory", [typeof(object)], system => new InMemorySerializer(system, inMemory, underWay))
            .WithOutbox().WithTickets().WithPersonalData().WithManager().WithConversations().WithPoller());
        var client = bot.NewClient();
        client.SendText("/start");
        await client.NextAsync("Визуальные технологии");

        var number = await client.OrderAsync(TypedForm.Ordinary);
        var card = await bot.Manager.Chat.NextAsync($"№{number}");
        await bot.Manager.Chat.Press(card, "Закрыть заявку").AnswerAsync(TimeSpan.FromSeconds(30));
        await bot.Manager.Chat.WaitForEditAsync(card, message => message.Button("Открыть заявку") is not null);
        await bot.AssertAllIsHandledAsync();

        var unsent = bot.Log.All.Where(line => line.Contains("exception during message send", StringComparison.Ordinal)).ToArray();
        Assert.True(unsent.Length == 0, string.Join('\n', unsent));
        Assert.Equal(["closed"], await bot.Database.ReadAsync("select status from tickets"));
        // Messages that an actor sends to itself: proof that the setting was active.
        Assert.Contains(inMemory.Keys, type => type.DeclaringType == typeof(ConversationActor));
        Assert.Contains(inMemory.Keys, type => type.DeclaringType == typeof(PollerActor));
    }

    /// <summary>Messages by the number that is sent in their place.</summary>
    private sealed class MessagesUnderWay
    {
        private readonly ConcurrentDictionary<long, object> _messages = new();
        private long _last;

        public long Add(object message)
        {
            var number = Interlocked.Increment(ref _last);
            _messages[number] = message;
            return number;
        }

        public object Take(long number) =>
            _messages.TryRemove(number, out var message) ? message : throw new InvalidOperationException("read twice");
    }

    /// <summary>
    /// Passes messages that never leave the process by reference, and refuses the types that the program's own fallback refuses. While the
    /// actor system starts, Akka may write with one instance of it and read with another.
    /// </summary>
    private sealed class InMemorySerializer(
        ExtendedActorSystem system, ConcurrentDictionary<Type, int> seen, MessagesUnderWay underWay) : Serializer(system)
    {
        private readonly FallbackSerializer _fallback =
            new(system, system.Settings.Config.GetConfig("akka.actor.serialization-settings.json"));

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

            return BitConverter.GetBytes(underWay.Add(obj));
        }

        public override object FromBinary(byte[] bytes, Type type) => underWay.Take(BitConverter.ToInt64(bytes));
    }
}
