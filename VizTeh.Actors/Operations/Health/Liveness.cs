using VizTeh.Actors.Inbox;
using VizTeh.Actors.Nodes;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Operations.Health;

/// <summary>
/// Whether the program's own machinery answers, whatever Telegram and PostgreSQL do. Only a process that does not is mended by a restart.
/// </summary>
/// <remarks>
/// Once the actors run, the poller's actor is asked: its mailbox, Akka's dispatcher and .NET's thread pool all have to work for an answer.
/// Before, the answer itself is the proof: it comes from the thread pool that the migration and the calls to Telegram run on, and when one
/// of these fails, the process ends. While the program stops, its service manager measures the time.
/// </remarks>
public sealed class Liveness(ProgramLife life, PollerPing ping, TimeProvider clock)
{
    /// <summary>How long the poller's actor may take for its answer.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    // Akka starts within two or three seconds.
    private static readonly TimeSpan ActorsStartWithin = TimeSpan.FromMinutes(1);

    // A cluster of one has its singleton after a second or two; a process that has none by then is not the one that polls.
    private static readonly TimeSpan SingletonStartsWithin = TimeSpan.FromSeconds(30);

    private volatile NodesView? _nodes;

    /// <param name="nodes">What this process knows of the other nodes; null when it has none.</param>
    internal void Use(NodesView? nodes)
    {
        _nodes = nodes;
        if (nodes is not { IsAlone: false })
            return;
        // Whoever asks whether it is ready does not wait for somebody to ask whether it is live.
        nodes.Changed += EnterIfBesideOldest;
        EnterIfBesideOldest();
    }

    /// <returns>Null when the program is live; else the reason, for an operator.</returns>
    internal async Task<string?> FaultAsync(CancellationToken cancellationToken)
    {
        if (life.Phase is ProgramPhase.Migrating or ProgramPhase.Connecting or ProgramPhase.Stopping)
            return null;
        var answer = await ping.AskAsync(Limit, cancellationToken).WaitAsync(Limit + Limit, clock, cancellationToken);
        if (answer == PollerAnswer.Elsewhere && life.Phase == ProgramPhase.Recovering && IsPollerKnownElsewhere())
            life.Enter(ProgramPhase.Running);
        return answer switch
        {
            PollerAnswer.None when life.Phase != ProgramPhase.Stopping => $"the poller's actor has not answered within {Limit.InWords()}",
            PollerAnswer.NotStarted when life.Phase != ProgramPhase.Stopping && life.PhaseAge >= ActorsStartWithin =>
                $"the actors have not started within {ActorsStartWithin.InWords()}",
            _ => null,
        };
    }

    private void EnterIfBesideOldest()
    {
        if (life.Phase == ProgramPhase.Recovering && IsPollerKnownElsewhere())
            life.Enter(ProgramPhase.Running);
    }

    // One of several nodes does its part as soon as it is a member beside the one that polls, and none before.
    private bool IsPollerKnownElsewhere() => _nodes is { IsAlone: false } nodes
        ? nodes.Members.Any(member => member is { IsSelf: true, Status: NodeMember.Up })
            && nodes.Members.Any(member => member is { IsSelf: false, IsOldest: true })
        : life.PhaseAge >= SingletonStartsWithin;
}
