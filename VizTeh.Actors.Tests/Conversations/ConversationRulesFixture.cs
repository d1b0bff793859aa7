using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Forms;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>A client and the rules of a conversation: which of the client's messages answer the current question.</summary>
public abstract class ConversationRulesFixture
{
    private long _lastUpdate = 1_000;

    protected CompanySettings Company { get; set; } = Dialogue.Firm;

    protected Conversation State { get; set; } = Conversation.New;

    protected List<ConversationEvent> Events { get; } = [];

    /// <summary>The client's tickets, as they would be read.</summary>
    protected IReadOnlyList<ClientTicket> Tickets { get; set; } = [];

    /// <summary>The newest decision.</summary>
    protected Decision Last { get; private set; } = new(null, []);

    /// <summary>What was said to the last message.</summary>
    protected IReadOnlyList<Reply> Replies { get; private set; } = [];

    /// <summary>The id of the chat's newest message, whoever sent it.</summary>
    protected long LastMessage { get; set; } = 100;

    /// <summary>The Unix time by which messages are sent and handled.</summary>
    protected long Second { get; set; } = 1_700_000_000;

    protected string Said => string.Join('\n', Replies.OfType<Reply.Say>().Select(said => said.Message.Html));

    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(Second);

    /// <summary>The message of the open question, as far as this process knows it.</summary>
    protected SaidMessage? Question { get; private set; }

    protected static string? AskedIn(Form form) => (form as Form.Asking)?.Question.Id;

    protected string? Answer(string field) => ((Form.Draft)State.Form).Answers[field]?.Value;

    /// <summary>A press of a button of this message.</summary>
    protected ClientUpdate Pressed(string? data, long? messageId) =>
        new(_lastUpdate++, 42, "anna", new ClientInput.Press("query", data, messageId));

    protected ClientUpdate Sent(string text) => Sent(new ClientInput.Text(text));

    protected ClientUpdate Sent(ClientInput input) => new(
        _lastUpdate++, 42, "anna", input, Message: new MessageStamp(++LastMessage, Second));

    /// <summary>An edit of a message that was sent before.</summary>
    protected ClientUpdate Edited(ClientUpdate sent, string text) =>
        sent with { UpdateId = _lastUpdate++, Input = new ClientInput.Edited(text) };

    /// <summary>Whether the update is decided with the client's tickets. The ticket of a quoted answer is read with them.</summary>
    protected bool NeedsTickets(ClientUpdate update) =>
        ConversationRules.NeedsTickets(State, update with { AnsweredTicket = null }, Question, ContextOf(update));

    protected void Handle(ClientUpdate update, bool isQuestionKnown = true)
    {
        var needsTickets = NeedsTickets(update);
        Take(
            ConversationRules.Decide(
                State, needsTickets ? update : update with { AnsweredTicket = null }, Question, ContextOf(update),
                needsTickets ? Tickets : null),
            isQuestionKnown);
    }

    /// <summary>The decision takes effect.</summary>
    protected void Take(Decision decision, bool isQuestionKnown = true)
    {
        Last = decision;
        Replies = decision.Replies;
        var asks = decision.Event is not null && Screen.IsAsked(decision.Event, State.Form);
        if (decision.Event is { } happened)
        {
            Events.Add(happened);
            State = State.Evolve(happened);
        }

        foreach (var _ in decision.Replies)
            LastMessage++;
        if (asks)
            Question = isQuestionKnown ? new SaidMessage(LastMessage, Now) : null;
    }

    protected FormContext ContextOf(ClientUpdate update) => new(
        Company, update.UpdateId, Now, Guid.CreateVersion7(), update.Username, MessageId: update.Message?.Id)
    {
        Source = State.Source,
    };

    protected void RestartFromSnapshot()
    {
        State = ConversationSnapshot.Of(State).Restore();
        Assert.Equal(State.Screen, Events.Aggregate(Conversation.New, (all, happened) => all.Evolve(happened)).Screen);
        Question = null;
    }

    /// <param name="field">The question to move to; null for the review.</param>
    protected void ComeTo(string? field)
    {
        (State, Question) = (Conversation.New, null);
        Events.Clear();
        Second += 60;
        Handle(Sent("Оставить заявку"));
        foreach (var earlier in ShippedForm.Ids.TakeWhile(earlier => earlier != field))
            Handle(Sent(Dialogue.GoodAnswers[earlier]));
        Second += 60;
    }
}
