using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Clients;

/// <summary>
/// «Дополнить»: what the client sends next goes to the chosen ticket, without a question. The choice is an event, since an app may send a
/// message as a reply or not, and since the bot may be started anew in between. Pure.
/// </summary>
internal static class AdditionRules
{
    // After that the client is asked which ticket a message belongs to, as without the choice.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>The ticket that the next message goes to; null for none.</summary>
    public static OfferedTicket? Chosen(ConversationEvent.AdditionProgressed? addition, DateTimeOffset at) => addition switch
    {
        { Stage: AdditionStage.Begun } when at - addition.At <= Longest => addition.Ticket,
        { Stage: AdditionStage.Stored or AdditionStage.Continued } when at - addition.At <= LongestPause => addition.Ticket,
        _ => null,
    };

    /// <summary>The client pressed «Дополнить».</summary>
    public static Decision Begun(OwnTicket ticket, Form form, ConversationEvent.AdditionProgressed? addition, FormContext context)
    {
        if (form is Form.Draft or Form.Submitting)
            return new(null, [FormPrompt.Say(context.Texts.OfTicket(OwnTicketPhrases.AddInForm, ticket.Id))]);
        var offered = new OfferedTicket(ticket.Id, ticket.SubmissionId, IsClosed: ticket.IsClosed);
        var begun = new ConversationEvent.AdditionProgressed(context.UpdateId, context.At, AdditionStage.Begun, offered)
        {
            IsWithdrawn = ticket.IsWithdrawn,
        };
        var isBegun = addition is { Stage: AdditionStage.Begun } && Chosen(addition, context.At) == offered;
        return new(isBegun ? null : begun, PromptOf(begun, context.Texts));
    }

    /// <summary>The client ends it before anything was added: by the button, by what stands on it, or as a form is left.</summary>
    /// <returns>Null for any other input.</returns>
    public static Decision? OfLeaving(
        ConversationEvent.AdditionProgressed? addition, Form form, ClientUpdate update, FormContext context)
    {
        if (update.Input is ClientInput.Text(var typed))
        {
            return addition is { Stage: AdditionStage.Begun } && form is not (Form.Draft or Form.Submitting) && IsLeaving(typed)
                && Chosen(addition, context.At) is { } chosen && (MessageRules.QuotedTicket(update) ?? chosen.Id) == chosen.Id
                ? Left(addition, context, FormRules.NoButtons)
                : null;
        }

        if (update.Input is not ClientInput.Press press
            || OwnTicketButton.Parse(press.Data) is not OwnTicketButton.Of { Step: OwnTicketStep.Leave } button)
        {
            return null;
        }

        if (addition is not { Stage: AdditionStage.Begun } || addition.Ticket.Id != button.Ticket)
            return new(null, [], context.Texts[Phrases.ToastOfferGone], FormRules.NoButtons);
        var left = Left(addition, context, used: null);
        return press.MessageId is null
            ? left
            : left with { Replies = [], Used = new UsedMessage(context.Texts.OfTicket(OwnTicketPhrases.Left, button.Ticket)) };

        bool IsLeaving(string written) =>
            Synonyms.SameWords(written, context.Texts[OwnTicketPhrases.LeaveButton])
            || ClientIntent.Of(update.Input, context.Texts) is ClientIntent.Cancel or ClientIntent.Back;
    }

