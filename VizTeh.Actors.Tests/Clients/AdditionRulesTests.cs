using VizTeh.Actors.Clients;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Tests.Conversations;
using VizTeh.Actors.Tests.Forms;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Clients;

/// <summary>«Дополнить»: what a client sends next goes to the chosen ticket.</summary>
public sealed class AdditionRulesTests : ConversationRulesFixture
{
    private const string Added = "Добавили к заявке №12, менеджер увидит.";

    private static readonly Guid Submission = new("00000000-0000-4000-8000-000000000012");

    private static readonly OwnTicket Own = new(12, Submission, SentAnswers.None, false, false, null, null);

    private static readonly ClientTicket Chosen = new(12, Submission, "Стелы", IsClosed: false);
    private static readonly ClientTicket Other = new(15, null, "Знаки", IsClosed: false);

    public AdditionRulesTests() => Tickets = [Other, Chosen];

    [Fact]
    public void The_next_message_goes_to_the_chosen_ticket_without_a_question_and_is_confirmed()
    {
        Begin();
        Assert.Equal("Что добавить к заявке №12? Напишите словами или пришлите фото, файл, голосовое сообщение.", Said);

        Handle(Sent("Этаж третий"));

        Assert.Equal((12, Submission, false), (Last.Addition!.TicketId, Last.Addition.SubmissionId, Last.Addition.Reopens));
        Assert.Equal("Этаж третий", Assert.Single(Last.Addition.Messages).Words);
        Assert.Equal(Added, Said);
    }

    [Fact]
    public void It_holds_across_a_restart_whether_or_not_the_app_sends_a_reply()
    {
        Begin();
        RestartFromSnapshot();

        Handle(Sent("Этаж третий"));
        Assert.Equal(12, Last.Addition!.TicketId);
        Second += 60;
        Handle(Sent("Вход со двора") with { Quoted = "Что добавить к заявке №12? Напишите" });

        Assert.Equal(12, Last.Addition!.TicketId);
        Assert.Equal(Added, Said);
    }

    [Fact]
    public void An_album_is_confirmed_once_and_so_is_a_burst()
    {
        Begin();
        foreach (var part in Enumerable.Range(1, 10))
        {
            Handle(Sent(new ClientInput.File(new Attachment(AttachmentKind.Photo, $"f{part}", $"u{part}")) { AlbumId = "13" }));
            Assert.Equal(12, Last.Addition!.TicketId);
            Assert.Equal(part == 1 ? 1 : 0, Replies.Count);
            Second += 6;
        }

        Handle(Sent("и ещё"));
        Assert.Equal(Added, Said);
        Handle(Sent("вот"));
        Assert.Equal(12, Last.Addition!.TicketId);
        Assert.Empty(Replies);
    }

    [Fact]
    public void Later_messages_are_asked_about_again()
    {
        Begin();
        Handle(Sent("Этаж третий"));

        Second += 601;
        Handle(Sent("Сколько стоит доставка?"));

        Assert.Null(Last.Addition);
        Assert.Equal("К какой заявке это добавить?", Said);
    }

    [Fact]
    public void A_choice_of_the_day_before_is_forgotten()
    {
        Begin();

        Second += 86_401;
        Handle(Sent("Сколько стоит доставка?"));

        Assert.Null(Last.Addition);
    }

    [Fact]
    public void A_reply_about_another_ticket_goes_to_that_one()
    {
        Begin();

        Handle(Sent("А здесь второй") with { Quoted = "Спасибо! Заявка №15 принята." });

        Assert.Equal(15, Last.Addition!.TicketId);
    }

    [Theory]
    [InlineData(false, "Заявка №12 закрыта. Напишите, что к ней добавить, и мы откроем её снова.")]
    [InlineData(true, "Заявка №12 отозвана. Напишите, что к ней добавить, и мы откроем её снова.")]
    public void A_closed_or_withdrawn_ticket_is_opened_again_by_what_is_added(bool isWithdrawn, string asked)
    {
        Begin(Own with { IsClosed = true, IsWithdrawn = isWithdrawn });
        Tickets = [Other, Chosen with { IsClosed = true }];
        Assert.Equal(asked, Said);

        Handle(Sent("Всё же нужно"));

        Assert.True(Last.Addition!.Reopens);
        Assert.Equal("Снова открыли заявку №12 и добавили сообщение.", Said);
        Assert.Equal(Said, PromptAfterRestart());
    }

    [Fact]
    public void Of_a_ticket_that_was_closed_meanwhile_the_client_is_asked_and_the_message_is_kept()
    {
        Begin();
        Tickets = [Other, Chosen with { IsClosed = true }];

        Handle(Sent("Этаж третий"));

        Assert.Null(Last.Addition);
        Assert.Equal("Этаж третий", Assert.Single(State.Kept.Messages).Words);
        Assert.Equal(["Открыть №12 снова", "№15 · Знаки", "Новая заявка"], Labels);
        Handle(Sent(new ClientInput.Press("query", ButtonsOf().First().Data, 7)));
        Assert.True(Last.Addition!.Reopens);
    }

    [Fact]
    public void Of_a_ticket_that_is_gone_the_client_hears_and_the_message_is_kept_for_the_others()
    {
        Begin();
        Tickets = [Other, Chosen with { SubmissionId = Guid.Empty }];

        Handle(Sent("Этаж третий"));

        Assert.StartsWith("Заявки №12 у нас больше нет", Said, StringComparison.Ordinal);
        Assert.Single(State.Kept.Messages);
        Assert.Contains("№15 · Знаки", Labels);
    }

