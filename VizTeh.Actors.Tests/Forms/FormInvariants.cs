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
            || after is Form.Submitting || input is ClientInput.Edited or ClientInput.File { AlbumId: not null } || IsIdle(input)
            || IsOfOneBurst(before, client.Now));
        Assert.InRange(client.Last.Replies.Count, 0, 2);
        Assert.Equal(after, client.Events.Aggregate((Form)new Form.NotStarted(), FormEvolution.Evolve));
        if (client.Last.Event is null)
            Assert.Equal(before, after);
        if (input is not ClientInput.Press)
            Assert.Null(client.Last.Toast);
        AssertAnswersKept(before, after, client.Last.Event, client.Company.Form);
        AssertFilesKept(before, after, client.Last.Event);
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
            kept = happened is ConversationEvent.Corrected ? kept.WithCorrected(answer) : kept.With(answer);
            if (!answer.IsSkipped && answer.Files is null)
                Assert.False(AnswerText.IsBlank(answer.Value));
            Assert.InRange(CodePoints.CountIn(answer.Value), 0, 6_500);
        }

        if (happened is ConversationEvent.FileAdded or ConversationEvent.FileRemoved)
            return;
        switch (after)
        {
            case Form.Draft then:
                // Ticks are no answers.
                Assert.Equal(kept, then.Answers with { Ticks = kept.Ticks });
                break;
            case Form.Submitting then when happened is not null:
                Assert.Equal(form.ToSent(kept), then.Answers);
                Assert.Null(form.FirstMissing(kept));
                break;
        }
    }

    // A file that was taken is kept, until the client takes it off, or skips the answer that has it. Words change by words only.
    private static void AssertFilesKept(Form before, Form after, ConversationEvent? happened)
    {
        if ((before, after) is not (Form.Draft was, Form.Draft then))
            return;
        var expected = FilesOf(was.Answers).ToList();
        switch (happened)
        {
            case ConversationEvent.FileAdded added:
                expected.Add(added.File);
                break;
            case ConversationEvent.FileRemoved removed:
                expected.Remove(((Form.Asking)was).SoFar!.Files![removed.Place]);
                break;
            case ConversationEvent.Answered { Answer: { IsSkipped: true } skipped }
                when was.Answers[skipped.Id] is { Files: { } dropped } held && held.Kind == skipped.Kind:
                foreach (var file in dropped)
                    expected.Remove(file);
                break;
        }

        Assert.Equal(expected.Count, FilesOf(then.Answers).Count());
        Assert.All(FilesOf(then.Answers), file => Assert.Contains(file, expected));
        Assert.All(AllOf(then.Answers), answer => Assert.InRange(answer.Files?.Count ?? 0, 0, Attachment.Most));
        if (happened is ConversationEvent.FileAdded or ConversationEvent.FileRemoved)
        {
            Assert.All(
                AllOf(was.Answers),
                answer => Assert.StartsWith(
                    answer.Value, AllOf(then.Answers).First(other => (other.Id, other.Kind) == (answer.Id, answer.Kind)).Value,
                    StringComparison.Ordinal));
        }
    }

    private static IEnumerable<Answer> AllOf(Answers answers) => answers.Current.Concat(answers.Begun);

    private static IEnumerable<Attachment> FilesOf(Answers answers) =>
        AllOf(answers).Concat(answers.Former).SelectMany(answer => answer.Files ?? []);

    // Files beyond the limit are refused once.
    private static bool IsOfOneBurst(Form before, DateTimeOffset now) =>
        before is Form.Draft { LastFile: { IsRefused: true, At: var at } } && now - at <= TimeSpan.FromMinutes(1);

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
