using VizTeh.Actors.Clients;
using VizTeh.Actors.Forms;
using VizTeh.Actors.PersonalData;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// What a conversation does about the data of its client: the document of /mydata, and the erasure of /forget, step by step. The database
/// takes each step (<see cref="PersonalDataRequest"/>); its answer leads to a <see cref="PersonalDataMove"/>, which the conversation takes.
/// </summary>
/// <param name="persistenceId">The conversation's, whose journal an erasure ends with.</param>
internal sealed class PersonalDataDialogue(PersonalDataRequest request, long userId, string persistenceId)
{
    /// <summary>Whether the message answers a request, or is a reminder of one.</summary>
    public static bool Concerns(object message) => PersonalDataRequest.Concerns(message);

    /// <summary>Begins what the client asks for.</summary>
    /// <param name="said">What the client is told first.</param>
    /// <returns>Null while an answer is awaited.</returns>
    public PersonalDataMove? Begin(
        ClientUpdate update, PersonalDataStep step, Conversation state, FormContext context, IReadOnlyList<Reply> said)
    {
        if (update.EarlierMayBeRedelivered && said.Count == 0)
            return new PersonalDataMove.Finish(new Deferred(update.UpdateId));
        if (step == PersonalDataStep.Collect && request.HasJustCollected(update))
            return new PersonalDataMove.Say([.. said, .. PersonalDataRules.TooSoon(state, context)]);
        request.Send(update, new HandlePersonalData(userId, update.UpdateId, step), said);
        return null;
    }

    /// <summary>
    /// Takes the next step of an erasure that is under way. The row of the confirmation stays in the inbox until all is done: after a crash
    /// it leads here again.
    /// </summary>
    /// <param name="newest">The number of the newest event.</param>
    /// <param name="isCompacting">Whether a snapshot is being saved, which would outlive the erasure.</param>
    /// <param name="said">What the client is told first.</param>
    /// <returns>Null while an answer is awaited.</returns>
    public PersonalDataMove? Continue(
        ClientUpdate update, Conversation state, long newest, bool isCompacting, IReadOnlyList<Reply> said)
    {
        if (isCompacting)
            return new PersonalDataMove.Finish(new Failed(update.UpdateId, "the journal is being compacted", IsFault: false));
        request.Send(update, PersonalDataRules.ErasureStep(state, userId, persistenceId, newest), said);
        return null;
    }

    /// <summary>What follows from an answer.</summary>
    /// <param name="answer">One that <see cref="Concerns"/>.</param>
    /// <param name="update">The update that the conversation is handling; null for none.</param>
    /// <param name="contextOf">Called when it is needed.</param>
    /// <returns>Null when it answers no open request.</returns>
    public PersonalDataMove? On(object answer, ClientUpdate? update, Conversation state, Func<ClientUpdate, FormContext> contextOf)
    {
        if (request.On(answer) is not { } outcome || update is null)
            return null;
        return outcome.GivenBack is { } failed
            ? new PersonalDataMove.Finish(failed)
            : After(outcome.Handled!, update, state, contextOf(update), outcome.Said);
    }

    private PersonalDataMove After(
        PersonalDataHandled done, ClientUpdate update, Conversation state, FormContext context, IReadOnlyList<Reply> said) => done switch
        {
            { Step: PersonalDataStep.Collect, Json: { } stored } =>
                new PersonalDataMove.Say([.. said, .. PersonalDataRules.Document(state, userId, stored, context)]),
            { Step: PersonalDataStep.Look, IsAny: var isAny } =>
                new PersonalDataMove.Conclude(PersonalDataRules.Erasure(state, isAny, context), said),
            { Step: PersonalDataStep.EraseTables, UpdateId: var confirmedBy } =>
                new PersonalDataMove.Store(new ConversationEvent.Erased(confirmedBy, context.At), said),
            { Step: PersonalDataStep.EraseJournal, UpdateId: var confirmedBy } when confirmedBy == update.UpdateId =>
                new PersonalDataMove.Say([.. said, .. ErasureRules.Done(context.Texts)]),
            _ => new PersonalDataMove.Decide([.. said, .. ErasureRules.Done(context.Texts)]),
        };
}

/// <summary>The conversation's next move about its client's data.</summary>
internal abstract record PersonalDataMove
{
    private PersonalDataMove()
    {
    }

    /// <summary>The update is done with, or given back.</summary>
    public sealed record Finish(IUpdateReport Report) : PersonalDataMove;

    /// <summary>The client is answered.</summary>
    public sealed record Say(IReadOnlyList<Reply> Replies) : PersonalDataMove;

    /// <summary>The decision takes effect.</summary>
    /// <param name="Said">What the client is told first.</param>
    public sealed record Conclude(Decision Decision, IReadOnlyList<Reply> Said) : PersonalDataMove;

    /// <summary>The tables are erased: the event is stored, and then the journal is erased.</summary>
    /// <param name="Said">What the client is told first.</param>
    public sealed record Store(ConversationEvent.Erased Event, IReadOnlyList<Reply> Said) : PersonalDataMove;

    /// <summary>The erasure that an earlier update confirmed is done: this update is still to be decided.</summary>
    /// <param name="Said">What the client is told first.</param>
    public sealed record Decide(IReadOnlyList<Reply> Said) : PersonalDataMove;
}