    [Fact]
    public void Without_any_ticket_left_the_client_hears_the_firms_phone()
    {
        Begin();
        Tickets = [];

        Handle(Sent("Этаж третий"));

        Assert.Contains(Dialogue.Firm.Phone, Said, StringComparison.Ordinal);
        Assert.Null(Last.Event);
    }

    [Fact]
    public void What_the_bot_cannot_read_is_named_with_the_chosen_ticket()
    {
        Begin();

        Handle(Sent(new ClientInput.Unsupported(UnsupportedKind.Sticker)));

        Assert.Contains("добавим к заявке №12", Said, StringComparison.Ordinal);
    }

    [Fact]
    public void An_edit_adds_nothing()
    {
        Begin();
        var sent = Sent("Этаж третий");
        Handle(sent);

        Handle(Edited(sent, "Этаж четвёртый"));

        Assert.Equal(FormRules.Silence, Last);
    }

    [Fact]
    public void The_client_may_leave_it()
    {
        Begin();

        Handle(Sent(new ClientInput.Press("query", "my:leave:12:00000012", 7)));

        Assert.Equal("Хорошо, к заявке №12 ничего не добавляем.", Last.Used!.Html);
        Assert.Equal("Хорошо, к заявке №12 ничего не добавляем.", PromptAfterRestart());
        Handle(Sent("Сколько стоит доставка?"));
        Assert.Null(Last.Addition);
        Handle(Sent(new ClientInput.Press("query", "my:leave:12:00000012", 7)));
        Assert.Equal("Эта кнопка уже не действует.", Last.Toast);
    }

    [Theory]
    [InlineData("Не дополнять")]
    [InlineData("не дополнять!")]
    [InlineData("Отмена")]
    [InlineData("Отменить")]
    [InlineData("Назад")]
    [InlineData("/cancel")]
    public void The_client_may_leave_it_in_words(string typed)
    {
        State = State with { Form = new Form.Accepted(Guid.Empty, 15) };
        Begin();

        Handle(Sent(typed));

        Assert.Null(Last.Addition);
        Assert.Equal("Хорошо, к заявке №12 ничего не добавляем.", Said);
        Assert.Equal(Said, PromptAfterRestart());
        Assert.Equal(FormRules.NoButtons, Last.Used);
        Handle(Sent("Сколько стоит доставка?"));
        Assert.Equal("К какой заявке это добавить?", Said);
    }

    [Fact]
    public void After_something_was_added_the_same_words_are_a_message_to_the_ticket()
    {
        State = State with { Form = new Form.Accepted(Guid.Empty, 15) };
        Begin();
        Handle(Sent("Этаж третий"));

        Handle(Sent("Отмена"));

        Assert.Equal("Отмена", Assert.Single(Last.Addition!.Messages).Words);
    }

    [Fact]
    public void In_reply_about_another_ticket_the_same_words_are_a_message_to_that_one()
    {
        State = State with { Form = new Form.Accepted(Guid.Empty, 15) };
        Begin();

        Handle(Sent("Отмена") with { Quoted = "Спасибо! Заявка №15 принята." });

        Assert.Equal(15, Last.Addition!.TicketId);
    }

    [Fact]
    public void A_second_press_begins_nothing_new()
    {
        Begin();

        Begin();

        Assert.Single(Events);
        Assert.StartsWith("Что добавить", Said, StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_form_the_client_hears_what_to_do_first_and_the_form_stays()
    {
        ComeTo("city");
        var form = State.Form;

        Begin();

        Assert.Equal(
            "Сейчас вы заполняете другую заявку. Закончите или отмените её, а потом можно будет дополнить заявку №12.", Said);
        Handle(Sent("Тверь"));
        Assert.NotEqual(form, State.Form);
        Assert.Null(Last.Addition);
    }

    [Fact]
    public void A_form_that_is_begun_ends_it()
    {
        Begin();

        Handle(Sent("Оставить заявку"));
        Handle(Sent("Анна"));

        Assert.Null(Last.Addition);
        Assert.Equal("Анна", Answer("name"));
    }

    [Fact]
    public void Messages_that_wait_for_a_choice_stay_kept()
    {
        Handle(Sent("Этаж третий"));
        var kept = State.Kept;

        Begin();
        Second += 60;
        Handle(Sent("Вход со двора"));

        Assert.Equal(12, Last.Addition!.TicketId);
        Assert.Equal(kept, State.Kept);
    }

    [Fact]
    public void After_a_crash_the_newest_step_is_said_again()
    {
        Begin();
        Assert.Equal(Said, PromptAfterRestart());

        Handle(Sent("Этаж третий"));
        Assert.Equal(Added, PromptAfterRestart());

        Handle(Sent("вот"));
        Assert.Equal("", PromptAfterRestart());
    }

    private IEnumerable<string> Labels => ButtonsOf().Select(button => button.Label);

    private IEnumerable<InlineButton> ButtonsOf() =>
        Replies.OfType<Reply.Say>().SelectMany(said => Dialogue.ButtonsOf(said.Message));

    private void Begin(OwnTicket? ticket = null)
    {
        var update = Sent(new ClientInput.Press("query", "my:add:12:00000012", 7));
        Take(OwnTicketRules.Decide(State.Form, State.Addition, update, new OwnTicketFound(0, ticket ?? Own), ContextOf(update)));
    }

    private string PromptAfterRestart()
    {
        var prompt = ConversationRules.Prompt(ConversationSnapshot.Of(State).Restore(), Dialogue.Firm, new DateOnly(2026, 11, 26));
        return string.Join('\n', prompt.OfType<Reply.Say>().Select(said => said.Message.Html));
    }
}
