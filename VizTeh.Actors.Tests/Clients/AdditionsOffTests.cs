using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Tests.Conversations;
using VizTeh.Actors.Tests.Forms;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Clients;

/// <summary>A firm that does not have passed on what clients write outside of a form.</summary>
public sealed class AdditionsOffTests : ConversationRulesFixture
{
    public AdditionsOffTests()
    {
        Company = Dialogue.Firm with { Additions = false };
        Tickets = [new ClientTicket(12, null, "Стелы", IsClosed: false)];
        State = State with { Form = new Form.Accepted(Guid.Empty, 12) };
    }

    public static TheoryData<string> Messages => ["words", "file", "sticker"];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Clients_are_told_so_with_the_firms_phone_and_nothing_is_kept(string what)
    {
        var message = InputOf(what);
        Assert.False(NeedsTickets(Sent(message)));

        Handle(Sent(message));

        Assert.StartsWith("Сообщения здесь не передаются менеджеру.", Said, StringComparison.Ordinal);
        Assert.Contains(Dialogue.Firm.Phone, Said, StringComparison.Ordinal);
        Assert.True(State.Kept.IsEmpty);
        Assert.Null(Last.Event);
    }

    [Theory]
    [InlineData(12, "Сколько этажей? По счёту №3, договору №4")]
    [InlineData(null, "Спасибо! Заявка №12 принята.")]
    public void A_reply_about_a_ticket_goes_to_it(int? answered, string quoted)
    {
        Handle(Sent("Три") with { QuotedId = 99, Quoted = quoted, AnsweredTicket = answered });

        Assert.Equal(12, Last.Addition!.TicketId);
    }

    [Fact]
    public void A_reply_to_another_message_is_answered_like_any_message()
    {
        Handle(Sent("Три") with { QuotedId = 99, Quoted = "Здравствуйте!" });

        Assert.Null(Last.Addition);
        Assert.StartsWith("Сообщения здесь не передаются менеджеру.", Said, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_client_chose_to_add_goes_to_the_ticket()
    {
        State = State.Evolve(new ConversationEvent.AdditionProgressed(1, Now, AdditionStage.Begun, new OfferedTicket(12, null)));

        Handle(Sent("Этаж третий"));

        Assert.Equal(12, Last.Addition!.TicketId);
    }

    [Theory]
    [InlineData("/start", "Здравствуйте")]
    [InlineData("Оставить заявку", "обращаться")]
    [InlineData("/help", "Как оставить заявку")]
    public void Buttons_and_commands_do_what_they_always_do(string typed, string said)
    {
        Handle(Sent(typed));

        Assert.Contains(said, Said, StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_asks_to_write_what_would_not_be_passed_on()
    {
        var form = new Form.Accepted(Guid.Empty, 12, Now);
        State = State with { Form = form };

        var thanks = string.Join('\n', FormPrompt.Of(form, Company, FormPrompt.DayOf(Now, Company)).OfType<Reply.Say>().Select(
            said => said.Message.Html));
        Handle(Sent("/cancel"));
        var cancel = Said;
        Handle(Sent("/nonsense"));
        var command = Said;

        Assert.Contains("ответьте на это сообщение или позвоните", thanks, StringComparison.Ordinal);
        Assert.Contains("ответьте на это сообщение или позвоните", cancel, StringComparison.Ordinal);
        Assert.StartsWith("Такой команды нет. Есть ", command, StringComparison.Ordinal);
        Assert.All(
            [thanks, cancel, command], said => Assert.DoesNotMatch("напишите (об этом )?сюда|сообщение менеджеру", said));
    }

    [Fact]
    public void Outside_the_hours_neither()
    {
        Company = FirmHours.In(Company);

        var thanks = FormPrompt.Of(new Form.Accepted(Guid.Empty, 12, FirmHours.Saturday), Company, new DateOnly(2027, 1, 16));

        var said = Assert.IsType<Reply.Say>(Assert.Single(thanks)).Message.Html;
        Assert.Contains("нерабочее время", said, StringComparison.Ordinal);
        Assert.Contains("ответьте на это сообщение или позвоните", said, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_firm_has_worded_itself_stays()
    {
        var texts = Reworded(new() { ["accepted"] = "Заявка №{number} у нас." });
        var both = Reworded(new() { ["accepted"] = "Заявка №{number} у нас.", ["accepted-additions-off"] = "№{number}: звоните." });

        Assert.Equal("Заявка №12 у нас.", texts.Accepted(12, additions: false));
        Assert.Equal("№12: звоните.", both.Accepted(12, additions: false));
        Assert.Equal("Заявка №12 у нас.", both.Accepted(12, additions: true));

        static FirmTexts Reworded(Dictionary<string, string> own) => new("Фирма", "112", "firm.example", own);
    }

    private static ClientInput InputOf(string what) => what switch
    {
        "words" => new ClientInput.Text("Этаж третий"),
        "file" => new ClientInput.File(new Attachment(AttachmentKind.Photo, "p", "u")),
        _ => new ClientInput.Unsupported(UnsupportedKind.Sticker),
    };
}
