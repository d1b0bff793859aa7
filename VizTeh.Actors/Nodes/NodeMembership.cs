using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Cluster;
using Akka.Remote;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Database;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Nodes;

/// <summary>
/// Makes this process a member of the cluster, and keeps it one: it enters itself in table <c>nodes</c>, joins whoever lives by that table
/// (or forms the cluster, if nobody does), renews its row, and puts out the nodes whose rows are old. A node that the others go on without
/// ends itself; the service manager starts it anew.
/// </summary>
internal sealed class NodeMembership(
    string version, ActorSystem system, NodeConnections nodes, NodesView view, NodePermit permit, IHostApplicationLifetime lifetime,
    TimeProvider clock, ILogger<NodeMembership> logger) : BackgroundService
{
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(1);

    private readonly Cluster _cluster = Cluster.Get(system);
    private readonly SteadyClock _clock = new(clock);
    private readonly OutageLog _outage = new("The table of nodes", logger, clock);
    private readonly ConcurrentQueue<OtherNode> _gone = new();
    private readonly SemaphoreSlim _wake = new(0, 1);

    // Null while no renewal in a row has succeeded.
    private TimeSpan? _renewedSince;
    private TimeSpan? _joiningSince;
    private IReadOnlyList<string> _joins = [];
    private TimeSpan? _awaitsPredecessorSince;
    private bool _isMember;
    private bool _isEntered;
    private int _isPutOut;

    private NodeTable Table => nodes.Table;

    private NodeTimes Times => nodes.Times;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        permit.End();
        if (!_isEntered || Volatile.Read(ref _isPutOut) != 0)
            return;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LeaveLimit);
        try
        {
            await Table.LeaveAsync(limit.Token);
        }
        catch (Exception failure) when (IsOfDatabase(failure))
        {
            logger.LogDebug("The row of this node stays until it is old ({Error})", DatabaseErrors.WordsOf(failure));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The node joins once its actors are there: from then on the others count on it.
        await StartedAsync(stoppingToken);
        system.ActorOf(
            Props.Create(() => new NodeWatcher(view, OnGone, () => PutOut("the other nodes go on without it"))), "node-watcher");
        while (!stoppingToken.IsCancellationRequested)
        {
            await TryRoundAsync(stoppingToken);
            await ((Task)_wake.WaitAsync(Times.Beat, stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task StartedAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStart = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(cancellationToken);
    }

    private async Task TryRoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Times.BeatLimit);
            await RoundAsync(limit.Token);
            _outage.Reached();
        }
        catch (Exception failure) when (IsOfDatabase(failure))
        {
            // All rows are old after an outage: nobody is judged until this node has seen the table for a while.
            _renewedSince = null;
            if (!cancellationToken.IsCancellationRequested)
                _outage.Failed(failure is OperationCanceledException ? "no answer" : DatabaseErrors.WordsOf(failure), Times.Beat);
        }
    }

    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _isPutOut) != 0)
            return;
        if (!_isMember && _cluster.SelfMember.Status == MemberStatus.Up)
        {
            _isMember = true;
            logger.LogInformation("This node, {Address}, is a member of the cluster", nodes.Self.Address);
        }

        if (!_isMember && await IsToJoinAsync(cancellationToken))
            await JoinAsync(cancellationToken);
        var askedAt = permit.Now;
        if (!await Table.RenewAsync(_isMember, cancellationToken))
        {
            PutOut("its row in table nodes was not renewed in time, or the others lost sight of it");
            return;
        }

        permit.Renew(askedAt);
        _renewedSince ??= _clock.Now;
        if (_isMember)
            await JudgeAsync(cancellationToken);
    }

    // Whoever it has asked to be let in may have gone since: a machine that is updated while another one starts.
    private async Task<bool> IsToJoinAsync(CancellationToken cancellationToken) =>
        _joiningSince is not { } since || _clock.Now - since > Times.JoinAgain
        || (_joins.Count > 0 && !await Table.IsAnyAliveAsync(_joins, cancellationToken));

    private async Task JoinAsync(CancellationToken cancellationToken)
    {
        var found = await Table.EnterAsync(_cluster.SelfUniqueAddress.Uid, version, cancellationToken);
        _isEntered = true;
        if (found.AwaitsPredecessor)
        {
            _awaitsPredecessorSince ??= _clock.Now;
            if (_clock.Now - _awaitsPredecessorSince < Times.PredecessorLimit)
                return;
        }

        (_joiningSince, _joins) = (_clock.Now, found.Members);
        if (found.Members.Count == 0)
        {
            logger.LogInformation("No other node is alive: {Address} forms the cluster", nodes.Self.Address);
            FormCluster();
            return;
        }

        logger.LogInformation("{Address} joins {Members}", nodes.Self.Address, string.Join(", ", found.Members));
        _cluster.JoinSeedNodes(found.Members.Select(ToAkka));
    }

    private void FormCluster()
    {
        Member[] others = [.. _cluster.State.Members.Where(member => member.UniqueAddress != _cluster.SelfUniqueAddress)];
        if (others.Length == 0)
            _cluster.Join(_cluster.SelfAddress);
        // It was let in, and those who did that have gone: Akka joins no second cluster, and waits for them until they are down.
        foreach (var gone in others)
            _cluster.Down(gone.Address);
    }

    private async Task JudgeAsync(CancellationToken cancellationToken)
    {
        while (_gone.TryPeek(out var gone))
        {
            await Table.DeclareDeadAsync(gone, cancellationToken);
            _gone.TryDequeue(out _);
        }

        // The others had the table for as long as this node had: a row that is old now is not old because of an outage.
        if (_clock.Now - _renewedSince < Times.Alive + Times.Beat)
            return;
        var members = _cluster.State.Members.ToDictionary(member => NodeWatcher.AddressOf(member.Address));
        foreach (var dead in await Table.DeclareDeadAsync(cancellationToken))
        {
            if (!members.TryGetValue(dead.Address, out var member) || member.UniqueAddress.Uid != dead.Uid)
                await Table.ForgetDeadAsync(dead, cancellationToken);
            else if (member.Status != MemberStatus.Down)
                PutOut(dead, member);
        }
    }

    private void PutOut(OtherNode dead, Member member)
    {
        logger.LogWarning("Node {Address} gives no sign of life any more: the others go on without it", dead.Address);
        _cluster.Down(member.Address);
        // The leader removes a node that is down once it cannot be reached any more, and only then others take over. One that has lost only
        // PostgreSQL would be reached until the failure detector sees that it has ended.
        ((IRemoteActorRefProvider)((ExtendedActorSystem)system).Provider).Quarantine(member.Address, member.UniqueAddress.Uid);
    }

    private void OnGone(OtherNode node)
    {
        _gone.Enqueue(node);
        Wake();
    }

    private void PutOut(string why)
    {
        if (IsStopping() || Interlocked.Exchange(ref _isPutOut, 1) != 0)
            return;
        permit.End();
        view.PutOut();
        logger.LogError("This node, {Address}, ends, and has to be started again: {Why}", nodes.Self.Address, why);
        _cluster.Down(_cluster.SelfAddress);
        lifetime.StopApplication();
    }

    // A node that stops goes down by itself when it is the last one (LoneMember), and what the others think of it matters no more. Akka
    // also shuts down whoever the others have put out.
    private bool IsStopping() =>
        CoordinatedShutdown.Get(system).ShutdownReason is not (null or CoordinatedShutdown.ClusterDowningReason);

    private void Wake()
    {
        if (_wake.CurrentCount == 0)
        {
            try
            {
                _wake.Release();
            }
            catch (SemaphoreFullException)
            {
                // Another thread was first.
            }
        }
    }

    private Address ToAkka(string address)
    {
        var colon = address.LastIndexOf(':');
        return _cluster.SelfAddress
            .WithHost(address[..colon].Trim('[', ']'))
            .WithPort(int.Parse(address[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture));
    }

    private static bool IsOfDatabase(Exception failure) =>
        failure is OperationCanceledException or TimeoutException || DatabaseErrors.IsTransient(failure.GetBaseException());
}