    /// <summary>A message that is added to the chosen ticket.</summary>
    /// <param name="tickets">The client's own.</param>
    /// <returns>Null when no ticket is chosen, or the message is a reply about another one.</returns>
    public static Decision? OfMessage(
        ConversationEvent.AdditionProgressed? addition, Form form, KeptMessages kept, ClientUpdate update,
        IReadOnlyList<ClientTicket> tickets, FormContext context)
    {
        if (addition is null || Chosen(addition, context.At) is not { } chosen)
            return null;
        if (MessageRules.MessageOf(form, update, context) is not { } message
            || (MessageRules.QuotedTicket(update) is { } quoted && quoted != chosen.Id && tickets.Any(ticket => ticket.Id == quoted)))
        {
            return null;
        }

        return tickets.FirstOrDefault(ticket => ticket.Id == chosen.Id && ticket.SubmissionId == chosen.SubmissionId) switch
        {
            null => WithoutTicket(chosen, form, kept, message, tickets, context),
            // Closed since: the client has not been asked whether to open it again.
            { IsClosed: true } found when addition is not { Stage: AdditionStage.Begun, Ticket.IsClosed: true } => MessageRules.Asked(
                form, kept, message,
                [MessageRules.ToOffered(found), .. MessageRules.Offered(tickets).Where(other => !other.IsClosed)], context),
            var found => Added(found, addition, message, context),
        };
    }

    /// <summary>What a step says, for a repeat after a crash too.</summary>
    public static IReadOnlyList<Reply> PromptOf(ConversationEvent.AdditionProgressed addition, FirmTexts texts)
    {
        var ticket = addition.Ticket;
        return addition.Stage switch
        {
            AdditionStage.Begun => [FormPrompt.Say(
                texts.OfTicket(
                    addition.IsWithdrawn ? OwnTicketPhrases.AskToAddWithdrawn
                    : ticket.IsClosed ? OwnTicketPhrases.AskToAddClosed
                    : OwnTicketPhrases.AskToAdd,
                    ticket.Id),
                new Keyboard.Inline(
                [
                    [
                        new InlineButton(
                            texts[OwnTicketPhrases.LeaveButton],
                            OwnTicketButton.To(OwnTicketStep.Leave, ticket.Id, ticket.SubmissionId)),
                    ],
                ]))],
            AdditionStage.Stored => Said(ticket.IsClosed ? Phrases.ReopenedAndAdded : Phrases.AddedToTicket),
            AdditionStage.Continued => [],
            AdditionStage.Ended => Said(OwnTicketPhrases.Left),
            _ => throw new ArgumentOutOfRangeException(nameof(addition), addition.Stage, "A stage without a text."),
        };

        // The menu stays the one on the screen.
        IReadOnlyList<Reply> Said(Phrase phrase) => [FormPrompt.Say(texts.OfTicket(phrase, ticket.Id))];
    }

    private static Decision Added(
        ClientTicket found, ConversationEvent.AdditionProgressed addition, KeptMessage message, FormContext context)
    {
        var continues = addition.SentAt is { } last && MessageRules.IsBurst(message, last, addition.AlbumId);
        var added = new ConversationEvent.AdditionProgressed(
            context.UpdateId, context.At, continues ? AdditionStage.Continued : AdditionStage.Stored,
            addition.Ticket with { IsClosed = found.IsClosed })
        {
            SentAt = message.SentAt,
            AlbumId = message.AlbumId,
        };
        return new(
            added, PromptOf(added, context.Texts), Used: addition.Stage == AdditionStage.Begun ? FormRules.NoButtons : null,
            Addition: new Addition(found.Id, found.SubmissionId, [message], Reopens: found.IsClosed));
    }

    private static Decision Left(ConversationEvent.AdditionProgressed addition, FormContext context, UsedMessage? used)
    {
        var ended = addition with { UpdateId = context.UpdateId, At = context.At, Stage = AdditionStage.Ended };
        return new(ended, PromptOf(ended, context.Texts), Used: used);
    }

    // The message is not lost: the client is asked about the other tickets.
    private static Decision WithoutTicket(
        OfferedTicket chosen, Form form, KeptMessages kept, KeptMessage message, IReadOnlyList<ClientTicket> tickets,
        FormContext context)
    {
        var gone = context.Texts.OfTicket(Phrases.TicketGone, chosen.Id);
        if (MessageRules.Offered(tickets) is not { Length: > 0 } others)
            return FormRules.Menu(gone, context);
        var asked = MessageRules.Asked(form, kept, message, others, context);
        return asked with { Replies = [FormPrompt.Say(gone), .. asked.Replies] };
    }
}
