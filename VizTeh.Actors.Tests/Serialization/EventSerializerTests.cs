using System.Text;
using System.Text.Json;
using Akka.Actor;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Serialization;

namespace VizTeh.Actors.Tests.Serialization;

public sealed class EventSerializerTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero);

    private readonly ActorSystem _system = ActorSystem.Create("serialization");
    private readonly EventSerializer _serializer;

    public EventSerializerTests()
    {
        _serializer = new EventSerializer((ExtendedActorSystem)_system);
    }

    [Fact]
    public void The_journal_is_legible_to_a_person_with_psql() =>
        Assert.Equal(
            """{"field":"Name","value":"Анна <b>","updateId":1,"at":"2026-03-01T12:00:00.123+00:00"}""",
            Encoding.UTF8.GetString(_serializer.ToBinary(new ConversationEvent.Answered(1, At, FormField.Name, "Анна <b>"))));

    [Theory]
    [InlineData("""{"updateId":1,"at":"2026-03-01T12:00:00Z","field":"Name"}""")]
    [InlineData("""{"updateId":1,"at":"2026-03-01T12:00:00Z","field":"Name","value":null}""")]
    [InlineData("""{"updateId":1,"at":"2026-03-01T12:00:00Z","field":"Nonsense","value":"x"}""")]
    [InlineData("null")]
    public void A_damaged_event_is_refused_instead_of_being_read_half(string json) =>
        Assert.Throws<JsonException>(() => _serializer.FromBinary(Encoding.UTF8.GetBytes(json), "conversation.answered.v1"));

    [Fact]
    public void An_event_of_a_newer_version_is_refused_by_its_name() =>
        Assert.Throws<ArgumentException>(() => _serializer.FromBinary("{}"u8.ToArray(), "conversation.answered.v2"));

    [Fact]
    public void A_member_that_a_later_version_added_does_not_keep_this_one_from_reading() =>
        Assert.Equal(
            new ConversationEvent.Cancelled(1, At),
            _serializer.FromBinary("""{"updateId":1,"at":"2026-03-01T12:00:00.123Z","later":[1]}"""u8.ToArray(), "conversation.cancelled.v1"));

    [Fact]
    public void A_type_of_the_program_without_a_manifest_is_refused_and_not_written_in_another_shape()
    {
        using var system = ActorSystem.Create("fallback", FallbackSerializer.Config);
        var fallback = system.Serialization.FindSerializerForType(typeof(Conversation));

        Assert.Contains("EventManifests", Assert.Throws<ArgumentException>(() => fallback.ToBinary(Conversation.New)).Message, StringComparison.Ordinal);
        Assert.Equal("text", fallback.FromBinary<string>(fallback.ToBinary("text")));
    }

    public void Dispose() => _system.Dispose();
}
