using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Tests.Forms;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>What a client does at the reminder of an unfinished form.</summary>
public sealed class ReminderButtonTests : ConversationRulesFixture
{
    [Fact]
    public void The_reminder_has_two_buttons_and_fits_what_telegram_takes()
    {
        ComeTo(Ids.City);
        var message = Reminder();

        Assert.Contains("Продолжим?", message.Html, StringComparison.Ordinal);
        Assert.Equal(["Продолжить", "Отменить"], Buttons(message).Select(button => button.Label));
        Dialogue.AssertSendable(new Decision(null, [new Reply.Say(message)]));
        Dialogue.AssertSendable(new Decision(null, [new Reply.Say(ReminderRules.Expired(Dialogue.Firm.Texts))]));
    }

    [Fact]
    public void Continue_asks_the_open_question_again_and_changes_nothing()
    {
        ComeTo(Ids.City);
        Remind();

        Press("Продолжить");

        Assert.Null(Last.Event);
        Assert.Contains(ShippedForm.Question(Ids.City).Ask, Said, StringComparison.Ordinal);
        Assert.NotNull(Last.Used);
        Handle(Sent("Тверь"));
        Assert.Equal("Тверь", Answer(Ids.City));
    }

    [Fact]
    public void Continue_is_understood_when_it_is_typed_in_answer_to_the_reminder()
    {
        ComeTo(Ids.Organization);
        Remind();

        Handle(Sent("продолжить"));

        Assert.Null(Last.Event);
        Assert.Contains(ShippedForm.Question(Ids.Organization).Ask, Said, StringComparison.Ordinal);
        Handle(Sent("ООО"));
        Handle(Sent("Продолжить"));
        // Now it is an answer like any other.
        Assert.Equal("Продолжить", Answer(Ids.City));
    }

    [Fact]
    public void Cancel_cancels_as_the_menu_does_and_the_form_can_be_taken_up_again()
    {
        ComeTo(Ids.City);
        Remind();

        Press("Отменить");

        Assert.IsType<Form.Cancelled>(State.Form);
        Assert.Equal("Заявка отменена.", Said);
        Handle(Sent("Вернуть"));
        Assert.Equal(Ids.City, AskedIn(State.Form));
    }

    [Theory]
    [InlineData("Продолжить")]
    [InlineData("Отменить")]
    public void After_the_form_has_ended_a_button_says_so_and_does_nothing(string button)
    {
        ComeTo(Ids.City);
        Remind();
        var reminder = Reminder();
        Handle(Sent("Отменить"));

        Press(button, reminder);
        Assert.Equal((null, "Эта заявка уже закрыта: она отправлена или отменена."), (Last.Event, Last.Toast));

        Handle(Sent("Оставить заявку"));
        Press(button, reminder);
        Assert.Equal((null, "Эта заявка уже закрыта: она отправлена или отменена."), (Last.Event, Last.Toast));
        Assert.Equal(Ids.Name, AskedIn(State.Form));
    }

    [Theory]
    [InlineData("Продолжить")]
    [InlineData("Отменить")]
    public void After_the_form_was_sent_a_button_names_the_ticket(string button)
    {
        ComeTo(null);
        var reminder = Reminder();
        Handle(Sent("Отправить"));
        var submitting = Assert.IsType<Form.Submitting>(State.Form);
        Press(button, reminder);
        Assert.Equal((null, "Заявка уже отправляется, номер придёт следующим сообщением."), (Last.Event, Last.Toast));

        State = State.Evolve(new ConversationEvent.TicketCreated(State.LastUpdate!.Value, Now, submitting.SubmissionId, 17));
        Press(button, reminder);

        Assert.Equal((null, "Заявка №17 уже отправлена."), (Last.Event, Last.Toast));
        Assert.Empty(Replies);
    }

    [Theory]
    [InlineData("remind:")]
    [InlineData("remind:x:continue")]
    [InlineData("remind::cancel")]
    [InlineData("remind:x:y:z")]
    public void A_forged_button_changes_nothing(string data)
    {
        ComeTo(Ids.City);
        Handle(Sent(new ClientInput.Press("1", data, 5)));

        Assert.Null(Last.Event);
        Assert.NotNull(Last.Toast);
        Assert.Equal(Ids.City, AskedIn(State.Form));
    }

    [Fact]
    public void A_reminder_leaves_the_question_and_the_remark_on_the_screen()
    {
        ComeTo(Ids.Description);
        var (form, screen, handled) = (State.Form, State.Screen, State.HandledUpdates);

        Remind();

        Assert.Equal((form, screen), (State.Form, State.Screen));
        Assert.Equal(handled, State.HandledUpdates);
    }

    [Fact]
    public void A_form_that_was_cancelled_for_its_age_says_so_after_a_crash_and_can_be_taken_up_for_a_day()
    {
        ComeTo(Ids.City);
        State = State.Evolve(new ConversationEvent.Cancelled(State.LastUpdate!.Value, Now, IsExpired: true));
        var prompt = Assert.IsType<Reply.Say>(Assert.Single(FormPrompt.Of(State.Form, Dialogue.Firm, Dialogue.FirstDay))).Message;
        Assert.Equal(FormKeyboard.AfterCancel(Dialogue.Firm.Texts).Rows[0], Assert.IsType<Keyboard.Menu>(prompt.Keyboard).Rows[0]);
        Assert.Contains("В ближайшие сутки её можно вернуть", prompt.Html, StringComparison.Ordinal);

        Second += 23 * 3600;
        Handle(Sent("Вернуть"));

        Assert.Equal(Ids.City, AskedIn(State.Form));
    }

    private Message Reminder() => ReminderRules.Reminder(((Form.Draft)State.Form).FormId, Dialogue.Firm.Texts);

    private void Remind()
    {
        Second += 3 * 3600;
        var happened = new ConversationEvent.Reminded(State.LastUpdate!.Value, Now, ((Form.Draft)State.Form).FormId);
        Events.Add(happened);
        State = State.Evolve(happened);
        LastMessage++;
        Second += 60;
    }

    private void Press(string label, Message? reminder = null) => Handle(Sent(new ClientInput.Press(
        "1", Buttons(reminder ?? Reminder()).Single(button => button.Label == label).Data, LastMessage)));

    private static IEnumerable<InlineButton> Buttons(Message message) =>
        Assert.IsType<Keyboard.Inline>(message.Keyboard).Rows.SelectMany(row => row);
}
