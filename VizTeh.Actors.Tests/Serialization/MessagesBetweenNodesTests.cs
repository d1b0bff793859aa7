using System.Text;
using Akka.Actor;
using VizTeh.Actors.Serialization;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Serialization;

/// <summary>What travels from node to node, by Akka's own transport.</summary>
public sealed class MessagesBetweenNodesTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly ActorSystem _here = TwoNodes.Start(isOfLaterVersion: true);
    private readonly ActorSystem _there = TwoNodes.Start();
    private IActorRef _echo = null!;

    public async Task InitializeAsync()
    {
        _there.ActorOf(Props.Create(() => new Echo()), "echo");
        _echo = await TwoNodes.FindAsync(_here, _there, "/user/echo");
    }

    public async Task DisposeAsync()
    {
        await _here.Terminate();
        await _there.Terminate();
    }

    [Fact]
    public async Task Every_message_of_the_program_arrives_as_what_was_sent_and_comes_back_so()
    {
        var serializer = new EventSerializer((ExtendedActorSystem)_here);
        foreach (var (name, message) in PermanentShapes.All)
        {
            var returned = await _echo.Ask<object>(message, Deadline);

            Assert.True(message.GetType() == returned.GetType(), name);
            Assert.Equal(PermanentShapes.Read(name), Encoding.UTF8.GetString(serializer.ToBinary(returned)));
        }

        Assert.Equal(
            EventManifests.AllTypes.Where(type => type.Namespace != "VizTeh.Actors.Serialization.Earlier").ToHashSet(),
            PermanentShapes.All.Values.Select(message => message.GetType()).ToHashSet());
    }

    [Theory]
    // A message that is new, a client's action that is, a report that is, and one of the wrong shape.
    [InlineData("conversation.update.v9", "{}")]
    [InlineData("conversation.update.v1", """{"updateId":1,"userId":2,"input":{"type":"hologram"}}""")]
    [InlineData("conversation.update.v1", """{"updateId":1,"userId":2,"input":{"type":"unsupported","kind":"Hologram"}}""")]
    [InlineData("inbox.handled.v9", """{"updateId":1}""")]
    [InlineData("conversation.update.v1", "{}")]
    public async Task What_a_later_version_sends_and_this_one_cannot_read_is_not_answered_and_nothing_else_is_lost_with_it(
        string manifest, string json)
    {
        // Twenty, one after the other: as the poller sends an update again and again that nobody answers.
        for (var time = 0; time < 20; time++)
        {
            using var deadline = new CancellationTokenSource(Deadline);
            var unanswered = _echo.Ask<object>(new OfLaterVersion(manifest, json), deadline.Token);
            var answered = await _echo.Ask<object>(new Handled(time), Deadline);

            Assert.Equal(new Handled(time), answered);
            Assert.False(unanswered.IsCompleted);
            await deadline.CancelAsync();
            await ((Task)unanswered)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }
}
