using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Conversations;

public sealed class ConversationTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch;

    [Fact]
    public void An_update_that_had_its_effect_is_known_when_it_comes_again()
    {
        var conversation = Conversation.New
            .Evolve(ShippedForm.Started(500, At, Guid.NewGuid()))
            .Evolve(ShippedForm.Answered(501, At, Ids.Name, "Анна"));

        Assert.True(conversation.HasHandled(500));
        Assert.True(conversation.HasHandled(501));
        Assert.False(conversation.HasHandled(502));
        Assert.Equal(501, conversation.LastUpdate);
    }

    [Fact]
    public void Ids_that_start_again_with_lower_ones_are_not_taken_for_repeats()
    {
        var conversation = Conversation.New.Evolve(ShippedForm.Started(900_000, At, Guid.NewGuid()));

        Assert.False(conversation.HasHandled(7));
        Assert.Equal(7, conversation.Evolve(new ConversationEvent.Cancelled(7, At)).LastUpdate);
    }

    [Fact]
    public void A_conversation_of_a_thousand_answers_remembers_no_more_than_a_short_one()
    {
        var conversation = Conversation.New.Evolve(ShippedForm.Started(1, At, Guid.NewGuid()));
        for (var id = 2; id <= 1_000; id++)
            conversation = conversation.Evolve(ShippedForm.Answered(id, At, Ids.Name, "Анна"));

        Assert.InRange(conversation.HandledUpdates.Count, 10, 50);
        Assert.True(conversation.HasHandled(1_000));
        Assert.True(conversation.HasHandled(980));
    }

    [Fact]
    public void A_ticket_created_by_the_update_that_submitted_is_one_update_in_memory()
    {
        var id = Guid.NewGuid();
        var conversation = Conversation.New.Evolve(ShippedForm.Started(1, At, id));
        foreach (var (field, update) in ShippedForm.Ids.Select((field, index) => (field, index + 2L)))
            conversation = conversation.Evolve(ShippedForm.Answered(update, At, field, "x"));
        conversation = conversation
            .Evolve(new ConversationEvent.Submitted(90, At, id, null, null))
            .Evolve(new ConversationEvent.TicketCreated(90, At, id, 5));

        Assert.Single(conversation.HandledUpdates, 90L);
        Assert.Equal(new Form.Accepted(id, 5, At), conversation.Form);
    }

    [Fact]
    public void Kept_messages_are_restored_and_belong_to_the_form_that_is_begun_then()
    {
        var form = Guid.NewGuid();
        var conversation = new Conversation(new Form.Accepted(Guid.NewGuid(), 5), [1])
            .Evolve(new ConversationEvent.MessageKept(
                2, At, new KeptMessage(2, "Этаж третий", At, 70), [new OfferedTicket(5, Guid.NewGuid(), "Знаки")]));
        Assert.True(conversation.HasJustKept);

        conversation = conversation.Evolve(ShippedForm.Started(3, At, form));

        Assert.False(conversation.HasJustKept);
        Assert.Equal(form, conversation.Kept.ForForm);
        Assert.Equal(conversation.Kept, ConversationSnapshot.Of(conversation).Restore().Kept);
    }

    [Fact]
    public void What_was_added_last_is_known_until_the_next_event()
    {
        var added = new ConversationEvent.MessagesAdded(2, At, 5);
        var conversation = new Conversation(new Form.Accepted(Guid.NewGuid(), 5), [1]).Evolve(added);

        Assert.Equal(added, ConversationSnapshot.Of(conversation).Restore().LastAdded);
        Assert.Null(conversation.Evolve(ShippedForm.Started(3, At, Guid.NewGuid())).LastAdded);
    }

    [Fact]
    public void What_was_sent_last_is_kept_through_later_forms_and_snapshots_until_another_form_is_sent()
    {
        var name = ShippedForm.Answer(Ids.Name, "Анна");
        var phone = ShippedForm.Answer(Ids.Phone, "+79161234567") with { IsVerified = true };
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        var conversation = Conversation.New
            .Evolve(ShippedForm.Started(1, At, first))
            .Evolve(ShippedForm.Answered(2, At, Ids.Name, "Анна"));
        Assert.Equal(Answers.None, conversation.LastAnswers);
        Assert.Null(ConversationSnapshot.Of(conversation).LastAnswers);

        conversation = conversation
            .Evolve(new ConversationEvent.Submitted(
                3, At, first, new SentAnswers([name, ShippedForm.Answer(Ids.Direction, "Знаки"), phone], []), null))
            .Evolve(new ConversationEvent.TicketCreated(3, At, first, 5))
            .Evolve(ShippedForm.Started(4, At, second))
            .Evolve(ShippedForm.Answered(5, At, Ids.Name, "Яна"))
            .Evolve(new ConversationEvent.Cancelled(6, At));
        Assert.Equal(new Answers([name, phone], []), conversation.LastAnswers);
        Assert.Equal(conversation.LastAnswers, ConversationSnapshot.Of(conversation).Restore().LastAnswers);

        conversation = conversation
            .Evolve(new ConversationEvent.Resumed(7, At))
            .Evolve(new ConversationEvent.Submitted(8, At, second, null, null));
        Assert.Equal(new Answers([name with { Value = "Яна" }], []), conversation.LastAnswers);
    }
}
