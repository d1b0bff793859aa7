using VizTeh.Actors.Clients;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Tests.Conversations;
using VizTeh.Actors.Tests.Forms;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Clients;

/// <summary>What a client with tickets sends outside of a form: kept until it is clear which ticket it belongs to.</summary>
public sealed class MessageRulesTests : ConversationRulesFixture
{
    private static readonly Guid Submission = new("00000000-0000-4000-8000-000000000012");

    private static readonly ClientTicket Open = new(12, Submission, "Стелы", IsClosed: false);
    private static readonly ClientTicket Other = new(15, null, "Знаки", IsClosed: false);
    private static readonly ClientTicket Closed = new(9, null, "Другое", IsClosed: true);

    private IEnumerable<InlineButton> Buttons =>
        Replies.OfType<Reply.Say>().SelectMany(said => Dialogue.ButtonsOf(said.Message));

    private IEnumerable<string> Labels => Buttons.Select(button => button.Label);

    [Theory]
    [InlineData("Позвоните после шести", "Позвоните после шести")]
    [InlineData("  Этаж\tтретий \r\n\r\n\r\n вход со двора ", "Этаж третий\n\n вход со двора")]
    [InlineData("да", "да")]
    [InlineData("<b>&", "<b>&")]
    [InlineData("Изменить", "Изменить")]
    public void A_client_with_an_open_ticket_is_asked_whether_to_add_the_words_and_they_are_kept(string typed, string kept)
    {
        Tickets = [Open, Closed];

        Handle(Sent(typed));

        Assert.Equal("Добавить к заявке №12?", Said);
        Assert.Equal(["Добавить", "Новая заявка"], Labels);
        Assert.Equal(kept, Assert.Single(State.Kept.Messages).Words);
        Assert.Null(Last.Addition);
        Dialogue.AssertSendable(Last);
    }

    [Fact]
    public void Words_of_four_thousand_characters_are_kept_whole()
    {
        Tickets = [Open];

        Handle(Sent(new string('ы', 4096)));

        Assert.Equal(new string('ы', 4096), State.Kept.Messages[0].Words);
    }

    [Theory]
    [InlineData("79161234567", "Контакт: +79161234567")]
    [InlineData("+79161234567", "Контакт: +79161234567")]
    [InlineData("89161234567", "Контакт: +79161234567")]
    [InlineData("+7 (916) 123-45-67", "Контакт: +79161234567")]
    [InlineData("88801234567", "Контакт: +88801234567")]
    [InlineData("112", "Контакт: 112")]
    [InlineData("8 800 <b>", "Контакт: 8 800 <b>")]
    public void A_contact_is_kept_as_its_number(string number, string kept)
    {
        Tickets = [Open];

        Handle(Sent(new ClientInput.Contact(number, IsOwn: false)));

        Assert.Equal(kept, State.Kept.Messages[0].Words);
    }

    [Fact]
    public void The_press_adds_the_words_to_the_ticket_and_the_client_hears_so_once()
    {
        Tickets = [Open];
        Handle(Sent("Этаж третий"));
        var kept = State.Kept;

        Press("Добавить");

        Assert.Equal((12, Submission, false), (Last.Addition!.TicketId, Last.Addition.SubmissionId, Last.Addition.Reopens));
        Assert.Equal(kept.Messages, Last.Addition.Messages);
        Assert.Equal("Добавили к заявке №12, менеджер увидит.", Said);
        Assert.Contains("✓ Добавить", Last.Used!.Html, StringComparison.Ordinal);
        Assert.True(State.Kept.IsEmpty);
        Dialogue.AssertSendable(Last);
    }

    [Theory]
    [InlineData("добавить")]
    [InlineData("Добавить")]
    public void What_stands_on_the_button_can_be_written_instead(string typed)
    {
        Tickets = [Open];
        Handle(Sent("Этаж третий"));

        Handle(Sent(typed));

        Assert.Equal("Этаж третий", Assert.Single(Last.Addition!.Messages).Words);
    }

    [Fact]
    public void Several_open_tickets_are_offered_by_number_and_direction()
    {
        Tickets = [Other, Open, Closed];

        Handle(Sent("Этаж третий"));

        Assert.Equal("К какой заявке это добавить?", Said);
        Assert.Equal(["№15 · Знаки", "№12 · Стелы", "Новая заявка"], Labels);
        Press("№12 · Стелы");
        Assert.Equal(12, Last.Addition!.TicketId);
    }

