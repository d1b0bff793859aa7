using VizTeh.Actors.Clients;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Conversations;
using VizTeh.Actors.Tests.Forms;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Clients;

/// <summary>The question for consent: when it is asked, and what each input means while it is open and after it.</summary>
public sealed class ConsentRulesTests : ConversationRulesFixture
{
    private static readonly CompanySettings Off = Dialogue.Firm;
    private static readonly CompanySettings Earlier = Dialogue.Firm.Asking("1");
    private static readonly CompanySettings Later = Dialogue.Firm.Asking("2");

    public ConsentRulesTests()
    {
        Company = Earlier;
    }

    [Fact]
    public void A_form_begins_with_the_question_for_consent_alone_in_its_message()
    {
        Handle(Sent("Оставить заявку"));

        var asked = Assert.IsType<ConversationEvent.ConsentAsked>(Assert.Single(Events));
        Assert.Equal(("1", Consent.HashOf(Earlier.Consent!.Text)), (asked.Version, asked.TextHash));
        var message = Assert.IsType<Reply.Say>(Assert.Single(Replies)).Message;
        Assert.Equal(Earlier.Consent.Html, message.Html);
        Assert.Equal([FirmConsent.Agree, FirmConsent.Disagree], Dialogue.ButtonsOf(message).Select(button => button.Label));
        Dialogue.AssertSendable(Last);
        Assert.IsType<Form.NotStarted>(State.Form);
    }

    [Fact]
    public void A_press_of_the_button_is_recorded_with_the_first_question()
    {
        Ask();
        Handle(Pressed(Button(), 555));

        var started = Assert.IsType<ConversationEvent.Started>(Events[^1]);
        Assert.Equal(new Consent("1", Earlier.Consent!.TextHash, Now, 555), started.Consent);
        Assert.Equal(started.Consent, State.Consent.Given);
        Assert.Null(State.Consent.Asked);
        Assert.Equal(Ids.Name, AskedIn(State.Form));
        Assert.StartsWith(Off.Texts[ConsentPhrases.Thanks], Said, StringComparison.Ordinal);
        // The message with the text stays as it was shown.
        Assert.Null(Last.Used?.Html);
    }

    [Theory]
    [InlineData("Даю согласие")]
    [InlineData("даю согласие!")]
    [InlineData("Согласна")]
    public void Typing_it_is_the_same_as_the_press_with_the_message_that_was_shown(string typed)
    {
        Ask();
        var shown = LastMessage;
        Handle(Sent(typed));

        Assert.Equal(shown, State.Consent.Given?.MessageId);
        Assert.Equal(Ids.Name, AskedIn(State.Form));
    }

    [Fact]
    public void Typing_it_when_the_shown_message_is_not_known_shows_the_text_once_more()
    {
        Ask();
        RestartFromSnapshot();
        Handle(Sent(FirmConsent.Agree));

        Assert.Null(State.Consent.Given);
        Assert.Equal(
            [Off.Texts[ConsentPhrases.PressButton], Earlier.Consent!.Html],
            Replies.Cast<Reply.Say>().Select(said => said.Message.Html));
        Handle(Sent(FirmConsent.Agree));
        Assert.NotNull(State.Consent.Given);
    }

