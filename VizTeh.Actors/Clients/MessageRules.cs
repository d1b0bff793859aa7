using System.Globalization;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Clients;

/// <summary>
/// What a client sends outside of a form, when the client has tickets: it is kept until the client has chosen the ticket that it belongs
/// to. A reply to a message of the bot about a ticket is decided by <see cref="TicketReplyRules"/>. Pure.
/// </summary>
internal static class MessageRules
{
    // Seconds, by Telegram's clock. What follows a kept message sooner is one burst with it, and is not asked about again.
    private const int LongestBurst = 5;

    /// <summary>Whether the decision depends on the client's tickets.</summary>
    /// <param name="question">The message of the open question, if it is known and was sent once only; else null.</param>
    public static bool NeedsTickets(
        Form form, KeptMessages kept, ClientUpdate update, SaidMessage? question, FirmTexts texts) =>
        (form is not (Form.Draft or Form.Submitting) || (form is Form.Draft && MayReplyToTicket(update, question)))
        && IsMessage(form, update, texts) && ChoiceOf(form, kept, update.Input, texts) is null;

    /// <summary>
    /// The ticket that the quoted message of the bot is about; null for none. A manager's answer is known by its id; of any other message
    /// only the text is known, and a list of several tickets names none.
    /// </summary>
    public static long? QuotedTicket(ClientUpdate update)
    {
        if (update.AnsweredTicket is { } answered)
            return answered;
        var numbers = TicketNumbers.In(update.Quoted ?? "").Distinct().ToList();
        return numbers is [var only] && long.TryParse(only, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
    }

    /// <summary>Whether the update is neither a button, nor a command, nor an edit.</summary>
    public static bool IsMessage(Form form, ClientUpdate update, FirmTexts texts) =>
        update.Input is not (ClientInput.Press or ClientInput.Edited)
        && (ContentOf(form, update, texts) is not null || UnreadableRules.IsUnreadable(update));

    /// <summary>
    /// Whether an open question leaves it undecided what the update is: a reply to another message may be meant for a ticket, whatever that
    /// message says. A manager's answer may name several numbers, or none.
    /// </summary>
    /// <param name="question"><inheritdoc cref="NeedsTickets" path="/param[@name='question']"/></param>
    public static bool MayReplyToTicket(ClientUpdate update, SaidMessage? question) =>
        update.QuotedId is { } quoted ? quoted != question?.Id : QuotedTicket(update) is not null;

    /// <summary>Whether the input is a button of the open question which ticket kept messages belong to, pressed or written.</summary>
    public static bool IsChoice(Form form, KeptMessages kept, ClientInput input, FirmTexts texts) =>
        ChoiceOf(form, kept, input, texts) is not null;

    /// <summary>Outside of a form: a message that is no reply about a ticket.</summary>
    /// <param name="tickets">The client's own.</param>
    /// <returns>Null when the client has no ticket.</returns>
    public static Decision? OfMessage(
        Form form, KeptMessages kept, ClientUpdate update, IReadOnlyList<ClientTicket> tickets, FormContext context)
    {
        if (MessageOf(form, update, context) is not { } message
            || (update.Input is ClientInput.Text(var typed) && IsSendAgain(form, typed, context.Texts)))
        {
            return null;
        }

        if (Offered(tickets) is not { Length: > 0 } offered)
            return form is Form.Accepted gone ? FormRules.Menu(context.Texts.OfTicket(Phrases.TicketGone, gone.TicketId), context) : null;
        return Asked(form, kept, message, offered, context);
    }

    /// <summary>What the client sent, as it is kept or added to a ticket; null for what is answered as without a ticket.</summary>
    public static KeptMessage? MessageOf(Form form, ClientUpdate update, FormContext context) =>
        ContentOf(form, update, context.Texts) is { } message
            ? message with
            {
                UpdateId = context.UpdateId,
                SentAt = update.Message is { } stamp ? DateTimeOffset.FromUnixTimeSeconds(stamp.SentAt) : context.At,
                MessageId = update.Message?.Id,
            }
            : null;

    /// <summary>The message is kept, and the client is asked which of the offered tickets it belongs to.</summary>
    public static Decision Asked(
        Form form, KeptMessages kept, KeptMessage message, OfferedTicket[] offered, FormContext context) =>
        kept.Messages.Length >= KeptMessages.Most
            ? new(null, [new Reply.Say(MessageOffer.Of(kept, context.Texts, context.Texts[Phrases.TooManyKept]))])
            : Kept(form, kept, message, offered, context);

    /// <summary>Whether a message follows another one as a part of its album, or so soon that both are one burst.</summary>
    /// <param name="last">When the other one was sent.</param>
    /// <param name="album">That of the other one; null for none.</param>
    public static bool IsBurst(KeptMessage message, DateTimeOffset last, string? album) => message.AlbumId is { } own
        ? own == album
        : (message.SentAt - last).TotalSeconds is >= 0 and <= LongestBurst;

    /// <summary>A ticket as it is offered.</summary>
    public static OfferedTicket ToOffered(ClientTicket ticket) => new(ticket.Id, ticket.SubmissionId, ticket.Subject, ticket.IsClosed);

    /// <summary>The client pressed a button of the question, or wrote what stands on it.</summary>
    /// <returns>Null for any other input.</returns>
    public static Decision? OfChoice(Form form, KeptMessages kept, ClientInput input, FormContext context)
    {
        if (ChoiceOf(form, kept, input, context.Texts) is not { } button)
            return null;
        if (form is Form.Draft or Form.Submitting || kept.IsEmpty || kept.Token != button.Token)
            return new(null, [], context.Texts[Phrases.ToastOfferGone], FormRules.NoButtons);
        if (button.Ticket is null)
        {
            return FormRules.Begun(form, context, context.Texts[Phrases.BeginWithKept]) with
            {
                Used = MessageOffer.Answered(kept, null, context.Texts),
            };
        }

        return kept.Offered.FirstOrDefault(ticket => ticket.Id == button.Ticket) is { } chosen
            ? Added(kept, chosen, context)
            : new(null, [new Reply.Say(MessageOffer.Of(kept, context.Texts))], context.Texts[Phrases.ToastOfferGone], FormRules.NoButtons);
    }

    /// <summary>The ticket that is added to is gone. Messages that are kept stay so, and are offered to the other tickets.</summary>
    public static Decision WithoutTicket(Decision decision, KeptMessages kept, FirmTexts texts)
    {
        var ticket = decision.Addition!.TicketId;
        var gone = decision with { Event = null, Replies = [FormPrompt.Say(texts.OfTicket(Phrases.TicketGone, ticket))], Used = null };
        return decision is { Event: ConversationEvent.MessagesAdded, Used: not null } && !kept.IsEmpty
            ? gone with
            {
                Replies = [.. gone.Replies, new Reply.Say(MessageOffer.Of(kept, texts, without: ticket))],
                Used = FormRules.NoButtons,
            }
            : gone;
    }

    /// <summary>The kept messages go to the ticket of the form that was begun for them.</summary>
    /// <param name="updateId">The update that sent the form.</param>
    /// <param name="thanks">What the client hears when they are stored.</param>
    public static Decision ToNewTicket(
        Form.Accepted accepted, KeptMessages kept, long updateId, DateTimeOffset at, IReadOnlyList<Reply> thanks) =>
        new(
            new ConversationEvent.MessagesAdded(updateId, at, accepted.TicketId), thanks,
            Addition: new Addition(accepted.TicketId, accepted.SubmissionId, kept.Messages));

    /// <summary>What the newest event said, for a repeat after a crash; null when it was none of these.</summary>
    public static IReadOnlyList<Reply>? PromptOf(
        KeptMessages kept, bool hasJustKept, ConversationEvent.MessagesAdded? added, FirmTexts texts)
    {
        if (hasJustKept)
            return [new Reply.Say(MessageOffer.Of(kept, texts))];
        // The menu stays the one on the screen.
        return added is null ? null : [FormPrompt.Say(AddedText(added, texts))];
    }

    private static Decision Kept(
        Form form, KeptMessages kept, KeptMessage message, OfferedTicket[] offered, FormContext context)
    {
        var continues = kept is { IsEmpty: false, ForForm: null, Messages: [.., var last] } && IsBurst(message, last.SentAt, last.AlbumId);
        var happened = new ConversationEvent.MessageKept(context.UpdateId, context.At, message, continues ? null : offered);
        return new(happened, continues ? [] : [new Reply.Say(MessageOffer.Of(kept.Evolve(happened, form), context.Texts))]);
    }

    private static OfferButton? ChoiceOf(Form form, KeptMessages kept, ClientInput input, FirmTexts texts)
    {
        var isAsked = form is not (Form.Draft or Form.Submitting) && kept is { IsEmpty: false, ForForm: null };
        return input switch
        {
            ClientInput.Press(_, var data, _) => OfferButton.Parse(data),
            ClientInput.Text(var typed) when isAsked => MessageOffer.Named(typed, kept, texts),
            _ => null,
        };
    }

    private static Decision Added(KeptMessages kept, OfferedTicket chosen, FormContext context)
    {
        var happened = new ConversationEvent.MessagesAdded(context.UpdateId, context.At, chosen.Id, chosen.IsClosed);
        return new(
            happened, [FormPrompt.Say(AddedText(happened, context.Texts), context.Menu)],
            Used: MessageOffer.Answered(kept, chosen, context.Texts),
            Addition: new Addition(chosen.Id, chosen.SubmissionId, kept.Messages, Reopens: chosen.IsClosed));
    }

    private static string AddedText(ConversationEvent.MessagesAdded added, FirmTexts texts) =>
        texts.OfTicket(added.IsReopened ? Phrases.ReopenedAndAdded : Phrases.AddedToTicket, added.TicketId);

    /// <summary>The open ones; a closed one only when none is open.</summary>
    public static OfferedTicket[] Offered(IReadOnlyList<ClientTicket> tickets)
    {
        var open = tickets.Where(ticket => !ticket.IsClosed).Take(ClientTicketStore.MostOpen).ToList();
        return [.. (open.Count > 0 ? open : tickets.Take(1)).Select(ToOffered)];
    }

    // Null for what is answered as without a ticket.
    private static KeptMessage? ContentOf(Form form, ClientUpdate update, FirmTexts texts)
    {
        var input = update.Input as ClientInput.File;
        var words = ClientIntent.Of(update.Input, texts) switch
        {
            ClientIntent.Text(var typed) when !IsSendAgain(form, typed, texts) || IsReply(update) => typed,
            ClientIntent.Cancel or ClientIntent.Back or ClientIntent.Resume
                when update.Input is ClientInput.Text(var typed) && IsAboutTicket(form, typed, texts) => typed,
            ClientIntent.Contact(var number, _) when number.Any(char.IsAsciiDigit) => texts.SharedContact(number),
            ClientIntent.Unsupported(_, { } caption) => caption,
            _ => input?.Caption ?? "",
        };
        if (AnswerText.IsBlank(words) && input is null)
            return null;
        return new KeptMessage(update.UpdateId, AnswerText.IsBlank(words) ? "" : AnswerText.MultiLine(words), default)
        {
            Files = input is null ? null : [input.Attachment],
            AlbumId = input?.AlbumId,
        };
    }

    // After the thank-you the button of the review may still be on the screen. In reply to another message it is a word like any other.
    private static bool IsSendAgain(Form form, string typed, FirmTexts texts) =>
        form is Form.Accepted && texts.IsLabel(Labels.Send, typed);

    private static bool IsReply(ClientUpdate update) => update.QuotedId is not null || update.Quoted is not null;

    // «Отмените», «верните» after the thank-you are meant for the manager. After a cancelled form they are about that form, and so is
    // what stands on its buttons, which may still be on the screen.
    private static bool IsAboutTicket(Form form, string typed, FirmTexts texts) => !typed.TrimStart().StartsWith('/') && form switch
    {
        Form.Accepted => true,
        Form.Cancelled { Kept: not null } => false,
        _ => !texts.IsLabel(Labels.Cancel, typed) && !texts.IsLabel(Labels.Back, typed) && !texts.IsLabel(Labels.Resume, typed),
    };
}