    [Theory]
    [InlineData(9, true, false)]
    [InlineData(10, true, true)]
    [InlineData(11, true, true)]
    [InlineData(11, false, false)]
    public void Where_there_may_be_more_tickets_than_are_offered_the_question_names_the_list(int count, bool hasOwn, bool isNamed)
    {
        Company = Company with { Texts = new FirmTexts(Company.Name, Company.Phone, Company.Site, hasOwnTickets: hasOwn) };
        Tickets = [.. Enumerable.Range(1, count).Reverse().Select(id => new ClientTicket(id, null, "Знаки", IsClosed: false))];

        Handle(Sent("Этаж третий"));

        Assert.Equal(Math.Min(count, 10) + 1, Labels.Count());
        Assert.Equal(
            isNamed
                ? "К какой заявке это добавить?\n\nЕсли нужной заявки здесь нет, её можно найти и дополнить через «Мои заявки»."
                : "К какой заявке это добавить?",
            Said);
        Dialogue.AssertSendable(Last);
        Press("№6 · Знаки");
        Assert.Equal(Said, $"Добавили к заявке №{Last.Addition!.TicketId}, менеджер увидит.");
        Assert.Contains("К какой заявке", Last.Used!.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_with_closed_tickets_only_may_have_the_newest_one_opened_again()
    {
        Tickets = [Closed];
        Handle(Sent("Знак упал"));
        Assert.Equal(["Открыть №9 снова", "Новая заявка"], Labels);

        Press("Открыть №9 снова");

        Assert.True(Last.Addition!.Reopens);
        Assert.Equal("Снова открыли заявку №9 и добавили сообщение.", Said);
    }

    [Fact]
    public void A_new_form_takes_the_words_along_and_they_go_to_its_ticket()
    {
        Tickets = [Open];
        Handle(Sent("Нужна ещё одна стела"));

        Press("Новая заявка");

        Assert.Equal(Ids.Name, AskedIn(State.Form));
        Assert.StartsWith("Начнём новую заявку", Said, StringComparison.Ordinal);
        Assert.Equal(((Form.Draft)State.Form).FormId, State.Kept.ForForm);
        FillAndSend();
        State = State.Evolve(new ConversationEvent.TicketCreated(
            State.LastUpdate!.Value, Now, ((Form.Submitting)State.Form).SubmissionId, 20));
        Assert.True(State.OwesMessages);
    }

    [Fact]
    public void After_a_crash_between_the_words_on_the_new_ticket_and_the_thank_you_the_client_is_thanked()
    {
        Tickets = [Open];
        Handle(Sent("Нужна ещё одна стела"));
        Press("Новая заявка");
        FillAndSend();
        var sentBy = State.LastUpdate!.Value;
        State = State.Evolve(new ConversationEvent.TicketCreated(sentBy, Now, ((Form.Submitting)State.Form).SubmissionId, 20));

        State = State.Evolve(new ConversationEvent.MessagesAdded(sentBy, Now, 20));

        Assert.False(State.OwesMessages);
        Assert.Contains("№20</b> принята", PromptAfterRestart(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_form_that_is_begun_from_the_menu_takes_what_is_kept_along_too()
    {
        Tickets = [Open];
        Handle(Sent("Нужна ещё одна стела"));

        Handle(Sent("Оставить заявку"));

        Assert.StartsWith("Начнём новую заявку. Ваше сообщение менеджер увидит вместе с ней.", Said, StringComparison.Ordinal);
        Assert.NotNull(State.Kept.ForForm);
        Assert.Single(State.Kept.Messages);
    }

    [Fact]
    public void When_that_form_is_cancelled_the_words_are_offered_again_at_once()
    {
        Tickets = [Open];
        Handle(Sent("Нужна ещё одна стела"));
        Press("Новая заявка");

        Handle(Sent("Отменить"));

        Assert.Equal(
            "Заявка отменена.\nВаше прежнее сообщение менеджер ещё не получил, выберите, что с ним сделать.\n\nДобавить к заявке №12?",
            Said);
        Assert.Equal(["Добавить", "Новая заявка"], Labels);
        Dialogue.AssertSendable(Last);
        Assert.Equal(Said, PromptAfterRestart());
        State = ConversationSnapshot.Of(State).Restore();
        Handle(Sent("добавить"));
        Assert.Equal(["Нужна ещё одна стела"], Last.Addition!.Messages.Select(message => message.Words));
    }

    [Fact]
    public void When_that_form_expires_the_look_brings_the_same_question()
    {
        Tickets = [Open];
        Handle(Sent("Нужна ещё одна стела"));
        Press("Новая заявка");
        var look = new LookAtForm(42, ((Form.Draft)State.Form).FormId, Now, IsReminded: true, Term: 1);
        // By day in Moscow.
        var later = Now.AddDays(31).AddHours(12);

        var (happened, answer) = FormLookRules.Decide(State, look, null, later, Company.Reminder);
        State = State.Evolve(happened!);
        var (_, again) = FormLookRules.Decide(State, look, null, later, Company.Reminder);

        foreach (var offer in (KeptOffer?[])[answer.Offer, again.Offer])
        {
            Assert.Equal(
                ["Добавить", "Новая заявка"],
                Dialogue.ButtonsOf(MessageOffer.Again(offer!, Company.Texts)).Select(button => button.Label));
        }

        Handle(Sent("добавить"));
        Assert.Equal(12, Last.Addition!.TicketId);
    }

    [Fact]
    public void A_form_that_is_cancelled_with_nothing_kept_for_it_offers_nothing()
    {
        Tickets = [Open];
        Handle(Sent("Оставить заявку"));

        Handle(Sent("Отменить"));

        Assert.Equal("Заявка отменена.", Said);
    }

    [Fact]
    public void After_the_cancellation_the_words_are_offered_together_with_the_next_ones()
    {
        Tickets = [Open];
        Handle(Sent("Нужна ещё одна стела"));
        Press("Новая заявка");
        Handle(Sent("Отменить"));
        Second += 60;

        Handle(Sent("Передумал"));

        Assert.Equal(["Добавить", "Новая заявка"], Labels);
        Press("Добавить");
        Assert.Equal(["Нужна ещё одна стела", "Передумал"], Last.Addition!.Messages.Select(message => message.Words));
    }

    [Fact]
    public void A_cancelled_form_that_is_taken_up_again_takes_what_is_kept_along()
    {
        Tickets = [Open];
        Handle(Sent("Нужна ещё одна стела"));
        Press("Новая заявка");
        Handle(Sent("Отменить"));
        Handle(Sent("Со светом"));

        Handle(Sent("Вернуть"));

        Assert.StartsWith("Продолжим заявку. Ваше сообщение менеджер увидит вместе с ней.", Said, StringComparison.Ordinal);
        FillAndSend();
        State = State.Evolve(new ConversationEvent.TicketCreated(
            State.LastUpdate!.Value, Now, ((Form.Submitting)State.Form).SubmissionId, 20));
        Assert.True(State.OwesMessages);
        Assert.Equal(["Нужна ещё одна стела", "Со светом"], State.Kept.Messages.Select(message => message.Words));
    }

    [Theory]
    [InlineData("Отмените")]
    [InlineData("Отменить")]
    [InlineData("стоп")]
    [InlineData("Верните заявку")]
    [InlineData("Назад")]
    public void What_would_be_a_button_in_a_form_is_a_message_after_the_thank_you(string typed)
    {
        Tickets = [Open];
        State = State with { Form = new Form.Accepted(Submission, Open.Id) };

        Handle(Sent(typed));

        Assert.Equal("Добавить к заявке №12?", Said);
        Assert.Equal(typed, Assert.Single(State.Kept.Messages).Words);
    }

    [Theory]
    [InlineData("Отменить")]
    [InlineData("отмена")]
    public void A_second_press_of_cancel_is_no_message_to_another_ticket(string typed)
    {
        Tickets = [Open];
        Handle(Sent("Оставить заявку"));
        Handle(Sent("Отменить"));

        Handle(Sent(typed));

        Assert.True(State.Kept.IsEmpty);
        Assert.Contains("Отменять нечего", Said, StringComparison.Ordinal);
        Assert.Contains(Replies.OfType<Reply.Say>(), said => Equals(said.Message.Keyboard, FormKeyboard.AfterCancel(ShippedForm.Texts)));
    }

    [Fact]
    public void What_is_written_in_one_burst_is_asked_about_once_and_added_in_order()
    {
        Tickets = [Open];
        Handle(Sent("раз"));
        Second += 5;
        Handle(Sent("два"));
        Assert.Empty(Replies);
        Second += 30;
        Handle(Sent("три"));
        Assert.Equal(["Добавить", "Новая заявка"], Labels);

        Press("Добавить");

        Assert.Equal(["раз", "два", "три"], Last.Addition!.Messages.Select(message => message.Words));
    }

    [Fact]
    public void More_than_a_hundred_are_not_kept_and_the_client_hears_so_with_the_question()
    {
        Tickets = [Open];
        for (var time = 0; time <= KeptMessages.Most; time++)
            Handle(Sent($"часть {time}"));

        Assert.Equal(KeptMessages.Most, State.Kept.Messages.Length);
        Assert.StartsWith("Это сообщение не сохранено", Said, StringComparison.Ordinal);
        Assert.Equal(["Добавить", "Новая заявка"], Labels);
    }

    [Fact]
    public void A_reply_to_a_message_about_a_ticket_is_added_to_it_without_a_question()
    {
        Tickets = [Other, Open];

        Handle(Sent("Этаж третий") with { Quoted = "Спасибо! Заявка №12 принята." });

        Assert.Equal((12, "Этаж третий"), (Last.Addition!.TicketId, Last.Addition.Messages[0].Words));
        Assert.Equal("Добавили к заявке №12, менеджер увидит.", Said);
    }

    [Fact]
    public void The_word_of_the_reviews_button_is_added_in_reply_to_a_managers_answer_and_is_no_message_else()
    {
        Tickets = [Other, Open];
        State = State with { Form = new Form.Accepted(Submission, Other.Id) };

        Handle(Sent("Отправить") with { QuotedId = 99, Quoted = "Отправить счёт на почту?", AnsweredTicket = 12 });
        Assert.Equal((12, "Отправить"), (Last.Addition!.TicketId, Last.Addition.Messages[0].Words));

        foreach (var update in new[] { Sent("Отправить"), Sent("Отправить") with { QuotedId = 98, Quoted = "Проверьте заявку" } })
        {
            Handle(update);
            Assert.StartsWith("Эта заявка уже у нас", Said, StringComparison.Ordinal);
            Assert.Null(Last.Event);
        }
    }

    [Theory]
    [InlineData("№12 и №15")]
    [InlineData("№99")]
    [InlineData("Добавить к заявке?")]
    public void A_reply_that_names_no_ticket_of_the_client_or_several_is_asked_about(string quoted)
    {
        Tickets = [Other, Open];

        Handle(Sent("Этаж третий") with { Quoted = quoted });

        Assert.Null(Last.Addition);
        Assert.Equal("К какой заявке это добавить?", Said);
    }

    [Fact]
    public void A_press_after_the_words_were_added_says_so_and_adds_nothing()
    {
        Tickets = [Open];
        Handle(Sent("Этаж третий"));
        var press = PressOf("Добавить");
        Handle(Sent(press));

        Handle(Sent(press));

        Assert.Equal("Эта кнопка уже не действует.", Last.Toast);
        Assert.Null(Last.Addition);
        Assert.Empty(Replies);
    }

    [Theory]
    [InlineData("add:1:12")]
    [InlineData("add:999999:new")]
    [InlineData("add:-1:12")]
    [InlineData("add:99999999999999999999:12")]
    public void A_forged_press_adds_nothing(string data)
    {
        Tickets = [Open];
        Handle(Sent("Этаж третий"));
        var kept = State.Kept;

        Handle(Sent(new ClientInput.Press("query", data, 7)));

        Assert.Null(Last.Addition);
        Assert.Equal(kept, State.Kept);
    }

    [Fact]
    public void A_ticket_that_was_not_offered_cannot_be_chosen()
    {
        Tickets = [Open];
        Handle(Sent("Этаж третий"));

        Handle(Sent(new ClientInput.Press("query", $"add:{State.Kept.Token}:13", 7)));

        Assert.Null(Last.Addition);
        Assert.Equal(["Добавить", "Новая заявка"], Labels);
    }

    [Fact]
    public void Of_a_chosen_ticket_that_is_gone_the_client_hears_and_the_messages_are_offered_to_the_others()
    {
        Tickets = [Other, Open];
        Handle(Sent("Этаж третий"));
        var kept = State.Kept;
        Press("№12 · Стелы");
        var chosen = Last;
        State = State with { Kept = kept };

        Take(MessageRules.WithoutTicket(chosen, kept, Dialogue.Firm.Texts));

        Assert.Null(Last.Event);
        Assert.StartsWith("Заявки №12 у нас больше нет", Said, StringComparison.Ordinal);
        Assert.Equal(["№15 · Знаки", "Новая заявка"], Labels);
        Assert.Equal(FormRules.NoButtons, Last.Used);
        Dialogue.AssertSendable(Last);
        Handle(Sent("№15 · Знаки"));
        Assert.Equal(kept.Messages, Last.Addition!.Messages);
    }

    [Fact]
    public void When_the_only_ticket_is_gone_the_messages_can_still_begin_a_form()
    {
        Tickets = [Open];
        Handle(Sent("Этаж третий"));
        var kept = State.Kept;
        Press("Добавить");
        var chosen = Last;
        State = State with { Kept = kept };

        Take(MessageRules.WithoutTicket(chosen, kept, Dialogue.Firm.Texts));
        Assert.Equal(["Новая заявка"], Labels);
        Press("Новая заявка");

        Assert.Equal(((Form.Draft)State.Form).FormId, State.Kept.ForForm);
    }

    [Fact]
    public void After_a_crash_the_newest_question_or_answer_is_said_again()
    {
        Tickets = [Open];
        Handle(Sent("Этаж третий"));
        var asked = Said;
        Assert.Equal(asked, PromptAfterRestart());

        Press("Добавить");

        Assert.Equal("Добавили к заявке №12, менеджер увидит.", PromptAfterRestart());
    }

    [Theory]
    [InlineData("/start")]
    [InlineData("/help")]
    [InlineData("О компании")]
    [InlineData("Назад")]
    [InlineData("Отменить")]
    [InlineData("/cancel")]
    [InlineData(" \n ")]
    [InlineData("/urgent call me")]
    public void A_button_a_command_or_nothing_visible_is_no_message(string typed)
    {
        Tickets = [Open];

        Handle(Sent(typed));

        Assert.True(State.Kept.IsEmpty);
        Assert.Null(Last.Addition);
    }

    [Theory]
    [InlineData(12, "Ответ по заявке №12", "Стикер здесь не подойдёт. Напишите словами или позвоните {phone}, добавим к заявке №12.")]
    [InlineData(null, "Ответ по заявке №12", "Стикер здесь не подойдёт. Напишите словами или позвоните {phone}, добавим к заявке №12.")]
    [InlineData(null, null, "Стикер здесь не подойдёт. Напишите словами или позвоните {phone}.")]
    public void What_the_bot_cannot_read_is_named_with_the_ticket_of_the_reply_or_of_several_with_none(
        int? answered, string? quoted, string said)
    {
        Tickets = [Other, Open, Closed];
        State = State with { Form = new Form.Accepted(Submission, Other.Id) };

        Handle(Sent(new ClientInput.Unsupported(UnsupportedKind.Sticker)) with
        {
            QuotedId = 99,
            Quoted = quoted,
            AnsweredTicket = answered,
        });

        Assert.Equal(said.Replace("{phone}", Dialogue.Firm.Phone, StringComparison.Ordinal), Said);
        Assert.Null(Last.Event);
    }

    [Fact]
    public void What_the_bot_cannot_read_is_named_with_the_only_open_ticket()
    {
        Tickets = [Open, Closed];
        State = State with { Form = new Form.Accepted(Submission, Closed.Id) };

        Handle(Sent(new ClientInput.Unsupported(UnsupportedKind.Sticker)));

        Assert.Contains("добавим к заявке №12", Said, StringComparison.Ordinal);
    }

    [Fact]
    public void In_the_middle_of_a_form_a_sticker_in_reply_about_a_ticket_is_named_with_it_and_the_question_stands_again()
    {
        Tickets = [Open];
        ComeTo(Ids.City);

        Handle(Sent(new ClientInput.Unsupported(UnsupportedKind.Sticker)) with { QuotedId = 99, AnsweredTicket = 12 });

        Assert.Contains("добавим к заявке №12", Said, StringComparison.Ordinal);
        Assert.Contains(ShippedForm.KeyWordOf(Ids.City), Said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_without_tickets_is_told_how_to_begin()
    {
        Handle(Sent("слово"));

        Assert.True(State.Kept.IsEmpty);
        Assert.Contains("Оставить заявку", Said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_line_does_not_tell_what_a_client_sends()
    {
        Tickets = [Open];
        Handle(Sent("слово"));
        Press("Добавить");

        Assert.DoesNotContain("слово", string.Join('\n', [.. Events, .. Last.Addition!.Messages, (object)Last]), StringComparison.Ordinal);
    }

    private ClientInput.Press PressOf(string label) => new("query", Buttons.Last(button => button.Label == label).Data, 7);

    private void Press(string label) => Handle(Sent(PressOf(label)));

    private string PromptAfterRestart()
    {
        var prompt = ConversationRules.Prompt(ConversationSnapshot.Of(State).Restore(), Dialogue.Firm, new DateOnly(2026, 11, 26));
        return string.Join('\n', prompt.OfType<Reply.Say>().Select(said => said.Message.Html));
    }

    private void FillAndSend()
    {
        foreach (var id in ShippedForm.Ids)
            Handle(Sent(Dialogue.GoodAnswers[id]));
        Handle(Sent("Отправить"));
    }
}
