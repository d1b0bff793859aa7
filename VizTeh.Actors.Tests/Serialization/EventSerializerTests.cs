using System.Text;
using System.Text.Json;
using Akka.Actor;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Manager;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Serialization;
using VizTeh.Actors.Telegram;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Serialization;

public sealed class EventSerializerTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero);
    private static readonly Guid Id = Guid.Parse("0195b0e1-0000-7000-8000-000000000001");
    private static readonly Ticket Ticket = new(1, 2, null, "и", null, "т", "Знаки", "о", "+7", TicketStatus.Closed, At);

    private readonly ActorSystem _system = ActorSystem.Create("serialization");
    private readonly EventSerializer _serializer;

    public EventSerializerTests()
    {
        _serializer = new EventSerializer((ExtendedActorSystem)_system);
    }

    public static TheoryData<string> Manifests => [.. EventManifests.AllManifests];

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Everything_in_the_table_of_manifests_survives_the_journal_and_the_wire(string manifest)
    {
        var sample = Samples().Single(sample => EventManifests.ManifestOf(sample.GetType()) == manifest);

        var copy = _serializer.FromBinary(_serializer.ToBinary(sample), _serializer.Manifest(sample));

        Assert.Equal(manifest, _serializer.Manifest(sample));
        Assert.Equal(sample, copy);
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

    public void Dispose() => _system.Dispose();

    private static IEnumerable<object> Samples() =>
    [
        new ConversationEvent.Started(1, At, Id),
        new ConversationEvent.Answered(1, At, FormField.Phone, "+7 \"x\" \u0001"),
        new ConversationEvent.WentBack(1, At, null),
        new ConversationEvent.ChangeChosen(1, At, FormField.City),
        new ConversationEvent.Cancelled(1, At),
        new ConversationEvent.Submitted(1, At, Id, null),
        new ConversationEvent.TicketCreated(1, At, Id, 17),
        new ClientUpdate(1, 2, "anna", new ClientInput.Contact("+7", IsOwn: true)),
        ConversationActor.StopConversation.Instance,
        new ManagerUpdate(1, -100, IsGroup: true, new Person(2, "П", null), new ManagerInput.Press("7", "d", null)),
        new Handled(1),
        new StillAtWork(1),
        new NotHandled(1, "e", IsFault: true),
        OutboxFilled.Instance,
        new CreateTicket(Id, 2, null, "n", "o", "c", "d", "e", "p", At),
        new TicketCreated(Id, 17),
        new TicketNotCreated(Id, "e"),
        new ChangeTicketStatus(17, TicketStatus.Closed, 2, "П", 1, -100, null),
        new TicketStatusChanged(new TicketState(Ticket, new StatusChange(TicketStatus.Closed, 2, "П", 1, At))),
        new TicketStatusUnchanged(new TicketState(Ticket, null)),
        new TicketNotFound(17),
        new TicketStatusUnknown(17, "e", IsTransient: true),
    ];
}
