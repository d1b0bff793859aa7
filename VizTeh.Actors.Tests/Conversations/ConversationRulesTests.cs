using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Tests.Forms;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>Which of a client's messages answer the current question.</summary>
public sealed class ConversationRulesTests
{
    private readonly List<ConversationEvent> _events = [];
    private Conversation _conversation = Conversation.New;
    private IReadOnlyList<Reply> _said = [];
    private SaidMessage? _question;
    private long _lastMessage = 100;
    private long _lastUpdate = 1_000;
    private long _second = 1_700_000_000;

    [Fact]
    public void Words_that_came_before_the_question_are_no_answer_and_the_question_is_said_once_more_only()
    {
        var start = Sent("Оставить заявку");
        var hello = Sent("Ау");
        var still = Sent("Вы тут?");
        _second += 60;
        Handle(start);

        Handle(hello);
        Assert.StartsWith(FormText.OlderThanQuestion, Said, StringComparison.Ordinal);
        Assert.Contains("обращаться", Said, StringComparison.Ordinal);
        Handle(still);
        Assert.Empty(_said);

        Handle(Sent("Анна"));
        Assert.Equal("Анна", Answer(FormField.Name));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void After_a_restart_those_that_waited_when_the_question_was_decided_are_still_known(bool afterReminder)
    {
        var start = Sent("Оставить заявку");
        var hello = Sent("Ау");
        var still = Sent("Вы тут?");
        _second += 60;
        Handle(start with { NewestWaiting = still.Message });
        if (afterReminder)
            Handle(hello with { NewestWaiting = still.Message });

        RestartFromSnapshot();
        if (!afterReminder)
            Handle(hello);
        Handle(still);

        Assert.Single(_events.OfType<ConversationEvent.InputNotTaken>());
        Assert.Empty(_said);
        Handle(Sent("Анна"));
        Assert.Equal("Анна", Answer(FormField.Name));
    }

    [Fact]
    public void An_answer_to_a_question_that_may_have_been_said_twice_is_taken()
    {
        Handle(Sent("Оставить заявку"), isQuestionKnown: false);

        Handle(Sent("Анна"));

        Assert.Equal("Анна", Answer(FormField.Name));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Who_types_ahead_in_haste_is_taken_at_their_word(int secondsUntilTheBotComesToIt)
    {
        var all = ((string[])["Оставить заявку", .. Dialogue.GoodAnswers.Values]).Select(text => Sent(text)).ToArray();
        _second += secondsUntilTheBotComesToIt;

        foreach (var update in all)
            Handle(update);

        Assert.IsType<Form.Reviewing>(_conversation.Form);
    }

    [Fact]
    public void The_lower_message_ids_of_another_bot_in_the_place_of_this_one_make_nothing_older()
    {
        var start = Sent("Оставить заявку");
        Handle(start with { NewestWaiting = Sent("Ау").Message });
        RestartFromSnapshot();
        _lastMessage = 3;
        _second++;

        Handle(Sent("Анна"));

        Assert.Equal("Анна", Answer(FormField.Name));
    }

    [Fact]
    public void What_is_meant_whenever_it_was_sent_has_its_effect_though_it_is_older_than_the_question()
    {
        var start = Sent("Оставить заявку");
        var (again, help, cancel) = (Sent("/start"), Sent("/help"), Sent("Отмена"));
        _second += 60;
        Handle(start);

        Handle(again);
        Assert.Empty(_said);
        Handle(help);
        Assert.StartsWith(FormText.Help, Said, StringComparison.Ordinal);
        Handle(cancel);
        Assert.IsType<Form.Cancelled>(_conversation.Form);
    }

    [Fact]
    public void An_old_sticker_and_an_old_contact_are_not_scolded_one_by_one()
    {
        var start = Sent("Оставить заявку");
        var sticker = Sent(new ClientInput.Unsupported(UnsupportedKind.Sticker));
        var contact = Sent(new ClientInput.Contact("+79161234567", IsOwn: true));
        _second += 60;
        Handle(start);

        Handle(sticker);
        Assert.StartsWith(FormText.OlderThanQuestion, Said, StringComparison.Ordinal);
        Handle(contact);
        Assert.Empty(_said);
    }

    [Theory]
    [InlineData(FormField.Name)]
    [InlineData(FormField.Organization)]
    [InlineData(FormField.City)]
    [InlineData(FormField.Direction)]
    [InlineData(FormField.Description)]
    [InlineData(FormField.Phone)]
    [InlineData(null)]
    public void A_text_in_several_messages_is_refused_once_and_nothing_of_it_is_an_answer(FormField? field)
    {
        foreach (var parts in (int[][])[[4096, 904], [4096, 1], [4096, 4096, 300], [4090, 4096, 4096, 5], [2500, 2404], [2100, 4000, 700]])
        {
            ComeTo(field);
            var before = _conversation.Form;
            var replies = 0;
            foreach (var length in parts)
            {
                Handle(Sent(new string('ы', length)));
                replies += _said.Count;
            }

            Assert.Equal(field is FormField.Description && parts[0] <= 3000 ? 2 : 1, replies);
            Assert.Equal(AskedIn(before), AskedIn(_conversation.Form));
            _second += 2;
            Handle(Sent(field is { } asked ? Dialogue.GoodAnswers[asked] : "город"));
            Assert.NotEqual(before, _conversation.Form);
            Assert.Equal(field is { } given ? Stored(given) : null, field is { } read ? Answer(read) : null);
            Assert.DoesNotContain(
                ((Form.Draft)_conversation.Form).Answers.Values.Values, value => value.Contains("ыы", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_text_whose_beginning_alone_would_do_is_asked_anew_when_its_rest_comes_though_the_next_question_was_said()
    {
        ComeTo(FormField.Description);
        var beginning = Sent(new string('ы', 2500));
        var rest = Sent($"{new string('э', 2000)} звоните +7 916 123-45-67");
        Handle(beginning with { NewestWaiting = rest.Message });
        Assert.Equal(FormField.Phone, AskedIn(_conversation.Form));

        Handle(rest);

        Assert.Equal(FormField.Description, AskedIn(_conversation.Form));
        Assert.Contains("не больше 3000 символов", Said, StringComparison.Ordinal);
        Assert.Null(Answer(FormField.Phone));
    }

    [Fact]
    public void The_rest_is_known_after_a_restart_and_when_a_part_comes_twice()
    {
        ComeTo(FormField.City);
        var (first, second, last) = (Sent(new string('ы', 4096)), Sent(new string('ы', 4096)), Sent("Тверь"));
        Handle(first);
        RestartFromSnapshot();
        Assert.Contains("не больше 200 символов", SaidAfterRestart, StringComparison.Ordinal);
        Handle(second);
        RestartFromSnapshot();
        Assert.Empty(ConversationRules.Prompt(_conversation, Dialogue.Firm));
        Handle(last);
        Handle(last);

        Assert.Empty(_said);
        Assert.Equal(FormField.City, AskedIn(_conversation.Form));
    }

    [Fact]
    public void An_ordinary_message_in_the_second_of_another_ordinary_one_is_judged_by_itself()
    {
        ComeTo(FormField.Name);
        Handle(Sent("Анна"));
        Handle(Sent("ООО"));
        Handle(Sent("Тверь"));
        Handle(Sent("Знаки"));
        Handle(Sent(new string('ы', 3000)));
        Handle(Sent("+7 916 123-45-67"));

        Assert.IsType<Form.Reviewing>(_conversation.Form);
    }

    [Fact]
    public void A_long_text_that_came_before_the_question_is_older_with_all_its_parts()
    {
        var start = Sent("Оставить заявку");
        var (first, last) = (Sent(new string('ы', 4096)), Sent("конец"));
        _second += 60;
        Handle(start);

        Handle(first);
        Assert.StartsWith(FormText.OlderThanQuestion, Said, StringComparison.Ordinal);
        Handle(last);
        Assert.Empty(_said);
    }

    [Fact]
    public void A_reply_to_another_question_is_no_answer_to_this_one()
    {
        ComeTo(FormField.City);
        var name = FormQuestions.Of(FormField.Name).Text;

        Handle(Sent("Ольга") with { Quoted = name });
        Assert.StartsWith(FormText.OtherQuestionQuoted, Said, StringComparison.Ordinal);
        Assert.Contains("город", Said, StringComparison.Ordinal);
        Assert.Null(Answer(FormField.City));

        Handle(Sent("Псков") with { Quoted = $"{FormText.Blank}\n\n{FormQuestions.Of(FormField.City).Text}" });
        Assert.Equal("Псков", Answer(FormField.City));
    }

    [Fact]
    public void A_reply_that_can_only_be_meant_for_this_question_is_its_answer_whatever_it_quotes()
    {
        ComeTo(FormField.Direction);
        var name = FormQuestions.Of(FormField.Name).Text;

        Handle(Sent("Стелы") with { Quoted = name });
        Handle(Sent("Въездная стела") with { Quoted = "Здравствуйте!" });
        Handle(Sent("+7 916 123-45-67") with { Quoted = name });
        Handle(Sent("да") with { Quoted = name });

        Assert.IsType<Form.Submitting>(_conversation.Form);
    }

    private string Said => string.Join('\n', _said.OfType<Reply.Say>().Select(said => said.Message.Html));

    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(_second);

    private string SaidAfterRestart => string.Join(
        '\n', ConversationRules.Prompt(_conversation, Dialogue.Firm).OfType<Reply.Say>().Select(said => said.Message.Html));

    private static FormField? AskedIn(Form form) => (form as Form.Asking)?.Field;

    private static string Stored(FormField field) => Dialogue.GoodAnswers[field];

    private string? Answer(FormField field) => ((Form.Draft)_conversation.Form).Answers[field];

    private ClientUpdate Sent(string text) => Sent(new ClientInput.Text(text));

    private ClientUpdate Sent(ClientInput input) => new(
        _lastUpdate++, 42, "anna", input, Message: new MessageStamp(++_lastMessage, _second));

    private void Handle(ClientUpdate update, bool isQuestionKnown = true)
    {
        var decision = ConversationRules.Decide(
            _conversation, update, _question,
            new FormContext(Dialogue.Firm, update.UpdateId, Now, Guid.CreateVersion7(), update.Username));
        _said = decision.Replies;
        if (decision.Event is { } happened)
        {
            _events.Add(happened);
            _conversation = _conversation.Evolve(happened);
        }

        foreach (var _ in decision.Replies)
            _lastMessage++;
        if (decision.Event is not (null or ConversationEvent.InputNotTaken))
            _question = isQuestionKnown ? new SaidMessage(_lastMessage, Now) : null;
    }

    private void RestartFromSnapshot()
    {
        _conversation = ConversationSnapshot.Of(_conversation).Restore();
        Assert.Equal(_conversation.Screen, _events.Aggregate(Conversation.New, (all, happened) => all.Evolve(happened)).Screen);
        _question = null;
    }

    /// <param name="field">The question to move to; null for the review.</param>
    private void ComeTo(FormField? field)
    {
        (_conversation, _question) = (Conversation.New, null);
        _events.Clear();
        _second += 60;
        Handle(Sent("Оставить заявку"));
        foreach (var earlier in TicketSamples.Fields.TakeWhile(earlier => earlier != field))
            Handle(Sent(Dialogue.GoodAnswers[earlier]));
        _second += 60;
    }
}
