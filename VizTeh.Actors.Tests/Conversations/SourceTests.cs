using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Forms;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>The source of a ticket: the payload of the link by which the client came.</summary>
public sealed class SourceTests : ConversationRulesFixture
{
    private static readonly string Longest = new('a', 64);

    [Fact]
    public void The_payload_of_a_link_is_kept_once_and_the_newest_counts()
    {
        foreach (var text in (string[])["/start expo-2026", "/start expo-2026", "/START@vizteh_bot  Site_2 ", $"/start {Longest}"])
        {
            Handle(Sent(text));
            Assert.Equal(Dialogue.Firm.Texts[Phrases.Greeting], Said);
        }

        Assert.Equal(["expo-2026", "Site_2", Longest], Events.Cast<ConversationEvent.SourceNoted>().Select(noted => noted.Source));
        Assert.Equal(Longest, State.Source);
        Assert.Equal(new Form.NotStarted(), State.Form);
    }

    [Theory]
    [InlineData("/start")]
    [InlineData("/start ")]
    [InlineData("/start expo 2026")]
    [InlineData("/start expo.2026")]
    [InlineData("/start экспо")]
    [InlineData("/start expo\n2026")]
    [InlineData("/start /start")]
    [InlineData("/start aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")] // 65.
    public void Anything_else_after_start_is_as_if_it_were_not_there(string text)
    {
        Handle(Sent(text));
        Assert.Equal(Dialogue.Firm.Texts[Phrases.Greeting], Said);

        ComeTo(Ids.City);
        Handle(Sent(text));

        Assert.Contains(Dialogue.Firm.Texts[Phrases.Unfinished], Said, StringComparison.Ordinal);
        Assert.DoesNotContain(Events, happened => happened is ConversationEvent.SourceNoted);
        Assert.Null(State.Source);
    }

    [Fact]
    public void A_firm_that_switched_sources_off_keeps_none()
    {
        Company = Company with { Source = false };

        Handle(Sent("/start expo-2026"));

        Assert.Equal(Dialogue.Firm.Texts[Phrases.Greeting], Said);
        Assert.Empty(Events);
    }

    [Theory]
    [InlineData("/help expo-2026")]
    [InlineData("/starts expo-2026")]
    [InlineData("start expo-2026")]
    public void Only_start_has_a_payload(string text)
    {
        Handle(Sent(text));

        Assert.Empty(Events);
    }

    [Fact]
    public void In_the_middle_of_a_form_it_is_kept_and_the_form_goes_on()
    {
        ComeTo(Ids.City);
        Handle(Sent("/start"));
        var (form, screen, said) = (State.Form, State.Screen, Said);

        Handle(Sent("/start expo-2026"));

        Assert.Equal((form, screen, said), (State.Form, State.Screen, Said));
        Assert.Equal("expo-2026", State.Source);
        Handle(Sent("Тверь"));
        Assert.Equal(Ids.Direction, AskedIn(State.Form));
    }

    [Fact]
    public void A_link_that_was_pressed_before_the_question_came_needs_no_reply_but_is_kept()
    {
        ComeTo(Ids.City);
        var early = Sent("/start expo-2026") with { Message = new MessageStamp(50, Second - 600) };

        Handle(early);

        Assert.Empty(Replies);
        Assert.Equal("expo-2026", State.Source);
    }

    [Fact]
    public void The_next_ticket_takes_it_and_the_one_after_that_has_none()
    {
        ComeTo(null);
        Handle(Sent("/start expo-2026"));
        Handle(Sent("Отправить"));

        Assert.Equal("expo-2026", Assert.IsType<ConversationEvent.Submitted>(Events[^1]).Source);
        Assert.Equal("expo-2026", Assert.IsType<Form.Submitting>(State.Form).Source);
        Assert.Null(State.Source);

        var submission = ((Form.Submitting)State.Form).SubmissionId;
        State = State.Evolve(new ConversationEvent.TicketCreated(State.LastUpdate!.Value, Now, submission, 15));
        Handle(Sent("/start spring"));
        Assert.Equal("spring", State.Source);
        Assert.IsType<Form.Accepted>(State.Form);
    }

