using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Forms;

/// <summary>The invariants of every step of every dialogue.</summary>
internal static class FormInvariants
{
    public static void Hold(Dialogue client, ClientInput input)
    {
        var before = client.Form;
        var eventsBefore = client.Events.Count;
        client.Sends(input);
        var after = client.Form;

        Dialogue.AssertSendable(client.Last);
        Assert.Equal(client.Last.Event is null ? eventsBefore : eventsBefore + 1, client.Events.Count);
        Assert.True(client.Last.Replies.Count > 0 || client.Last.Toast is not null || after is Form.Submitting);
        Assert.InRange(client.Last.Replies.Count, 0, 2);
        Assert.Equal(after, client.Events.Aggregate((Form)new Form.NotStarted(), FormEvolution.Evolve));
        if (client.Last.Event is null)
            Assert.Equal(before, after);
        if (input is not ClientInput.Press)
            Assert.Null(client.Last.Toast);
        AssertAnswersKept(before, after, client.Last.Event);
        AssertKeyboards(client);
    }

    private static void AssertAnswersKept(Form before, Form after, ConversationEvent? happened)
    {
        var kept = before is Form.Draft draft ? draft.Answers : Answers.None;
        if (happened is ConversationEvent.Answered answered)
        {
            kept = kept.With(answered.Field, answered.Value);
            Assert.False(AnswerText.IsBlank(answered.Value));
            Assert.InRange(CodePoints.CountIn(answered.Value), 1, answered.Field == FormField.Description ? 3000 : 200);
        }

        switch (after)
        {
            case Form.Draft then:
                Assert.Equal(kept, then.Answers);
                break;
            case Form.Submitting then when happened is not null:
                Assert.Equal(kept, then.Answers);
                Assert.Null(then.Answers.FirstMissing());
                break;
        }
    }

    // The client always has the menu of the state at the end of the chat, and the buttons of a question that has buttons.
    private static void AssertKeyboards(Dialogue client)
    {
        switch (client.Form)
        {
            case Form.Draft draft:
                Assert.Same(FormPrompt.MenuOf(draft), client.Menu);
                if (draft is Form.Reviewing or Form.Asking { Field: FormField.Direction } && client.Last.Replies.Count > 0)
                    Assert.IsType<Keyboard.Inline>(client.LastMessages.Last().Keyboard);
                break;
            case Form.Submitting:
                break;
            default:
                Assert.Same(FormKeyboard.Main, client.Menu);
                break;
        }
    }
}