    [Fact]
    public void A_press_without_its_message_shows_the_text_once_more()
    {
        Ask();
        Handle(Pressed(Button(), messageId: null));

        Assert.Null(State.Consent.Given);
        Assert.Contains(FirmConsent.Title, Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_refusal_names_the_phone_and_leaves_nothing(bool isTyped)
    {
        Handle(Sent("/start expo-2026"));
        Assert.Equal("expo-2026", State.Source);
        Ask();
        Handle(isTyped ? Sent("не согласен") : Pressed(Button(agrees: false), 555));

        Assert.IsType<ConversationEvent.ConsentRefused>(Events[^1]);
        Assert.Contains(Earlier.Phone, Said, StringComparison.Ordinal);
        Assert.Contains(FirmConsent.Refusal, Said, StringComparison.Ordinal);
        var snapshot = ConversationSnapshot.Of(State);
        Assert.Equal(
            new ConversationSnapshot(new SavedForm.NotStarted(), snapshot.HandledUpdates)
            {
                Consent = new ClientConsent(RefusedBy: State.LastUpdate),
                Screen = snapshot.Screen,
            },
            snapshot);
    }

    [Fact]
    public void Cancelling_is_a_refusal()
    {
        Ask();
        Handle(Sent("/cancel"));

        Assert.IsType<ConversationEvent.ConsentRefused>(Events[^1]);
        Assert.Contains(Earlier.Phone, Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_changes_the_mind_after_a_refusal_may_press_the_old_button_or_begin_again()
    {
        Ask();
        Handle(Pressed(Button(agrees: false), 555));
        var refused = State;
        Handle(Pressed(Button(), 555));
        Assert.Equal(Ids.Name, AskedIn(State.Form));

        State = refused;
        Ask();
        Handle(Pressed(Button(), 556));
        Assert.Equal(556, State.Consent.Given?.MessageId);
    }

    public static TheoryData<string> Others => ["words", "contact", "file", "sticker", "back"];

    [Theory]
    [MemberData(nameof(Others))]
    public void Anything_else_is_not_stored_and_the_question_comes_again_in_short(string what)
    {
        Tickets = [new ClientTicket(5, null, "Знаки", IsClosed: false)];
        Ask();
        var shown = LastMessage;
        var before = State;
        Handle(Sent(InputOf(what)));

        Assert.Null(Last.Event);
        Assert.Equal(before, State);
        var message = Assert.IsType<Reply.Say>(Assert.Single(Replies)).Message;
        Assert.Equal(Off.Texts[ConsentPhrases.First], message.Html);
        Handle(Pressed(Dialogue.ButtonsOf(message).First().Data, LastMessage));
        // That of the text, not that of the short question.
        Assert.Equal(shown, State.Consent.Given?.MessageId);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void After_a_restart_the_whole_text_comes_again_instead(string what)
    {
        Ask();
        RestartFromSnapshot();
        Handle(Sent(InputOf(what)));

        Assert.Equal(
            [Off.Texts[ConsentPhrases.First], Earlier.Consent!.Html], Replies.Cast<Reply.Say>().Select(said => said.Message.Html));
        Assert.IsType<ConversationEvent.ConsentAsked>(Events[^1]);
    }

    [Theory]
    [InlineData("/start", "ответьте, пожалуйста, на вопрос о согласии")]
    [InlineData("/start expo", "ответьте, пожалуйста, на вопрос о согласии")]
    [InlineData("Оставить заявку", FirmConsent.Title)]
    [InlineData("/help", "Как оставить заявку")]
    [InlineData("/foo", "Такой команды нет")]
    public void Commands_are_answered_and_the_question_stays_open(string typed, string reply)
    {
        Ask();
        Handle(Sent(typed));

        Assert.Contains(reply, Said, StringComparison.Ordinal);
        Assert.Equal(2, Dialogue.ButtonsOf(((Reply.Say)Replies[^1]).Message).Count());
        Assert.NotNull(State.Consent.Asked);
        Dialogue.AssertSendable(Last);
        Handle(Pressed(Button(), 555));
        Assert.Equal(Ids.Name, AskedIn(State.Form));
    }

    [Fact]
    public void An_edit_says_nothing()
    {
        Ask();
        Handle(Edited(Sent("Анна"), "Яна"));

        Assert.Equal(FormRules.Silence, Last);
    }

    [Fact]
    public void A_second_press_is_told_so_and_changes_nothing()
    {
        Ask();
        Handle(Pressed(Button(), 555));
        var begun = State;
        Handle(Pressed(Button(), 555));
        Assert.Equal(Off.Texts[ConsentPhrases.ToastGiven], Last.Toast);
        Assert.Equal(begun, State);

        Handle(Sent("/cancel"));
        Handle(Pressed(Button(), 555));
        Assert.Equal(Off.Texts[ConsentPhrases.ToastGiven], Last.Toast);
        Assert.Null(Last.Event);
    }

    [Fact]
    public void Not_agreeing_after_it_was_given_names_the_way_to_withdraw()
    {
        Ask();
        Handle(Pressed(Button(), 555));
        Handle(Pressed(Button(agrees: false), 555));

        Assert.Null(Last.Event);
        Assert.Contains("/forget", Said, StringComparison.Ordinal);
        Assert.Contains("обращаться", Said, StringComparison.Ordinal);
        Handle(Sent("/cancel"));
        Handle(Pressed(Button(agrees: false), 555));
        Assert.Contains("/forget", Said, StringComparison.Ordinal);
        Assert.NotNull(State.Consent.Given);
    }

    [Fact]
    public void A_consent_holds_for_the_next_form()
    {
        Fill();
        Handle(Sent("Оставить заявку"));

        Assert.Null(Assert.IsType<ConversationEvent.Started>(Events[^1]).Consent);
        Assert.Equal("1", State.Consent.Given?.Version);
    }

    [Fact]
    public void A_new_version_asks_before_the_next_form_and_never_within_one()
    {
        Ask();
        Handle(Pressed(Button(), 555));
        Company = Later;
        Handle(Sent("Анна"));
        Assert.Equal(Ids.Organization, AskedIn(State.Form));
        Handle(Sent("/cancel"));
        Handle(Sent("Вернуть"));
        Assert.Equal(Ids.Organization, AskedIn(State.Form));
        Handle(Sent("/cancel"));
        Handle(Sent("Оставить заявку"));

        Assert.Equal("2", Assert.IsType<ConversationEvent.ConsentAsked>(Events[^1]).Version);
        Assert.Equal("1", State.Consent.Given?.Version);
        Handle(Pressed(Button(agrees: false), 556));
        // What was agreed to before is not withdrawn by that.
        Assert.Equal("1", State.Consent.Given?.Version);
    }

    [Fact]
    public void Another_text_under_the_same_version_asks_too()
    {
        Fill();
        Company = Off with { Consent = FirmConsent.Terms(Off, "1", purpose: "реклама") };
        Handle(Sent("Оставить заявку"));

        Assert.IsType<ConversationEvent.ConsentAsked>(Events[^1]);
    }

    [Fact]
    public void A_form_that_was_begun_without_is_finished_without()
    {
        Company = Off;
        Handle(Sent("Оставить заявку"));
        Company = Earlier;
        foreach (var id in ShippedForm.Ids)
            Handle(Sent(Dialogue.GoodAnswers[id]));
        Handle(Pressed(Button(), 555));
        Assert.IsType<Form.Reviewing>(State.Form);
        Handle(Sent("Отправить"));

        Assert.IsType<Form.Submitting>(State.Form);
        Assert.Null(State.Consent.Given);
        Assert.DoesNotContain(Events, happened => happened is ConversationEvent.ConsentAsked);
    }

    [Fact]
    public void A_press_under_an_old_text_shows_the_new_one()
    {
        Ask();
        var old = Button();
        Company = Later;
        Handle(Pressed(old, 555));

        Assert.Null(State.Consent.Given);
        Assert.Equal(
            [Off.Texts[ConsentPhrases.Changed], Later.Consent!.Html], Replies.Cast<Reply.Say>().Select(said => said.Message.Html));
        Handle(Pressed(Button(), 556));
        Assert.Equal("2", State.Consent.Given?.Version);
        Handle(Sent("/cancel"));
        Handle(Pressed(old, 555));
        Assert.Equal(("2", Off.Texts[ConsentPhrases.ToastGiven]), (State.Consent.Given?.Version, Last.Toast));
    }

    [Fact]
    public void Typing_it_to_an_old_text_shows_the_new_one()
    {
        Ask();
        Company = Later;
        Handle(Sent(FirmConsent.Agree));

        Assert.Null(State.Consent.Given);
        Assert.Contains(Off.Texts[ConsentPhrases.Changed], Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a press")]
    [InlineData("Даю согласие")]
    [InlineData("Оставить заявку")]
    public void When_the_firm_goes_back_to_the_text_that_was_agreed_to_the_form_begins_under_that_consent(string what)
    {
        Fill();
        Company = Later;
        Ask();
        var pressed = Pressed(Button(), 556);
        Company = Earlier;
        Handle(what == "a press" ? pressed : Sent(what));

        Assert.True(Assert.IsType<ConversationEvent.Started>(Events[^1]) is { Consent: null, IsUnderEarlierConsent: true });
        Assert.Equal(Ids.Name, AskedIn(State.Form));
        Assert.Null(State.Consent.Asked);
        Assert.Equal("1", State.Consent.OfForm?.Version);
    }

    [Fact]
    public void When_the_firm_goes_back_to_the_text_that_was_agreed_to_not_agreeing_still_begins_no_form()
    {
        Fill();
        Company = Later;
        Ask();
        var pressed = Pressed(Button(agrees: false), 556);
        Company = Earlier;
        Handle(pressed);

        Assert.IsType<ConversationEvent.ConsentRefused>(Events[^1]);
        Assert.Equal("1", State.Consent.Given?.Version);
    }

    [Fact]
    public void Switched_off_while_it_is_open_a_press_is_still_recorded_and_a_form_begins_without()
    {
        Ask();
        var (asked, button) = (State, Button());
        Company = Off;
        Handle(Pressed(button, 555));
        Assert.Equal(Earlier.Consent!.TextHash, State.Consent.Given?.TextHash);

        State = asked;
        Handle(Sent("Оставить заявку"));
        Assert.Null(Assert.IsType<ConversationEvent.Started>(Events[^1]).Consent);
        Assert.Null(State.Consent.Asked);
    }

    [Fact]
    public void A_form_that_needed_no_consent_does_not_carry_an_earlier_one()
    {
        Ask();
        Handle(Pressed(Button(), 555));
        Assert.Equal("1", State.Consent.OfForm?.Version);
        Handle(Sent("/cancel"));
        Handle(Sent("Оставить заявку"));
        Assert.Equal("1", State.Consent.OfForm?.Version);
        Handle(Sent("/cancel"));
        Company = Off;
        Handle(Sent("Оставить заявку"));

        Assert.Equal(("1", null), (State.Consent.Given?.Version, State.Consent.OfForm));
    }

    [Fact]
    public void After_a_refusal_a_cancelled_form_cannot_be_taken_up_again()
    {
        Company = Off;
        Handle(Sent("Оставить заявку"));
        Handle(Sent("Анна"));
        Handle(Sent("/cancel"));
        Company = Earlier;
        Ask();
        Handle(Pressed(Button(agrees: false), 555));
        Handle(Sent("Вернуть"));

        Assert.IsType<Form.NotStarted>(State.Form);
        Assert.Contains(Off.Texts[Phrases.NothingToResume], Said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_form_is_taken_up_again_while_the_question_is_open()
    {
        Company = Off;
        Handle(Sent("Оставить заявку"));
        Handle(Sent("/cancel"));
        Company = Earlier;
        Ask();
        Handle(Sent("Вернуть"));

        Assert.Equal(Ids.Name, AskedIn(State.Form));
        Assert.Null(State.Consent.Asked);
    }

    [Fact]
    public void Words_that_were_kept_for_a_new_form_go_into_it_after_the_consent_and_are_dropped_by_a_refusal()
    {
        Tickets = [new ClientTicket(5, null, "Знаки", IsClosed: false)];
        Handle(Sent("ещё и вывеска"));
        Handle(Sent("Новая заявка"));
        Assert.IsType<ConversationEvent.ConsentAsked>(Events[^1]);
        var asked = State;
        Handle(Pressed(Button(), 555));
        Assert.Equal(((Form.Draft)State.Form).FormId, State.Kept.ForForm);
        Assert.Contains(Off.Texts[Phrases.BeginWithKept], Said, StringComparison.Ordinal);

        State = asked;
        Handle(Pressed(Button(agrees: false), 555));
        Assert.True(State.Kept.IsEmpty);
    }

    [Fact]
    public void A_reply_to_a_message_about_a_ticket_is_added_while_the_question_is_open()
    {
        Tickets = [new ClientTicket(5, null, "Знаки", IsClosed: false)];
        Ask();
        Handle(Sent("и подсветка") with { Quoted = "Заявка №5 принята." });
        Assert.Equal(5, Last.Addition?.TicketId);

        Handle(Sent("и подсветка") with { Quoted = "Заявка №6 принята." });
        Assert.Null(Last.Addition);
        Assert.Equal(Off.Texts[ConsentPhrases.First], Said);
        Assert.True(State.Kept.IsEmpty);
    }

    [Theory]
    [InlineData("words")]
    [InlineData("contact")]
    [InlineData("file")]
    public void What_is_added_to_a_chosen_ticket_is_added_while_the_question_is_open(string what)
    {
        Tickets = [new ClientTicket(5, null, "Знаки", IsClosed: false)];
        Ask();
        ChooseTicket();

        Handle(Sent(InputOf(what)));

        Assert.Equal(5, Last.Addition?.TicketId);
        Assert.Equal("Добавили к заявке №5, менеджер увидит.", Said);
        Handle(Sent(FirmConsent.Agree));
        Assert.NotNull(State.Consent.Given);
    }

    [Fact]
    public void A_question_that_comes_after_the_ticket_was_chosen_is_answered_first()
    {
        Tickets = [new ClientTicket(5, null, "Знаки", IsClosed: false)];
        ChooseTicket();
        Ask();

        Handle(Sent("Анна"));

        Assert.Null(Last.Addition);
        Assert.Equal(Off.Texts[ConsentPhrases.First], Said);
    }

    [Theory]
    [InlineData("words")]
    [InlineData("contact")]
    [InlineData("file")]
    public void A_client_with_an_earlier_consent_is_asked_about_the_ticket_while_the_question_is_open(string what)
    {
        Fill();
        Company = Later;
        Tickets = [new ClientTicket(5, null, "Знаки", IsClosed: false)];
        Ask();

        Handle(Sent(InputOf(what)));
        Assert.Equal("Добавить к заявке №5?", Said);
        Handle(Sent("Добавить"));

        Assert.Equal(5, Last.Addition?.TicketId);
        Assert.NotNull(State.Consent.Asked);
        Handle(Pressed(Button(), 556));
        Assert.Equal("2", State.Consent.Given?.Version);
    }

    [Theory]
    [InlineData("не согласен")]
    [InlineData("/cancel")]
    [InlineData("отмена")]
    public void What_refuses_the_question_refuses_it_although_there_is_a_ticket(string typed)
    {
        Fill();
        Company = Later;
        Tickets = [new ClientTicket(5, null, "Знаки", IsClosed: false)];
        Ask();

        Handle(Sent(typed));

        Assert.IsType<ConversationEvent.ConsentRefused>(Events[^1]);
    }

    [Theory]
    [InlineData("Даю согласие")]
    [InlineData("не согласен")]
    public void What_stands_on_its_buttons_is_no_answer_to_a_question_of_the_form(string typed)
    {
        Ask();
        Handle(Pressed(Button(), 556));
        var events = Events.Count;

        Handle(Sent(typed));

        Assert.Equal(events, Events.Count);
        Assert.Equal(Ids.Name, AskedIn(State.Form));
        Assert.Contains(ShippedForm.KeyWordOf(Ids.Name), Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Switched_off_while_it_is_open_words_are_offered_to_the_ticket_again()
    {
        Tickets = [new ClientTicket(5, null, "Знаки", IsClosed: false)];
        Ask();
        Company = Off;

        Handle(Sent("и подсветка"));

        Assert.Equal("Добавить к заявке №5?", Said);
    }

    [Fact]
    public void A_repeat_after_a_crash_says_the_same()
    {
        var begin = Sent("Оставить заявку");
        Handle(begin);
        Assert.Equal(Earlier.Consent!.Html, SaidAgain(begin));
        var refusal = Pressed(Button(agrees: false), 555);
        Handle(refusal);
        Assert.Equal(Said, SaidAgain(refusal));
        Ask();
        var press = Pressed(Button(), 556);
        Handle(press);
        Assert.Contains("обращаться", SaidAgain(press), StringComparison.Ordinal);

        string SaidAgain(ClientUpdate update)
        {
            State = ConversationSnapshot.Of(State).Restore();
            return string.Join(
                '\n',
                ConversationRules.Repeat(State, update, ContextOf(update)).OfType<Reply.Say>().Select(said => said.Message.Html));
        }
    }

    [Theory]
    [InlineData("consent:abc:yes", true)]
    [InlineData("consent:abc:no", true)]
    [InlineData("consent:abc:yes:17", true)]
    [InlineData("consent:abc:maybe", false)]
    [InlineData("consent:abc:yes:-1", false)]
    [InlineData("consent:abc:yes:17:1", false)]
    [InlineData("consent:", false)]
    [InlineData(null, false)]
    public void The_data_of_a_button_are_read_as_they_were_written(string? data, bool isButton)
    {
        var button = ConsentButton.Parse(data);

        Assert.Equal(isButton ? data : null, button?.ToData());
        Assert.InRange(new ConsentButton(Earlier.Consent!.Key, Agrees: true, long.MaxValue).ToData().Length, 1, 64);
    }

    private void Ask() => Handle(Sent("Оставить заявку"));

    // «Дополнить» of ticket 5.
    private void ChooseTicket()
    {
        var update = Pressed("my:add:5", 7);
        var own = new OwnTicket(5, null, SentAnswers.None, false, false, null, null);
        Take(OwnTicketRules.Decide(State.Form, State.Addition, update, new OwnTicketFound(0, own), ContextOf(update)));
    }

    private void Fill()
    {
        Ask();
        Handle(Pressed(Button(), 555));
        foreach (var id in ShippedForm.Ids)
            Handle(Sent(Dialogue.GoodAnswers[id]));
        Handle(Sent("Отправить"));
        State = State.Evolve(new ConversationEvent.TicketCreated(
            State.LastUpdate!.Value, Now, ((Form.Submitting)State.Form).SubmissionId, 5));
    }

    /// <summary>A button under the text that the firm has now.</summary>
    private string Button(bool agrees = true) => new ConsentButton((Company.Consent ?? Earlier.Consent)!.Key, agrees).ToData();

    private static ClientInput InputOf(string what) => what switch
    {
        "words" => new ClientInput.Text("Анна"),
        "contact" => new ClientInput.Contact("79161234567", IsOwn: true),
        "file" => new ClientInput.File(new Attachment(AttachmentKind.Photo, "p", "u")) { Caption = "вот" },
        "sticker" => new ClientInput.Unsupported(UnsupportedKind.Sticker),
        _ => new ClientInput.Text("Назад"),
    };
}
