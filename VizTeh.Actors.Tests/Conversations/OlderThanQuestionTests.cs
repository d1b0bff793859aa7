using VizTeh.Actors.Forms;
using VizTeh.Actors.Tests.Forms;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>Messages that were sent before the question which is open when the bot comes to them.</summary>
public sealed class OlderThanQuestionTests : ConversationRulesFixture
{
    [Fact]
    public void Words_that_came_before_the_question_are_no_answer_and_the_question_is_said_once_more_only()
    {
        var start = Sent("Оставить заявку");
        var hello = Sent("Ау");
        var still = Sent("Вы тут?");
        Second += 60;
        Handle(start);

        Handle(hello);
        Assert.StartsWith(ShippedForm.Texts[Phrases.OlderThanQuestion], Said, StringComparison.Ordinal);
        Assert.Contains("обращаться", Said, StringComparison.Ordinal);
        Handle(still);
        Assert.Empty(Replies);

        Handle(Sent("Анна"));
        Assert.Equal("Анна", Answer(Ids.Name));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void After_a_restart_those_that_waited_when_the_question_was_decided_are_still_known(bool afterReminder)
    {
        var start = Sent("Оставить заявку");
        var hello = Sent("Ау");
        var still = Sent("Вы тут?");
        Second += 60;
        Handle(start with { NewestWaiting = still.Message });
        if (afterReminder)
            Handle(hello with { NewestWaiting = still.Message });

        RestartFromSnapshot();
        if (!afterReminder)
            Handle(hello);
        Handle(still);

        Assert.Single(Events.OfType<ConversationEvent.InputNotTaken>());
        Assert.Empty(Replies);
        Handle(Sent("Анна"));
        Assert.Equal("Анна", Answer(Ids.Name));
    }

    [Fact]
    public void An_answer_to_a_question_that_may_have_been_said_twice_is_taken()
    {
        Handle(Sent("Оставить заявку"), isQuestionKnown: false);

        Handle(Sent("Анна"));

        Assert.Equal("Анна", Answer(Ids.Name));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Who_types_ahead_in_haste_is_taken_at_their_word(int secondsUntilTheBotComesToIt)
    {
        var all = ((string[])["Оставить заявку", .. Dialogue.GoodAnswers.Values]).Select(text => Sent(text)).ToArray();
        Second += secondsUntilTheBotComesToIt;

        foreach (var update in all)
            Handle(update);

        Assert.IsType<Form.Reviewing>(State.Form);
    }

    [Fact]
    public void The_lower_message_ids_of_another_bot_in_the_place_of_this_one_make_nothing_older()
    {
        var start = Sent("Оставить заявку");
        Handle(start with { NewestWaiting = Sent("Ау").Message });
        RestartFromSnapshot();
        LastMessage = 3;
        Second++;

        Handle(Sent("Анна"));

        Assert.Equal("Анна", Answer(Ids.Name));
    }

    [Fact]
    public void What_is_meant_whenever_it_was_sent_has_its_effect_though_it_is_older_than_the_question()
    {
        var start = Sent("Оставить заявку");
        var (again, help, cancel) = (Sent("/start"), Sent("/help"), Sent("Отмена"));
        Second += 60;
        Handle(start);

        Handle(again);
        Assert.Empty(Replies);
        Handle(help);
        Assert.StartsWith(ShippedForm.Texts.Help(), Said, StringComparison.Ordinal);
        Handle(cancel);
        Assert.IsType<Form.Cancelled>(State.Form);
    }

    [Fact]
    public void An_old_sticker_and_an_old_contact_are_not_scolded_one_by_one()
    {
        var start = Sent("Оставить заявку");
        var sticker = Sent(new ClientInput.Unsupported(UnsupportedKind.Sticker));
        var contact = Sent(new ClientInput.Contact("+79161234567", IsOwn: true));
        Second += 60;
        Handle(start);

        Handle(sticker);
        Assert.StartsWith(ShippedForm.Texts[Phrases.OlderThanQuestion], Said, StringComparison.Ordinal);
        Handle(contact);
        Assert.Empty(Replies);
    }

    [Fact]
    public void A_long_text_that_came_before_the_question_is_older_with_all_its_parts()
    {
        var start = Sent("Оставить заявку");
        var (first, last) = (Sent(new string('ы', 4096)), Sent("конец"));
        Second += 60;
        Handle(start);

        Handle(first);
        Assert.StartsWith(ShippedForm.Texts[Phrases.OlderThanQuestion], Said, StringComparison.Ordinal);
        Handle(last);
        Assert.Empty(Replies);
    }
}
