using Akka.Actor;

namespace VizTeh.Actors.Inbox;

/// <summary>What came of a ping.</summary>
public enum PollerAnswer
{
    /// <summary>The actors are not started yet.</summary>
    NotStarted,

    /// <summary>The poller's actor has answered.</summary>
    Here,

    /// <summary>
    /// The poller is on another node of the cluster, or has not been given to this one yet; this node's own actors answer.
    /// </summary>
    Elsewhere,

    /// <summary>No answer in time.</summary>
    None,
}

/// <summary>
/// Asks the poller's actor of this process for a sign of life. It answers from its mailbox, which neither Telegram nor the database ever
/// holds up: their answers come to it as messages.
/// </summary>
public sealed class PollerPing
{
    private volatile ActorSystem? _system;
    private volatile IActorRef? _holder;

    /// <param name="limit">How long an answer may take.</param>
    public async Task<PollerAnswer> AskAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            if (_holder is { } holder)
            {
                await holder.Ask<Pong>(Ping.Instance, limit, cancellationToken);
                return PollerAnswer.Here;
            }

            if (_system is not { } system)
                return PollerAnswer.NotStarted;
            var manager = await system.ActorSelection($"/user/{PollerHosting.SingletonName}")
                .Ask<ActorIdentity>(new Identify(null), limit, cancellationToken);
            return manager.Subject is null ? PollerAnswer.NotStarted : PollerAnswer.Elsewhere;
        }
        catch (AskTimeoutException)
        {
            return PollerAnswer.None;
        }
    }

    internal void RunsIn(ActorSystem system) => _system = system;

    /// <param name="holder">Answers a <see cref="Ping"/> by a <see cref="Pong"/>, through the poller if there is one.</param>
    internal void Began(IActorRef holder) => _holder = holder;

    internal void Ended(IActorRef holder)
    {
        if (holder.Equals(_holder))
            _holder = null;
    }

    internal sealed record Ping : INoSerializationVerificationNeeded
    {
        public static readonly Ping Instance = new();
    }

    internal sealed record Pong : INoSerializationVerificationNeeded
    {
        public static readonly Pong Instance = new();
    }
}
