using VizTeh.Actors.Forms;
using VizTeh.Actors.Tests.Conversations;
using VizTeh.Actors.Tests.Forms;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Clients;

/// <summary>A client's reply to a manager's answer belongs to the answer's ticket, whatever else is going on.</summary>
public sealed class AnsweredTicketTests : ConversationRulesFixture
{
    private static readonly ClientTicket Ticket = new(12, null, "Стелы", IsClosed: false);
    private static readonly ClientTicket Other = new(15, null, "Знаки", IsClosed: false);

    [Fact]
    public void The_id_of_the_copy_decides_although_the_words_name_other_numbers()
    {
        Tickets = [Ticket, Other];

        Handle(Sent("Да") with { QuotedId = 99, Quoted = "Ответ по заявке №12\n\nпо договору №15", AnsweredTicket = 12 });

        Assert.Equal(12, Last.Addition!.TicketId);
        Assert.Equal("Да", Assert.Single(Last.Addition.Messages).Words);
    }

    [Theory]
    [InlineData("Ответ по заявке №12\n\nКакой высоты?", null)]
    [InlineData("Ответ по заявке №12\n\nОплатите счёт №345, договор №7", 12)]
    [InlineData("и какой ширины? В каком вы городе?", 12)]
    [InlineData(null, 12)]
    public void In_the_middle_of_a_form_the_reply_goes_to_the_ticket_and_the_question_is_asked_again(string? quoted, int? answered)
    {
        Tickets = [Ticket];
        ComeTo(Ids.City);

        Handle(Sent("Три метра") with { QuotedId = 99, Quoted = quoted, AnsweredTicket = answered });

        Assert.Equal(12, Last.Addition!.TicketId);
        Assert.Equal(Ids.City, AskedIn(State.Form));
        Assert.Contains("№12", Said, StringComparison.Ordinal);
        Assert.Contains(ShippedForm.KeyWordOf(Ids.City), Said, StringComparison.Ordinal);
        Dialogue.AssertSendable(Last);
    }

    [Fact]
    public void In_the_middle_of_a_form_a_reply_to_its_question_is_an_answer_and_needs_no_tickets()
    {
        Tickets = [Ticket];
        ComeTo(Ids.City);
        var reply = Sent("Тверь") with { QuotedId = Question!.Id, Quoted = "Сейчас записано: №12. В каком вы городе?" };

        Assert.False(NeedsTickets(reply));
        Handle(reply);

        Assert.Null(Last.Addition);
        Assert.Equal("Тверь", Answer(Ids.City));
    }

    [Fact]
    public void In_the_middle_of_a_form_a_reply_to_an_unknown_message_is_an_answer_unless_it_is_about_a_ticket()
    {
        Tickets = [Ticket];
        ComeTo(Ids.City);

        Handle(Sent("Тверь") with { QuotedId = 99, Quoted = "В каком вы городе?" });

        Assert.Null(Last.Addition);
        Assert.Equal("Тверь", Answer(Ids.City));
    }

    [Fact]
    public void While_consent_is_asked_a_reply_to_an_answer_with_several_numbers_goes_to_its_ticket()
    {
        Company = Dialogue.Firm.Asking("1");
        Tickets = [Ticket];
        Handle(Sent("Оставить заявку"));
        Assert.NotNull(State.Consent.Asked);

        Handle(Sent("Оплатил") with { QuotedId = 99, Quoted = "Ответ по заявке №12\n\nСчёт №345", AnsweredTicket = 12 });

        Assert.Equal(12, Last.Addition!.TicketId);
        Assert.Equal("Добавили к заявке №12, менеджер увидит.", Said);
    }

    [Fact]
    public void In_the_middle_of_a_form_a_number_that_is_no_ticket_of_the_client_changes_nothing()
    {
        Tickets = [];
        ComeTo(Ids.Description);

        Handle(Sent("Вывеска") with { QuotedId = 99, Quoted = "Заявка №77" });

        Assert.Null(Last.Addition);
        Assert.Equal("Вывеска", Answer(Ids.Description));
    }

    [Fact]
    public void A_button_and_a_command_in_reply_do_what_they_always_do()
    {
        Tickets = [Ticket];
        ComeTo(Ids.City);

        Handle(Sent("/cancel") with { QuotedId = 99, AnsweredTicket = 12 });

        Assert.IsType<Form.Cancelled>(State.Form);
    }
}
