using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Tests.Forms;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>A text over 4096 characters, which an app sends as several messages.</summary>
public sealed class TextInPartsTests : ConversationRulesFixture
{
    [Theory]
    [InlineData(Ids.Name)]
    [InlineData(Ids.Organization)]
    [InlineData(Ids.City)]
    [InlineData(Ids.Direction)]
    [InlineData(Ids.Description)]
    [InlineData(Ids.Phone)]
    [InlineData(null)]
    public void A_text_in_several_messages_is_refused_once_and_nothing_of_it_is_an_answer(string? field)
    {
        foreach (var parts in (int[][])[[4096, 904], [4096, 1], [4096, 4096, 300], [4090, 4096, 4096, 5], [2500, 2404], [2100, 4000, 700]])
        {
            ComeTo(field);
            var before = State.Form;
            var replies = 0;
            foreach (var length in parts)
            {
                Handle(Sent(new string('ы', length)));
                replies += Replies.Count;
            }

            Assert.Equal(field is Ids.Description && parts[0] <= 3000 ? 2 : 1, replies);
            Assert.Equal(AskedIn(before), AskedIn(State.Form));
            Second += 2;
            Handle(Sent(field is { } asked ? Dialogue.GoodAnswers[asked] : "город"));
            Assert.NotEqual(before, State.Form);
            Assert.Equal(field is { } given ? Stored(given) : null, field is { } read ? Answer(read) : null);
            Assert.DoesNotContain(
                ((Form.Draft)State.Form).Answers.Current, answer => answer.Value.Contains("ыы", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_text_whose_beginning_alone_would_do_is_asked_anew_when_its_rest_comes_though_the_next_question_was_said()
    {
        ComeTo(Ids.Description);
        var beginning = Sent(new string('ы', 2500));
        var rest = Sent($"{new string('э', 2000)} звоните +7 916 123-45-67");
        Handle(beginning with { NewestWaiting = rest.Message });
        Assert.Equal(Ids.Phone, AskedIn(State.Form));

        Handle(rest);

        Assert.Equal(Ids.Description, AskedIn(State.Form));
        Assert.Contains("не больше 3000 символов", Said, StringComparison.Ordinal);
        Assert.Null(Answer(Ids.Phone));
    }

    [Fact]
    public void The_rest_is_known_after_a_restart_and_when_a_part_comes_twice()
    {
        ComeTo(Ids.City);
        var (first, second, last) = (Sent(new string('ы', 4096)), Sent(new string('ы', 4096)), Sent("Тверь"));
        Handle(first);
        RestartFromSnapshot();
        Assert.Contains("не больше 200 символов", SaidAfterRestart, StringComparison.Ordinal);
        Handle(second);
        RestartFromSnapshot();
        Assert.Empty(ConversationRules.Prompt(State, Dialogue.Firm, FormPrompt.DayOf(Now, Dialogue.Firm)));
        Handle(last);
        Handle(last);

        Assert.Empty(Replies);
        Assert.Equal(Ids.City, AskedIn(State.Form));
    }

    [Fact]
    public void An_ordinary_message_in_the_second_of_another_ordinary_one_is_judged_by_itself()
    {
        ComeTo(Ids.Name);
        Handle(Sent("Анна"));
        Handle(Sent("ООО"));
        Handle(Sent("Тверь"));
        Handle(Sent("Знаки"));
        Handle(Sent(new string('ы', 3000)));
        Handle(Sent("+7 916 123-45-67"));

        Assert.IsType<Form.Reviewing>(State.Form);
    }

    private static string Stored(string field) => Dialogue.GoodAnswers[field];

    private string SaidAfterRestart => string.Join(
        '\n', ConversationRules.Prompt(State, Dialogue.Firm, FormPrompt.DayOf(Now, Dialogue.Firm)).OfType<Reply.Say>()
            .Select(said => said.Message.Html));
}
