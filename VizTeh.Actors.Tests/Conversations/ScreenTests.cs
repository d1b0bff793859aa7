using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Conversations;

public sealed class ScreenTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Id = Guid.Parse("0195b0e1-0000-7000-8000-000000000001");
    private static readonly Question Story = new("story", "Описание", "Что сломалось?", QuestionKind.Text) { HasLines = true, Max = 500 };
    private static readonly Question Rooms = new("rooms", "Комнаты", "Где?", QuestionKind.Choices) { Choices = ["Кухня", "Зал"] };
    private static readonly LongText Begun = new(1_772_366_400, 2500);

    [Fact]
    public void A_long_answer_remembers_the_question_as_it_was_asked()
    {
        var conversation = Fold(
            new ConversationEvent.Started(1, At, Id, Story),
            new ConversationEvent.Answered(2, At, new Answer(Story, "Стела"), Rooms) { LongText = Begun });

        Assert.Equal(new Screen(LongText: Begun, LongTextTakenFor: Story, AskedAt: At.ToUnixTimeSeconds()), conversation.Screen);
    }

    [Fact]
    public void A_tick_keeps_what_is_known_of_the_question_on_the_screen_but_not_the_remark()
    {
        var before = new MessageStamp(103, 1_772_366_400);
        var conversation = Fold(
            new ConversationEvent.Started(1, At, Id, Rooms) { Before = before },
            new ConversationEvent.InputNotTaken(2, At, NotTakenReason.OlderThanQuestion),
            new ConversationEvent.Ticked(3, At, "Зал"));

        Assert.Equal(new Screen(before, AskedAt: At.ToUnixTimeSeconds()), conversation.Screen);
    }

    /// <summary>Versions with their questions in code asked what was missing at the review, without an event of its own.</summary>
    [Fact]
    public void An_earlier_answer_to_a_question_that_the_review_missed_leads_back_to_the_review()
    {
        var conversation = SixQuestions.InOrder.Where(question => question.Id != "city").Append(SixQuestions.InOrder[2]).Index().Aggregate(
            Fold(new ConversationEvent.Started(1, At, Id, SixQuestions.InOrder[0])),
            (folded, question) => folded.Evolve(
                new ConversationEvent.Answered(question.Index + 2, At, new Answer(question.Item, "x"), null) { IsOfSixQuestions = true }));

        Assert.Equal(6, Assert.IsType<Form.Reviewing>(conversation.Form).Answers.Current.Length);
    }

    private static Conversation Fold(params ConversationEvent[] events) =>
        events.Aggregate(Conversation.New, (conversation, happened) => conversation.Evolve(happened));
}
