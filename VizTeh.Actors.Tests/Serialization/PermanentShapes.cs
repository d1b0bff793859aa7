using System.Text;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Serialization;

/// <summary>
/// The files in <c>v1/</c>: JSON as some version of the program has written it, named <c>manifest.json</c> or <c>manifest~case.json</c>,
/// and the object that each has to be read as for ever. Files are added, never changed.
/// </summary>
internal static class PermanentShapes
{
    private const string Folder = "shapes/";

    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero);
    private static readonly Guid Id = Guid.Parse("0195b0e1-0000-7000-8000-000000000001");

    private static readonly SavedAnswer[] Answers =
        [new(FormField.Name, "Анна «<b>»"), new(FormField.Organization, "ООО"), new(FormField.City, "Тверь")];

    private static readonly Ticket Ticket = new(
        17, 2, null, TicketSamples.Of("Анна", null, "Тверь", "Знаки", "Вывеска", "+79161234567"), TicketStatus.Closed, At);

    public static IReadOnlyDictionary<string, object> All { get; } = new Dictionary<string, object>
    {
        // Written before the next question was recorded.
        ["conversation.started.v1"] = new ConversationEvent.Started(1, At, Id),
        ["conversation.started.v1~next"] = new ConversationEvent.Started(1, At, Id, FormField.Name),
        ["conversation.answered.v1"] = new ConversationEvent.Answered(1, At, FormField.Name, "Анна «<b>»\n\"x\" \u0001😀"),
        ["conversation.answered.v1~next"] = new ConversationEvent.Answered(1, At, FormField.Organization, "ООО", FormField.City),
        ["conversation.answered.v1~city"] = new ConversationEvent.Answered(1, At, FormField.City, "Тверь", FormField.Direction),
        ["conversation.answered.v1~direction"] = new ConversationEvent.Answered(1, At, FormField.Direction, "Знаки", FormField.Description),
        ["conversation.answered.v1~description"] = new ConversationEvent.Answered(1, At, FormField.Description, "Стела", FormField.Phone),
        ["conversation.answered.v1~phone"] = new ConversationEvent.Answered(1, At, FormField.Phone, "+79161234567"),
        ["conversation.went-back.v1"] = new ConversationEvent.WentBack(1, At, FormField.City),
        ["conversation.went-back.v1~review"] = new ConversationEvent.WentBack(1, At, null),
        ["conversation.change-chosen.v1"] = new ConversationEvent.ChangeChosen(1, At, FormField.City),
        ["conversation.started.v1~before"] =
            new ConversationEvent.Started(1, At, Id, FormField.Name) { Before = new MessageStamp(103, 1_772_366_400) },
        ["conversation.answered.v1~long-text"] = new ConversationEvent.Answered(1, At, FormField.Description, "Стела", FormField.Phone)
        {
            Before = new MessageStamp(103, 1_772_366_400),
            LongText = new LongText(1_772_366_400, 2500),
        },
        ["conversation.input-not-taken.v1"] = new ConversationEvent.InputNotTaken(1, At, NotTakenReason.OlderThanQuestion),
        ["conversation.input-not-taken.v1~too-long"] =
            new ConversationEvent.InputNotTaken(1, At, NotTakenReason.TooLong) { LongText = new LongText(1_772_366_400, 4096) },
        ["conversation.input-not-taken.v1~rest"] =
            new ConversationEvent.InputNotTaken(1, At, NotTakenReason.RestOfLongText) { LongText = new LongText(1_772_366_401, 8192) },
        ["conversation.cancelled.v1"] = new ConversationEvent.Cancelled(1, At),
        ["conversation.submitted.v1"] = new ConversationEvent.Submitted(1, At, Id, "anna"),
        ["conversation.submitted.v1~no-username"] = new ConversationEvent.Submitted(1, At, Id, null),
        ["conversation.submitted.v1~account-name"] = new ConversationEvent.Submitted(1, At, Id, null, "Анна К"),
        ["conversation.ticket-delayed.v1"] = new ConversationEvent.TicketDelayed(1, At, Id),
        ["conversation.ticket-created.v1"] = new ConversationEvent.TicketCreated(1, At, Id, 17),

        ["conversation.snapshot.v1"] = new ConversationSnapshot(new SavedForm.Accepted(Id, 17), [900_000, 7]),
        ["conversation.snapshot.v1~not-started"] = new ConversationSnapshot(new SavedForm.NotStarted(), []),
        ["conversation.snapshot.v1~asking"] =
            new ConversationSnapshot(new SavedForm.Asking(Id, FormField.Direction, Answers, ForReview: false, 3), [1, 2, 3]),
        ["conversation.snapshot.v1~reviewing"] = new ConversationSnapshot(new SavedForm.Reviewing(Id, Answers, 6), [1]),
        ["conversation.snapshot.v1~submitting"] = new ConversationSnapshot(new SavedForm.Submitting(Id, Answers, "anna", At), [1]),
        ["conversation.snapshot.v1~submitting-delayed"] =
            new ConversationSnapshot(new SavedForm.Submitting(Id, Answers, "anna", At, IsDelayTold: true), [1]),
        ["conversation.snapshot.v1~submitting-account-name"] =
            new ConversationSnapshot(new SavedForm.Submitting(Id, Answers, null, At, AccountName: "Анна К"), [1]),
        ["conversation.snapshot.v1~screen"] = new ConversationSnapshot(
            new SavedForm.Asking(Id, FormField.Phone, Answers, ForReview: false, 3), [1],
            new Screen(
                new MessageStamp(103, 1_772_366_400), new LongText(1_772_366_400, 2500), FormField.Description,
                NotTakenReason.OlderThanQuestion)),
        ["conversation.snapshot.v1~cancelled"] = new ConversationSnapshot(new SavedForm.Cancelled(), [1]),

        ["conversation.update.v1"] = new ClientUpdate(1, 2, "anna", new ClientInput.Text("Тверь")),
        ["conversation.update.v1~earlier-may-come-again"] =
            new ClientUpdate(1, 2, "anna", new ClientInput.Text("Тверь"), EarlierMayBeRedelivered: true),
        ["conversation.update.v1~term"] = new ClientUpdate(1, 2, "anna", new ClientInput.Text("Тверь"), Term: 3),
        ["conversation.update.v1~account-name"] = new ClientUpdate(1, 2, null, new ClientInput.Text("Тверь"), AccountName: "Анна К"),
        ["conversation.update.v1~contact"] = new ClientUpdate(1, 2, null, new ClientInput.Contact("+79161234567", IsOwn: true)),
        ["conversation.update.v1~press"] = new ClientUpdate(1, 2, null, new ClientInput.Press("7", "form:x")),
        ["conversation.update.v1~press-without-data"] = new ClientUpdate(1, 2, null, new ClientInput.Press("7", null)),
        ["conversation.update.v1~unsupported"] = new ClientUpdate(1, 2, null, new ClientInput.Unsupported(UnsupportedKind.Voice)),
        ["conversation.update.v1~message"] = new ClientUpdate(
            1, 2, "anna", new ClientInput.Text("Тверь"), Message: new MessageStamp(101, 1_772_366_400), Quoted: "Как к вам обращаться?",
            NewestWaiting: new MessageStamp(103, 1_772_366_401)),
        ["conversation.stop.v1"] = ConversationActor.StopConversation.Instance,

        ["manager.update.v1"] = new ManagerUpdate(
            1, -100, IsGroup: true, new Person(2, "Пётр", "petr"), new ManagerInput.Text("/start", null)),
        ["manager.update.v1~topic"] = new ManagerUpdate(
            1, -100, IsGroup: true, new Person(-100, "", null), new ManagerInput.Text("/start", null), TopicId: 7),
        ["manager.update.v1~photo"] =
            new ManagerUpdate(1, 2, IsGroup: false, new Person(2, "Пётр", null), new ManagerInput.Text("/photoid", "file")),
        ["manager.update.v1~press"] =
            new ManagerUpdate(
                1, null, IsGroup: false, new Person(2, "Пётр", null), new ManagerInput.Press("7", "question_status:close:17", 5)),
        ["manager.update.v1~other"] = new ManagerUpdate(1, 2, IsGroup: false, new Person(2, "Пётр", null), new ManagerInput.Other()),

        ["inbox.handled.v1"] = new Handled(1),
        ["inbox.handled.v1~remembered"] = new Handled(1, IsDeduplicated: true),
        ["inbox.still-at-work.v1"] = new InProgress(1),
        ["inbox.waits-for-earlier.v1"] = new Deferred(1),
        ["inbox.not-recovered.v1"] = new NotRecovered(1, "why"),
        ["inbox.not-handled.v1"] = new Failed(1, "why", IsFault: true),
        ["outbox.filled.v1"] = OutboxFilled.Instance,
        ["outbox.chat-heard-from.v1"] = new ChatHeardFrom(-100),

        ["ticket.create.v2"] = new CreateTicket(Id, 2, "anna", TicketSamples.Answers, At),
        ["ticket.create.v2~account-name"] = new CreateTicket(Id, 2, null, TicketSamples.Answers, At, "Анна К"),
        ["ticket.created.v1"] = new TicketCreated(Id, 17),
        ["ticket.not-created.v1"] = new TicketNotCreated(Id, "why"),
        ["ticket.not-created.v1~refused"] = new TicketNotCreated(Id, "why", IsRefused: true),
        ["ticket.change-status.v1"] = new ChangeTicketStatus(17, TicketStatus.Closed, 2, "Пётр", 1, -100, 5),
        ["ticket.status-changed.v2"] =
            new TicketStatusChanged(new TicketState(Ticket, new StatusChange(TicketStatus.Closed, 2, "Пётр", 1, At))),
        ["ticket.status-unchanged.v2"] = new TicketStatusUnchanged(new TicketState(Ticket, null)),
        ["ticket.change-status.v1~check"] =
            new ChangeTicketStatus(17, TicketStatus.Closed, 2, "Пётр", 1, -100, 5, CardCheck: "0a1b2c3d"),
        ["ticket.change-status.v1~topic"] =
            new ChangeTicketStatus(17, TicketStatus.Closed, 2, "Пётр", 1, -100, 5, CardTopicId: 7),
        ["ticket.card-unknown.v2"] = new TicketCardUnknown(new TicketState(Ticket with { SubmissionId = Id }, null)),
        ["ticket.not-found.v1"] = new TicketNotFound(17),
        ["ticket.status-unknown.v1"] = new TicketStatusUnknown(17, "why", IsTransient: true),
    };

    /// <summary>Shapes that only earlier versions wrote; each is read as the current type.</summary>
    public static IReadOnlyDictionary<string, object> Earlier { get; } = new Dictionary<string, object>
    {
        ["ticket.create.v1"] = All["ticket.create.v2"],
        ["ticket.create.v1~account-name"] = All["ticket.create.v2~account-name"],
        ["ticket.status-changed.v1"] = All["ticket.status-changed.v2"],
        ["ticket.status-unchanged.v1"] = All["ticket.status-unchanged.v2"],
        ["ticket.card-unknown.v1"] = All["ticket.card-unknown.v2"],
    };

    public static IEnumerable<string> Files => typeof(PermanentShapes).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
        .Select(name => name[Folder.Length..].Replace(".json", "", StringComparison.Ordinal));

    public static string ManifestOf(string file) => file.Split('~')[0];

    public static string Read(string file)
    {
        using var stream = typeof(PermanentShapes).Assembly.GetManifestResourceStream($"{Folder}{file}.json")
            ?? throw new InvalidOperationException($"Serialization/v1/{file}.json is not there");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().TrimEnd('\n');
    }
}
