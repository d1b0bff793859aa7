using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Clients;

/// <summary>
/// «Мои заявки»: the list of a client's tickets, one of them in full, its withdrawal and its reopening. A form in progress is left as it
/// is. Pure.
/// </summary>
internal static class OwnTicketRules
{
    /// <summary>What has to be read, or done, before the update is decided by <see cref="Decide"/>; null for any other update.</summary>
    /// <param name="word">What the client wrote in place of a press; null for nothing.</param>
    public static IOwnTicketRequest? RequestOf(Form form, ClientUpdate update, FormContext context, OwnTicketWord? word = null)
    {
        var button = ButtonOf(update, word);
        // It stands under the confirmation of an addition, whether or not there is «Мои заявки».
        if (button is OwnTicketButton.Of(OwnTicketStep.Reopen, var reopened, var check))
            return new ReopenTicket(update.UserId, update.UpdateId, reopened, check, context.Texts[CardPhrases.Client]);
        if (!context.Texts.HasOwnTickets)
            return null;
        return update.Input switch
        {
            _ when button is not null => OfButton(button, update, context.Texts),
            ClientInput.Text when IsWanted(form, update.Input, context) => new FindOwnTickets(update.UserId, update.UpdateId, Page: 0),
            _ => null,
        };
    }

    /// <param name="addition">The newest step of «Дополнить»; null for none.</param>
    /// <param name="answer">To the request of the update.</param>
    /// <param name="word"><inheritdoc cref="RequestOf" path="/param[@name='word']"/></param>
    public static Decision Decide(
        Form form, ConversationEvent.AdditionProgressed? addition, ClientUpdate update, IOwnTicketAnswer answer, FormContext context,
        OwnTicketWord? word = null)
    {
        var texts = context.Texts;
        var press = update.Input as ClientInput.Press;
        var button = ButtonOf(update, word) as OwnTicketButton.Of;
        var decision = answer switch
        {
            OwnTicketsNotAnswered => Said(texts[OwnTicketPhrases.Unavailable]),
            OwnTicketsFound page => Shown(ListOf(page, word, context), press),
            OwnTicketFound { Ticket: { } ticket } => OfTicket(ticket, button?.Step, form, addition, press, context),
            OwnTicketWithdrawn { Ticket: { } ticket, Result: var result } => Withdrawn(ticket, result, press, context),
            OwnTicketReopened { Ticket: { } ticket } =>
                Said(texts.OfTicket(OwnTicketPhrases.ReopenedNow, ticket.Id)) with { Used = FormRules.NoButtons },
            _ => Said(texts.OfTicket(OwnTicketPhrases.Gone, button?.Ticket ?? 0)),
        };
        // What a press shows takes the place of the message, and leaves the question below it; a typed wish comes after it.
        return press is null && form is Form.Draft draft
            ? decision with
            {
                Replies = [.. decision.Replies, .. FormPrompt.Of(draft, context.Company, context.Today, note: null, menuOnScreen: true)],
            }
            : decision;
    }

    private static OwnTicketButton? ButtonOf(ClientUpdate update, OwnTicketWord? word) => update.Input switch
    {
        ClientInput.Press { Data: var data } => OwnTicketButton.Parse(data),
        ClientInput.Text => word?.Button,
        _ => null,
    };

    private static IOwnTicketRequest? OfButton(OwnTicketButton button, ClientUpdate update, FirmTexts texts) =>
        button switch
        {
            OwnTicketButton.Page(var number) => new FindOwnTickets(update.UserId, update.UpdateId, number),
            OwnTicketButton.Of(OwnTicketStep.Withdraw, var ticket, var check) =>
                new WithdrawTicket(update.UserId, update.UpdateId, ticket, check, texts[CardPhrases.Client]),
            OwnTicketButton.Of { Step: not OwnTicketStep.Leave } of =>
                new FindOwnTicket(update.UserId, update.UpdateId, of.Ticket, of.Check),
            _ => null,
        };

    private static Message ListOf(OwnTicketsFound page, OwnTicketWord? word, FormContext context)
    {
        var list = OwnTicketList.Of(page, context.Texts, context.Company.TimeZone);
        return word is { IsUnclear: true } && page.Tickets.Count > 0
            ? list with { Html = $"{context.Texts[OwnTicketPhrases.ChooseAndPress]}\n\n{list.Html}" }
            : list;
    }

    private static bool IsWanted(Form form, ClientInput input, FormContext context) =>
        (form is Form.Draft draft ? FormRules.IntentIn(draft, input, context) : ClientIntent.Of(input, context.Texts))
            is ClientIntent.OwnTickets;

    private static Decision OfTicket(
        OwnTicket ticket, OwnTicketStep? step, Form form, ConversationEvent.AdditionProgressed? addition, ClientInput.Press? press,
        FormContext context) => step switch
        {
            OwnTicketStep.Add => AdditionRules.Begun(ticket, form, addition, context),
            OwnTicketStep.AskToWithdraw when !ticket.IsClosed => Shown(OwnTicketView.AskToWithdraw(ticket, context.Texts), press),
            OwnTicketStep.AskToWithdraw => Already(ticket, press, context),
            _ => Shown(ViewOf(ticket, context), press),
        };

    private static Decision Withdrawn(OwnTicket ticket, Withdrawal result, ClientInput.Press? press, FormContext context) =>
        result == Withdrawal.Done
            ? SaidAndShown(context.Texts.OfTicket(OwnTicketPhrases.WithdrawnNow, ticket.Id), ticket, press, context)
            : Already(ticket, press, context);

    private static Decision Already(OwnTicket ticket, ClientInput.Press? press, FormContext context) => SaidAndShown(
        context.Texts.OfTicket(
            ticket.IsWithdrawn ? OwnTicketPhrases.AlreadyWithdrawn : OwnTicketPhrases.AlreadyClosed, ticket.Id),
        ticket, press, context);

    private static Decision SaidAndShown(string html, OwnTicket ticket, ClientInput.Press? press, FormContext context) =>
        Said(html) with { Used = press?.MessageId is null ? null : ToUsed(ViewOf(ticket, context)) };

    private static Message ViewOf(OwnTicket ticket, FormContext context) =>
        OwnTicketView.Of(ticket, context.Texts, context.Company.TimeZone);

    // In place of the message whose button was pressed, if Telegram names it.
    private static Decision Shown(Message message, ClientInput.Press? press) =>
        press?.MessageId is null ? new Decision(null, [new Reply.Say(message)]) : new Decision(null, [], Used: ToUsed(message));

    private static Decision Said(string html) => new(null, [FormPrompt.Say(html)]);

    private static UsedMessage ToUsed(Message message) => new(message.Html, message.Keyboard as Keyboard.Inline);
}
