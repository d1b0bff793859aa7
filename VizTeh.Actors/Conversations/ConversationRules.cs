using VizTeh.Actors.Clients;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// Decides what an update leads to. Words that were sent before the question, the rest of a text that is too long, and a reply to another
/// question are no answers; any other update is decided by <see cref="FormRules"/>. Pure.
/// </summary>
internal static class ConversationRules
{
    /// <summary>Whether the decision needs the client's tickets.</summary>
    /// <param name="question">The message of the open question, if it is known and was sent once only; else null.</param>
    public static bool NeedsTickets(
        Conversation conversation, ClientUpdate update, SaidMessage? question, FormContext context) =>
        (!IsConsentOpen(conversation, context) || ServesTickets(conversation, update, context)
            || MessageRules.MayReplyToTicket(update, question))
        && (context.Company.Additions || IsMeantForTicket(conversation, update, question, context))
        && MessageRules.NeedsTickets(conversation.Form, conversation.Kept, update, question, context.Texts);

    /// <param name="question">The message of the open question, if it is known and was sent once only; else null.</param>
    /// <param name="tickets">The client's tickets; null when they are not needed.</param>
    public static Decision Decide(
        Conversation conversation, ClientUpdate update, SaidMessage? question, FormContext context,
        IReadOnlyList<ClientTicket>? tickets = null) =>
        SourceRules.Noted(
            ConsentRules.BeforeForm(
                OfferingAgain(DecideOnForm(conversation, update, question, context, tickets), conversation, context), conversation.Consent,
                context),
            update.Input, context);

    // What was to come with a form that is cancelled is offered again.
    private static Decision OfferingAgain(Decision decision, Conversation conversation, FormContext context) =>
        decision.Event is ConversationEvent.Cancelled && conversation is { Form: Form.Draft draft, Kept: var kept }
        && kept.OfferWithout(draft.FormId) is { } offer
            ? decision with { Replies = [.. decision.Replies, new Reply.Say(MessageOffer.Again(offer, context.Texts))] }
            : decision;

    private static Decision DecideOnForm(
        Conversation conversation, ClientUpdate update, SaidMessage? question, FormContext context, IReadOnlyList<ClientTicket>? tickets)
    {
        if (conversation.Form is not Form.Draft)
            context = context.Outside(conversation.Form) with { HasKept = !conversation.Kept.IsEmpty };
        if (ErasureRules.OfChoice(conversation.Form, conversation.Erasure, update.Input, context) is { } erasure)
            return erasure;
        if (ReminderRules.Decide(conversation.Form, conversation.IsJustReminded, update.Input, context) is { } answered)
            return answered;
        if (AdditionRules.OfLeaving(conversation.Addition, conversation.Form, update, context) is { } left)
            return left;
        if (AdditionEditRules.OfKept(conversation.Kept, update, context) is { } corrected)
            return corrected;
        if (MessageRules.OfChoice(conversation.Form, conversation.Kept, update.Input, context) is { } chosen)
            return Noted(chosen, update, conversation.Form);
        if (conversation.Form is Form.Draft && OfReply(conversation, update, tickets, context) is { } forTicket)
            return forTicket;
        if (OfConsent(conversation, update, question, context, tickets) is { } consented)
            return Noted(consented, update, conversation.Form);
        if (conversation.Form is not Form.Draft draft)
        {
            return Noted(
                OfTickets(conversation, update, tickets, context) ?? NotPassedOn(conversation.Form, update, context)
                    ?? FormRules.Decide(conversation.Form, update.Input, context),
                update, conversation.Form);
        }

        if (update.Input is ClientInput.Edited(var edited))
            return OfEdit(draft, conversation.Screen, update, edited, question, context);
        if (ConsentRules.OfWordsInForm(draft, conversation.Consent, update.Input, context) is { } agreedAlready)
            return agreedAlready;
        if (NotMeant(draft, conversation.Screen, update, question, context) is { } notMeant)
            return notMeant;
        var decision = Noted(FormRules.Decide(draft, update.Input, context), update, draft);
        return decision.Event is null && LongText.Of(update) is { } begun
            ? decision with { Event = NotTaken(NotTakenReason.TooLong, context, begun) }
            : decision;
    }

