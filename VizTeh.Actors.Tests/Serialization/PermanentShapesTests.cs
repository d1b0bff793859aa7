using System.Reflection;
using System.Text;
using System.Text.Json;
using Akka.Actor;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Database;
using VizTeh.Actors.Delivery;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Inbox;
using VizTeh.Actors.Manager;
using VizTeh.Actors.Manager.Commands;
using VizTeh.Actors.Manager.Lists;
using VizTeh.Actors.Nodes;
using VizTeh.Actors.Operations.Checks;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.PersonalData;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Serialization;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Telemetry;
using VizTeh.Actors.Tests.Forms;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Serialization;

public sealed class PermanentShapesTests : IDisposable
{
    private readonly ActorSystem _system = ActorSystem.Create("shapes");
    private readonly EventSerializer _serializer;

    public PermanentShapesTests()
    {
        _serializer = new EventSerializer((ExtendedActorSystem)_system);
    }

    public static TheoryData<string> Files => [.. PermanentShapes.All.Keys];

    public static TheoryData<string> EarlierFiles => [.. PermanentShapes.Earlier.Keys];

    public static TheoryData<string> Situations => [.. Situation.Names];

    [Fact]
    public void Every_manifest_has_a_committed_shape_and_every_shape_a_meaning()
    {
        Assert.Equal(PermanentShapes.All.Keys.Concat(PermanentShapes.Earlier.Keys).Order(), PermanentShapes.Files.Order());
        Assert.Equal(EventManifests.AllManifests.Order(), PermanentShapes.Files.Select(PermanentShapes.ManifestOf).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void What_was_ever_written_is_read_as_what_it_was(string file)
    {
        var loaded = _serializer.FromBinary(Encoding.UTF8.GetBytes(PermanentShapes.Read(file)), PermanentShapes.ManifestOf(file));

        Assert.IsType(PermanentShapes.All[file].GetType(), loaded);
        Assert.Equivalent(PermanentShapes.All[file], loaded, strict: true);
    }

    [Theory]
    [MemberData(nameof(EarlierFiles))]
    public void What_only_an_earlier_version_wrote_is_read_as_what_there_is_today(string file)
    {
        var loaded = _serializer.FromBinary(Encoding.UTF8.GetBytes(PermanentShapes.Read(file)), PermanentShapes.ManifestOf(file));

        Assert.IsType(PermanentShapes.Earlier[file].GetType(), loaded);
        Assert.Equivalent(PermanentShapes.Earlier[file], loaded, strict: true);
        // A record that holds a list is not equal to one with an equal list, but is written the same.
        Assert.Equal(_serializer.ToBinary(PermanentShapes.Earlier[file]), _serializer.ToBinary(loaded));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void What_is_written_today_is_the_committed_shape(string file)
    {
        var sample = PermanentShapes.All[file];

        Assert.Equal(PermanentShapes.ManifestOf(file), _serializer.Manifest(sample));
        Assert.Equal(PermanentShapes.Read(file), Encoding.UTF8.GetString(_serializer.ToBinary(sample)));
    }

    [Theory]
    [MemberData(nameof(Situations))]
    public void A_snapshot_of_any_state_is_that_state(string situation)
    {
        var form = Situation.Named(situation).Form;
        var bytes = _serializer.ToBinary(ConversationSnapshot.Of(new Conversation(form, [5, 3, 4])));

        var restored = ((ConversationSnapshot)_serializer.FromBinary(bytes, "conversation.snapshot.v2")).Restore();

        Assert.Equal(form, restored.Form);
        Assert.Equal([5, 3, 4], restored.HandledUpdates);
        Assert.Equal(4, restored.LastUpdate);
    }

    [Theory]
    [InlineData("""{"form":{"state":"paused"},"handledUpdates":[1]}""")]
    [InlineData("""{"form":{"state":"accepted","ticketId":17},"handledUpdates":[1]}""")]
    [InlineData("""{"form":{"state":"cancelled"}}""")]
    [InlineData("""{"handledUpdates":[1]}""")]
    public void A_snapshot_that_is_not_understood_is_refused_instead_of_being_read_half(string json) =>
        Assert.All(
            ["conversation.snapshot.v1", "conversation.snapshot.v2"],
            manifest => Assert.ThrowsAny<Exception>(() => _serializer.FromBinary(Encoding.UTF8.GetBytes(json), manifest)));

    [Theory]
    [InlineData(""" "state":"asking","field":"Budget","answers":[],"forReview":false """)]
    [InlineData(""" "state":"reviewing","answers":[{"field":"Budget","value":"1"}] """)]
    public void A_question_that_was_never_in_code_is_refused_in_an_earlier_snapshot(string form) =>
        Assert.Throws<JsonException>(() => _serializer.FromBinary(
            Encoding.UTF8.GetBytes(
                $$"""
                {"form":{{{form}},"formId":"0195b0e1-0000-7000-8000-000000000001","revision":1},"handledUpdates":[1]}
                """),
            "conversation.snapshot.v1"));

    [Fact]
    public void Answers_of_an_earlier_snapshot_stand_in_the_order_of_the_six_questions()
    {
        const string json =
            """
            {"form":{"state":"reviewing","formId":"0195b0e1-0000-7000-8000-000000000001","revision":3,
             "answers":[{"field":"Phone","value":"3"},{"field":"Name","value":"1"},{"field":"City","value":"2"}]},"handledUpdates":[1]}
            """;
        var snapshot = (ConversationSnapshot)_serializer.FromBinary(Encoding.UTF8.GetBytes(json), "conversation.snapshot.v1");

        var review = Assert.IsType<Form.Reviewing>(snapshot.Restore().Form);
        Assert.Equal(["1", "2", "3"], review.Answers.Current.Select(answer => answer.Value));
    }

    [Fact]
    public void A_log_line_with_a_snapshot_does_not_tell_what_a_client_said()
    {
        var snapshot = ConversationSnapshot.Of(new Conversation(Dialogue.AtReview().Form, []));

        Assert.DoesNotContain("Анна", snapshot.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("+7", string.Concat(((SavedForm.Reviewing)snapshot.Form).Answers), StringComparison.Ordinal);
    }

    /// <summary>Types that never leave their actor, or are no messages. A record that is not in this list has to have a manifest.</summary>
    private static readonly Type[] NeverTold =
    [
        typeof(Conversation), typeof(ConversationOptions), typeof(ConversationEvent), typeof(FormContext), typeof(Decision), typeof(Reply),
        typeof(UsedMessage), typeof(Form), typeof(Answers), typeof(PhoneReading), typeof(ManagerIntent), typeof(ManagerCall),
        typeof(DeliveryReport), typeof(OutboxRow), typeof(OutboxEntry), typeof(SentEntry), typeof(IncomingUpdate), typeof(InboxRow),
        typeof(Backoff), typeof(OwedMessage), typeof(RemindedForm), typeof(DueChat), typeof(DueLook),
        typeof(SendOutcome), typeof(BotIdentity), typeof(PacingLimits), typeof(PollerOptions), typeof(ChatMigration), typeof(ReclaimedRows),
        typeof(Trouble), typeof(PollerTermOptions), typeof(SaidMessage), typeof(UsedUp), typeof(Addition),
        typeof(KeptMessages), typeof(FilesLeft), typeof(SaidByManager), typeof(AnswerOutcome), typeof(ManagerAnswer), typeof(AnsweredPost),
        typeof(ManagerEdit), typeof(ManagerList), typeof(ListPage), typeof(TicketQueuePage), typeof(QueuedTicket), typeof(TicketStory),
        typeof(TicketEvent), typeof(TicketSearch), typeof(TicketsFound), typeof(CardMenus), typeof(CardRequest),
        typeof(TicketReminderOptions), typeof(SearchedPhone), typeof(CardStory),
        typeof(ProxyStatus), typeof(ProxyFailure), typeof(ProxyTrial), typeof(Check),
        typeof(Ban), typeof(BanRequest), typeof(BanReport), typeof(CardPlace), typeof(AnswerTarget), typeof(ClientWording),
        typeof(Reading), typeof(QueueDepths), typeof(LogStyle),
        typeof(NodeIdentity), typeof(NodeMember), typeof(NodeTimes), typeof(NodeFigures), typeof(PoolSizes),
    ];

    [Fact]
    public void Every_record_that_may_be_told_across_actors_has_a_manifest()
    {
        var told = new HashSet<Type>();
        foreach (var type in EventManifests.AllTypes)
            AddWithMembers(told, type);

        var unknown = typeof(EventManifests).Assembly.GetTypes()
            .Where(type => type.IsVisible && IsRecord(type) && !(type.DeclaringType is { } outer && IsRecord(outer)))
            .Where(type => type.Namespace is not ("VizTeh.Actors.Settings" or "VizTeh.Actors.Messages" or "VizTeh.Actors.Texts"))
            .Where(type => !told.Contains(type) && !NeverTold.Contains(type));

        Assert.Empty(unknown);
    }

    public void Dispose() => _system.Dispose();

    private static void AddWithMembers(HashSet<Type> known, Type type)
    {
        if (type.Assembly != typeof(EventManifests).Assembly || !known.Add(type))
            return;
        var members = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.PropertyType);
        foreach (var member in members.SelectMany(member => member.GetGenericArguments().Append(member)).Concat(type.GetNestedTypes()))
            AddWithMembers(known, member);
    }

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$", BindingFlags.Public | BindingFlags.Instance) is not null;
}
