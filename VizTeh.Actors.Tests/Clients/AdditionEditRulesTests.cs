using VizTeh.Actors.Clients;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Tests.Conversations;
using VizTeh.Actors.Tests.Forms;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Clients;

/// <summary>A client edits a message that was sent outside of a form: while it is kept, and once it was added to a ticket.</summary>
public sealed class AdditionEditRulesTests : ConversationRulesFixture
{
    private const string Confirmed = "Исправили в заявке №12.";

    private static readonly ClientTicket Open = new(12, Guid.NewGuid(), "Стелы", IsClosed: false);

    [Fact]
    public void Until_the_press_an_edit_replaces_the_kept_words_silently_and_the_press_adds_the_new_ones()
    {
        Tickets = [Open];
        var first = Sent("Этаж третий");
        Handle(first);
        Second += 60;
        Handle(Sent("Вход со двора"));
        var offer = ((Reply.Say)Replies[0]).Message;

        Handle(Edited(first, "  Этаж второй\r\n"));

        Assert.Empty(Replies);
        Assert.Equal(["Этаж второй", "Вход со двора"], State.Kept.Messages.Select(message => message.Words));
        Handle(Pressed(Dialogue.ButtonsOf(offer).First().Data, 7));
        Assert.Equal(["Этаж второй", "Вход со двора"], Last.Addition!.Messages.Select(message => message.Words));
        Assert.Equal(first.UpdateId, Last.Addition.Messages[0].UpdateId);
    }

    [Fact]
    public void A_repeat_of_the_edit_after_a_crash_says_nothing_and_what_was_kept_outlives_the_restart()
    {
        Tickets = [Open];
        var first = Sent("Этаж третий");
        Handle(first);
        var edit = Edited(first, "Этаж второй");
        Handle(edit);

        State = ConversationSnapshot.Of(State).Restore();

        Assert.True(State.HasHandled(edit.UpdateId));
        Assert.Empty(ConversationRules.Repeat(State, edit, ContextOf(edit)));
        Assert.Equal("Этаж второй", Assert.Single(State.Kept.Messages).Words);
    }

    [Fact]
    public void Files_that_are_kept_get_the_new_words_and_stay()
    {
        Tickets = [Open];
        var photo = new ClientInput.File(new(VizTeh.Actors.Messages.AttachmentKind.Photo, "f", "u"));
        var first = Sent(photo);
        Handle(first);

        Handle(Edited(first, "Вид с улицы"));

        var kept = Assert.Single(State.Kept.Messages);
        Assert.Equal(("Вид с улицы", photo.Attachment), (kept.Words, Assert.Single(kept.Files!)));
    }

    [Theory]
    [InlineData("Этаж третий")]
    [InlineData("\u3164")]
    [InlineData(" ")]
    public void An_edit_that_changes_no_word_or_leaves_none_changes_nothing(string text)
    {
        Tickets = [Open];
        var first = Sent("Этаж третий");
        Handle(first);
        var before = State;

        Handle(Edited(first, text));

        Assert.Empty(Replies);
        Assert.Equal(before.Kept, State.Kept);
    }

    [Fact]
    public void Words_that_are_kept_for_the_form_that_was_begun_for_them_are_corrected_in_the_middle_of_it()
    {
        Tickets = [Open];
        var first = Sent("Нужна стела");
        Handle(first);
        Handle(Sent("Новая заявка"));
        Assert.Equal("name", AskedIn(State.Form));
        var (form, screen) = (State.Form, State.Screen);

        Handle(Edited(first, "Нужны две стелы"));

        Assert.Empty(Replies);
        Assert.Equal((form, screen), (State.Form, State.Screen));
        Assert.Equal("Нужны две стелы", Assert.Single(State.Kept.Messages).Words);
    }

    [Fact]
    public void A_question_about_an_erasure_stays_open_while_a_kept_message_is_edited()
    {
        Tickets = [Open];
        var first = Sent("Этаж третий");
        Handle(first);
        Take(new Decision(new ConversationEvent.ErasureAsked(5_000, Now), []));

        Handle(Edited(first, "Этаж второй"));

        Assert.Equal(ErasureStage.Asked, State.Erasure!.Stage);
    }

    [Fact]
    public void What_may_have_been_added_is_asked_for_by_its_message_with_the_moment_of_the_edit()
    {
        var sent = Sent("Этаж третий");
        var edit = Edited(sent, " Этаж второй ") with { Input = new ClientInput.Edited(" Этаж второй ") { EditedAt = 60 } };

        Assert.Equal(
            new CorrectTicketMessage(42, edit.UpdateId, sent.Message!.Id, "Этаж второй", DateTimeOffset.FromUnixTimeSeconds(60)),
            RequestOf(edit));
        Assert.Equal(Now, RequestOf(Edited(sent, "Этаж второй"))!.EditedAt);
        Assert.Null(RequestOf(sent));
        Assert.Null(RequestOf(Edited(sent, "\u3164")));
    }

    [Fact]
    public void An_answer_of_the_open_form_and_what_is_kept_are_asked_for_nowhere()
    {
        ComeTo("organization");
        var answer = Sent("ООО");
        Handle(answer);
        Assert.Null(RequestOf(Edited(answer, "АО")));

        State = Conversation.New;
        Tickets = [Open];
        var kept = Sent("Этаж третий");
        Handle(kept);
        Assert.Null(RequestOf(Edited(kept, "Этаж второй")));
    }

    [Fact]
    public void News_are_confirmed_once_and_anything_else_is_passed_over()
    {
        Assert.Equal(Confirmed, Text(Decide(new TicketMessageCorrected(1, 12, IsNews: true))!));
        Assert.Empty(Decide(new TicketMessageCorrected(1, 12, IsNews: false))!.Replies);
        Assert.Null(Decide(new TicketMessageCorrected(1, null, IsNews: false)));
    }

    [Fact]
    public void In_the_middle_of_a_form_its_question_stands_again_below_the_confirmation()
    {
        ComeTo("city");

        var decision = Decide(new TicketMessageCorrected(1, 12, IsNews: true))!;

        Assert.Null(decision.Event);
        Assert.StartsWith(Confirmed, Text(decision), StringComparison.Ordinal);
        Assert.Contains("В каком вы городе?", Text(decision), StringComparison.Ordinal);
        Dialogue.AssertSendable(decision);
    }

    private CorrectTicketMessage? RequestOf(ClientUpdate update) =>
        AdditionEditRules.RequestOf(State.Form, State.Kept, update, ContextOf(update));

    private Decision? Decide(TicketMessageCorrected answer) =>
        AdditionEditRules.Decide(State.Form, answer, ContextOf(Sent("")));

    private static string Text(Decision decision) =>
        string.Join('\n', decision.Replies.OfType<Reply.Say>().Select(said => said.Message.Html));
}
