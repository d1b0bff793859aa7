using VizTeh.Actors.Clients;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Tests.Conversations;
using VizTeh.Actors.Tests.Forms;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Clients;

/// <summary>A client writes what stands on a button of «Мои заявки» in place of pressing it.</summary>
public sealed class OwnTicketWordsTests : ConversationRulesFixture
{
    private const string Choose = "Выберите заявку и нажмите кнопку под ней.";

    private static readonly OwnTicket Open = new(
        12, new("00000000-0000-4000-8000-000000000012"), TicketSamples.Of("Анна", "ООО", "Тверь", "Знаки", "Вывеска", "+79161234567"),
        IsClosed: false, IsWithdrawn: false, DateTimeOffset.UnixEpoch, ClosedAt: null);

    private static Keyboard.Inline View => Buttons(OwnTicketView.Of(Open, ShippedForm.Texts, TimeZoneInfo.Utc));

    private static Keyboard.Inline Asked => Buttons(OwnTicketView.AskToWithdraw(Open, ShippedForm.Texts));

    [Theory]
    [InlineData("Отозвать")]
    [InlineData(" отозвать! ")]
    [InlineData("отозвать заявку")]
    [InlineData("отзови")]
    public void Under_a_ticket_the_word_asks_once_whether_to_withdraw_it(string typed)
    {
        var decision = Typed(typed, View, new OwnTicketFound(0, Open), out var request);

        Assert.Equal(12, Assert.IsType<FindOwnTicket>(request).TicketId);
        Assert.Equal("Отозвать заявку №12?", Text(decision));
        Assert.Null(decision.Event);
    }

    [Theory]
    [InlineData("Отозвать")]
    [InlineData("отзовите")]
    public void Under_that_question_the_word_withdraws(string typed)
    {
        Typed(typed, Asked, new OwnTicketWithdrawn(0, Withdrawal.Done, Open with { IsClosed = true, IsWithdrawn = true }), out var request);

        Assert.Equal((12, "00000012"), (Assert.IsType<WithdrawTicket>(request).TicketId, ((WithdrawTicket)request).Check));
    }

    [Theory]
    [InlineData("Не отзывать")]
    [InlineData("не отзывайте")]
    public void Under_that_question_the_other_word_keeps_it(string typed)
    {
        Typed(typed, Asked, new OwnTicketFound(0, Open), out var request);

        Assert.IsType<FindOwnTicket>(request);
    }

