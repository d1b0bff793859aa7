using VizTeh.Actors.Forms;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>Replies that quote a question, the open one or another.</summary>
public sealed class QuotedQuestionTests : ConversationRulesFixture
{
    [Fact]
    public void A_reply_to_another_question_is_no_answer_to_this_one()
    {
        ComeTo(Ids.City);
        var name = ShippedForm.Question(Ids.Name).Ask;

        Handle(Sent("Ольга") with { Quoted = name });
        Assert.StartsWith(ShippedForm.Texts[Phrases.OtherQuestionQuoted], Said, StringComparison.Ordinal);
        Assert.Contains("город", Said, StringComparison.Ordinal);
        Assert.Null(Answer(Ids.City));

        Handle(Sent("Псков") with { Quoted = $"{ShippedForm.Texts[Phrases.Blank]}\n\n{ShippedForm.Question(Ids.City).Ask}" });
        Assert.Equal("Псков", Answer(Ids.City));
    }

    [Fact]
    public void A_reply_that_can_only_be_meant_for_this_question_is_its_answer_whatever_it_quotes()
    {
        ComeTo(Ids.Direction);
        var name = ShippedForm.Question(Ids.Name).Ask;

        Handle(Sent("Стелы") with { Quoted = name });
        Handle(Sent("Въездная стела") with { Quoted = "Здравствуйте!" });
        Handle(Sent("+7 916 123-45-67") with { Quoted = name });
        Handle(Sent("да") with { Quoted = name });

        Assert.IsType<Form.Submitting>(State.Form);
    }
}