    // Outside of a form: a message to a ticket.
    private static Decision? OfTickets(
        Conversation conversation, ClientUpdate update, IReadOnlyList<ClientTicket>? tickets, FormContext context)
    {
        if (tickets is null)
            return null;
        var (form, kept, addition) = (conversation.Form, conversation.Kept, conversation.Addition);
        if (!context.Company.Additions)
        {
            return AdditionRules.OfMessage(addition, form, kept, update, tickets, context)
                ?? OfReply(conversation, update, tickets, context);
        }

        return UnreadableRules.OfMessage(addition, form, update, tickets, context)
            ?? AdditionRules.OfMessage(addition, form, kept, update, tickets, context)
            ?? TicketReplyRules.OfMessage(conversation.LastReply, form, update, tickets, context)
            ?? MessageRules.OfMessage(form, kept, update, tickets, context);
    }

    // Without a question: by a reply, or by «Дополнить».
    private static bool IsMeantForTicket(
        Conversation conversation, ClientUpdate update, SaidMessage? question, FormContext context) =>
        MessageRules.MayReplyToTicket(update, question) || AdditionRules.Chosen(conversation.Addition, context.At) is not null;

    // What the firm does not have passed on.
    private static Decision? NotPassedOn(Form form, ClientUpdate update, FormContext context) =>
        !context.Company.Additions && form is not Form.Submitting && MessageRules.IsMessage(form, update, context.Texts)
            ? FormRules.Menu(context.Texts[Phrases.NotTakenHere], context)
            : null;

    // A reply to a message about a ticket, whatever else is open.
    private static Decision? OfReply(
        Conversation conversation, ClientUpdate update, IReadOnlyList<ClientTicket>? tickets, FormContext context) =>
        tickets is null
            ? null
            : UnreadableRules.OfReply(conversation.Form, update, tickets, context)
                ?? TicketReplyRules.OfMessage(conversation.LastReply, conversation.Form, update, tickets, context);

    // The firm may have switched the question off since it was asked.
    private static bool IsConsentOpen(Conversation conversation, FormContext context) =>
        context.Company.Consent is not null && ConsentRules.IsOpen(conversation.Form, conversation.Consent);

    // The question is about the next form. Additions to a ticket go on meanwhile: for whom has chosen the ticket, and for whom has given an
    // earlier consent. What answers the question answers it all the same.
    private static bool ServesTickets(Conversation conversation, ClientUpdate update, FormContext context) =>
        (conversation.Consent.Given is not null || AdditionRules.Chosen(conversation.Addition, context.At) is not null)
        && !(update.Input is ClientInput.Text(var typed) && context.Texts.Named(ButtonPlace.Consent, typed) is not null)
        && (update.Input is ClientInput.Edited or ClientInput.Press
            || ClientIntent.Of(update.Input, context.Texts) is not (ClientIntent.Cancel or ClientIntent.Back));

    // A reply to a message about a ticket is added to it although the question is open.
    private static Decision? OfConsent(
        Conversation conversation, ClientUpdate update, SaidMessage? question, FormContext context, IReadOnlyList<ClientTicket>? tickets)
    {
        var (form, consent, kept) = (conversation.Form, conversation.Consent, conversation.Kept);
        if (ConsentRules.OfPress(form, consent, kept, update, context) is { } pressed)
            return pressed;
        if (!IsConsentOpen(conversation, context))
            return null;
        return OfReply(conversation, update, tickets, context)
            ?? (ServesTickets(conversation, update, context) ? OfTickets(conversation, update, tickets, context) : null)
            ?? ConsentRules.WhileOpen(form, consent, kept, update, question, context);
    }

