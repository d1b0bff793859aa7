using VizTeh.Actors.Clients;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Tests.Conversations;
using VizTeh.Actors.Tests.Forms;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Clients;

/// <summary>Replies to a message of the bot about a ticket: of an album, or of a burst, one is confirmed.</summary>
public sealed class TicketReplyRulesTests : ConversationRulesFixture
{
    private const string Added = "Добавили к заявке №12, менеджер увидит.";
    private const string Thanks = "Спасибо! Заявка №12 принята.";

    private static readonly Guid Submission = new("00000000-0000-4000-8000-000000000012");

    private static readonly ClientTicket Open = new(12, Submission, "Стелы", IsClosed: false);
    private static readonly ClientTicket Other = new(15, null, "Знаки", IsClosed: false);

    public TicketReplyRulesTests() => Tickets = [Other, Open];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_album_is_confirmed_once_across_a_restart_too(bool isRestarted)
    {
        foreach (var part in Enumerable.Range(1, 10))
        {
            Handle(Photo(part, "13") with { QuotedId = 99, Quoted = Thanks });
            Assert.Equal(12, Last.Addition!.TicketId);
            Assert.Equal(part == 1 ? Added : "", Said);
            if (isRestarted)
                RestartFromSnapshot();
            Second += 6;
        }

        Handle(Photo(11, "14") with { QuotedId = 99, Quoted = Thanks });
        Assert.Equal(Added, Said);
    }

    [Fact]
    public void What_is_written_in_one_burst_is_confirmed_once()
    {
        Handle(Sent("раз") with { QuotedId = 99, Quoted = Thanks });
        Second += 5;
        Handle(Sent("два") with { QuotedId = 99, Quoted = Thanks });
        Assert.Equal(12, Last.Addition!.TicketId);
        Assert.Empty(Replies);

        Second += 6;
        Handle(Sent("три") with { QuotedId = 99, Quoted = Thanks });
        Assert.Equal(Added, Said);
    }

    [Fact]
    public void A_reply_about_another_ticket_is_confirmed_with_its_number()
    {
        Handle(Sent("раз") with { QuotedId = 99, Quoted = Thanks });

        Handle(Sent("два") with { QuotedId = 98, Quoted = "Спасибо! Заявка №15 принята." });

        Assert.Equal("Добавили к заявке №15, менеджер увидит.", Said);
    }

    [Fact]
    public void In_the_middle_of_a_form_the_question_is_asked_again_once_and_the_form_stays()
    {
        ComeTo(Ids.City);
        var (form, screen) = (State.Form, State.Screen);

        foreach (var part in Enumerable.Range(1, 3))
        {
            Handle(Photo(part, "13") with { QuotedId = 99, Quoted = Thanks });
            Assert.Equal(12, Last.Addition!.TicketId);
            Assert.Equal(part == 1, Said.Contains(ShippedForm.KeyWordOf(Ids.City), StringComparison.Ordinal));
            Assert.Equal((form, screen), (State.Form, State.Screen));
        }

        Handle(Sent("Тверь"));
        Assert.Equal("Тверь", Answer(Ids.City));
    }

    [Fact]
    public void A_later_message_that_is_no_reply_is_asked_about()
    {
        Handle(Sent("раз") with { QuotedId = 99, Quoted = Thanks });

        Handle(Sent("два"));

        Assert.Null(Last.Addition);
        Assert.Equal("К какой заявке это добавить?", Said);
    }

    [Fact]
    public void A_ticket_that_was_chosen_to_add_to_stays_chosen()
    {
        State = State.Evolve(new ConversationEvent.AdditionProgressed(1, Now, AdditionStage.Begun, new OfferedTicket(12, Submission)));

        Handle(Sent("второй") with { QuotedId = 98, Quoted = "Спасибо! Заявка №15 принята." });
        Assert.Equal(15, Last.Addition!.TicketId);
        Handle(Sent("третий"));

        Assert.Equal(12, Last.Addition!.TicketId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void After_a_crash_the_confirmation_is_said_again_once(bool isInForm)
    {
        if (isInForm)
            ComeTo(Ids.City);
        Handle(Photo(1, "13") with { QuotedId = 99, Quoted = Thanks });
        Assert.Equal(Said, PromptAfterRestart());

        Handle(Photo(2, "13") with { QuotedId = 99, Quoted = Thanks });
        Assert.Equal("", PromptAfterRestart());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void To_a_closed_ticket_it_is_added_and_the_client_is_offered_to_open_it_again(bool isInForm)
    {
        Tickets = [Open with { IsClosed = true }];
        if (isInForm)
            ComeTo(Ids.City);

        Handle(Sent("Вывеска отклеилась!") with { QuotedId = 99, Quoted = "Мы закрыли заявку №12." });

        Assert.Equal((12, false), (Last.Addition!.TicketId, Last.Addition.Reopens));
        Assert.StartsWith("Добавили к заявке №12, менеджер увидит. Сама заявка сейчас закрыта.", Said, StringComparison.Ordinal);
        var button = Dialogue.ButtonsOf(((Reply.Say)Replies[0]).Message).Single();
        Assert.Equal(("Открыть №12 снова", "my:reopen:12:00000012"), (button.Label, button.Data));
        Assert.Equal(isInForm, Said.Contains(ShippedForm.KeyWordOf(Ids.City), StringComparison.Ordinal));
        Assert.Equal(Said, PromptAfterRestart());
        Dialogue.AssertSendable(Last);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_button_opens_it_whether_or_not_the_firm_offers_the_clients_own_tickets(bool hasOwnTickets)
    {
        Company = Company with
        {
            Texts = new FirmTexts(Company.Name, Company.Phone, Company.Site, hasOwnTickets: hasOwnTickets),
        };
        var press = Pressed("my:reopen:12:00000012", 7);

        Assert.Equal(
            new ReopenTicket(42, press.UpdateId, 12, "00000012", "клиент"),
            OwnTicketRules.RequestOf(State.Form, press, ContextOf(press)));
        var ticket = new OwnTicket(12, Submission, SentAnswers.None, false, false, null, null);
        Take(OwnTicketRules.Decide(State.Form, null, press, new OwnTicketReopened(press.UpdateId, ticket), ContextOf(press)));

        Assert.Equal("Снова открыли заявку №12.", Said);
        Assert.Equal(FormRules.NoButtons, Last.Used);
        Take(OwnTicketRules.Decide(State.Form, null, press, new OwnTicketReopened(press.UpdateId, null), ContextOf(press)));
        Assert.StartsWith("Заявку №12 найти не получилось.", Said, StringComparison.Ordinal);
    }

    private ClientUpdate Photo(int part, string album) =>
        Sent(new ClientInput.File(new Attachment(AttachmentKind.Photo, $"f{part}", $"u{part}")) { AlbumId = album });

    private string PromptAfterRestart()
    {
        var prompt = ConversationRules.Prompt(ConversationSnapshot.Of(State).Restore(), Dialogue.Firm, new DateOnly(2026, 11, 26));
        return string.Join('\n', prompt.OfType<Reply.Say>().Select(said => said.Message.Html));
    }
}