    [Fact]
    public void A_cancelled_form_leaves_it_to_the_next()
    {
        Handle(Sent("/start expo-2026"));
        Handle(Sent("Оставить заявку"));
        Handle(Sent("/cancel"));

        Assert.Equal("expo-2026", State.Source);
    }

    [Fact]
    public void A_form_that_begins_with_a_configured_source_has_that_question_answered()
    {
        Company = Answering("expo-2026", "Стелы");
        Handle(Sent("/start expo-2026"));
        Handle(Sent("Оставить заявку"));
        var asked = new List<string?>();
        while (State.Form is Form.Asking { Question.Id: var id })
        {
            asked.Add(id);
            Handle(Sent(Dialogue.GoodAnswers[id]));
        }

        Assert.Equal(ShippedForm.Ids.Where(id => id != Ids.Direction), asked);
        Assert.Contains("<b>Направление:</b> Стелы", Said, StringComparison.Ordinal);

        Handle(Sent("Направление"));
        Assert.Equal(Ids.Direction, AskedIn(State.Form));
        Handle(Sent("Знаки"));
        Assert.Contains("<b>Направление:</b> Знаки", Said, StringComparison.Ordinal);
        Handle(Sent("Отправить"));
        var sent = Assert.IsType<Form.Submitting>(State.Form);
        Assert.Equal("Знаки", sent.Answers[Ids.Direction]?.Value);
        Assert.Equal("expo-2026", sent.Source);
    }

    [Fact]
    public void A_first_question_that_is_answered_already_is_passed_over_and_back_leads_to_it()
    {
        var firm = Answering("expo-2026", "Стелы");
        Company = firm with
        {
            Form = new FormDefinition(firm.Form.Questions.OrderByDescending(question => question.Id == Ids.Direction)),
        };
        Handle(Sent("/start expo-2026"));
        Handle(Sent("Оставить заявку"));
        Assert.Equal(Ids.Name, AskedIn(State.Form));

        Handle(Sent("Назад"));

        Assert.Equal(Ids.Direction, AskedIn(State.Form));
        Assert.Equal("Стелы", ((Form.Asking)State.Form).EarlierAnswer?.Value);
    }

    [Fact]
    public void The_newest_source_before_the_form_counts_and_one_that_comes_later_answers_nothing()
    {
        Company = Answering("expo-2026", "Стелы");
        Handle(Sent("/start expo-2026"));
        Handle(Sent("/start spring"));
        Handle(Sent("Оставить заявку"));
        Assert.Null(Assert.IsType<ConversationEvent.Started>(Events[^1]).Chosen);

        Handle(Sent("/start expo-2026"));

        Assert.Null(Answer(Ids.Direction));
        Assert.Equal("expo-2026", State.Source);
    }

    [Theory]
    [InlineData("not started")]
    [InlineData("asking")]
    [InlineData("reviewing")]
    [InlineData("cancelled")]
    [InlineData("accepted")]
    public void A_repeat_after_a_crash_gets_the_same_reply(string form)
    {
        if (form is not ("not started" or "accepted"))
            ComeTo(form == "asking" ? Ids.City : null);
        if (form == "cancelled")
            Handle(Sent("/cancel"));
        if (form == "accepted")
            State = new Conversation(new Form.Accepted(Guid.NewGuid(), 15, Now), [1]);
        var link = Sent("/start expo-2026");
        Handle(link);
        var said = Said;
        Assert.IsType<ConversationEvent.SourceNoted>(Events[^1]);

        RestartFromSnapshot();

        var repeated = ConversationRules.Repeat(State, link, ContextOf(link)).OfType<Reply.Say>().Select(reply => reply.Message.Html);
        Assert.Equal(said, string.Join('\n', repeated));
        Assert.Equal("expo-2026", State.Source);
        Assert.True(State.HasHandled(link.UpdateId));
    }

    [Fact]
    public void No_payload_reaches_a_log() => Assert.DoesNotContain(
        "expo", new ConversationEvent.SourceNoted(1, DateTimeOffset.UnixEpoch, "expo-2026").ToString(), StringComparison.Ordinal);

    private static CompanySettings Answering(string source, string direction) => Dialogue.Firm with
    {
        Sources = new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            [source] = new Dictionary<string, string> { [Ids.Direction] = direction },
        },
    };
}
