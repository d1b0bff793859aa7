using Akka.Actor;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// Has the edit of a message stored that may have been added to a ticket, before the update is decided. The update's row in the inbox stays
/// meanwhile, and an update corrects once, so a request that fails is not repeated here: the update is given back to the poller.
/// </summary>
/// <param name="owner">The conversation; its timers are created after its constructor has run.</param>
/// <param name="conversation">Receives the answers, and <see cref="Overdue"/>.</param>
internal sealed class CorrectionRequest(IWithTimers owner, IActorRef conversation, IActorRef tickets, TimeSpan deadline)
{
    private (ClientUpdate Update, IReadOnlyList<Reply> Said)? _open;

    /// <param name="said">What the client is told first.</param>
    public void Send(ClientUpdate update, CorrectTicketMessage request, IReadOnlyList<Reply> said)
    {
        _open = (update, said);
        owner.Timers.StartSingleTimer(nameof(CorrectionRequest), new Overdue(update.UpdateId), deadline);
        tickets.Tell(request, conversation);
    }

    /// <summary>What follows from an answer; null when it answers no open request.</summary>
    public TicketStep? On(object message)
    {
        if (_open is not var (update, said) || UpdateOf(message) != update.UpdateId)
            return null;
        _open = null;
        owner.Timers.Cancel(nameof(CorrectionRequest));
        return message switch
        {
            TicketMessageCorrected corrected => new TicketStep.Corrected(update, corrected, said),
            TicketMessageNotCorrected { IsRefused: var isRefused, Error: var error } => GivenBack(error, isRefused),
            _ => GivenBack("no answer about the edit of a message", isFault: false),
        };

        TicketStep.GivenBack GivenBack(string error, bool isFault) => new(new Failed(update.UpdateId, error, isFault), Told: []);
    }

    private static long? UpdateOf(object message) => message switch
    {
        TicketMessageCorrected corrected => corrected.UpdateId,
        TicketMessageNotCorrected failed => failed.UpdateId,
        Overdue overdue => overdue.UpdateId,
        _ => null,
    };

    /// <summary>The ticket actor has not answered.</summary>
    internal sealed record Overdue(long UpdateId);
}
