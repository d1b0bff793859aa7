using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Tests.Forms;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>Edits of messages that gave an answer, and of those that gave none.</summary>
public sealed class EditedMessageTests : ConversationRulesFixture
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_refused_message_that_is_edited_into_an_answer_is_the_answer(bool isRestarted)
    {
        ComeTo(Ids.Phone);
        var mistyped = Sent("916 12");
        Handle(mistyped);
        Assert.Contains("цифр", Said, StringComparison.Ordinal);
        if (isRestarted)
            RestartFromSnapshot();

        Handle(Edited(mistyped, "916 12 34"));
        Assert.Contains("цифр", Said, StringComparison.Ordinal);
        Handle(Edited(mistyped, "+7 916 123-45-67"));

        Assert.Equal("+79161234567", Assert.IsType<Form.Reviewing>(State.Form).Answers[Ids.Phone]?.Value);
        Handle(Edited(mistyped, "+7 916 000-00-00"));
        Assert.Equal("+79160000000", Answer(Ids.Phone));
        Assert.StartsWith("Исправлено: «Телефон» — ", Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_message_from_before_the_question_that_gave_no_answer_is_passed_over(bool isRestarted)
    {
        ComeTo(null);
        State = Conversation.New;
        Events.Clear();
        var begin = Sent("Оставить заявку");
        Handle(begin);
        Second += 60;
        var blank = Sent("\u3164");
        Handle(blank);
        Second += 60;
        Handle(Sent("Анна"));
        Second += 60;
        if (isRestarted)
            RestartFromSnapshot();

        foreach (var earlier in new[] { begin, blank })
        {
            Handle(Edited(earlier, "ООО"));
            Assert.Empty(Replies);
            Assert.Equal(Ids.Organization, AskedIn(State.Form));
        }
    }

    [Fact]
    public void A_correction_leaves_it_known_which_messages_came_after_the_open_question()
    {
        ComeTo(Ids.Name);
        var name = Sent("Анна");
        Handle(name);
        foreach (var field in new[] { Ids.Organization, Ids.City, Ids.Direction, Ids.Description })
            Handle(Sent(Dialogue.GoodAnswers[field]));
        Second += 60;
        var mistyped = Sent("12");
        Handle(mistyped);

        Handle(Edited(name, "Яна"));
        Assert.Equal((Ids.Phone, "Яна"), (AskedIn(State.Form), Answer(Ids.Name)));
        Handle(Edited(mistyped, "+7 916 123-45-67"));

        Assert.Equal("+79161234567", Answer(Ids.Phone));
    }

    [Fact]
    public void A_text_that_was_cut_is_answered_anew_by_an_edit_of_its_first_part()
    {
        ComeTo(Ids.Description);
        var first = Sent(new string('ы', 2500));
        Handle(first);
        Handle(Sent(new string('э', 2000)));
        Assert.Equal(Ids.Description, AskedIn(State.Form));
        Second += 60;

        Handle(Edited(first, "Две стелы у въезда"));

        Assert.Equal((Ids.Phone, "Две стелы у въезда"), (AskedIn(State.Form), Answer(Ids.Description)));
    }

    [Fact]
    public void An_edit_to_a_reply_that_quotes_another_question_is_no_answer_to_this_one()
    {
        ComeTo(Ids.City);
        var reply = Sent("Ольга") with { Quoted = ShippedForm.Question(Ids.Name).Ask };
        Handle(reply);

        Handle(Edited(reply, "Оля"));

        Assert.StartsWith(ShippedForm.Texts[Phrases.OtherQuestionQuoted], Said, StringComparison.Ordinal);
        Assert.Null(Answer(Ids.City));
    }

    [Fact]
    public void After_a_correction_a_repeat_says_the_open_question_and_not_an_earlier_remark()
    {
        ComeTo(Ids.Name);
        var still = Sent("Ау");
        Second += 60;
        var name = Sent("Анна");
        Handle(name with { NewestWaiting = still.Message });
        Handle(still with { UpdateId = 1 });
        Assert.Contains("раньше вопроса", Said, StringComparison.Ordinal);

        Handle(Edited(name, "Яна"));

        var prompt = ConversationRules.Prompt(State, Dialogue.Firm, FormPrompt.DayOf(Now, Dialogue.Firm));
        var said = Assert.IsType<Reply.Say>(prompt[^1]).Message.Html;
        Assert.StartsWith(ShippedForm.Question(Ids.Organization).Ask, said, StringComparison.Ordinal);
        Assert.Equal("Яна", Answer(Ids.Name));
    }

    [Fact]
    public void What_waits_behind_a_correction_that_asks_another_question_is_older_than_that()
    {
        ComeTo(null);
        var city = Events.OfType<ConversationEvent.Answered>().Single(answered => answered.Answer.Id == Ids.City).Answer;
        var waiting = Sent("Ау").Message;

        Handle(Edited(new ClientUpdate(1, 42, "anna", new ClientInput.Text(""), Message: new(city.MessageId!.Value, Second - 60)), "Псков")
            with
        { NewestWaiting = waiting });

        Assert.Equal(waiting, Assert.IsType<ConversationEvent.Corrected>(Events[^1]).Before);
        ComeTo(Ids.Phone);
        var name = Events.OfType<ConversationEvent.Answered>().Single(answered => answered.Answer.Id == Ids.Name).Answer;
        Handle(Edited(new ClientUpdate(1, 42, "anna", new ClientInput.Text(""), Message: new(name.MessageId!.Value, Second - 60)), "Яна")
            with
        { NewestWaiting = waiting });
        Assert.Null(Assert.IsType<ConversationEvent.Corrected>(Events[^1]).Before);
    }
}