    /// <summary>What is said to the update of the newest event when it is repeated after a crash.</summary>
    public static IReadOnlyList<Reply> Repeat(Conversation conversation, ClientUpdate update, FormContext context) =>
        // A source leaves the form as it was, so the same is decided, without an event.
        SourceRules.In(update.Input, context) is not null
            ? Decide(conversation, update, question: null, context).Replies
            : Prompt(conversation, context.Company, context.Today);

    /// <summary>The messages of the newest event, for a repeat after a crash: independent of what was sent before.</summary>
    public static IReadOnlyList<Reply> Prompt(Conversation conversation, CompanySettings company, DateOnly today) =>
        conversation.HasJustCorrectedKept
            ? []
            : conversation.Addition is { } addition && addition.UpdateId == conversation.LastUpdate
            ? AdditionRules.PromptOf(addition, company.Texts)
            : conversation.LastReply is { } reply
            ? TicketReplyRules.PromptOf(reply, conversation.Form, company, today)
            : ErasureRules.PromptOf(conversation.Form, conversation.Erasure, company, today)
                ?? ConsentRules.PromptOf(conversation.Consent, conversation.LastUpdate, company)
                ?? MessageRules.PromptOf(conversation.Kept, conversation.HasJustKept, conversation.LastAdded, company.Texts)
                ?? OfForm(conversation, company, today);

    private static IReadOnlyList<Reply> OfForm(Conversation conversation, CompanySettings company, DateOnly today) => conversation switch
    {
        // The first part of the album was answered before the next one was taken.
        { Form: Form.Draft { LastFile: { IsPart: true } part } } when part.UpdateId == conversation.LastUpdate => [],
        { Form: Form.Draft draft, Screen.Told: { } told } => Remarked(draft, told, company, today),
        { Form: Form.Cancelled { Kept: not null } cancelled, Kept: var kept } when kept.OfferWithout(null) is { } offer =>
            [.. FormPrompt.Of(cancelled, company, today), new Reply.Say(MessageOffer.Again(offer, company.Texts))],
        _ => FormPrompt.Of(conversation.Form, company, today),
    };

    private static IReadOnlyList<Reply> Remarked(Form.Draft draft, NotTakenReason told, CompanySettings company, DateOnly today) =>
        told switch
        {
            NotTakenReason.OlderThanQuestion => Remarked(draft, company.Texts[Phrases.OlderThanQuestion], company, today),
            NotTakenReason.TooLong => Remarked(draft, TooLong(draft, company), company, today),
            NotTakenReason.RestOfLongText => [],
            NotTakenReason.TooManyFiles or NotTakenReason.FileNotTaken =>
                Remarked(draft, FileRules.Remark(draft, told, company), company, today),
            _ => throw new ArgumentOutOfRangeException(nameof(told), told, "A reason without a text."),
        };

    // A message that gave no answer to the question that is open may be mended until it does.
    private static Decision OfEdit(
        Form.Draft draft, Screen screen, ClientUpdate update, string edited, SaidMessage? question, FormContext context)
    {
        if (CorrectionRules.Decide(draft, edited, context) is { } corrected)
            return Noted(corrected, update, draft);
        var typed = new ClientInput.Text(edited);
        if (draft is not Form.Asking || update.Message is not { } message || !screen.IsNewer(message, question)
            || FormRules.IntentIn(draft, typed, context) is not ClientIntent.Text)
        {
            return FormRules.Silence;
        }

        return IsReplyToAnother(draft, update.Quoted, context.Questions)
            ? FormRules.Again(draft, context.Texts[Phrases.OtherQuestionQuoted], context)
            : Noted(FormRules.Decide(draft, typed, context), update, draft);
    }

