using Akka.Actor;
using VizTeh.Actors.Forms;
using VizTeh.Actors.PersonalData;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// Requests a step for the client's data. The update that asks for it stays in the inbox meanwhile, so a request that fails is not repeated
/// here: the update is given back to the poller.
/// </summary>
/// <param name="owner">The conversation; its timers are created after its constructor has run.</param>
/// <param name="conversation">Receives the answers, and <see cref="Overdue"/>.</param>
/// <param name="personalData">Called when the actor is needed.</param>
internal sealed class PersonalDataRequest(
    IWithTimers owner, IActorRef conversation, Func<IActorRef> personalData, TimeSpan deadline, TimeProvider clock)
{
    // A client who asks all the time must not keep the database busy.
    private static readonly TimeSpan BetweenDocuments = TimeSpan.FromMinutes(1);

    private (HandlePersonalData Request, ClientUpdate Update, IReadOnlyList<Reply> Said)? _open;

    // Lost with the process, which costs one document more.
    private (long UpdateId, long Began)? _document;

    /// <summary>Whether the client had the document within the last minute. An update that is repeated is not a further request.</summary>
    public bool HasJustCollected(ClientUpdate update) =>
        _document is var (updateId, began) && updateId != update.UpdateId && clock.GetElapsedTime(began) < BetweenDocuments;

    /// <param name="said">What the client is told first.</param>
    public void Send(ClientUpdate update, HandlePersonalData request, IReadOnlyList<Reply> said)
    {
        _open = (request, update, said);
        if (request.Step == PersonalDataStep.Collect)
            _document = (update.UpdateId, clock.GetTimestamp());
        owner.Timers.StartSingleTimer(nameof(PersonalDataRequest), new Overdue(request.UpdateId, request.Step), deadline);
        personalData().Tell(request, conversation);
    }

    /// <summary>Whether the message answers a request, or is a reminder of one.</summary>
    public static bool Concerns(object message) => message is PersonalDataHandled or PersonalDataNotHandled or Overdue;

    /// <summary>What follows from an answer; null when it answers no open request.</summary>
    public Outcome? On(object answer)
    {
        if (_open is not var (request, update, said) || RequestOf(answer) != (request.UpdateId, request.Step))
            return null;
        _open = null;
        owner.Timers.Cancel(nameof(PersonalDataRequest));
        // Whatever the reason of a failure, the update stays: what a client asks for here is never set aside.
        return answer switch
        {
            PersonalDataHandled handled => new Outcome(update, said, handled, null),
            PersonalDataNotHandled { Error: var error } => new Outcome(update, said, null, Failed(error)),
            _ => new Outcome(update, said, null, Failed("no answer about the client's data")),
        };

        Failed Failed(string error) => new(update.UpdateId, error, IsFault: false);
    }

    private static (long UpdateId, PersonalDataStep Step)? RequestOf(object answer) => answer switch
    {
        PersonalDataHandled handled => (handled.UpdateId, handled.Step),
        PersonalDataNotHandled failed => (failed.UpdateId, failed.Step),
        Overdue overdue => (overdue.UpdateId, overdue.Step),
        _ => null,
    };

    /// <param name="Said">What the client is told first.</param>
    /// <param name="Handled">Null when it is unknown whether the step is done.</param>
    /// <param name="GivenBack">The report that then gives the update back to the poller.</param>
    internal sealed record Outcome(
        ClientUpdate Update, IReadOnlyList<Reply> Said, PersonalDataHandled? Handled, Failed? GivenBack);

    /// <summary>The actor of the clients' data has not answered.</summary>
    internal sealed record Overdue(long UpdateId, PersonalDataStep Step);
}
