using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;
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
        Assert.True(
            client.Last is { Replies.Count: > 0 } or { Toast: not null } or { Used: not null }
            || after is Form.Submitting || input is ClientInput.Edited || IsIdle(input));
        Assert.InRange(client.Last.Replies.Count, 0, 2);
        Assert.Equal(after, client.Events.Aggregate((Form)new Form.NotStarted(), FormEvolution.Evolve));
        if (client.Last.Event is null)
            Assert.Equal(before, after);
        if (input is not ClientInput.Press)
            Assert.Null(client.Last.Toast);
        AssertAnswersKept(before, after, client.Last.Event, client.Company.Form);
        AssertKeyboards(client);
    }

    private static void AssertAnswersKept(Form before, Form after, ConversationEvent? happened, FormDefinition form)
    {
        var kept = (before, happened) switch
        {
            (Form.Draft draft, _) => draft.Answers,
            (Form.Cancelled { Kept: { } cancelled }, ConversationEvent.Resumed) => cancelled.Answers,
            _ => Answers.None,
        };
        if (AnswerOf(happened) is { } answer)
        {
            kept = kept.With(answer);
            if (!answer.IsSkipped)
                Assert.False(AnswerText.IsBlank(answer.Value));
            Assert.InRange(CodePoints.CountIn(answer.Value), 0, 6_500);
        }

        switch (after)
        {
            case Form.Draft then:
                Assert.Equal(kept, then.Answers);
                break;
            case Form.Submitting then when happened is not null:
                Assert.Equal(form.ToSent(kept), then.Answers);
                Assert.Null(form.FirstMissing(kept));
                break;
        }
    }

    public static Answer? AnswerOf(ConversationEvent? happened) => happened switch
    {
        ConversationEvent.Answered answered => answered.Answer,
        ConversationEvent.Corrected corrected => corrected.Answer,
        _ => null,
    };

    // A cell of the keyboard of a month that is no day.
    private static bool IsIdle(ClientInput input) =>
        input is ClientInput.Press { Data: { } data } && FormButton.Parse(data) is FormButton.Pick { Choice: FormButton.Nothing };

    // The client always has the menu of the state, and the buttons of a question that has some, at the end of the chat.
    private static void AssertKeyboards(Dialogue client)
    {
        switch (client.Form)
        {
            case Form.Draft draft:
                var menu = Assert.IsType<Keyboard.Menu>(client.Menu);
                Assert.Equal(FormKeyboard.Steps(ShippedForm.Texts).Rows[^1], menu.Rows[^1]);
                if (draft is Form.Asking { Question.Kind: QuestionKind.Phone })
                    Assert.True(menu.Rows[0][0].SharesContact);
                if (FormPrompt.ButtonsOf(draft, client.Company, client.Today) is not null && client.Last.Replies.Count > 0)
                    Assert.IsType<Keyboard.Inline>(client.LastMessages.Last().Keyboard);
                break;
            case Form.Submitting:
                break;
            case Form.Cancelled when client.Last.Event is not null:
                Assert.Equal(FormKeyboard.AfterCancel(ShippedForm.Texts), client.Menu);
                break;
            default:
                Assert.Contains(
                    client.Menu,
                    new Keyboard?[] { FormKeyboard.MainMenu(ShippedForm.Texts), FormKeyboard.AfterCancel(ShippedForm.Texts), null });
                break;
        }
    }
}
