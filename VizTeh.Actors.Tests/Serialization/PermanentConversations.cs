using VizTeh.Actors.Clients;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Serialization;

/// <summary>The events and the snapshots of conversations in <see cref="PermanentShapes"/>.</summary>
internal static class PermanentConversations
{
    public static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero);
    public static readonly Guid Id = Guid.Parse("0195b0e1-0000-7000-8000-000000000001");

    /// <summary>A consent with every member.</summary>
    public static readonly Consent Consent =
        new("2027-01", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", At, 101);

    private static readonly MessageStamp Before = new(103, 1_772_366_400);
    private static readonly LongText LongText = new(1_772_366_400, 2500);

    private static readonly Question Name = SixQuestions.InOrder[0];
    private static readonly Question Organization = SixQuestions.InOrder[1];
    private static readonly Question City = SixQuestions.InOrder[2];
    private static readonly Question Direction = SixQuestions.InOrder[3];
    private static readonly Question Description = SixQuestions.InOrder[4];
    private static readonly Question Phone = SixQuestions.InOrder[5];

    private static readonly Answer[] Answers =
        [new(Name, "Анна «<b>»"), new(Organization, "ООО"), new(City, "Тверь")];

    // One of each kind, with every member.
    private static readonly Question Firm =
        new("firm", "Организация", "Из какой вы организации?", QuestionKind.Text) { IsOptional = true, Quick = ["Частное лицо"] };

    private static readonly Question Story =
        new("story", "Описание", "Что сломалось?", QuestionKind.Text) { HasLines = true, Min = 10, Max = 500 };

    private static readonly Question Service =
        new("service", "Услуга", "Что нужно?", QuestionKind.Choice) { Choices = ["Ремонт", "Замена «под ключ»"] };

    private static readonly Question Rooms =
        new("rooms", "Комнаты", "В каких комнатах?", QuestionKind.Choices) { Choices = ["Кухня", "Ванная", "Зал"], Min = 1, Max = 2 };

    private static readonly Question Day = new("day", "День", "Когда удобно?", QuestionKind.Date) { Min = 1, Max = 60 };

    private static readonly Question Floor = new("floor", "Этаж", "Какой этаж?", QuestionKind.Number)
    {
        Min = -2,
        Max = 163,
    };

    private static readonly Question FloorOfSome =
        Floor with { When = [new("lift", [Answer.No]), new("service", ["Ремонт", "Замена «под ключ»"])] };

    private static readonly Question Sketch = new("sketch", "Эскиз", "Покажите", QuestionKind.Files) { Min = 1, Max = 3 };

    private static readonly Question Wish =
        new("wish", "Пожелания", "Что ещё?", QuestionKind.Text) { HasLines = true, TakesFiles = true };

    private static readonly Attachment Plan = new(AttachmentKind.Document, "file", "unique") { Name = "план.pdf" };

    private static readonly Attachment Depot = new(AttachmentKind.Venue) { Place = new Place(56.86, 35.9, "Склад", "Тверь, 1") };

    private static readonly Question Lift = new("lift", "Лифт", "Есть ли лифт?", QuestionKind.YesNo);

    private static readonly Attachment[] Files =
    [
        new(AttachmentKind.Document, "file", "unique") { Name = "план.pdf" },
        new(AttachmentKind.Venue) { Place = new Place(55.75, 37.62, "Склад", "Проезд, 1") },
    ];

    /// <summary>What this version writes.</summary>
    public static IReadOnlyDictionary<string, object> All { get; } = new Dictionary<string, object>
    {
        ["conversation.started.v2"] = new ConversationEvent.Started(1, At, Id, Name),
        ["conversation.started.v2~before"] = new ConversationEvent.Started(1, At, Id, Service) { Before = Before },
        ["conversation.started.v2~chosen"] =
            new ConversationEvent.Started(1, At, Id, Name) { Chosen = [new Answer(Service, "Ремонт")] },
        ["conversation.started.v2~consent"] = new ConversationEvent.Started(1, At, Id, Name) { Consent = Consent },
        ["conversation.started.v2~earlier-consent"] =
            new ConversationEvent.Started(1, At, Id, Name) { IsUnderEarlierConsent = true },
        ["conversation.consent-asked.v1"] = new ConversationEvent.ConsentAsked(1, At, Consent.Version, Consent.TextHash),
        ["conversation.consent-refused.v1"] = new ConversationEvent.ConsentRefused(1, At),
        ["conversation.answered.v2"] =
            new ConversationEvent.Answered(1, At, new Answer(Name, "Анна «<b>»\n\"x\" \u0001😀"), Organization),
        ["conversation.answered.v2~review"] = new ConversationEvent.Answered(1, At, new Answer(Phone, "+79161234567"), null),
        ["conversation.answered.v2~for-review"] =
            new ConversationEvent.Answered(1, At, new Answer(City, "Тверь"), Story, ForReview: true),
        ["conversation.answered.v2~skipped"] = new ConversationEvent.Answered(1, At, new Answer(Firm, ""), Rooms),
        ["conversation.answered.v2~choice"] = new ConversationEvent.Answered(1, At, new Answer(Service, "Ремонт"), Firm),
        ["conversation.answered.v2~choices"] = new ConversationEvent.Answered(1, At, new Answer(Rooms, "Кухня\nЗал"), Day),
        ["conversation.answered.v2~date"] = new ConversationEvent.Answered(1, At, new Answer(Day, "2026-03-12"), Lift),
        ["conversation.answered.v2~yes-no"] = new ConversationEvent.Answered(1, At, new Answer(Lift, Answer.No), FloorOfSome),
        ["conversation.answered.v2~number"] = new ConversationEvent.Answered(1, At, new Answer(Floor, "2.5"), Phone),
        ["conversation.answered.v2~when"] = new ConversationEvent.Answered(1, At, new Answer(FloorOfSome, "2.5"), Phone),
        ["conversation.answered.v2~long-text"] =
            new ConversationEvent.Answered(1, At, new Answer(Story, "Стела"), Phone) { Before = Before, LongText = LongText },
        ["conversation.answered.v2~message"] =
            new ConversationEvent.Answered(1, At, new Answer(Name, "Анна") { MessageId = 101 }, Organization),
        ["conversation.answered.v2~verified"] =
            new ConversationEvent.Answered(1, At, new Answer(Phone, "+79161234567") { MessageId = 101, IsVerified = true }, null),
        ["conversation.corrected.v1"] =
            new ConversationEvent.Corrected(1, At, new Answer(Name, "Яна") { MessageId = 101 }, Phone),
        ["conversation.corrected.v1~review"] =
            new ConversationEvent.Corrected(1, At, new Answer(Name, "Яна") { MessageId = 101 }, null),
        ["conversation.corrected.v1~before"] =
            new ConversationEvent.Corrected(1, At, new Answer(Lift, Answer.No) { MessageId = 101 }, FloorOfSome, ForReview: true)
            {
                Before = Before,
            },
        ["conversation.ticked.v1"] = new ConversationEvent.Ticked(1, At, "Кухня\nЗал"),
        ["conversation.ticked.v1~none"] = new ConversationEvent.Ticked(1, At, ""),
        ["conversation.went-back.v2"] = new ConversationEvent.WentBack(1, At, City) { Before = Before },
        ["conversation.went-back.v2~review"] = new ConversationEvent.WentBack(1, At, null),
        ["conversation.went-back.v2~long-text"] = new ConversationEvent.WentBack(1, At, Story) { LongText = LongText },
        ["conversation.change-chosen.v2"] = new ConversationEvent.ChangeChosen(1, At, Rooms),
        ["conversation.input-not-taken.v1"] = new ConversationEvent.InputNotTaken(1, At, NotTakenReason.OlderThanQuestion),
        ["conversation.input-not-taken.v1~too-long"] =
            new ConversationEvent.InputNotTaken(1, At, NotTakenReason.TooLong) { LongText = new LongText(1_772_366_400, 4096) },
        ["conversation.input-not-taken.v1~rest"] =
            new ConversationEvent.InputNotTaken(1, At, NotTakenReason.RestOfLongText) { LongText = new LongText(1_772_366_401, 8192) },
        ["conversation.input-not-taken.v1~too-many-files"] =
            new ConversationEvent.InputNotTaken(1, At, NotTakenReason.TooManyFiles) { AlbumId = "13" },
        ["conversation.input-not-taken.v1~file"] = new ConversationEvent.InputNotTaken(1, At, NotTakenReason.FileNotTaken),
        ["conversation.file-added.v1"] = new ConversationEvent.FileAdded(1, At, "sketch", Plan) { Words = "вот\nтак", AlbumId = "13" },
        ["conversation.file-added.v1~message"] = new ConversationEvent.FileAdded(1, At, "sketch", Plan) { Words = "вот", MessageId = 101 },
        ["conversation.file-added.v1~kind"] = new ConversationEvent.FileAdded(1, At, "sketch", Plan) { Kind = QuestionKind.Files },
        ["conversation.file-added.v1~place"] = new ConversationEvent.FileAdded(1, At, "story", Depot),
        ["conversation.file-removed.v1"] = new ConversationEvent.FileRemoved(1, At, "sketch", 9),
        ["conversation.started.v2~files"] = new ConversationEvent.Started(1, At, Id, Sketch),
        ["conversation.answered.v2~files"] =
            new ConversationEvent.Answered(1, At, new Answer(Sketch, "вот") { Files = [Plan, Depot] }, Wish),
        ["conversation.cancelled.v1"] = new ConversationEvent.Cancelled(1, At),
        ["conversation.cancelled.v1~expired"] = new ConversationEvent.Cancelled(1, At, IsExpired: true),
        ["conversation.reminded.v1"] = new ConversationEvent.Reminded(1, At, Id),
        ["conversation.resumed.v1"] = new ConversationEvent.Resumed(1, At),
        ["conversation.message-kept.v1"] = new ConversationEvent.MessageKept(
            1, At, new KeptMessage(1, "Этаж третий", At, 101), [new OfferedTicket(17, Id, "Знаки"), new OfferedTicket(9, null)]),
        ["conversation.message-kept.v1~closed"] = new ConversationEvent.MessageKept(
            1, At, new KeptMessage(1, "Этаж третий", At), [new OfferedTicket(9, null, IsClosed: true)]),
        ["conversation.message-kept.v1~next"] = new ConversationEvent.MessageKept(1, At, new KeptMessage(1, "", At, 102)
        {
            Files = Files,
            AlbumId = "13579",
        }, null),
        ["conversation.kept-corrected.v1"] = new ConversationEvent.KeptCorrected(2, At, 101, "Этаж второй"),
        ["conversation.messages-added.v1"] = new ConversationEvent.MessagesAdded(1, At, 17),
        ["conversation.messages-added.v1~reopened"] = new ConversationEvent.MessagesAdded(1, At, 17, IsReopened: true),
        ["conversation.addition-progressed.v1"] =
            new ConversationEvent.AdditionProgressed(1, At, AdditionStage.Begun, new OfferedTicket(17, Id)),
        ["conversation.addition-progressed.v1~withdrawn"] =
            new ConversationEvent.AdditionProgressed(1, At, AdditionStage.Begun, new OfferedTicket(9, null, IsClosed: true))
            {
                IsWithdrawn = true,
            },
        ["conversation.addition-progressed.v1~album"] =
            new ConversationEvent.AdditionProgressed(1, At, AdditionStage.Continued, new OfferedTicket(17, Id))
            {
                SentAt = At,
                AlbumId = "13",
            },
        ["conversation.addition-progressed.v1~quoted"] =
            new ConversationEvent.AdditionProgressed(1, At, AdditionStage.Quoted, new OfferedTicket(17, Id))
            {
                SentAt = At,
            },
        ["conversation.addition-progressed.v1~quoted-again"] =
            new ConversationEvent.AdditionProgressed(1, At, AdditionStage.QuotedAgain, new OfferedTicket(9, null, IsClosed: true))
            {
                SentAt = At,
                AlbumId = "13",
            },
        ["conversation.submitted.v2"] = new ConversationEvent.Submitted(1, At, Id, new SentAnswers([.. Answers], []), "anna"),
        ["conversation.submitted.v2~removed"] = new ConversationEvent.Submitted(
            1, At, Id, new SentAnswers([new(Rooms, "Кухня\nЗал")], [new(Floor, "2.5"), new(Firm, "ООО")]), null),
        ["conversation.submitted.v2~account-name"] =
            new ConversationEvent.Submitted(1, At, Id, new SentAnswers([.. Answers], []), null, "Анна К"),
        ["conversation.submitted.v2~source"] =
            new ConversationEvent.Submitted(1, At, Id, new SentAnswers([.. Answers], []), "anna") { Source = "expo-2026" },
        ["conversation.erasure-asked.v1"] = new ConversationEvent.ErasureAsked(1, At),
        ["conversation.erasure-asked.v1~again"] = new ConversationEvent.ErasureAsked(1, At, Again: true),
        ["conversation.erasure-declined.v1"] = new ConversationEvent.ErasureDeclined(1, At),
        ["conversation.erasure-confirmed.v1"] = new ConversationEvent.ErasureConfirmed(1, At),
        ["conversation.erased.v1"] = new ConversationEvent.Erased(1, At),
        ["conversation.source-noted.v1"] = new ConversationEvent.SourceNoted(1, At, "expo-2026"),
        ["conversation.submitted.v2~verified"] = new ConversationEvent.Submitted(
            1, At, Id, new SentAnswers([new(Phone, "+79161234567") { IsVerified = true }], []), "anna"),
        ["conversation.ticket-delayed.v1"] = new ConversationEvent.TicketDelayed(1, At, Id),
        ["conversation.ticket-created.v1"] = new ConversationEvent.TicketCreated(1, At, Id, 17),

        ["conversation.snapshot.v2"] = new ConversationSnapshot(new SavedForm.Accepted(Id, 17), [900_000, 7]),
        ["conversation.snapshot.v2~accepted-at"] = new ConversationSnapshot(new SavedForm.Accepted(Id, 17, At), [900_000, 7]),
        ["conversation.snapshot.v2~not-started"] = new ConversationSnapshot(new SavedForm.NotStarted(), []),
        ["conversation.snapshot.v2~asking"] =
            new ConversationSnapshot(new SavedForm.Asking(Id, Service, [.. Answers], 3), [1, 2, 3]),
        ["conversation.snapshot.v2~asking-ticked"] = new ConversationSnapshot(
            new SavedForm.Asking(Id, Rooms, [], 3, ForReview: true, Former: [new(Floor, "2.5"), new(Firm, "ООО")], Ticked: "Зал"), [1]),
        ["conversation.snapshot.v2~reviewing"] = new ConversationSnapshot(new SavedForm.Reviewing(Id, [.. Answers], 6), [1]),
        ["conversation.snapshot.v2~reviewing-former"] =
            new ConversationSnapshot(new SavedForm.Reviewing(Id, [new(Firm, "")], 6, Former: [new(Lift, Answer.Yes)]), [1]),
        ["conversation.snapshot.v2~submitting"] =
            new ConversationSnapshot(new SavedForm.Submitting(Id, new SentAnswers([.. Answers], []), "anna", At), [1]),
        ["conversation.snapshot.v2~submitting-delayed"] = new ConversationSnapshot(
            new SavedForm.Submitting(Id, new SentAnswers([.. Answers], [new(Lift, Answer.Yes)]), "anna", At, IsDelayTold: true), [1]),
        ["conversation.snapshot.v2~submitting-account-name"] = new ConversationSnapshot(
            new SavedForm.Submitting(Id, new SentAnswers([.. Answers], []), null, At, AccountName: "Анна К"), [1]),
        ["conversation.snapshot.v2~submitting-source"] = new ConversationSnapshot(
            new SavedForm.Submitting(Id, new SentAnswers([.. Answers], []), "anna", At) { Source = "expo-2026" }, [1]),
        ["conversation.snapshot.v2~erasure"] = new ConversationSnapshot(new SavedForm.NotStarted(), [1])
        {
            Erasure = new Erasure(ErasureStage.Done, 1),
        },
        ["conversation.snapshot.v2~source"] = new ConversationSnapshot(new SavedForm.NotStarted(), [1]) { Source = "expo-2026" },
        ["conversation.snapshot.v2~consent"] = new ConversationSnapshot(new SavedForm.NotStarted(), [1])
        {
            Consent = new ClientConsent(Consent, new AskedConsent(1, "2027-02", Consent.TextHash)),
        },
        ["conversation.snapshot.v2~consent-of-form"] =
            new ConversationSnapshot(new SavedForm.NotStarted(), [1]) { Consent = new ClientConsent(Consent) { OfForm = Consent } },
        ["conversation.snapshot.v2~consent-refused"] =
            new ConversationSnapshot(new SavedForm.NotStarted(), [1]) { Consent = new ClientConsent(RefusedBy: 1) },
        ["conversation.snapshot.v2~screen"] = new ConversationSnapshot(
            new SavedForm.Asking(Id, Phone, [.. Answers], 3), [1],
            new Screen(Before, LongText, Story, NotTakenReason.OlderThanQuestion)),
        ["conversation.snapshot.v2~message"] = new ConversationSnapshot(
            new SavedForm.Asking(Id, Organization, [new Answer(Name, "Анна") { MessageId = 101 }], 1), [1],
            new Screen(AskedAt: 1_772_366_400)),
        ["conversation.snapshot.v2~verified"] = new ConversationSnapshot(
            new SavedForm.Reviewing(Id, [new(Phone, "+79161234567") { MessageId = 101, IsVerified = true }], 6), [1]),
        ["conversation.snapshot.v2~asking-files"] = new ConversationSnapshot(
            new SavedForm.Asking(Id, Sketch, [], 1)
            {
                Begun = [new Answer(Sketch, "вот") { Files = [Plan, Depot] }],
                LastFile = new LastFile(1, At, "sketch", "13", IsPart: true),
            },
            [1]),
        ["conversation.snapshot.v2~reviewing-files"] = new ConversationSnapshot(
            new SavedForm.Reviewing(Id, [new Answer(Wish, "") { Files = [Plan] }], 1)
            {
                Begun = [new Answer(Sketch, "") { Files = [Depot] }],
                LastFile = new LastFile(1, At, null),
            },
            [1], new Screen(Told: NotTakenReason.TooManyFiles)),
        ["conversation.snapshot.v2~asking-ticks"] = new ConversationSnapshot(
            new SavedForm.Asking(Id, Name, [], 1) { Ticks = [new Answer(Rooms, "Кухня\nЗал")] }, [1]),
        ["conversation.snapshot.v2~reviewing-ticks"] = new ConversationSnapshot(
            new SavedForm.Reviewing(Id, [.. Answers], 3) { Ticks = [new Answer(Rooms, "Кухня")] }, [1]),
        ["conversation.snapshot.v2~cancelled"] = new ConversationSnapshot(new SavedForm.Cancelled(), [1]),
        ["conversation.snapshot.v2~earlier-ticket"] =
            new ConversationSnapshot(new SavedForm.Cancelled(), [1], EarlierTicket: new SavedForm.Accepted(Id, 17)),
        ["conversation.snapshot.v2~kept"] = new ConversationSnapshot(
            new SavedForm.Accepted(Id, 17), [1],
            Kept: new SavedMessages([new KeptMessage(1, "Этаж третий", At, 101)], [new OfferedTicket(17, Id, "Знаки")])),
        ["conversation.snapshot.v2~kept-corrected"] = new ConversationSnapshot(
            new SavedForm.Cancelled(), [1, 2],
            Kept: new SavedMessages([new KeptMessage(1, "Этаж второй", At, 101) { CorrectedBy = 2 }], [], null)),
        ["conversation.snapshot.v2~reviewing-source"] = new ConversationSnapshot(
            new SavedForm.Reviewing(Id, [new("direction", "Направление", QuestionKind.Choice, "Знаки") { IsOfSource = true }], 3), [1]),
        ["conversation.snapshot.v2~kept-for-form"] = new ConversationSnapshot(
            new SavedForm.Cancelled(), [1], Kept: new SavedMessages([new KeptMessage(1, "Этаж третий", At)], [], Id)),
        ["conversation.snapshot.v2~added"] = new ConversationSnapshot(
            new SavedForm.Accepted(Id, 17), [1], LastAdded: new ConversationEvent.MessagesAdded(1, At, 17)),
        ["conversation.snapshot.v2~addition"] = new ConversationSnapshot(new SavedForm.Accepted(Id, 17), [1])
        {
            Addition = new ConversationEvent.AdditionProgressed(1, At, AdditionStage.Ended, new OfferedTicket(17, Id)),
        },
        ["conversation.snapshot.v2~last-reply"] = new ConversationSnapshot(new SavedForm.Accepted(Id, 17), [1])
        {
            LastReply = new ConversationEvent.AdditionProgressed(1, At, AdditionStage.Quoted, new OfferedTicket(17, Id)) { SentAt = At },
        },
        ["conversation.snapshot.v2~last-answers"] = new ConversationSnapshot(
            new SavedForm.Accepted(Id, 17), [1],
            LastAnswers: [new(Name, "Анна"), new(Floor, "2.5"), new(Phone, "+79161234567") { IsVerified = true }]),
        ["conversation.snapshot.v2~reminded"] = new ConversationSnapshot(new SavedForm.Asking(Id, City, [.. Answers], 2), [1])
        {
            LastInputAt = At,
            Reminded = new ConversationEvent.Reminded(1, At, Id),
        },
        ["conversation.snapshot.v2~expired"] = new ConversationSnapshot(
            new SavedForm.Cancelled(new SavedForm.Reviewing(Id, [.. Answers], 6), At, IsExpired: true), [1]),
        ["conversation.snapshot.v2~cancelled-asking"] = new ConversationSnapshot(
            new SavedForm.Cancelled(new SavedForm.Asking(Id, Rooms, [.. Answers], 3, Ticked: "Зал"), At), [1]),
        ["conversation.snapshot.v2~cancelled-reviewing"] = new ConversationSnapshot(
            new SavedForm.Cancelled(new SavedForm.Reviewing(Id, [.. Answers], 6), At), [1]),
    };

    /// <summary>What the versions wrote that had their six questions in code.</summary>
    public static IReadOnlyDictionary<string, object> Earlier { get; } = new Dictionary<string, object>
    {
        // Written before the next question was recorded.
        ["conversation.started.v1"] = new ConversationEvent.Started(1, At, Id, Name),
        ["conversation.started.v1~next"] = new ConversationEvent.Started(1, At, Id, Name),
        ["conversation.started.v1~before"] = new ConversationEvent.Started(1, At, Id, Name) { Before = Before },
        ["conversation.answered.v1"] = OfSix(Name, "Анна «<b>»\n\"x\" \u0001😀", null),
        ["conversation.answered.v1~next"] = OfSix(Organization, "ООО", City),
        ["conversation.answered.v1~city"] = OfSix(City, "Тверь", Direction),
        ["conversation.answered.v1~direction"] = OfSix(Direction, "Знаки", Description),
        ["conversation.answered.v1~description"] = OfSix(Description, "Стела", Phone),
        ["conversation.answered.v1~phone"] = OfSix(Phone, "+79161234567", null),
        ["conversation.answered.v1~long-text"] = OfSix(Description, "Стела", Phone) with { Before = Before, LongText = LongText },
        ["conversation.went-back.v1"] = new ConversationEvent.WentBack(1, At, City),
        ["conversation.went-back.v1~review"] = new ConversationEvent.WentBack(1, At, null),
        ["conversation.change-chosen.v1"] = new ConversationEvent.ChangeChosen(1, At, City),
        ["conversation.submitted.v1"] = new ConversationEvent.Submitted(1, At, Id, null, "anna"),
        ["conversation.submitted.v1~no-username"] = new ConversationEvent.Submitted(1, At, Id, null, null),
        ["conversation.submitted.v1~account-name"] = new ConversationEvent.Submitted(1, At, Id, null, null, "Анна К"),

        ["conversation.snapshot.v1"] = All["conversation.snapshot.v2"],
        ["conversation.snapshot.v1~not-started"] = All["conversation.snapshot.v2~not-started"],
        ["conversation.snapshot.v1~asking"] =
            new ConversationSnapshot(new SavedForm.Asking(Id, Direction, [.. Answers], 3), [1, 2, 3]),
        ["conversation.snapshot.v1~reviewing"] = All["conversation.snapshot.v2~reviewing"],
        ["conversation.snapshot.v1~submitting"] = All["conversation.snapshot.v2~submitting"],
        ["conversation.snapshot.v1~submitting-delayed"] = new ConversationSnapshot(
            new SavedForm.Submitting(Id, new SentAnswers([.. Answers], []), "anna", At, IsDelayTold: true), [1]),
        ["conversation.snapshot.v1~submitting-account-name"] = All["conversation.snapshot.v2~submitting-account-name"],
        ["conversation.snapshot.v1~screen"] = new ConversationSnapshot(
            new SavedForm.Asking(Id, Phone, [.. Answers], 3), [1],
            new Screen(Before, LongText, Description, NotTakenReason.OlderThanQuestion)),
        ["conversation.snapshot.v1~cancelled"] = All["conversation.snapshot.v2~cancelled"],
    };

    private static ConversationEvent.Answered OfSix(Question question, string value, Question? next) =>
        new(1, At, new Answer(question, value), next) { IsOfSixQuestions = true };
}
