using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using VizTeh.Actors.Clients;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Conversations;
using VizTeh.Actors.Tests.Forms;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Clients;

/// <summary>Whatever a client does and whatever the firm sets in between: no form is begun without the consent that it needs.</summary>
public sealed class ConsentPropertyTests : ConversationRulesFixture
{
    // Fixed, so that a run is reproducible; change it to try other dialogues.
    private const string Seed = "20300102,77";

    private static readonly CompanySettings[] Firms = [Dialogue.Firm.Asking("1"), Dialogue.Firm.Asking("2"), Dialogue.Firm];

    private static readonly string[] Typed =
    [
        "Оставить заявку", "Оставить заявку", "/start", "/start expo-2026", "/help", "/cancel", "Отменить", "Вернуть", "Назад",
        "О компании",
        FirmConsent.Agree, FirmConsent.Disagree, "согласна", "нет", "да", "Анна", "Отправить", "Новая заявка", "Добавить", "/forget", "",
    ];

    private static readonly Gen<List<(string Kind, int Number)>> Dialogues =
        (from kind in Gen.Frequency(
            (8, Gen.Constant("text")), (8, Gen.Constant("press")), (6, Gen.Constant("answer")), (2, Gen.Constant("file")),
            (1, Gen.Constant("reply")), (1, Gen.Constant("edit")), (2, Gen.Constant("firm")), (2, Gen.Constant("restart")))
         from number in Gen.Choose(0, 1000)
         select (kind, number)).ListOf(40).Select(steps => steps.ToList());

    [Property(MaxTest = 300, Replay = Seed)]
    public Property No_form_is_begun_without_the_consent_that_it_needs() => Prop.ForAll(Dialogues.ToArbitrary(), steps =>
    {
        State = Conversation.New;
        Company = Firms[0];
        Events.Clear();
        Tickets = [];
        foreach (var (kind, number) in steps)
            Take(kind, number);
    });

    private void Take(string kind, int number)
    {
        if (kind == "firm")
            Company = Firms[number % Firms.Length];
        else if (kind == "restart")
            RestartFromSnapshot();
        else
            Hold(UpdateOf(kind, number));
        if (State.Form is Form.Submitting submitting)
        {
            var created = new ConversationEvent.TicketCreated(State.LastUpdate!.Value, Now, submitting.SubmissionId, number);
            Events.Add(created);
            State = State.Evolve(created);
            Tickets = [new ClientTicket(number, submitting.SubmissionId, "Знаки", IsClosed: false)];
        }
    }

    private ClientUpdate UpdateOf(string kind, int number) => kind switch
    {
        "press" => Pressed(
            new ConsentButton(Firms[number % 2].Consent!.Key, Agrees: number % 3 != 0, number % 5 == 0 ? number : null).ToData(),
            number % 7 == 0 ? null : number),
        "answer" => Sent(State.Form switch
        {
            Form.Asking asking => Dialogue.GoodAnswers[asking.Question.Id],
            Form.Reviewing => "Отправить",
            _ => "Оставить заявку",
        }),
        "file" => Sent(new ClientInput.File(new Attachment(AttachmentKind.Photo, "p", "u"))),
        "reply" => Sent("и подсветка") with { Quoted = $"Заявка №{(Tickets is [var ticket] ? ticket.Id : number)} принята." },
        "edit" => Edited(Sent("Анна"), "Яна"),
        _ => Sent(Typed[number % Typed.Length]),
    };

    private void Hold(ClientUpdate update)
    {
        Second += 60;
        var before = State;
        var wasOpen = ConsentRules.IsOpen(before.Form, before.Consent) && Company.Consent is not null;
        Handle(update);

        Dialogue.AssertSendable(Last);
        Assert.True(
            Last is { Replies.Count: > 0 } or { Toast: not null } or { Used: not null } || State.Form is Form.Submitting
            || update.Input is ClientInput.Edited or ClientInput.File || Last.Event is ConversationEvent.MessageKept);
        Assert.False(State.Consent.Asked is not null && State.Form is Form.Draft or Form.Submitting);
        Assert.Equal(
            State.Consent, Events.Aggregate(Conversation.New, (all, happened) => all.Evolve(happened)).Consent);
        if (Last.Event is ConversationEvent.Started && Company.Consent is { } terms)
            Assert.True(terms.AreMetBy(State.Consent.Given));
        if (Last.Event is ConversationEvent.ConsentRefused)
            Assert.True(State is { Source: null, Kept.IsEmpty: true });
        if (wasOpen)
        {
            Assert.True(
                Last.Event is null or ConversationEvent.ConsentAsked or ConversationEvent.ConsentRefused or ConversationEvent.Started
                    or ConversationEvent.Resumed or ConversationEvent.SourceNoted or ConversationEvent.MessagesAdded
                    or ConversationEvent.AdditionProgressed
                || (Last.Event is ConversationEvent.MessageKept && before.Consent.Given is not null));
        }

        if (before.Consent.Given is { } given && Last.Event is not ConversationEvent.Started)
            Assert.Equal(given, State.Consent.Given);
        if (Last.Event is not null)
            Assert.NotEmpty(ConversationRules.Repeat(State, update, ContextOf(update)).Concat(Silent(State)));
    }

    // Where a repeat may say nothing.
    private static IEnumerable<Reply> Silent(Conversation state) =>
        state.Form is Form.Submitting or Form.Draft { LastFile: not null } || state.LastReply is not null
            ? [new Reply.ShowCompany(null)] : [];
}
