using System.Runtime.Serialization;
using System.Text;
using System.Text.Json;
using Akka.Actor;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Questions;
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
            """{"answer":{"id":"name","label":"Имя","kind":"Text","value":"Анна <b>"},"updateId":1,"at":"2026-03-01T12:00:00.123+00:00"}""",
            Encoding.UTF8.GetString(_serializer.ToBinary(
                new ConversationEvent.Answered(1, At, new Answer("name", "Имя", QuestionKind.Text, "Анна <b>"), null))));

    [Fact]
    public void A_question_is_stored_with_its_bounds_choices_and_conditions()
    {
        var asked = new Question("rooms", "Комнаты", "В каких комнатах?", QuestionKind.Choices)
        {
            IsOptional = true,
            Choices = ["Кухня", "Зал"],
            Min = 1,
            When = [new("lift", [Answer.No])],
        };

        Assert.Equal(
            """
            {"asked":{"id":"rooms","label":"Комнаты","ask":"В каких комнатах?","kind":"Choices","isOptional":true,
            "choices":["Кухня","Зал"],"min":1,"when":[{"question":"lift","values":["нет"]}]},
            "updateId":1,"at":"2026-03-01T12:00:00.123+00:00"}
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString(_serializer.ToBinary(new ConversationEvent.ChangeChosen(1, At, asked))));
    }

    [Theory]
    [InlineData("""{"updateId":1,"at":"2026-03-01T12:00:00Z","field":"Name"}""")]
    [InlineData("""{"updateId":1,"at":"2026-03-01T12:00:00Z","field":"Name","value":null}""")]
    [InlineData("""{"updateId":1,"at":"2026-03-01T12:00:00Z","field":"Nonsense","value":"x"}""")]
    [InlineData("""{"updateId":1,"at":"2026-03-01T12:00:00Z","field":99,"value":"x"}""")]
    [InlineData("""{"updateId":1,"at":"2026-03-01T12:00:00Z","field":1,"value":"x"}""")]
    [InlineData("""{"updateId":1,"at":"2026-03-01T12:00:00Z","field":"99","value":"x"}""")]
    [InlineData("""{"updateId":1,"at":"2026-03-01T12:00:00Z","field":"1","value":"x"}""")]
    [InlineData("""{"updateId":1,"at":"2026-03-01T12:00:00Z","field":"-1","value":"x"}""")]
    [InlineData("""{"updateId":1,"at":"2026-03-01T12:00:00Z","field":"","value":"x"}""")]
    [InlineData("""{"updateId":1,"at":"2026-03-01T12:00:00Z","field":"name","value":"x"}""")]
    [InlineData("""{"updateId":1,"at":"2026-03-01T12:00:00Z","field":null,"value":"x"}""")]
    [InlineData("""{"updateId":1,"at":"2026-03-01T12:00:00Z","field":"Name, City","value":"x"}""")]
    [InlineData("""{"updateId":1,"at":"2026-03-01T12:00:00Z","field":"Name","value":"x","next":7}""")]
    [InlineData("""{"updateId":1,"at":"2026-03-01T12:00:00Z","field":"Name","value":"x","next":"Budget"}""")]
    [InlineData("""{"updateId":1,"at":"2026-03-01T12:00:00Z","field":"Name","value":"x","value":"y"}""")]
    [InlineData("""{"updateId":1,"at":"2026-03-01T12:00:00Z","Field":"Name","value":"x"}""")]
    [InlineData("null")]
    public void A_damaged_event_is_refused_instead_of_being_read_half(string json) =>
        Assert.Throws<JsonException>(() => _serializer.FromBinary(Encoding.UTF8.GetBytes(json), "conversation.answered.v1"));

    [Theory]
    [InlineData("""{"answer":{"id":"name","label":"Имя","kind":"Text"},"updateId":1,"at":"2026-03-01T12:00:00Z"}""")]
    [InlineData("""{"answer":{"id":"name","kind":"Text","value":"x"},"updateId":1,"at":"2026-03-01T12:00:00Z"}""")]
    [InlineData("""{"answer":{"id":"name","label":"Имя","kind":"Text","value":null},"updateId":1,"at":"2026-03-01T12:00:00Z"}""")]
    [InlineData("""{"answer":{"id":"name","label":"Имя","kind":"Colour","value":"x"},"updateId":1,"at":"2026-03-01T12:00:00Z"}""")]
    [InlineData("""{"answer":{"id":"name","label":"Имя","kind":"text","value":"x"},"updateId":1,"at":"2026-03-01T12:00:00Z"}""")]
    [InlineData("""{"answer":{"id":"name","label":"Имя","kind":0,"value":"x"},"updateId":1,"at":"2026-03-01T12:00:00Z"}""")]
    [InlineData("""{"answer":{"id":7,"label":"Имя","kind":"Text","value":"x"},"updateId":1,"at":"2026-03-01T12:00:00Z"}""")]
    [InlineData("""{"answer":null,"updateId":1,"at":"2026-03-01T12:00:00Z"}""")]
    [InlineData("""{"updateId":1,"at":"2026-03-01T12:00:00Z"}""")]
    [InlineData(
        """
        {"answer":{"id":"name","label":"Имя","kind":"Text","value":"x"},"next":{"id":"city","label":"Город","ask":"Где?"},
         "updateId":1,"at":"2026-03-01T12:00:00Z"}
        """)]
    [InlineData(
        """
        {"answer":{"id":"name","label":"Имя","kind":"Text","value":"x"},"next":"City","updateId":1,"at":"2026-03-01T12:00:00Z"}
        """)]
    public void A_damaged_answer_to_a_configured_question_is_refused_too(string json) =>
        Assert.Throws<JsonException>(() => _serializer.FromBinary(Encoding.UTF8.GetBytes(json), "conversation.answered.v2"));

    [Fact]
    public void An_event_of_a_newer_version_is_refused_by_its_name() =>
        Assert.Throws<LaterVersionException>(() => _serializer.FromBinary("{}"u8.ToArray(), "conversation.answered.v3"));

    [Fact]
    public void A_state_of_a_newer_version_is_told_from_a_damaged_one()
    {
        const string later = """{"form":{"state":"paused"},"handledUpdates":[1]}""";
        const string damaged = """{"form":{"state":"reviewing"},"handledUpdates":[1]}""";

        Assert.Throws<LaterVersionException>(() => _serializer.FromBinary(Encoding.UTF8.GetBytes(later), "conversation.snapshot.v2"));
        Assert.Null(LaterVersionException.In(Assert.Throws<JsonException>(
            () => _serializer.FromBinary(Encoding.UTF8.GetBytes(damaged), "conversation.snapshot.v2"))));
    }

    [Theory]
    [InlineData("\"Colour\"", true)]
    [InlineData("7", false)]
    public void A_kind_of_question_that_a_newer_version_has_is_told_from_a_damaged_one(string kind, bool isOfLaterVersion)
    {
        var json =
            $$"""{"answer":{"id":"name","label":"Имя","kind":{{kind}},"value":"x"},"updateId":1,"at":"2026-03-01T12:00:00Z"}""";

        var error = Assert.Throws<JsonException>(
            () => _serializer.FromBinary(Encoding.UTF8.GetBytes(json), "conversation.answered.v2"));

        Assert.Equal(isOfLaterVersion, LaterVersionException.In(error) is not null);
    }

    /// <summary>After a roll-back, the next snapshot would omit the unknown member, and with the deleted events it would be lost.</summary>
    [Theory]
    [InlineData("conversation.cancelled.v1", """{"updateId":1,"at":"2026-03-01T12:00:00.123Z","later":[1]}""")]
    [InlineData("conversation.answered.v1", """{"updateId":1,"at":"2026-03-01T12:00:00Z","field":"City","value":"x","later":null}""")]
    [InlineData("conversation.resumed.v1", """{"updateId":1,"at":"2026-03-01T12:00:00.123Z","later":[1]}""")]
    [InlineData(
        "conversation.answered.v2",
        """
        {"answer":{"id":"name","label":"Имя","kind":"Text","value":"x","later":1},"updateId":1,"at":"2026-03-01T12:00:00Z"}
        """)]
    [InlineData(
        "conversation.change-chosen.v2",
        """
        {"asked":{"id":"name","label":"Имя","ask":"Как?","kind":"Text","later":1},"updateId":1,"at":"2026-03-01T12:00:00Z"}
        """)]
    [InlineData("conversation.snapshot.v2", """{"form":{"state":"cancelled"},"handledUpdates":[1],"later":1}""")]
    [InlineData("conversation.snapshot.v2", """{"form":{"state":"cancelled","later":1},"handledUpdates":[1]}""")]
    [InlineData("conversation.snapshot.v1", """{"form":{"state":"cancelled"},"handledUpdates":[1],"later":1}""")]
    [InlineData("conversation.snapshot.v1", """{"form":{"state":"cancelled","later":1},"handledUpdates":[1]}""")]
    [InlineData(
        "conversation.snapshot.v1",
        """
        {"form":{"state":"reviewing","formId":"0195b0e1-0000-7000-8000-000000000001","answers":[{"field":"City","value":"x","later":1}],
         "revision":6},"handledUpdates":[1]}
        """)]
    public void A_member_that_a_later_version_stored_is_refused_since_it_would_be_lost(string manifest, string json)
    {
        var refusal = Assert.Throws<LaterVersionException>(() => _serializer.FromBinary(Encoding.UTF8.GetBytes(json), manifest));

        Assert.Contains("'later'", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// While two versions run side by side: the unknown member is not stored, and the sender copes with a receiver that ignores it.
    /// </summary>
    [Theory]
    [InlineData("inbox.handled.v1", """{"updateId":1,"later":[1]}""")]
    [InlineData("conversation.update.v1", """{"updateId":1,"userId":2,"input":{"type":"text","value":"x","later":1},"later":1}""")]
    public void A_member_that_a_later_version_tells_does_not_keep_this_one_from_understanding(string manifest, string json) =>
        Assert.NotNull(_serializer.FromBinary(Encoding.UTF8.GetBytes(json), manifest));

    [Theory]
    [InlineData("ticket.change-status.v1", """{"ticketId":17,"status":7,"actorId":2,"actorName":"x","updateId":1,"cardChatId":-100}""")]
    [InlineData("conversation.update.v1", """{"updateId":1,"userId":2,"input":{"type":"unsupported","kind":42}}""")]
    [InlineData("conversation.update.v1", """{"updateId":1,"userId":2,"input":{"type":"unsupported","kind":"Hologram"}}""")]
    public void A_word_or_number_that_is_none_of_the_known_ones_is_refused_on_the_wire_too(string manifest, string json) =>
        Assert.Throws<JsonException>(() => _serializer.FromBinary(Encoding.UTF8.GetBytes(json), manifest));

    [Fact]
    public void A_value_without_a_name_is_not_written_either() =>
        Assert.Throws<JsonException>(() => _serializer.ToBinary(
            new ConversationEvent.Answered(1, At, new Answer("name", "Имя", (QuestionKind)99, "x"), null)));

    [Fact]
    public void A_type_of_the_program_without_a_manifest_is_refused_and_not_written_in_another_shape()
    {
        using var system = ActorSystem.Create("fallback", FallbackSerializer.Config);
        var fallback = system.Serialization.FindSerializerForType(typeof(Conversation));

        Assert.Contains("EventManifests", Assert.Throws<ArgumentException>(() => fallback.ToBinary(Conversation.New)).Message,
            StringComparison.Ordinal);
        // Reading that format is refused too, because it lets the writer choose the type.
        Assert.Throws<SerializationException>(() => fallback.FromBinary<string>(fallback.ToBinary("text")));
    }

    public void Dispose() => _system.Dispose();
}
