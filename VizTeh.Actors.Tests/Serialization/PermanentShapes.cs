using System.Text;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.PersonalData;
using VizTeh.Actors.Questions;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Serialization;

/// <summary>
/// The files in <c>v1/</c> and <c>v2/</c>: JSON as some version of the program has written it, named <c>manifest.json</c> or
/// <c>manifest~case.json</c>, and what each has to be read as for ever. Files are added, never changed.
/// </summary>
internal static class PermanentShapes
{
    private const string Folder = "shapes/";

    private static readonly DateTimeOffset At = PermanentConversations.At;
    private static readonly Guid Id = PermanentConversations.Id;

    private static readonly Ticket Ticket = new(
        17, 2, null, TicketSamples.Of("Анна", null, "Тверь", "Знаки", "Вывеска", "+79161234567"), TicketStatus.Closed, At);

    private static readonly OwnTicket Own = new(
        17, Id, TicketSamples.Of("Анна", null, null, null, null, null), IsClosed: true, IsWithdrawn: true, At, At);

    /// <summary>What this version writes.</summary>
    public static IReadOnlyDictionary<string, object> All { get; } =
        new Dictionary<string, object>([.. PermanentConversations.All, .. Others()]);

    /// <summary>What only earlier versions wrote: it is read as what is there today.</summary>
    public static IReadOnlyDictionary<string, object> Earlier { get; } =
        new Dictionary<string, object>([.. PermanentConversations.Earlier, .. EarlierTickets()]);

    public static IEnumerable<string> Files => typeof(PermanentShapes).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
        .Select(name => name[Folder.Length..].Replace(".json", "", StringComparison.Ordinal));

    public static string ManifestOf(string file) => file.Split('~')[0];

    public static string Read(string file)
    {
        using var stream = typeof(PermanentShapes).Assembly.GetManifestResourceStream($"{Folder}{file}.json")
            ?? throw new InvalidOperationException($"Serialization/v*/{file}.json is not there");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().TrimEnd('\n');
    }

