using VizTeh.Actors.Clients;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Tests.Conversations;
using VizTeh.Actors.Tests.Forms;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Clients;

/// <summary>The two questions before an erasure, as rules.</summary>
public sealed class ErasureRulesTests : ConversationRulesFixture
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Without_anything_stored_there_is_nothing_to_ask(bool isAny, bool asks)
    {
        var update = Sent("/forget");

        var decision = PersonalDataRules.Erasure(State, isAny, ContextOf(update));

        Assert.Equal(asks, decision.Event is ConversationEvent.ErasureAsked);
        Dialogue.AssertSendable(decision);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_consent_that_was_only_asked_for_or_refused_is_stored_and_can_be_erased(bool isRefused)
    {
        State = State.Evolve(new ConversationEvent.ConsentAsked(1, Now, "1", "hash"));
        if (isRefused)
            State = State.Evolve(new ConversationEvent.ConsentRefused(2, Now));

        Assert.IsType<ConversationEvent.ErasureAsked>(
            PersonalDataRules.Erasure(State, isAny: false, ContextOf(Sent("/forget"))).Event);
    }

    [Theory]
    [InlineData(false, "Удалить мои данные", typeof(ConversationEvent.ErasureAsked))]
    [InlineData(false, "не удалять", typeof(ConversationEvent.ErasureDeclined))]
    [InlineData(false, "Да, удалить навсегда", null)]
    [InlineData(true, "да, удалить навсегда", typeof(ConversationEvent.ErasureConfirmed))]
    [InlineData(true, "Не удалять", typeof(ConversationEvent.ErasureDeclined))]
    [InlineData(true, "Удалить мои данные", null)]
    public void Each_question_takes_its_own_answers_typed(bool again, string typed, Type? expected)
    {
        State = State.Evolve(new ConversationEvent.ErasureAsked(1, Now, again));

        Handle(Sent(typed));

        Assert.Equal(expected, Last.Event?.GetType());
    }

    [Theory]
    [InlineData("forget:1:erase")]
    [InlineData("forget:2:erase")]
    [InlineData("forget:1:for-good")]
    [InlineData("forget:3:for-good")]
    [InlineData("forget:3:keep")]
    public void A_button_of_another_question_does_nothing(string data)
    {
        State = State.Evolve(new ConversationEvent.ErasureAsked(1, Now)).Evolve(new ConversationEvent.ErasureAsked(2, Now, Again: true));

        Handle(Sent(new ClientInput.Press("7", data)));

        Assert.Null(Last.Event);
        Assert.Equal("Эта кнопка больше не действует. Чтобы удалить данные, отправьте /forget", Last.Toast);
    }

    [Fact]
    public void Any_other_step_drops_the_question()
    {
        State = State.Evolve(new ConversationEvent.ErasureAsked(1, Now));
        Handle(Sent("Оставить заявку"));

        Handle(Sent(new ClientInput.Press("7", "forget:1:erase")));

        Assert.Null(Last.Event);
        Assert.IsType<Form.Asking>(State.Form);
    }

    [Fact]
    public void An_erased_conversation_is_a_new_one_but_for_the_update()
    {
        Handle(Sent("Оставить заявку"));
        Handle(Sent("Анна"));
        State = State.Evolve(new ConversationEvent.ErasureConfirmed(8, Now));
        Assert.True(State.IsErasing);

        var erased = State.Evolve(new ConversationEvent.Erased(8, Now));

        Assert.Equal(new Form.NotStarted(), erased.Form);
        Assert.Equal([8], erased.HandledUpdates);
        Assert.True(erased.IsErasedBy(8));
        Assert.Equal(new Erasure(ErasureStage.Done, 8), ConversationSnapshot.Of(erased).Restore().Erasure);
    }
}