    [Theory]
    [InlineData("Дополнить")]
    [InlineData("дополнить заявку")]
    public void Under_a_ticket_the_word_asks_what_to_add(string typed)
    {
        var decision = Typed(typed, View, new OwnTicketFound(0, Open), out _);

        Assert.Equal(AdditionStage.Begun, Assert.IsType<ConversationEvent.AdditionProgressed>(decision.Event).Stage);
        Assert.StartsWith("Что добавить к заявке №12?", Text(decision), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("К списку", true)]
    [InlineData("список", true)]
    [InlineData("к списку", false)]
    public void The_word_for_the_list_shows_it_whether_or_not_its_button_is_in_sight(string typed, bool isShown)
    {
        var decision = Typed(typed, isShown ? View : null, Page([Open]), out var request);

        Assert.Equal(0, Assert.IsType<FindOwnTickets>(request).Page);
        Assert.StartsWith("<b>Мои заявки</b>", Text(decision), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Отозвать")]
    [InlineData("ДОПОЛНИТЬ")]
    public void Without_such_a_button_in_sight_the_client_is_asked_to_choose_and_press(string typed)
    {
        var decision = Typed(typed, null, Page([Open]), out _);

        Assert.StartsWith($"{Choose}\n\n<b>Мои заявки</b>", Text(decision), StringComparison.Ordinal);
        Assert.Null(decision.Event);
        Assert.DoesNotContain(Choose, Text(Typed(typed, null, Page([]), out _)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("да")]
    [InlineData("нет")]
    [InlineData("не надо")]
    public void Under_that_question_a_word_that_may_answer_a_manager_is_none_of_these(string typed) =>
        Assert.Null(Word(Sent(typed), Asked));

    [Theory]
    [InlineData("добавить")]
    [InlineData("нет")]
    [InlineData("Отозвать заявку пока не надо")]
    [InlineData("Не отзывать")]
    public void Any_other_word_without_such_a_button_in_sight_may_be_meant_for_a_ticket(string typed) =>
        Assert.Null(Word(Sent(typed), shown: null));

    [Fact]
    public void What_may_be_an_answer_or_is_meant_for_a_ticket_is_none_of_these_words()
    {
        Assert.Null(Word(Sent("Отозвать") with { QuotedId = 5 }, View));
        Assert.Null(Word(Sent("Отозвать") with { Quoted = "Заявка №12" }, View));
        Assert.Null(Word(Sent(new string('о', 4096)), View));
        ComeTo("organization");
        Assert.Null(Word(Sent("Отозвать"), View));
        State = Conversation.New;
        Take(new Decision(
            new ConversationEvent.AdditionProgressed(1, Now, AdditionStage.Begun, new OfferedTicket(12, Open.SubmissionId)), []));
        Assert.Null(Word(Sent("Отозвать"), View));
    }

    [Fact]
    public void The_label_of_the_question_about_kept_words_answers_that_question()
    {
        Tickets = [new ClientTicket(12, Open.SubmissionId, "Стелы", IsClosed: false)];
        Handle(Sent("Этаж третий"));

        Assert.Null(Word(Sent("Добавить"), View));
        Assert.NotNull(Word(Sent("Отозвать"), View));
    }

    [Fact]
    public void A_firm_without_own_tickets_has_none_of_these_words()
    {
        Company = Dialogue.Firm with { Texts = new FirmTexts("VizTeh", "+7", "vizteh.ru", hasOwnTickets: false) };

        Assert.Null(Word(Sent("Отозвать"), shown: null));
    }

    [Fact]
    public void The_buttons_are_in_sight_until_something_else_is_said()
    {
        var sent = new SentSoFar();
        Assert.Null(sent.OwnTickets);
        sent.Add(Sent("/my"), [new Reply.Say(new Message("?", View))], last: null, putsQuestion: false);
        Assert.NotNull(sent.OwnTickets);
        sent.Add(Pressed("my:ask:12", 7), [], last: null, putsQuestion: false, shown: Asked);
        Assert.Equal("my:withdraw:12:00000012", sent.OwnTickets!.Rows[0][0].Data);
        sent.Add(Pressed("my:ask:12", 7), [], last: null, putsQuestion: false);
        Assert.NotNull(sent.OwnTickets);

        sent.Add(Sent("/help"), [FormPrompt.Say("…")], last: null, putsQuestion: false);

        Assert.Null(sent.OwnTickets);
    }

    private static OwnTicketsFound Page(OwnTicket[] tickets) => new(0, tickets, 0, 1);

    private static Keyboard.Inline Buttons(Message message) => (Keyboard.Inline)message.Keyboard!;

    private static string Text(Decision decision) =>
        string.Join('\n', decision.Replies.OfType<Reply.Say>().Select(said => said.Message.Html));

    private OwnTicketWord? Word(ClientUpdate update, Keyboard.Inline? shown) =>
        OwnTicketWords.Of(State.Form, State.Kept, State.Addition, update, shown, ContextOf(update));

    private Decision Typed(string text, Keyboard.Inline? shown, IOwnTicketAnswer answer, out IOwnTicketRequest request)
    {
        var update = Sent(text);
        var word = Word(update, shown);
        request = OwnTicketRules.RequestOf(State.Form, update, ContextOf(update), word)
            ?? throw new InvalidOperationException("the update asks for nothing");
        var decision = OwnTicketRules.Decide(State.Form, State.Addition, update, answer, ContextOf(update), word);
        Dialogue.AssertSendable(decision);
        return decision;
    }
}
