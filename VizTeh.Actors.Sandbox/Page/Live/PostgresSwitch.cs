using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Sandbox.Page.Live;

internal enum PostgresState
{
    Running,
    Stopping,
    Stopped,
    Starting,

    /// <summary>A server that is not the sandbox's own: it is used, not stopped or started.</summary>
    Foreign,
}

/// <summary>Stops the private PostgreSQL as a crash would, and starts it again on the same port and data.</summary>
/// <param name="cluster">Null if the server is not the sandbox's own.</param>
internal sealed class PostgresSwitch(PostgresCluster? cluster) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private volatile PostgresHolder _state = new(cluster is null ? PostgresState.Foreign : PostgresState.Running);

    private sealed record PostgresHolder(PostgresState State);

    public PostgresState State => _state.State;

    /// <exception cref="NotPossibleException">The server is not the sandbox's own.</exception>
    public Task StopAsync(CancellationToken cancellationToken) =>
        SwitchAsync(PostgresState.Running, PostgresState.Stopping, PostgresState.Stopped,
            own => own.StopAsync(PostgresStop.Immediate, cancellationToken), cancellationToken);

    /// <exception cref="NotPossibleException">The server is not the sandbox's own, or does not start.</exception>
    public Task StartAsync(CancellationToken cancellationToken) =>
        SwitchAsync(PostgresState.Stopped, PostgresState.Starting, PostgresState.Running,
            own => own.StartAgainAsync(cancellationToken), cancellationToken);

    public void Dispose() => _turn.Dispose();

    private async Task SwitchAsync(
        PostgresState from, PostgresState meanwhile, PostgresState to, Func<PostgresCluster, Task> work,
        CancellationToken cancellationToken)
    {
        if (cluster is null)
            throw new NotPossibleException("PostgreSQL здесь чужой (задан переменной DB_HOST): песочница его не останавливает.");
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (State != from)
                return;
            _state = new PostgresHolder(meanwhile);
            try
            {
                await work(cluster);
                _state = new PostgresHolder(to);
            }
            catch (PostgresUnavailableException failed)
            {
                throw new NotPossibleException($"PostgreSQL не запустился: {failed.Message}");
            }
            finally
            {
                if (State == meanwhile)
                    _state = new PostgresHolder(from);
            }
        }
        finally
        {
            _turn.Release();
        }
    }
}

/// <summary>A visitor's request cannot be carried out now; the message says why, in Russian.</summary>
internal sealed class NotPossibleException(string message) : Exception(message);