    private static Decision? NotMeant(Form.Draft draft, Screen screen, ClientUpdate update, SaidMessage? question, FormContext context)
    {
        // Other intents, such as a button's label or a file, count whenever they were sent.
        var intent = ClientIntent.Of(update.Input, context.Texts);
        if (intent is not (ClientIntent.Text or ClientIntent.UnknownCommand or ClientIntent.Contact or ClientIntent.Unsupported
            or ClientIntent.Start or ClientIntent.NewForm))
        {
            return null;
        }

        if (intent is ClientIntent.Text or ClientIntent.UnknownCommand && screen.LongText?.With(update) is { } whole)
            return RestOf(whole, draft, screen, update, context);
        if (update.Message is { } message && screen.IsOlder(message, question))
        {
            // The question already stands below this message on the screen; a client who only wanted to begin needs no reply.
            return intent is ClientIntent.Start or ClientIntent.NewForm || screen.TellsQuestion
                ? FormRules.Silence
                : new Decision(
                    NotTaken(NotTakenReason.OlderThanQuestion, context, LongText.Of(update)),
                    FormRules.Again(draft, context.Texts[Phrases.OlderThanQuestion], context).Replies);
        }

        return intent is ClientIntent.Text && IsReplyToAnother(draft, update.Quoted, context.Questions)
            ? FormRules.Again(draft, context.Texts[Phrases.OtherQuestionQuoted], context) : null;
    }

    private static Decision RestOf(LongText whole, Form.Draft draft, Screen screen, ClientUpdate update, FormContext context)
    {
        if (screen.LongTextTakenFor is { } question)
        {
            ConversationEvent reopened = draft is Form.Reviewing
                ? new ConversationEvent.ChangeChosen(context.UpdateId, context.At, question)
                : new ConversationEvent.WentBack(context.UpdateId, context.At, question);
            return FormRules.Happened(
                draft, reopened with { LongText = whole, Before = update.NewestWaiting }, context,
                context.Texts.TooLong(question.Limit));
        }

        // A part of full length may be followed by another.
        return LongText.Of(update) is null
            ? FormRules.Silence
            : new Decision(NotTaken(NotTakenReason.RestOfLongText, context, whole), []);
    }

    // Only a number or a name of the list is clearly meant for the question that asks for one.
    private static bool IsReplyToAnother(Form.Draft draft, string? quoted, FormDefinition form) =>
        draft is Form.Asking { Question: { Kind: QuestionKind.Text or QuestionKind.Files } asked }
        && QuotedQuestion.Of(quoted, asked, form) is { } quotedQuestion && quotedQuestion.Id != asked.Id;

    // Until the next question is sent, only messages that wait already can be older than it.
    private static Decision Noted(Decision decision, ClientUpdate update, Form before) => decision.Event switch
    {
        ConversationEvent.Answered answered =>
            decision with { Event = answered with { Before = update.NewestWaiting, LongText = LongText.Of(update) } },
        { } happened and (ConversationEvent.Started or ConversationEvent.WentBack or ConversationEvent.ChangeChosen
            or ConversationEvent.Resumed) =>
            decision with { Event = happened with { Before = update.NewestWaiting } },
        ConversationEvent.Corrected corrected when Screen.IsAsked(corrected, before) =>
            decision with { Event = corrected with { Before = update.NewestWaiting } },
        _ => decision,
    };

    private static ConversationEvent.InputNotTaken NotTaken(NotTakenReason reason, FormContext context, LongText? longText) =>
        new(context.UpdateId, context.At, reason) { LongText = longText };

    private static IReadOnlyList<Reply> Remarked(Form.Draft draft, string note, CompanySettings company, DateOnly today) =>
        FormPrompt.Of(draft, company, today, note, menuOnScreen: true);

    private static string TooLong(Form.Draft draft, CompanySettings company) => draft is Form.Asking { Question: var question }
        ? company.Texts.TooLong(question.Limit)
        : company.Texts[Phrases.NotAReviewChoice];
}
