using VizTeh.Actors.Clients;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.PersonalData;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

/// <summary>What a client hears who asks for their data. Pure.</summary>
internal static class PersonalDataRules
{
    /// <summary>The step that the decision about an input needs; null for none.</summary>
    public static PersonalDataStep? StepFor(ClientInput input, FirmTexts texts) =>
        input is not ClientInput.Text ? null : ClientIntent.Of(input, texts) switch
        {
            ClientIntent.MyData => PersonalDataStep.Collect,
            ClientIntent.Forget => PersonalDataStep.Look,
            _ => null,
        };

    /// <summary>The decision about a client who wants their data erased.</summary>
    /// <param name="isAny">Whether the tables hold anything about the client.</param>
    public static Decision Erasure(Conversation conversation, bool isAny, FormContext context) => ErasureRules.Requested(
        conversation.Form,
        isAny || conversation is not { Form: Form.NotStarted, Kept.IsEmpty: true, LastAnswers.Current.IsEmpty: true, Source: null }
            || conversation.Consent != ClientConsent.None,
        context);

    /// <summary>The next request of an erasure that is under way, or that is done but for the journal.</summary>
    /// <param name="newest">The number of the newest event.</param>
    public static HandlePersonalData ErasureStep(Conversation conversation, long userId, string persistenceId, long newest) =>
        conversation.IsErasing
            ? new HandlePersonalData(userId, conversation.Erasure!.UpdateId, PersonalDataStep.EraseTables)
            : new HandlePersonalData(userId, conversation.Erasure!.UpdateId, PersonalDataStep.EraseJournal)
            {
                PersistenceId = persistenceId,
                FirstToStay = newest,
            };

    /// <summary>The document, and the question that is open.</summary>
    public static IReadOnlyList<Reply> Document(Conversation conversation, long userId, string stored, FormContext context)
    {
        var document = ConversationData.Document(userId, stored, conversation, context.At);
        var caption = context.Texts[PrivacyPhrases.MyData];
        return conversation.Form is Form.Draft draft
            ?
            [
                new Reply.SendDocument(ConversationData.FileName, document, new Message(caption, FormKeyboard.Steps(context.Texts))),
                .. FormPrompt.Of(draft, context.Company, context.Today, note: null, menuOnScreen: true),
            ]
            : [new Reply.SendDocument(ConversationData.FileName, document, new Message(caption, FormKeyboard.MainMenu(context.Texts)))];
    }

    /// <summary>The answer to a further request within a minute.</summary>
    public static IReadOnlyList<Reply> TooSoon(Conversation conversation, FormContext context)
    {
        var note = context.Texts[PrivacyPhrases.MyDataTooSoon];
        return conversation.Form is Form.Draft draft
            ? FormRules.Again(draft, note, context).Replies
            : FormRules.Menu(note, context).Replies;
    }
}