    private static Dictionary<string, object> Others() => new()
    {
        ["conversation.update.v1"] = new ClientUpdate(1, 2, "anna", new ClientInput.Text("Тверь")),
        ["conversation.update.v1~earlier-may-come-again"] =
            new ClientUpdate(1, 2, "anna", new ClientInput.Text("Тверь"), EarlierMayBeRedelivered: true),
        ["conversation.update.v1~term"] = new ClientUpdate(1, 2, "anna", new ClientInput.Text("Тверь"), Term: 3),
        ["conversation.update.v1~account-name"] = new ClientUpdate(1, 2, null, new ClientInput.Text("Тверь"), AccountName: "Анна К"),
        ["conversation.update.v1~contact"] = new ClientUpdate(1, 2, null, new ClientInput.Contact("+79161234567", IsOwn: true)),
        ["conversation.update.v1~press"] = new ClientUpdate(1, 2, null, new ClientInput.Press("7", "form:x")),
        ["conversation.update.v1~press-message"] = new ClientUpdate(1, 2, null, new ClientInput.Press("7", "form:x", MessageId: 101)),
        ["conversation.update.v1~press-without-data"] = new ClientUpdate(1, 2, null, new ClientInput.Press("7", null)),
        ["conversation.update.v1~unsupported"] = new ClientUpdate(1, 2, null, new ClientInput.Unsupported(UnsupportedKind.Voice)),
        ["conversation.update.v1~file"] = new ClientUpdate(
            1, 2, null,
            new ClientInput.File(new Attachment(AttachmentKind.Document, "file", "unique") { Name = "план.pdf" })
            {
                Caption = "вот так",
                AlbumId = "13",
            }),
        ["conversation.update.v1~place"] = new ClientUpdate(
            1, 2, null,
            new ClientInput.File(new Attachment(AttachmentKind.Venue) { Place = new Place(56.86, 35.9, "Склад", "Тверь, 1") })),
        ["conversation.update.v1~edited"] = new ClientUpdate(
            1, 2, "anna", new ClientInput.Edited("Тверь"), Message: new MessageStamp(101, 1_772_366_400)),
        ["conversation.update.v1~edited-at"] = new ClientUpdate(
            1, 2, "anna", new ClientInput.Edited("Тверь") { EditedAt = 1_772_366_460 }, Message: new MessageStamp(101, 1_772_366_400)),
        ["conversation.update.v1~caption"] =
            new ClientUpdate(1, 2, null, new ClientInput.Unsupported(UnsupportedKind.Photo) { Caption = "вот так" }),
        ["conversation.update.v1~message"] = new ClientUpdate(
            1, 2, "anna", new ClientInput.Text("Тверь"), Message: new MessageStamp(101, 1_772_366_400), Quoted: "Как к вам обращаться?",
            NewestWaiting: new MessageStamp(103, 1_772_366_401)),
        ["conversation.look-at-form.v1"] = new LookAtForm(2, Id, At, IsReminded: true, Term: 3),
        ["conversation.form-looked-at.v1"] = new FormLookedAt(2, Id, FormLook.Remind, At),
        ["conversation.form-looked-at.v1~left"] = new FormLookedAt(2, Id, FormLook.Remind, At) { Question = "city" },
        ["conversation.form-looked-at.v1~last-input"] =
            new FormLookedAt(2, Id, FormLook.Remind, At) { Question = "city", LastInput = At },
        ["conversation.forget.v1"] = new ForgetConversation(2, Term: 3),
        ["conversation.forgotten.v1"] = new ConversationForgotten(2, FirstToStay: 7),
        ["conversation.forgotten.v1~not-now"] = new ConversationForgotten(2, FirstToStay: null),
        ["conversation.form-looked-at.v1~offer"] = new FormLookedAt(2, Id, FormLook.Expired, At)
        {
            Question = "city",
            LastInput = At,
            Offer = new KeptOffer(5, [new OfferedTicket(12, Id, "Стелы"), new OfferedTicket(15, null)]),
        },
        ["conversation.form-looked-at.v1~ended"] = new FormLookedAt(2, Id, FormLook.Ended, null),
        ["conversation.update.v1~quoted"] = new ClientUpdate(
            1, 2, null, new ClientInput.Text("Тверь"), Quoted: "Ответ по заявке №17")
        {
            QuotedId = 99,
        },
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
        ["manager.update.v1~page"] =
            new ManagerUpdate(
                1, 2, IsGroup: false, new Person(2, "Пётр", null),
                new ManagerInput.Press("7", "list:open:1", 5) { Shown = new PressedMessage("list:open:0") }),
        ["manager.update.v1~found-page"] =
            new ManagerUpdate(
                1, 2, IsGroup: false, new Person(2, "Пётр", null),
                new ManagerInput.Press("7", "list:find:1", 5) { Shown = new PressedMessage("list:find:0") { Words = "вывеска" } }),
        ["manager.update.v1~other"] = new ManagerUpdate(1, 2, IsGroup: false, new Person(2, "Пётр", null), new ManagerInput.Other()),
        ["manager.update.v1~answer"] = new ManagerUpdate(
            1, -100, IsGroup: true, new Person(2, "Пётр", "petr"), new ManagerInput.Text("Да", null))
        {
            Message = new ManagerMessage(9, 1_772_366_400)
            {
                ReplyTo = new RepliedMessage(5, 7, "question_status:close:17", NamesTicket: true),
                File = new Attachment(AttachmentKind.Photo, "file", "unique"),
                AlbumId = "13",
            },
        },
        ["manager.update.v1~sticker"] = new ManagerUpdate(
            1, -100, IsGroup: true, new Person(2, "Пётр", "petr"), new ManagerInput.Other())
        {
            Message = new ManagerMessage(9, 1_772_366_400) { ReplyTo = new RepliedMessage(5, 7), HasMore = true },
        },
        ["manager.update.v1~edit"] = new ManagerUpdate(
            1, -100, IsGroup: true, new Person(2, "Пётр", "petr"), new ManagerInput.Edit("Нет"))
        {
            Message = new ManagerMessage(9, 1_772_366_400),
        },

        ["inbox.handled.v1"] = new Handled(1),
        ["inbox.handled.v1~remembered"] = new Handled(1, IsDeduplicated: true),
        ["inbox.still-at-work.v1"] = new InProgress(1),
        ["inbox.waits-for-earlier.v1"] = new Deferred(1),
        ["inbox.not-recovered.v1"] = new NotRecovered(1, "why"),
        ["inbox.not-recovered.v1~later-version"] = new NotRecovered(1, "why") { IsOfLaterVersion = true },
        ["inbox.not-handled.v1"] = new Failed(1, "why", IsFault: true),
        ["outbox.filled.v1"] = OutboxFilled.Instance,
        ["outbox.chat-heard-from.v1"] = new ChatHeardFrom(-100),

        ["ticket.create.v3"] = new CreateTicket(Id, 2, "anna", TicketSamples.Answers, At),
        ["ticket.create.v3~account-name"] = new CreateTicket(Id, 2, null, TicketSamples.Answers, At, "Анна К"),
        ["ticket.create.v3~removed"] = new CreateTicket(
            Id, 2, null, TicketSamples.Answers with { Removed = [new("budget", "Бюджет", QuestionKind.Number, "1500.5")] }, At),
        ["ticket.create.v3~source"] = new CreateTicket(Id, 2, "anna", TicketSamples.Answers, At) { Source = "expo-2026" },
        ["ticket.create.v3~consent"] =
            new CreateTicket(Id, 2, "anna", TicketSamples.Answers, At) { Consent = PermanentConversations.Consent },
        ["client.store-consent.v1"] = new StoreConsent(2, 1, PermanentConversations.Consent),
        ["client.consent-stored.v1"] = new ConsentStored(1),
        ["client.consent-not-stored.v1"] = new ConsentNotStored(1, "why"),
        ["client.consent-not-stored.v1~refused"] = new ConsentNotStored(1, "why", IsRefused: true),
        ["ticket.create.v3~verified"] = new CreateTicket(
            Id, 2, null, new SentAnswers([new("phone", "Телефон", QuestionKind.Phone, "+79161234567") { IsVerified = true }], []), At),
        ["ticket.created.v1"] = new TicketCreated(Id, 17),
        ["ticket.add-message.v1"] = new AddTicketMessage(17, Id, 2, 1, "Позвоните после шести", At, 101),
        ["ticket.add-message.v1~files"] = new AddTicketMessage(17, Id, 2, 1, "", At, 101)
        {
            Files =
            [
                new Attachment(AttachmentKind.Document, "BQACAgI", "AgAD") { Name = "план.pdf" },
                new Attachment(AttachmentKind.Venue) { Place = new Place(55.75, 37.61, "Склад", "Ленина, 1") },
            ],
        },
        ["ticket.add-message.v1~album"] = new AddTicketMessage(17, Id, 2, 1, "Вид", At, 101) { AlbumId = "13" },
        ["ticket.add-message.v1~no-message-id"] = new AddTicketMessage(17, Id, 2, 1, "Позвоните после шести", At),
        ["ticket.add-message.v1~reopened"] =
            new AddTicketMessage(17, null, 2, 1, "Позвоните после шести", At) { ReopenedBy = "клиент" },
        ["ticket.correct-message.v1"] = new CorrectTicketMessage(2, 1, 101, "Позвоните после семи", At),
        ["ticket.message-corrected.v1"] = new TicketMessageCorrected(1, 17, IsNews: true),
        ["ticket.message-corrected.v1~none"] = new TicketMessageCorrected(1, null, IsNews: false),
        ["ticket.message-not-corrected.v1"] = new TicketMessageNotCorrected(1, "why", IsRefused: true),
        ["ticket.find-of-client.v1"] = new FindClientTickets(2, 1),
        ["ticket.find-of-client.v1~named"] = new FindClientTickets(2, 1, 17),
        ["ticket.find-of-client.v1~quoted"] = new FindClientTickets(2, 1, 17) { Quoted = 99 },
        ["ticket.found-of-client.v1~answered"] = new ClientTicketsFound(1, []) { Answered = 17 },
        ["ticket.found-of-client.v1"] = new ClientTicketsFound(
            1, [new ClientTicket(17, Id, "Знаки", IsClosed: false), new ClientTicket(9, null, null, IsClosed: true)]),
        ["ticket.not-found-of-client.v1"] = new ClientTicketsNotFound(1, "why"),
        ["personal-data.handle.v1"] = new HandlePersonalData(2, 1, PersonalDataStep.Collect),
        ["personal-data.handle.v1~journal"] = new HandlePersonalData(2, 1, PersonalDataStep.EraseJournal)
        {
            PersistenceId = "conversation-2",
            FirstToStay = 18,
        },
        ["personal-data.handled.v1~any"] = new PersonalDataHandled(1, PersonalDataStep.Look) { IsAny = true },
        ["personal-data.handled.v1"] = new PersonalDataHandled(1, PersonalDataStep.Collect) { Json = """{"tickets":[]}""" },
        ["personal-data.not-handled.v1"] = new PersonalDataNotHandled(1, PersonalDataStep.Collect, "no answer"),
        ["personal-data.not-handled.v1~refused"] = new PersonalDataNotHandled(1, PersonalDataStep.Collect, "no right", IsRefused: true),
        ["ticket.find-own-page.v1"] = new FindOwnTickets(2, 1, 3),
        ["ticket.find-own.v1"] = new FindOwnTicket(2, 1, 17, "0a1b2c3d"),
        ["ticket.find-own.v1~earlier-bot"] = new FindOwnTicket(2, 1, 17, null),
        ["ticket.withdraw.v1"] = new WithdrawTicket(2, 1, 17, "0a1b2c3d", "клиент"),
        ["ticket.reopen-own.v1"] = new ReopenTicket(2, 1, 17, "0a1b2c3d", "клиент"),
        ["ticket.find-own-change.v1"] = new FindOwnChange(2, 1),
        ["ticket.own-unchanged.v1"] = new OwnTicketUnchanged(1),
        ["ticket.own-reopened.v1"] = new OwnTicketReopened(1, Own),
        ["ticket.own-reopened.v1~not-found"] = new OwnTicketReopened(1, null),
        ["ticket.found-own-page.v1"] =
            new OwnTicketsFound(1, [Own, new OwnTicket(9, null, SentAnswers.None, false, false, null, null)], 1, 2),
        ["ticket.found-own.v1"] = new OwnTicketFound(1, Own with
        {
            Added =
            [
                new OwnAddition("Этаж третий", At),
                new OwnAddition("", At) { Files = [new Attachment(AttachmentKind.Photo, "file", "unique")] },
            ],
            HasEarlier = true,
        }),
        ["ticket.found-own.v1~none"] = new OwnTicketFound(1, null),
        ["ticket.withdrawn.v1"] = new OwnTicketWithdrawn(1, Withdrawal.Done, Own),
        ["ticket.withdrawn.v1~not-found"] = new OwnTicketWithdrawn(1, Withdrawal.NotFound, null),
        ["ticket.own-not-answered.v1"] = new OwnTicketsNotAnswered(1, "why", IsRefused: false),
        ["ticket.message-added.v1"] = new TicketMessageAdded(17, 1),
        ["ticket.message-not-added.v1"] = new TicketMessageNotAdded(17, 1, "why"),
        ["ticket.message-not-added.v1~refused"] = new TicketMessageNotAdded(17, 1, "why", IsRefused: true),
        ["ticket.message-without-ticket.v1"] = new TicketOfMessageNotFound(17, 1),
        ["ticket.not-created.v1"] = new TicketNotCreated(Id, "why"),
        ["ticket.not-created.v1~refused"] = new TicketNotCreated(Id, "why", IsRefused: true),
        ["ticket.change-status.v1"] = new ChangeTicketStatus(17, TicketStatus.Closed, 2, "Пётр", 1, -100, 5),
        ["ticket.status-changed.v3"] =
            new TicketStatusChanged(new TicketState(Ticket, new StatusChange(TicketStatus.Closed, 2, "Пётр", 1, At))),
        ["ticket.status-unchanged.v3"] = new TicketStatusUnchanged(new TicketState(Ticket, null)),
        ["ticket.status-unchanged.v3~source"] =
            new TicketStatusUnchanged(new TicketState(Ticket with { Source = "expo-2026" }, null)),
        ["ticket.status-unchanged.v3~withdrawn"] =
            new TicketStatusUnchanged(new TicketState(Ticket with { Outcome = VizTeh.Actors.Tickets.Ticket.Withdrawn }, null)),
        ["ticket.change-status.v1~check"] =
            new ChangeTicketStatus(17, TicketStatus.Closed, 2, "Пётр", 1, -100, 5, CardCheck: "0a1b2c3d"),
        ["ticket.change-status.v1~topic"] =
            new ChangeTicketStatus(17, TicketStatus.Closed, 2, "Пётр", 1, -100, 5, CardTopicId: 7),
        ["ticket.card-unknown.v3"] = new TicketCardUnknown(new TicketState(Ticket with { SubmissionId = Id }, null)),
        ["ticket.change-status.v1~public-name"] =
            new ChangeTicketStatus(17, TicketStatus.Closed, 2, "Пётр (@petr)", 1, -100, 5) { PublicName = "Пётр" },
        ["ticket.claim.v1"] = new ClaimTicket(17, ClaimAction.Claim, 2, "Пётр (@petr)", 1, -100, 5),
        ["ticket.claim.v1~take-over"] =
            new ClaimTicket(17, ClaimAction.TakeOver, 2, "Пётр (@petr)", 1, -100, 5, From: 3, CardCheck: "0a1b2c3d", CardTopicId: 7)
            {
                PublicName = "Пётр",
            },
        ["ticket.claim-handled.v1"] = new TicketClaimHandled(new TicketState(Ticket, null), ClaimOutcome.Closed),
        ["ticket.claim-handled.v1~taken-over"] = new TicketClaimHandled(
            new TicketState(Ticket with { Owner = new TicketOwner(2, "Пётр", At) }, null), ClaimOutcome.TakenOver,
            new TicketOwner(3, "Мария", At)),
        ["ticket.claim-handled.v1~too-early"] =
            new TicketClaimHandled(new TicketState(Ticket, null), ClaimOutcome.TooEarly, From: At.AddHours(2)),
        ["ticket.change-status.v1~outcome"] =
            new ChangeTicketStatus(17, TicketStatus.Closed, 2, "Пётр (@petr)", 1, -100, 5) { Outcome = "Заказ" },
        ["ticket.show-card-menu.v1"] = new ShowCardMenu(17, new CardMenu(CardMenuKind.Outcomes), -100, 5, "0a1b2c3d", 7),
        ["ticket.show-card-menu.v1~own-buttons"] = new ShowCardMenu(17, null, -100, null),
        ["ticket.card-menu-shown.v1"] = new CardMenuShown(new TicketState(Ticket, null)),
        ["ticket.show-card-menu.v1~day"] = new ShowCardMenu(17, new CardMenu(CardMenuKind.Days, new DateOnly(2026, 12, 14)), -100, null),
        ["ticket.snooze.v1"] = new SnoozeTicket(17, new SnoozeChoice(SnoozeKind.Tomorrow), 2, "Пётр (@petr)", 1, -100, 5),
        ["ticket.snooze.v1~at"] = new SnoozeTicket(
            17, new SnoozeChoice(SnoozeKind.At, new DateTime(2026, 12, 14, 10, 0, 0)), 2, "Пётр (@petr)", 1, -100, null, "0a1b2c3d", 7),
        ["ticket.snoozed.v1"] = new TicketSnoozed(new TicketState(Ticket, null), SnoozeOutcome.Past),
        ["ticket.snoozed.v1~until"] = new TicketSnoozed(
            new TicketState(Ticket with { SnoozedUntil = At, SnoozeOffer = At }, null), SnoozeOutcome.Snoozed, At),
        ["ticket.not-found.v1"] = new TicketNotFound(17),
        ["ticket.status-unknown.v1"] = new TicketStatusUnknown(17, "why", IsTransient: true),
        ["limits.asked.v1"] = LimitsAsked.Instance,
        ["limits.chat-limited.v1"] = new ChatLimited(7, TimeSpan.FromSeconds(32.5)),
        ["limits.all-chats-limited.v1"] = new AllChatsLimited(TimeSpan.FromMinutes(1)),
        ["limits.group-messages-sent.v1"] = new GroupMessagesSent(-100, 3, new Guid("7d444840-9dc0-11d1-b245-5ffdce74fad2"), 12),
    };

    private static Dictionary<string, object> EarlierTickets() => new()
    {
        ["ticket.create.v1"] = All["ticket.create.v3"],
        ["ticket.create.v1~account-name"] = All["ticket.create.v3~account-name"],
        ["ticket.status-changed.v1"] = All["ticket.status-changed.v3"],
        ["ticket.status-unchanged.v1"] = All["ticket.status-unchanged.v3"],
        ["ticket.card-unknown.v1"] = All["ticket.card-unknown.v3"],
        ["ticket.create.v2"] = All["ticket.create.v3"],
        ["ticket.create.v2~account-name"] = All["ticket.create.v3~account-name"],
        ["ticket.status-changed.v2"] = All["ticket.status-changed.v3"],
        ["ticket.status-unchanged.v2"] = All["ticket.status-unchanged.v3"],
        ["ticket.card-unknown.v2"] = All["ticket.card-unknown.v3"],
    };
}
