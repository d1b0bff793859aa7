using VizTeh.Actors.Forms;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Clients;

/// <summary>
/// The client edits a message that was sent outside of a form: as long as it is kept, the new words take its place; once it was added to a
/// ticket, they correct it there. An edit presses no button and is no command. Pure.
/// </summary>
internal static class AdditionEditRules
{
    /// <summary>The edit of a message that is kept. The question which ticket it belongs to stands as it is.</summary>
    /// <returns>Null for any other update.</returns>
    public static Decision? OfKept(KeptMessages kept, ClientUpdate update, FormContext context)
    {
        if (WordsOf(update) is not var (messageId, words)
            || kept.Messages.FirstOrDefault(message => message.MessageId == messageId) is not { } edited)
        {
            return null;
        }

        return edited.Words == words
            ? FormRules.Silence
            : new(new ConversationEvent.KeptCorrected(context.UpdateId, context.At, messageId, words), []);
    }

    /// <summary>What has to be done before the update is decided; null for an update that corrects no addition for certain.</summary>
    public static CorrectTicketMessage? RequestOf(Form form, KeptMessages kept, ClientUpdate update, FormContext context) =>
        WordsOf(update) is var (messageId, words)
        && !(form is Form.Draft draft && CorrectionRules.Concerns(draft, messageId))
        && kept.Messages.All(message => message.MessageId != messageId)
            ? new(
                update.UserId, update.UpdateId, messageId, words,
                update.Input is ClientInput.Edited { EditedAt: { } at } ? DateTimeOffset.FromUnixTimeSeconds(at) : context.At)
            : null;

    /// <summary>In the middle of a form its question stands again below the confirmation.</summary>
    /// <returns>Null when the message was added to no ticket.</returns>
    public static Decision? Decide(Form form, TicketMessageCorrected answer, FormContext context)
    {
        if (answer.TicketId is not { } ticketId)
            return null;
        if (!answer.IsNews)
            return FormRules.Silence;
        var said = context.Texts.OfTicket(Phrases.CorrectedInTicket, ticketId);
        // Outside of a form the menu stays the one on the screen.
        return form is Form.Draft draft ? FormRules.Again(draft, said, context) : new(null, [FormPrompt.Say(said)]);
    }

    private static (long MessageId, string Words)? WordsOf(ClientUpdate update) =>
        update is { Input: ClientInput.Edited(var words), Message.Id: var messageId } && !AnswerText.IsBlank(words)
            ? (messageId, AnswerText.MultiLine(words))
            : null;
}
