using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors;

/// <summary>
/// Starts the actor system while the database and Telegram are still being reached: most of its start is compilation, which a second
/// processor does meanwhile. Of the actors only the conversations' shard region starts, which needs neither and gets no message before the
/// others start; by then it has found its coordinator.
/// </summary>
/// <remarks>
/// Only in a cluster of one. A member of a larger cluster that waits for its database would be counted on by the others.
/// </remarks>
internal sealed class EarlyActorSystem : IAsyncDisposable
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(3);

    private readonly Task _started;
    private readonly Lock _gate = new();
    private ActorSystem? _system;
    private bool _isEnding;

    private EarlyActorSystem(IServiceProvider services, bool isAlone) =>
        _started = isAlone ? Task.Run(() => StartAsync(services)) : Task.CompletedTask;

    /// <param name="services">Disposed of after this object.</param>
    /// <param name="isAlone">Whether this process is a bot on its own.</param>
    public static EarlyActorSystem Begin(IServiceProvider services, bool isAlone) => new(services, isAlone);

    /// <summary>Waits until it is started.</summary>
    /// <exception cref="SettingsException">Akka's settings in force would keep conversations only in memory.</exception>
    public Task CompleteAsync() => _started;

    /// <summary>Ends what is left of it: all, if the program was refused or stopped before its actors started.</summary>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(EndLimit, TimeProvider.System);
        // The program ends already, for a reason that is reported.
        Silence();
        await _started.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Running() is { } system)
            await EndAsync(system, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // A cluster that has just been formed would wait in vain for its member to be removed.
    private static async Task EndAsync(ActorSystem system, CancellationToken cancellationToken)
    {
        await LoneMember.EndAsync(Akka.Cluster.Cluster.Get(system), cancellationToken);
        await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(cancellationToken);
    }

    private async Task StartAsync(IServiceProvider services)
    {
        var system = services.GetRequiredService<ActorSystem>();
        Keep(system);
        ClusterStart.Run(system);
        await ConversationHosting.StartRegionAsync(system);
    }

    // What the parts of a system say about being cut off in the middle of their start would bury the reason of the end. The end may come
    // before there is a system.
    private void Keep(ActorSystem system)
    {
        lock (_gate)
        {
            _system = system;
            if (_isEnding)
                AkkaFirstWords.Silence(system);
        }
    }

    private void Silence()
    {
        lock (_gate)
        {
            _isEnding = true;
            if (_system is { WhenTerminated.IsCompleted: false } system)
                AkkaFirstWords.Silence(system);
        }
    }

    private ActorSystem? Running()
    {
        lock (_gate)
            return _system is { WhenTerminated.IsCompleted: false } system ? system : null;
    }
}
